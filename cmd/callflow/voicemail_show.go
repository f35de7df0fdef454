package main

import (
	"context"
	"os/signal"
	"syscall"

	"callflow/server"
	"callflow/store"
)

// voicemailShow shows one message, with what is said in it.
func voicemailShow(in *invocation) error {
	m, err := in.message()
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(voicemailOut{m, in.recordingOut(m.Recording)})
	}
	from := m.Recording.Caller
	if from == "" {
		from = "withheld"
	}
	in.out.field("box", m.Box)
	in.out.field("from", from)
	in.out.field("left", clock(m.Recording.Started))
	in.out.field("length", length(m.Recording.Duration))
	in.out.field("state", messageState(m).text)
	in.out.field("why", m.Reason)
	in.out.field("status", m.Status)
	in.out.field("note", m.Note)
	in.out.field("call", m.Recording.Call)
	in.out.field("sound", in.recordingOut(m.Recording).Path)
	in.out.field("transcript", transcriptText(m))
	return nil
}

// transcriptText is what a message says, or how far that is.
func transcriptText(m store.Voicemail) string {
	switch m.TranscriptState {
	case store.TranscriptWaiting:
		if m.TranscriptError != "" {
			return "waits to be tried again: " + m.TranscriptError
		}
		return "waits for its turn"
	case store.TranscriptWorking:
		return "is being made since " + clock(m.TranscriptAt)
	case store.TranscriptFailed:
		return "failed: " + m.TranscriptError
	case store.TranscriptDone:
		if m.Transcript == "" {
			return "nothing was understood"
		}
	}
	return m.Transcript
}

// voicemailTranscribe turns a message into text here and now, once more if need
// be.
func voicemailTranscribe(in *invocation) error {
	m, err := in.message()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(in.ctx, syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if m, err = in.store.BeginTranscript(ctx, m.Recording.ID); err != nil {
		return err
	}
	text, err := server.Transcribe(ctx, in.store, in.config.Transcriber(), in.config.RecordingFolder(), in.company, m)
	if ctx.Err() != nil {
		return in.store.FailTranscript(context.WithoutCancel(ctx), m.ID, context.Cause(ctx), false)
	}
	if err != nil {
		return err
	}
	if text == "" {
		text = "Nothing was understood."
	}
	in.out.printf("%s\n", clean(text))
	return nil
}
