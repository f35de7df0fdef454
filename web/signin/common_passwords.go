package signin

import (
	_ "embed"
	"strings"
)

// commonPasswords are those of twelve characters and more that are often found
// where passwords were stolen, in small letters, one a line. Where they are from
// is in docs/decisions/common-passwords.md.
//
//go:embed common_passwords.txt
var commonPasswords string

// isCommon says whether a password is one of them, however its letters are
// written.
func isCommon(password string) bool {
	if strings.Contains(password, "\n") {
		return false
	}
	return strings.Contains("\n"+commonPasswords, "\n"+strings.ToLower(password)+"\n")
}
