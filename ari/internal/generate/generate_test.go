package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"callflow/ari/internal/spec"
)

const root = "../.."

func TestGeneratedCodeIsFresh(t *testing.T) {
	s, err := spec.Load(filepath.Join(root, "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := generate(s)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(root, name))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("ari/%s is not what spec.json makes (%v): run go generate ./ari", name, err)
		}
	}
	there, err := filepath.Glob(filepath.Join(root, "*_gen.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range there {
		if files[filepath.Base(path)] == nil {
			t.Errorf("%s is made by nothing: delete it", path)
		}
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"channelId": "ChannelID", "media_uri": "MediaURI", "sendDTMF": "SendDTMF", "NOT_INUSE": "NotInuse", "Dialing Offhook": "DialingOffhook",
		"playWithId": "PlayWithID", "rtp_statistics": "RTPStatistics", "transfer_progress": "TransferProgress", "#": "Pound",
	} {
		if got := exported(name); got != want {
			t.Errorf("%s became %s, want %s", name, got, want)
		}
	}
}
