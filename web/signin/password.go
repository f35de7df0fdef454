package signin

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"github.com/trustelem/zxcvbn"
	"golang.org/x/text/secure/precis"

	"callflow/store"
	"callflow/wording"
)

// How long a password is, in characters.
const (
	leastPassword = 12
	mostPassword  = 128
)

// passwordCost is the least that OWASP asks for: 19 MiB and two passes. Each
// comparison takes a core from calls for some hundredths of a second.
var passwordCost = &argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// nobodysPassword is compared when there is nobody, so that it takes the same time.
const nobodysPassword = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

var errTooLong = errors.New("the password is too long")

// normal is a password however it was typed (RFC 8265): the same characters are
// the same bytes.
func normal(password string) (string, error) {
	if len(password) > 2*mostPassword*utf8.UTFMax { // accents may be characters of their own before
		return "", errTooLong
	}
	return precis.OpaqueString.String(password)
}

// leastGuesses is how many tries a guesser who knows what people choose needs
// at least, as zxcvbn estimates it.
const leastGuesses = 1e10

// CheckPassword says whether a password may be set. About are words that the
// guesser knows: the person's name, the company's.
func CheckPassword(password string, about ...string) error {
	refuse := func(problem wording.Phrase) error {
		return &store.InvalidError{Field: "password", Problem: problem} // never with the value
	}
	p, err := normal(password)
	if errors.Is(err, errTooLong) {
		return refuse(wording.Say("use at most %d characters", mostPassword))
	}
	if err != nil {
		return refuse(wording.Of("leave out control characters and keys that are no characters"))
	}
	switch n := utf8.RuneCountInString(p); {
	case n < leastPassword:
		return refuse(wording.Say("use at least %d characters; a few words are easy to keep in mind", leastPassword))
	case n > mostPassword:
		return refuse(wording.Say("use at most %d characters", mostPassword))
	}
	words := []string{"callflow", "asterisk"}
	for _, text := range about {
		words = append(words, strings.Fields(strings.ToLower(text))...)
	}
	low := strings.ToLower(p)
	for _, w := range words {
		if utf8.RuneCountInString(w) > 2 {
			low = strings.ReplaceAll(low, w, "")
		}
	}
	if utf8.RuneCountInString(low) < leastPassword/2 {
		return refuse(wording.Of("your name or the company's is most of it; choose other words"))
	}
	if zxcvbn.PasswordStrength(start(p, 64), words).Guesses < leastGuesses {
		return refuse(wording.Of("it is among the first that somebody would try; choose several words that do not go together"))
	}
	if isCommon(p) {
		return refuse(wording.Of("many people have this password, and it is in lists of stolen ones; choose another"))
	}
	return nil
}

// start is the beginning of a text: estimating takes the square of the length.
func start(s string, runes int) string {
	for i := range s {
		if runes == 0 {
			return s[:i]
		}
		runes--
	}
	return s
}

// hash makes what is kept of a password.
func (d *Door) hash(ctx context.Context, password string) (string, error) {
	p, err := normal(password)
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	done, err := d.turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	h, err := argon2id.CreateHash(p, passwordCost)
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return h, nil
}

// matches says whether it is the password; hash "" is nobody's.
func (d *Door) matches(ctx context.Context, password, hash string) (bool, error) {
	nobody := hash == ""
	if nobody {
		hash = nobodysPassword
	}
	p, err := normal(password)
	if err != nil {
		p, nobody = "", true // what cannot be a password takes its time too
	}
	done, err := d.turn(ctx)
	if err != nil {
		return false, err
	}
	defer done()
	right, err := argon2id.ComparePasswordAndHash(p, hash)
	if err != nil {
		return false, fmt.Errorf("compare a password: %w", err)
	}
	return right && !nobody, nil
}

// turn waits until a core is free for a hash.
func (d *Door) turn(ctx context.Context) (done func(), err error) {
	select {
	case d.hashing <- struct{}{}:
		return func() { <-d.hashing }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
