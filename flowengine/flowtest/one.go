package flowtest

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"
)

// ParseTest reads one test, in YAML or JSON, as it stands in a file's list.
func ParseTest(data []byte) (Test, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	var t Test
	if err := decoder.Decode(&t); err != nil {
		if errors.Is(err, io.EOF) {
			return t, errors.New("it is empty: write name, given and expect")
		}
		return t, err
	}
	if t.Name == "" {
		return t, errors.New("it has no name")
	}
	if _, err := t.Given.Script(); err != nil {
		return t, fmt.Errorf("test %q: %w", t.Name, err)
	}
	return t, nil
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
