package notify

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"callflow/flowengine"
)

// job is a letter as the queue keeps it. The view outbox reads these fields.
type job struct {
	// ID is the letter's, with the recipient when it has several: of jobs with
	// the same ID only the first counts.
	ID string `json:"id" river:"unique"`
	// Recipient is the one address to which this job takes a mail.
	Recipient string `json:"recipient,omitempty"`
	// Letter is a [flowengine.Letter].
	Letter json.RawMessage `json:"letter"`
}

// Kind implements [river.JobArgs]. The kinds of letters are queues.
func (job) Kind() string { return "letter" }

// attemptsAtMost is only a bound: giving up is a matter of time, see [Options].
const attemptsAtMost = 10_000

// always are all states: as long as a letter is known, it is not taken again.
var always = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStateCancelled, rivertype.JobStateCompleted, rivertype.JobStateDiscarded,
	rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

// Insert puts letters into the outbox in a transaction that somebody else
// commits. Letters that are there already are left out.
func (o *Outbox) Insert(ctx context.Context, tx *sql.Tx, letters []flowengine.PostedLetter) error {
	var jobs []river.InsertManyParams
	for _, l := range letters {
		made, err := makeJobs(l)
		if err != nil {
			return fmt.Errorf("letter %s: %w", l.ID, err)
		}
		for _, j := range made {
			jobs = append(jobs, river.InsertManyParams{Args: j, InsertOpts: &river.InsertOpts{
				Queue: l.Kind, MaxAttempts: attemptsAtMost,
				UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: always},
			}})
		}
	}
	if len(jobs) == 0 {
		return nil
	}
	if _, err := o.client.InsertManyTx(ctx, tx, jobs); err != nil {
		return fmt.Errorf("put %d letters into the outbox: %w", len(letters), err)
	}
	return nil
}

// makeJobs makes a job for each recipient of a mail, so that an address that is
// refused holds up nobody else, and nobody gets a mail again because of another.
func makeJobs(l flowengine.PostedLetter) ([]job, error) {
	if l.Kind != flowengine.LetterMail {
		return []job{{ID: l.ID, Letter: l.JSON}}, nil
	}
	var letter struct {
		Content flowengine.MailLetter `json:"content"`
	}
	if err := json.Unmarshal(l.JSON, &letter); err != nil {
		return nil, fmt.Errorf("read the mail: %w", err)
	}
	var jobs []job
	all := slices.Concat(letter.Content.To, letter.Content.Cc, letter.Content.Bcc)
	for i, recipient := range all {
		same := func(other string) bool { return strings.EqualFold(other, recipient) }
		if slices.IndexFunc(all, same) < i {
			continue // named twice
		}
		id := l.ID
		if len(all) > 1 {
			id += "/" + strings.ToLower(recipient)
		}
		jobs = append(jobs, job{ID: id, Recipient: recipient, Letter: l.JSON})
	}
	return jobs, nil
}

// Delivery is one letter on its way to one recipient.
type Delivery struct {
	// ID is the letter's: the same for each try and each recipient.
	ID, Kind, Company, Call string
	Posted                  time.Time
	// Recipient is the one address to which a mail goes now.
	Recipient string
	// Content is the letter's content as JSON.
	Content json.RawMessage
}

func (j job) delivery() (Delivery, error) {
	var d Delivery
	if err := json.Unmarshal(j.Letter, &d); err != nil {
		return d, fmt.Errorf("read the letter: %w", err)
	}
	d.Recipient = j.Recipient
	return d, nil
}
