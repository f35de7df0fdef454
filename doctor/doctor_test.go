package doctor_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"callflow/doctor"
	"callflow/notify"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// look takes all looks, and returns the findings by what they are about.
func look(t *testing.T, o doctor.Options) map[string]doctor.Finding {
	t.Helper()
	if o.Mail == nil {
		o.Mail = func() (notify.SMTP, error) { return notify.SMTP{}, nil }
	}
	found := map[string]doctor.Finding{}
	for _, part := range doctor.Parts(o) {
		part(t.Context(), func(f doctor.Finding) {
			if f.State != doctor.OK && f.Do.Empty() {
				t.Errorf("%s: %s, but not what to do", f.What, f.Found)
			}
			found[f.What] = f
		})
	}
	return found
}

func TestLookingLeavesNothingBehind(t *testing.T) {
	folder := t.TempDir()
	found := look(t, doctor.Options{Database: filepath.Join(folder, "callflow.db"), Data: filepath.Join(folder, "data", "of", "callflow"), HTTP: "127.0.0.1:1"})
	if f := found["database"]; f.State != doctor.Warn || !strings.Contains(f.Found.String(), "there is no ") {
		t.Errorf("no database: %+v", f)
	}
	if f := found["data folder"]; f.State == doctor.Fail {
		t.Errorf("a folder that will be made: %+v", f)
	}
	if f := found["callflow"]; f.State != doctor.Warn {
		t.Errorf("no callflow: %+v", f)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 0 {
		t.Errorf("looking left %v (%v)", entries, err)
	}
}

func TestWhatCannotBeUsedFails(t *testing.T) {
	folder := t.TempDir()
	closed := filepath.Join(folder, "closed")
	if err := os.Mkdir(closed, 0o500); err != nil {
		t.Fatal(err)
	}
	damaged := filepath.Join(folder, "callflow.db")
	if err := os.WriteFile(damaged, []byte(strings.Repeat("this is no database ", 300)), 0o600); err != nil {
		t.Fatal(err)
	}
	found := look(t, doctor.Options{Database: damaged, Data: closed, Speech: "no-such-program", Beside: true,
		Mail: func() (notify.SMTP, error) { return notify.SMTP{}, errors.New("no certificate in it") }})
	want := []string{"database", "no-such-program", "mail", "ARI password"}
	if os.Geteuid() != 0 { // root may write everywhere
		want = append(want, "data folder")
	}
	for _, what := range want {
		if found[what].State != doctor.Fail {
			t.Errorf("%s: got %+v, want it to fail", what, found[what])
		}
	}
	if f, looked := found["callflow"]; looked {
		t.Errorf("the callflow beside was looked at: %+v", f)
	}
}
