package wording_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"callflow/wording"
)

func TestAPhraseReadsInEachLanguage(t *testing.T) {
	for _, c := range []struct {
		said            wording.Phrase
		english, german string
	}{
		{wording.Phrase{}, "", ""},
		{wording.Of("Queue"), "Queue", "Warteschlange"},
		{wording.Of("of no catalogue"), "of no catalogue", "of no catalogue"},
		{wording.Say("set %s", wording.Quote("keys")), "set “keys”", "Setzen Sie „keys“"},
		{wording.Say("%v", wording.Errorf("the group %s is empty: give it countries, regions or prefixes", "a")),
			"the group a is empty: give it countries, regions or prefixes", "Die Gruppe a ist leer: Geben Sie ihr Länder, Regionen oder Vorwahlen"},
		{wording.Join("n1: ", wording.Of("nothing")), "n1: nothing", "n1: nichts"},
		{wording.List([]string{"a"}, "or"), "a", "a"},
		{wording.List([]string{"a", "b", "c"}, "or"), "a, b or c", "a, b oder c"},
		{wording.List([]wording.Phrase{wording.Of("text"), wording.Of("a list")}, ""), "text, a list", "Text, eine Liste"},
		{wording.Count(1, "1 sound", "%d sounds"), "1 sound", "1 Aufnahme"},
		{wording.Count(2, "1 sound", "%d sounds"), "2 sounds", "2 Aufnahmen"},
	} {
		if c.said.In(wording.English) != c.english || c.said.In(wording.German) != c.german || c.said.String() != c.english {
			t.Errorf("%q and %q, want %q and %q", c.said.In(wording.English), c.said.In(wording.German), c.english, c.german)
		}
	}
}

func TestAnErrorReadsInEachLanguageWithWhatItWraps(t *testing.T) {
	missing := wording.Errorf("a program is missing")
	for _, c := range []struct {
		err             error
		english, german string
	}{
		{errors.New("of no catalogue"), "of no catalogue", "of no catalogue"},
		{wording.Errorf("%w: install the package %s", missing, "sox"), "a program is missing: install the package sox", "ein Programm fehlt: Installieren Sie das Paket sox"},
		{fmt.Errorf("a.wav: %w", missing), "a.wav: a program is missing", "a.wav: ein Programm fehlt"},
		{errors.Join(missing, fmt.Errorf("and: %w", missing)), "a program is missing\nand: a program is missing", "ein Programm fehlt\nand: ein Programm fehlt"},
	} {
		said := wording.Told(c.err)
		if c.err.Error() != c.english || said.String() != c.english || said.In(wording.German) != c.german {
			t.Errorf("%q and %q, want %q and %q", said, said.In(wording.German), c.english, c.german)
		}
	}
	if wrapping := wording.Errorf("%w: install the package %s", missing, "sox"); !errors.Is(wrapping, missing) {
		t.Errorf("%v does not wrap %v", wrapping, missing)
	}
}

func TestWhatIsWrittenDownIsEnglish(t *testing.T) {
	written, err := json.Marshal(wording.Of("Queue"))
	if err != nil || string(written) != `"Queue"` {
		t.Fatalf("written: %s, %v", written, err)
	}
	var read wording.Phrase
	if err := json.Unmarshal(written, &read); err != nil || fmt.Sprint(read) != "Queue" || read.In(wording.German) != "Queue" {
		t.Errorf("read: %v, %v", read, err)
	}
}
