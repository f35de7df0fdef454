package signin

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
	"time"
)

// A browser in which somebody has signed in keeps a cookie that says so, as
// OWASP's "device cookies" do. It lets nobody in. It only sets that browser's
// attempts apart from those of strangers.
const deviceLife = 180 * 24 * time.Hour

func (d *Door) deviceCookie(r *http.Request) string {
	c, err := r.Cookie(d.cookieName("callflow_device"))
	if err != nil {
		return ""
	}
	return c.Value
}

func (d *Door) rememberDevice(v *visit, company, user string) {
	id := rand.Text()
	c := http.Cookie{
		Name: d.cookieName("callflow_device"), Value: id + "." + d.deviceMark(id, company, user), Path: "/",
		MaxAge: int(deviceLife.Seconds()), HttpOnly: true, Secure: d.secure, SameSite: http.SameSiteLaxMode,
	}
	v.out.Add("Set-Cookie", c.String())
}

// knownDevice is the browser's id, if that person has signed in with it.
func (d *Door) knownDevice(cookie, company, user string) (string, bool) {
	id, mark, _ := strings.Cut(cookie, ".")
	if id == "" || !hmac.Equal([]byte(mark), []byte(d.deviceMark(id, company, user))) {
		return "", false
	}
	return id, true
}

func (d *Door) deviceMark(id, company, user string) string {
	mac := hmac.New(sha256.New, d.key)
	mac.Write([]byte("device\n" + id + "\n" + strings.ToLower(company) + "\n" + strings.ToLower(user)))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
