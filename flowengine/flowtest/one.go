package flowtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"go.yaml.in/yaml/v3"

	"callflow/wording"
)

var errNoTest = wording.Errorf("it is no mapping: write name, given and expect")

// ParseTest reads one test, in YAML or JSON, as it stands in a file's list.
func ParseTest(data []byte) (Test, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	var t Test
	if err := decoder.Decode(&t); err != nil {
		if errors.Is(err, io.EOF) {
			return t, wording.Errorf("it is empty: write name, given and expect")
		}
		return t, err
	}
	if t.Name == "" {
		return t, wording.Errorf("it has no name")
	}
	if _, err := t.Given.Script(); err != nil {
		return t, wording.Errorf("test %q: %w", t.Name, err)
	}
	return t, nil
}

// Rename gives a test another name, and leaves the rest as it is written.
func Rename(data []byte, name string) ([]byte, error) {
	if json.Valid(data) { // YAML's writer escapes more than JSON knows
		var test map[string]json.RawMessage
		if err := json.Unmarshal(data, &test); err != nil || test == nil {
			return nil, errNoTest
		}
		quoted, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		test["name"] = quoted
		return json.Marshal(test)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return nil, err
	}
	if len(document.Content) == 0 || document.Content[0].Kind != yaml.MappingNode {
		return nil, errNoTest
	}
	var value yaml.Node
	value.SetString(name)
	test := document.Content[0]
	if at := keyOf(test, "name"); at >= 0 {
		value.LineComment, value.FootComment = test.Content[at+1].LineComment, test.Content[at+1].FootComment
		test.Content[at+1] = &value
	} else {
		key := yaml.Node{Kind: yaml.ScalarNode, Value: "name"}
		test.Content = append([]*yaml.Node{&key, &value}, test.Content...)
	}
	return yaml.Marshal(&document)
}

// Source is one test of a file as it is written there.
type Source struct {
	Name string
	Text string
}

// Split takes a file of flow tests apart.
func Split(data []byte) ([]Source, error) {
	if _, err := Parse(data); err != nil {
		return nil, err
	}
	var file struct {
		Tests []yaml.Node `yaml:"tests"`
	}
	if err := yaml.Unmarshal(data, &file); err != nil {
		return nil, err
	}
	var all []Source
	for _, n := range file.Tests {
		text, err := yaml.Marshal(&n)
		if err != nil {
			return nil, err
		}
		t, err := ParseTest(text)
		if err != nil {
			return nil, err
		}
		all = append(all, Source{t.Name, string(text)})
	}
	return all, nil
}
