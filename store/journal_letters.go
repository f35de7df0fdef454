package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"callflow/flowengine"

	"github.com/mattn/go-sqlite3"
)

// Letters takes letters into the outbox in a transaction that somebody else
// commits: that of the history in which they were posted.
type Letters interface {
	Insert(ctx context.Context, tx *sql.Tx, letters []flowengine.PostedLetter) error
}

const letterSize = 200

func sizeOfLetter(l flowengine.PostedLetter) int { return letterSize + len(l.ID) + len(l.JSON) }

var _ flowengine.Outbox = (*Journal)(nil)

// Post implements [flowengine.Outbox].
func (j *Journal) Post(l flowengine.Letter) {
	text, err := json.Marshal(l)
	if err != nil || j.o.Letters == nil {
		// Content that is no data is a mistake in the program that posts it.
		j.store.log.Error().Err(err).Str("letter", l.ID).Str("call", l.Call).Msg("a letter cannot be posted and is lost")
		return
	}
	j.push(func(q *backlog) {
		q.addLetter(flowengine.PostedLetter{ID: l.ID, Kind: l.Content.LetterKind(), JSON: text})
	})
}

func (q *backlog) addLetter(l flowengine.PostedLetter) {
	q.letters.push(l)
	q.bytes += sizeOfLetter(l)
}

// insertLetters puts a batch's letters into the outbox. Carefully, it goes one
// by one and counts those that are refused.
func (j *Journal) insertLetters(tx *sql.Tx, letters []flowengine.PostedLetter, carefully bool) (refused int, err error) {
	if len(letters) == 0 {
		return 0, nil
	}
	ctx := context.Background() // a stop lets the last commit end
	if !carefully {
		if err := j.o.Letters.Insert(ctx, tx, letters); err != nil {
			return 0, refusedLetter(err)
		}
		return 0, nil
	}
	for i := range letters {
		err := refusedLetter(j.o.Letters.Insert(ctx, tx, letters[i:i+1]))
		if err != nil && !isRefusal(err) {
			return refused, err
		}
		if err != nil {
			refused++
			j.store.log.Error().Err(err).Str("letter", letters[i].ID).Msg("the outbox refused a letter")
		}
	}
	return refused, nil
}

// letterError is a letter that the outbox would never take.
type letterError struct{ err error }

func (e *letterError) Error() string { return fmt.Sprintf("put a letter into the outbox: %v", e.err) }
func (e *letterError) Unwrap() error { return e.err }

// refusedLetter marks an error that is not the database's: trying again would not help.
func refusedLetter(err error) error {
	var disk sqlite3.Error
	if err == nil || errors.As(err, &disk) {
		return err
	}
	return &letterError{err}
}
