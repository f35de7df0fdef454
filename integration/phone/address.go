package phone

import (
	"fmt"
	"net/url"
	"strings"
)

// escapeUser writes the user part of a SIP address: what RFC 3261, section 25.1, does not allow there becomes %XX, and the
// semicolon too, behind which many expect parameters.
func escapeUser(user string) string {
	var b strings.Builder
	for i := range len(user) {
		ch := user[i]
		plain := ch >= '0' && ch <= '9' || ch >= 'a' && ch <= 'z' || ch >= 'A' && ch <= 'Z' || strings.IndexByte("-_.!~*'()&=+$,?/", ch) >= 0
		if plain {
			b.WriteByte(ch)
		} else {
			fmt.Fprintf(&b, "%%%02X", ch)
		}
	}
	return b.String()
}

// unescapeUser is the reverse of escapeUser; what is not escaped well stays as it is.
func unescapeUser(user string) string {
	user, _, _ = strings.Cut(user, ";") // parameters of a telephone number (RFC 3966)
	if plain, err := url.PathUnescape(user); err == nil {
		return plain
	}
	return user
}

// quoteName writes a display name as the inside of a quoted string (RFC 3261, section 25.1): quotes, backslashes and control
// characters with a backslash before them. CR and LF cannot be written and are left out.
func quoteName(name string) string {
	var b strings.Builder
	for i := range len(name) {
		switch ch := name[i]; {
		case ch == '\r' || ch == '\n':
		case ch == '"' || ch == '\\' || ch < ' ' || ch == 0x7F:
			b.WriteByte('\\')
			b.WriteByte(ch)
		default:
			b.WriteByte(ch)
		}
	}
	return b.String()
}

// unquoteName is the reverse of quoteName.
func unquoteName(quoted string) string {
	var b strings.Builder
	for i := 0; i < len(quoted); i++ {
		if quoted[i] == '\\' && i+1 < len(quoted) {
			i++
		}
		b.WriteByte(quoted[i])
	}
	return b.String()
}
