package foreign

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"callflow/wording"
)

// readable says why a text is no JSON that can be read without losing something
// of it: of two entries with one key, the first would be lost.
func readable(data []byte) error {
	var syntax *json.SyntaxError
	var whole any
	if err := json.Unmarshal(data, &whole); errors.As(err, &syntax) {
		return wording.Errorf("it is not JSON: %w, in line %d", syntax, 1+bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n")))
	} else if err != nil {
		return wording.Errorf("it is not JSON: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return twice(d, nil)
}

// twice finds a key that stands twice in a mapping. The text is JSON.
func twice(d *json.Decoder, path []string) error {
	token, err := d.Token()
	if err != nil {
		return wording.Errorf("it is not JSON: %w", err)
	}
	switch token {
	case json.Delim('['):
		for i := 1; d.More(); i++ {
			if err := twice(d, append(path, fmt.Sprint(i))); err != nil {
				return err
			}
		}
	case json.Delim('{'):
		seen := map[string]bool{}
		for d.More() {
			token, err := d.Token()
			if err != nil {
				return wording.Errorf("it is not JSON: %w", err)
			}
			key, _ := token.(string)
			if at := append(path, key); seen[key] {
				return wording.Errorf("%q stands twice, at %s: remove one, or give it another name", key, strings.Join(at, " › "))
			}
			seen[key] = true
			if err := twice(d, append(path, key)); err != nil {
				return err
			}
		}
	default:
		return nil
	}
	_, err = d.Token() // the end of the mapping or list
	return err
}

// mismatch says what stands where something else should.
func mismatch(err error) wording.Phrase {
	var wrong *json.UnmarshalTypeError
	switch {
	case !errors.As(err, &wrong):
		return wording.Told(err)
	case wrong.Field == "":
		return wording.Say("it is a %s", wrong.Value)
	}
	return wording.Say("its %s is a %s", wrong.Field, wrong.Value)
}
