package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/alexedwards/argon2id"

	"callflow/flowengine"
)

// Too many wrong PINs in a row lock a box for a while, whoever typed them: so
// nobody can try all PINs, from however many telephones.
const (
	wrongPINs = 5
	pinLock   = 15 * time.Minute
)

// pinCost is how hard a PIN is to find from its hash: 19 MiB and two passes,
// the least that OWASP asks for. A call can wait for that.
var pinCost = &argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

func hashPIN(pin string) (string, error) {
	hash, err := argon2id.CreateHash(pin, pinCost)
	if err != nil {
		return "", fmt.Errorf("hash a PIN: %w", err)
	}
	return hash, nil
}

// nobodysPIN is compared when there is no box, so that it takes the same time.
const nobodysPIN = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// OpenMailbox finds the box with that number and PIN. The errors are
// [flowengine.ErrWrongPIN] and [flowengine.ErrBoxLocked]; locked says that this
// attempt locked it.
func (s *Store) OpenMailbox(ctx context.Context, company, number, pin string) (box string, locked bool, err error) {
	hash := nobodysPIN
	var id int64
	// The attempt counts before it is looked at: two at the same time are two.
	err = s.change(ctx, company, func(t *tx) error {
		var wrong int
		var until time.Time
		var stored string
		err := t.QueryRowContext(t.ctx, `SELECT id, box, pin_hash, wrong, locked_until FROM mailboxes WHERE company_id = ? AND number = ?`,
			t.company.ID, number).Scan(&id, &box, &stored, &wrong, when{&until})
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("look up a mailbox: %w", err)
		}
		if stored != "" {
			hash = stored
		}
		now := t.store.now()
		if until.After(now) {
			return flowengine.ErrBoxLocked
		}
		lock := time.Time{}
		if wrong++; wrong >= wrongPINs {
			wrong, lock, locked = 0, now.Add(pinLock), true
		}
		_, err = t.exec("count an attempt at a mailbox", `UPDATE mailboxes SET wrong = ?, locked_until = ? WHERE id = ?`, wrong, timeOrNull(lock), id)
		return err
	})
	if err != nil {
		return "", false, err
	}
	right, err := argon2id.ComparePasswordAndHash(pin, hash)
	if err != nil {
		return "", false, fmt.Errorf("compare a PIN: %w", err)
	}
	if !right || id == 0 || hash == nobodysPIN {
		return "", locked, flowengine.ErrWrongPIN
	}
	err = s.change(ctx, company, func(t *tx) error {
		_, err := t.exec("open a mailbox", `UPDATE mailboxes SET wrong = 0, locked_until = NULL WHERE id = ?`, id)
		return err
	})
	return box, false, err
}

// EndpointOwner is the user whose telephone an endpoint is. [flowengine.ErrNoSuch]
// when it is nobody's, or that of several: then it does not tell who calls.
func (s *Store) EndpointOwner(ctx context.Context, company, endpoint string) (string, error) {
	if endpoint == "" {
		return "", flowengine.ErrNoSuch
	}
	c, err := s.Company(ctx, company)
	if err != nil {
		return "", err
	}
	owners, err := names(ctx, s.reader, `SELECT DISTINCT u.name FROM user_phones p JOIN users u ON u.id = p.user_id
		WHERE u.company_id = ? AND p.kind = 'endpoint' AND p.value = ? LIMIT 2`, c.ID, endpoint)
	if err != nil {
		return "", err
	}
	if len(owners) != 1 {
		return "", flowengine.ErrNoSuch
	}
	return owners[0], nil
}
