package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"callflow/web/keyfile"
)

// Links makes and serves addresses at which whoever knows them can listen to one
// recording, until they expire. They cannot be guessed: each is signed with a
// key that only this callflow has.
type Links struct {
	key  []byte
	base string // such as https://pbx.example.org
	life time.Duration
	now  func() time.Time
	// open returns the file of a company's recording and the name for who saves it.
	open func(r *http.Request, company string, recording int64) (file, name string, err error)
}

// NewLinks makes links. Without a key file of that path one is made.
func NewLinks(keyFile, base string, life time.Duration, now func() time.Time, open func(r *http.Request, company string, recording int64) (file, name string, err error)) (*Links, error) {
	key, err := keyfile.Load(keyFile, "links in mails end then")
	if err != nil {
		return nil, fmt.Errorf("the key for links in mails: %w", err)
	}
	return &Links{key: key, base: base, life: life, now: now, open: open}, nil
}

// To is the address of a recording, which works from then on for the links' life.
func (l *Links) To(company string, recording int64, from time.Time) string {
	until := from.Add(l.life).Unix()
	q := url.Values{"until": {strconv.FormatInt(until, 10)}, "company": {company}, "key": {l.sign(company, recording, until)}}
	return fmt.Sprintf("%s/recordings/%d.wav?%s", l.base, recording, q.Encode())
}

func (l *Links) sign(company string, recording, until int64) string {
	mac := hmac.New(sha256.New, l.key)
	fmt.Fprintf(mac, "recording\n%d\n%d\n%s", recording, until, company)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// ServeHTTP serves GET /recordings/{recording}.
func (l *Links) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	text, isWAV := strings.CutSuffix(r.PathValue("recording"), ".wav")
	recording, err := strconv.ParseInt(text, 10, 64)
	q := r.URL.Query()
	until, badTime := strconv.ParseInt(q.Get("until"), 10, 64)
	company := q.Get("company")
	// The signature first: who has none learns nothing, not even what is there.
	if err != nil || badTime != nil || !isWAV || !hmac.Equal([]byte(q.Get("key")), []byte(l.sign(company, recording, until))) {
		http.Error(w, "There is nothing here.", http.StatusNotFound)
		return
	}
	if l.now().Unix() > until {
		http.Error(w, "This link has expired; the message is still in its box.", http.StatusGone)
		return
	}
	file, name, err := l.open(r, company, recording)
	if err != nil {
		http.Error(w, "The message has been removed.", http.StatusGone)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Type", "audio/wav")
	h.Set("Content-Disposition", fmt.Sprintf("inline; filename=%q", name))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	http.ServeFile(w, r, file)
}
