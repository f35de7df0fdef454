package signin

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"callflow/store"
)

// The second factor is TOTP (RFC 6238) as every authenticator knows it: SHA-1,
// six digits, 30 seconds. A code of the step before or after is taken too, for
// clocks that differ.
const (
	stepSeconds  = 30
	secretLength = 20 // bytes, as RFC 4226 recommends
	codeDigits   = 6
)

var base32NoPadding = base32.StdEncoding.WithPadding(base32.NoPadding)

// secondFactor checks the code of a person who has one.
func (d *Door) secondFactor(ctx context.Context, k store.Credentials, code string) error {
	if k.TOTPSecret == nil {
		return nil
	}
	code = plainCode(code)
	if code == "" {
		return ErrCodeNeeded
	}
	until, err := d.store.TryCode(ctx, k.UserID)
	if err != nil {
		return err
	}
	if !until.IsZero() {
		return &WaitError{Wait: until.Sub(d.now())}
	}
	if len(code) == recoveryLength {
		err = d.store.SpendRecoveryCode(store.WithActor(ctx, "user:"+k.User), k.Company, k.User, recoveryHash(code))
	} else {
		var step int64
		if step, err = d.step(k, k.TOTPSecret, code); err == nil {
			err = d.store.SpendStep(ctx, k.UserID, step)
		}
	}
	if errors.Is(err, store.ErrCodeUsed) {
		return ErrWrongCode
	}
	return err
}

// step is the step of time whose code it is, or [ErrWrongCode].
func (d *Door) step(k store.Credentials, sealed []byte, code string) (int64, error) {
	secret, err := d.open(k, sealed)
	if err != nil {
		return 0, err
	}
	now := d.now().Unix() / stepSeconds
	found := int64(-1)
	for _, step := range []int64{now - 1, now, now + 1} {
		want, err := codeAt(secret, step)
		if err != nil {
			return 0, err
		}
		if subtle.ConstantTimeCompare([]byte(code), []byte(want)) == 1 {
			found = step
		}
	}
	if found < 0 {
		return 0, ErrWrongCode
	}
	return found, nil
}

func codeAt(secret []byte, step int64) (string, error) {
	code, err := hotp.GenerateCodeCustom(base32NoPadding.EncodeToString(secret), uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	if err != nil {
		return "", fmt.Errorf("work out a code: %w", err)
	}
	return code, nil
}

// sealFor and open keep a secret so that it can be read with the key file only,
// and for that person only.
func (d *Door) sealFor(k store.Credentials, secret []byte) []byte {
	nonce := make([]byte, d.seal.NonceSize())
	rand.Read(nonce) // it never fails
	return d.seal.Seal(nonce, nonce, secret, about(k))
}

func (d *Door) open(k store.Credentials, sealed []byte) ([]byte, error) {
	n := d.seal.NonceSize()
	if len(sealed) < n {
		return nil, errors.New("the second factor in the database is damaged; make a new set-up link with --reset-second-factor")
	}
	secret, err := d.seal.Open(nil, sealed[:n], sealed[n:], about(k))
	if err != nil {
		return nil, fmt.Errorf("the second factor of %s was sealed with another key than that in signin.key: restore the file, or make a new set-up link with --reset-second-factor (%w)", k.User, err)
	}
	return secret, nil
}

func about(k store.Credentials) []byte { return fmt.Appendf(nil, "totp\n%d\n%s", k.UserID, k.Company) }

// plainCode is a code without what people put between its digits.
func plainCode(code string) string {
	if len(code) > 64 {
		return "-" // no code, and not worth looking at
	}
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(code))
}

// address of a secret for authenticators, which they read from a QR code.
func totpURI(secret []byte, user, company string) string {
	v := url.Values{"secret": {base32NoPadding.EncodeToString(secret)}, "issuer": {"callflow"}, "algorithm": {"SHA1"},
		"digits": {fmt.Sprint(codeDigits)}, "period": {fmt.Sprint(stepSeconds)}}
	u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/callflow:" + user + "@" + company, RawQuery: strings.ReplaceAll(v.Encode(), "+", "%20")}
	return u.String()
}

// Recovery codes take the place of a lost authenticator, each once: 120 random
// bits, so that a plain hash of one tells nothing.
const (
	recoveryCodes  = 8
	recoveryLength = 24
)

func newRecoveryCodes() (codes, hashes []string) {
	for range recoveryCodes {
		raw := make([]byte, recoveryLength*5/8)
		rand.Read(raw) // it never fails
		code := base32NoPadding.EncodeToString(raw)
		hashes = append(hashes, recoveryHash(code))
		codes = append(codes, strings.Join([]string{code[:6], code[6:12], code[12:18], code[18:]}, "-"))
	}
	return codes, hashes
}

func recoveryHash(code string) string {
	h := sha256.Sum256([]byte("recovery\n" + code))
	return hex.EncodeToString(h[:])
}
