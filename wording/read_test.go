package wording_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"callflow/wording"
)

func TestWhatWasStoredReadsInGerman(t *testing.T) {
	for english, german := range map[string]string{
		"":                    "",
		"The caller hung up.": "Der Anrufer hat aufgelegt.",
		"user:alice answered and talked for 12.3s; the caller hung up.":                                                              "user:alice nahm ab und sprach 12.3s; der Anrufer legte auf.",
		"In the flow night: The caller hung up after 2s in the queue, while user:bob rang.":                                          "Im Ablauf night: Der Anrufer legte nach 2s in der Warteschlange auf, während user:bob läutete.",
		"The caller had left when callflow came back. The caller left no message.":                                                   "Der Anrufer war fort, als callflow wieder da war. Der Anrufer hinterließ keine Nachricht.",
		"The call goes on in the flow night, revision 3.":                                                                            "Der Anruf geht im Ablauf night, Version 3 weiter.",
		"The call goes on in the flow night.":                                                                                        "Der Anruf geht im Ablauf night weiter.",
		"The outcome \"a b\" of node \"n\" leads nowhere.":                                                                           "Der Ausgang „a b“ des Knotens „n“ führt nirgendwohin.",
		"user:bob (PJSIP/bob): rang; somebody else answered":                                                                         "user:bob (PJSIP/bob): läutete; jemand anders nahm ab",
		"user:bob (PJSIP/bob): not rung: +4412 is abroad; allow it with `callflow caps set --allow`":                                 "user:bob (PJSIP/bob): nicht angerufen: +4412 ist im Ausland; erlauben Sie sie mit `callflow caps set --allow`",
		"No branch holds. a: the caller has not called this number before; b: the landing page is “x”, not “y”, and vars.a is true.": "Kein Zweig gilt. a: der Anrufer hat diese Nummer noch nicht angerufen; b: die Einstiegsseite ist „x“, nicht „y“, und vars.a ist wahr.",
		"It was Monday 2026-11-23 10:00 in Australia/Sydney: in the slot office (mon,tue 09:00–17:00).":                              "Es war Montag, 2026-11-23 10:00 in Australia/Sydney: im Zeitraum office (mon,tue 09:00–17:00).",
		"The queue a is closed as an exception. external:+61 answered instead and talked for 3s.":                                    "Die Warteschlange a ist ausnahmsweise geschlossen. external:+61 nahm stattdessen ab und sprach 3s.",
		"The flow Queue returned by text.":                                                                                           "Der Ablauf Queue kehrte auf text zurück.", // names, though the words have a German
		"the text was refused: PJSIP/a is not known to Asterisk, or not registered":                                                  "die SMS wurde abgelehnt: PJSIP/a ist Asterisk nicht bekannt oder nicht angemeldet",
		`example.org answers 500 Internal Server Error: oops`:                                                                        "example.org antwortet 500 Internal Server Error: oops",
		`letters: got ["mail a"], want []`:                                                                                           `letters: Es waren ["mail a"], erwartet waren []`,
		"the mail server 127.0.0.1:25 cannot be used: dial tcp 127.0.0.1:25: connect: connection refused":                            "der Mailserver 127.0.0.1:25 ist nicht zu gebrauchen: dial tcp 127.0.0.1:25: connect: connection refused",
		"transcribing: the transcription program failed: pocketsphinx: exit status 1":                                                "Abschrift: das Programm für die Abschrift ist gescheitert: pocketsphinx: exit status 1",
		"550 no such mailbox. Try another":                                                                                           "550 no such mailbox. Try another",
		"The flow is empty: add a node and start there.":                                                                             "Der Ablauf ist leer: Fügen Sie einen Knoten hinzu, und beginnen Sie dort.",
	} {
		if got := wording.Read(wording.German, english); got != german {
			t.Errorf("Read(%q) is %q\nwant %q", english, got, german)
		}
		if got := wording.Read(wording.English, english); got != english {
			t.Errorf("the English of %q is %q", english, got)
		}
	}
}

// wordsOf are arguments for a format, by its verbs.
func wordsOf(format string, random *rand.Rand) (args []any) {
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		switch m[3] {
		case "%":
		case "d":
			args = append(args, random.IntN(1000))
		case "g", "f":
			args = append(args, float64(random.IntN(100)))
		case "c":
			args = append(args, '#')
		default:
			args = append(args, fmt.Sprintf("zq%dx", random.IntN(1000)))
		}
	}
	return args
}

func TestEveryReasonIsRecognised(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	read := 0
	for _, catalogue := range wording.Readable() {
		for _, english := range slices.Sorted(maps.Keys(catalogue)) {
			if !strings.Contains(english, " ") || strings.Contains(english, "%s%s") || strings.Contains(english, "%w") || strings.Contains(english, "%[") || !hasWords(english) {
				continue
			}
			args := wordsOf(english, random)
			want := wording.Say(english, args...)
			if got := wording.Read(wording.German, want.String()); got != want.In(wording.German) {
				t.Errorf("%q reads %q\nwant %q", want, got, want.In(wording.German))
			}
			read++
		}
	}
	if read < 400 {
		t.Errorf("only %d texts were read", read)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("The flow %s%s. “a” or “b”: \"x; y, and z")
	f.Add(strings.Repeat("The caller pressed 1: ", 80))
	f.Fuzz(func(t *testing.T, text string) {
		wording.Read(wording.German, text)
	})
}

// BenchmarkReadingAPage reads what a page of 100 calls says, a tenth of which is
// of other programs.
func BenchmarkReadingAPage(b *testing.B) {
	texts := []string{strings.Repeat("550 5.1.1 <x@example.org>: Recipient address rejected; see RFC. ", 8)}
	for i := range 9 {
		texts = append(texts, fmt.Sprintf("user:alice answered after %ds and talked for 3.5s; the caller hung up.", i))
	}
	for b.Loop() {
		for i := range 100 {
			wording.Read(wording.German, texts[i%len(texts)])
		}
	}
}
