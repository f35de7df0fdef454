package server

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"callflow/flowengine"
	"callflow/media"
	"callflow/store"
)

// keeper is the engine's Keeper port of one company: the sound becomes a file,
// then the store gets its row, so that no row ever points at half a file.
type keeper struct {
	company string
	store   *store.Store
	folder  string
	// kept is told of a recording that is safe here, or not wanted, so that
	// Asterisk's copy can go.
	kept func(call, name string)
}

// Keep implements [flowengine.Keeper].
func (k *keeper) Keep(ctx context.Context, r flowengine.Recording, wav io.Reader) (flowengine.KeptRecording, error) {
	file, err := k.write(r.Name, wav)
	if err != nil {
		return flowengine.KeptRecording{}, err
	}
	if file.Duration < r.Shortest {
		k.kept(r.Call, r.Name)
		return flowengine.KeptRecording{Duration: file.Duration}, os.Remove(filepath.Join(k.folder, file.Name))
	}
	kept, err := k.store.KeepRecording(ctx, k.company, r, file)
	if err == nil {
		k.kept(r.Call, r.Name)
	}
	return kept, err
}

// write puts the sound in the folder under its name, whole or not at all.
func (k *keeper) write(name string, wav io.Reader) (file store.RecordingFile, err error) {
	if err := os.MkdirAll(k.folder, 0o750); err != nil {
		return file, fmt.Errorf("making the folder for recordings: %w", err)
	}
	part, err := os.CreateTemp(k.folder, media.Unfinished)
	if err != nil {
		return file, fmt.Errorf("storing a recording: %w", err)
	}
	defer func() {
		part.Close() // the error of writing, if any, is already known
		if err != nil {
			os.Remove(part.Name())
		}
	}()
	file = store.RecordingFile{Name: name + ".wav"}
	if file.Size, err = io.Copy(part, wav); err != nil {
		return file, fmt.Errorf("storing a recording: %w", err)
	}
	if err = part.Sync(); err != nil {
		return file, fmt.Errorf("storing a recording: %w", err)
	}
	if _, err = part.Seek(0, io.SeekStart); err != nil {
		return file, fmt.Errorf("measuring a recording: %w", err)
	}
	if file.Duration, err = media.Duration(part); err != nil {
		return file, fmt.Errorf("measuring a recording: %w", err)
	}
	if err = os.Rename(part.Name(), filepath.Join(k.folder, file.Name)); err != nil {
		return file, fmt.Errorf("storing a recording: %w", err)
	}
	return file, nil
}
