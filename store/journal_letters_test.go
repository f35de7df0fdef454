package store_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/store"
)

// tray is an outbox that writes the ids of letters where a test can see them.
type tray struct{ refuses string }

func (t tray) Insert(ctx context.Context, tx *sql.Tx, letters []flowengine.PostedLetter) error {
	for _, l := range letters {
		if l.ID == t.refuses {
			return errors.New("no letter like that")
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO call_tags (call, tag, step, tagged) VALUES (?, ?, 0, '')`, "letters", l.ID); err != nil {
			return err
		}
	}
	return nil
}

// A letter that the outbox would never take keeps neither others nor the history from the disk.
func TestALetterThatIsRefusedHoldsUpNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "callflow.db")
	s := openAt(t, path, nil)
	j := store.NewJournal(s, store.JournalOptions{Letters: tray{refuses: "bad"}})
	j.CallStarted(flowengine.CallStarted{Call: flowengine.Incoming{ID: "c1", Number: "100", Arrived: time.Now()}, Company: "default"})
	for _, id := range []string{"good-1", "bad", "good-2"} {
		j.Post(flowengine.Letter{ID: id, Call: "c1", Company: "default", Posted: time.Now(), Content: flowengine.MailLetter{To: []string{"a@example.org"}}})
	}
	score := 80
	j.Tag(flowengine.CallTag{Call: "c1", Step: 1, Node: "mark", At: time.Now(), Tags: []string{"vip", "vip"}, Score: &score})
	j.StartWorkflow(flowengine.WorkflowStart{Call: "c1", Step: 2, At: time.Now(), Workflow: "Call back"})
	j.StartWorkflow(flowengine.WorkflowStart{Call: "c1", Step: 2, At: time.Now(), Workflow: "Call back"}) // the node ran again
	j.Start()
	flush(t, j)
	if stats := j.Stats(); stats.Refused != 1 {
		t.Errorf("%d records were refused", stats.Refused)
	}
	ok(t, j.Stop(t.Context()))
	db := rawSQL(t, path)
	for query, want := range map[string]int{
		`SELECT count(*) FROM calls`: 1, `SELECT count(*) FROM call_tags WHERE call = 'letters'`: 2, `SELECT count(*) FROM call_tags WHERE call = 'c1'`: 1,
		`SELECT score FROM call_scores WHERE call = 'c1'`: 80, `SELECT count(*) FROM workflow_starts WHERE workflow = 'Call back'`: 1,
	} {
		var got int
		ok(t, db.QueryRow(query).Scan(&got))
		if got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
	tagged, err := s.Calls(t.Context(), store.CallFilter{Tag: "VIP"})
	ok(t, err)
	if len(tagged) != 1 || tagged[0].ID != "c1" {
		t.Errorf("calls with the tag: %+v", tagged)
	}
}
