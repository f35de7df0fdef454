// Code generated from spec.json (Asterisk 22.10.1) by ari/internal/generate. DO NOT EDIT.

package ari

import (
	"context"
	"io"
)

// Recordings are the operations of Asterisk's resource "recordings".
type Recordings struct{ c *Client }

// ListStored is GET /recordings/stored, since Asterisk 12.0.0.
func (r Recordings) ListStored(ctx context.Context) ([]StoredRecording, error) {
	q := newRequest(opRecordingsListStored, "GET")
	q.path("recordings/stored")
	var out []StoredRecording
	err := r.c.call(ctx, q, &out)
	return out, err
}

// GetStored is GET /recordings/stored/{recordingName}, since Asterisk 12.0.0.
func (r Recordings) GetStored(ctx context.Context, recordingName string) (*StoredRecording, error) {
	q := newRequest(opRecordingsGetStored, "GET")
	q.path("recordings/stored/")
	q.segment(recordingName)
	out := new(StoredRecording)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// DeleteStored is DELETE /recordings/stored/{recordingName}, since Asterisk 12.0.0.
func (r Recordings) DeleteStored(ctx context.Context, recordingName string) error {
	q := newRequest(opRecordingsDeleteStored, "DELETE")
	q.path("recordings/stored/")
	q.segment(recordingName)
	return r.c.call(ctx, q, nil)
}

// GetStoredFile is GET /recordings/stored/{recordingName}/file, since Asterisk 14.0.0.
// The caller closes what it returns.
func (r Recordings) GetStoredFile(ctx context.Context, recordingName string) (io.ReadCloser, error) {
	q := newRequest(opRecordingsGetStoredFile, "GET")
	q.path("recordings/stored/")
	q.segment(recordingName)
	q.path("/file")
	return r.c.stream(ctx, q)
}

// CopyStored is POST /recordings/stored/{recordingName}/copy, since Asterisk 12.5.0.
func (r Recordings) CopyStored(ctx context.Context, recordingName, destinationRecordingName string) (*StoredRecording, error) {
	q := newRequest(opRecordingsCopyStored, "POST")
	q.path("recordings/stored/")
	q.segment(recordingName)
	q.path("/copy")
	q.text("destinationRecordingName", destinationRecordingName)
	out := new(StoredRecording)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// GetLive is GET /recordings/live/{recordingName}, since Asterisk 12.0.0.
func (r Recordings) GetLive(ctx context.Context, recordingName string) (*LiveRecording, error) {
	q := newRequest(opRecordingsGetLive, "GET")
	q.path("recordings/live/")
	q.segment(recordingName)
	out := new(LiveRecording)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// Cancel is DELETE /recordings/live/{recordingName}, since Asterisk 12.0.0.
func (r Recordings) Cancel(ctx context.Context, recordingName string) error {
	q := newRequest(opRecordingsCancel, "DELETE")
	q.path("recordings/live/")
	q.segment(recordingName)
	return r.c.call(ctx, q, nil)
}

// Stop is POST /recordings/live/{recordingName}/stop, since Asterisk 12.0.0.
func (r Recordings) Stop(ctx context.Context, recordingName string) error {
	q := newRequest(opRecordingsStop, "POST")
	q.path("recordings/live/")
	q.segment(recordingName)
	q.path("/stop")
	return r.c.call(ctx, q, nil)
}

// Pause is POST /recordings/live/{recordingName}/pause, since Asterisk 12.0.0.
func (r Recordings) Pause(ctx context.Context, recordingName string) error {
	q := newRequest(opRecordingsPause, "POST")
	q.path("recordings/live/")
	q.segment(recordingName)
	q.path("/pause")
	return r.c.call(ctx, q, nil)
}

// Unpause is DELETE /recordings/live/{recordingName}/pause, since Asterisk 12.0.0.
func (r Recordings) Unpause(ctx context.Context, recordingName string) error {
	q := newRequest(opRecordingsUnpause, "DELETE")
	q.path("recordings/live/")
	q.segment(recordingName)
	q.path("/pause")
	return r.c.call(ctx, q, nil)
}

// Mute is POST /recordings/live/{recordingName}/mute, since Asterisk 12.0.0.
func (r Recordings) Mute(ctx context.Context, recordingName string) error {
	q := newRequest(opRecordingsMute, "POST")
	q.path("recordings/live/")
	q.segment(recordingName)
	q.path("/mute")
	return r.c.call(ctx, q, nil)
}

// Unmute is DELETE /recordings/live/{recordingName}/mute, since Asterisk 12.0.0.
func (r Recordings) Unmute(ctx context.Context, recordingName string) error {
	q := newRequest(opRecordingsUnmute, "DELETE")
	q.path("recordings/live/")
	q.segment(recordingName)
	q.path("/mute")
	return r.c.call(ctx, q, nil)
}
