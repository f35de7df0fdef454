// Code generated from spec.json (Asterisk 22.10.1) by ari/internal/generate. DO NOT EDIT.

package ari

import (
	"cmp"
	"context"
)

// Channels are the operations of Asterisk's resource "channels".
type Channels struct{ c *Client }

// List is GET /channels, since Asterisk 12.0.0.
func (r Channels) List(ctx context.Context) ([]Channel, error) {
	q := newRequest(opChannelsList, "GET")
	q.path("channels")
	var out []Channel
	err := r.c.call(ctx, q, &out)
	return out, err
}

// ChannelOriginateParams are the parameters of Originate. Zero values stand for the defaults.
type ChannelOriginateParams struct {
	Endpoint       string // required
	Extension      string
	Context        string
	Priority       int
	Label          string
	App            string
	AppArgs        string
	CallerID       string
	Timeout        int // default 30
	Variables      map[string]string
	ChannelID      string
	OtherChannelID string
	Originator     string
	Formats        string
}

// Originate is POST /channels, since Asterisk 12.0.0.
func (r Channels) Originate(ctx context.Context, params ChannelOriginateParams) (*Channel, error) {
	q := newRequest(opChannelsOriginate, "POST")
	q.path("channels")
	q.text("endpoint", params.Endpoint)
	if params.Extension != "" {
		q.text("extension", params.Extension)
	}
	if params.Context != "" {
		q.text("context", params.Context)
	}
	if params.Priority != 0 {
		q.number("priority", params.Priority)
	}
	if params.Label != "" {
		q.text("label", params.Label)
	}
	if params.App != "" {
		q.text("app", params.App)
	}
	if params.AppArgs != "" {
		q.text("appArgs", params.AppArgs)
	}
	if params.CallerID != "" {
		q.text("callerId", params.CallerID)
	}
	if params.Timeout != 0 {
		q.number("timeout", params.Timeout)
	}
	if len(params.Variables) > 0 {
		q.bodyKey("variables", params.Variables)
	}
	if params.ChannelID != "" {
		q.text("channelId", params.ChannelID)
	}
	if params.OtherChannelID != "" {
		q.text("otherChannelId", params.OtherChannelID)
	}
	if params.Originator != "" {
		q.text("originator", params.Originator)
	}
	if params.Formats != "" {
		q.text("formats", params.Formats)
	}
	out := new(Channel)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// ChannelCreateParams are the parameters of Create. Zero values stand for the defaults.
type ChannelCreateParams struct {
	Endpoint       string // required
	App            string // required
	AppArgs        string
	ChannelID      string
	OtherChannelID string
	Originator     string
	Formats        string
	Variables      map[string]string
}

// Create is POST /channels/create, since Asterisk 14.0.0.
func (r Channels) Create(ctx context.Context, params ChannelCreateParams) (*Channel, error) {
	q := newRequest(opChannelsCreate, "POST")
	q.path("channels/create")
	q.text("endpoint", params.Endpoint)
	q.text("app", params.App)
	if params.AppArgs != "" {
		q.text("appArgs", params.AppArgs)
	}
	if params.ChannelID != "" {
		q.text("channelId", params.ChannelID)
	}
	if params.OtherChannelID != "" {
		q.text("otherChannelId", params.OtherChannelID)
	}
	if params.Originator != "" {
		q.text("originator", params.Originator)
	}
	if params.Formats != "" {
		q.text("formats", params.Formats)
	}
	if len(params.Variables) > 0 {
		q.bodyKey("variables", params.Variables)
	}
	out := new(Channel)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// Get is GET /channels/{channelId}, since Asterisk 12.0.0.
func (r Channels) Get(ctx context.Context, channelID string) (*Channel, error) {
	q := newRequest(opChannelsGet, "GET")
	q.path("channels/")
	q.segment(channelID)
	out := new(Channel)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// ChannelOriginateWithIDParams are the parameters of OriginateWithID. Zero values stand for the defaults.
type ChannelOriginateWithIDParams struct {
	Endpoint       string // required
	Extension      string
	Context        string
	Priority       int
	Label          string
	App            string
	AppArgs        string
	CallerID       string
	Timeout        int // default 30
	Variables      map[string]string
	OtherChannelID string
	Originator     string
	Formats        string
}

// OriginateWithID is POST /channels/{channelId}, since Asterisk 12.2.0.
func (r Channels) OriginateWithID(ctx context.Context, channelID string, params ChannelOriginateWithIDParams) (*Channel, error) {
	q := newRequest(opChannelsOriginateWithID, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.text("endpoint", params.Endpoint)
	if params.Extension != "" {
		q.text("extension", params.Extension)
	}
	if params.Context != "" {
		q.text("context", params.Context)
	}
	if params.Priority != 0 {
		q.number("priority", params.Priority)
	}
	if params.Label != "" {
		q.text("label", params.Label)
	}
	if params.App != "" {
		q.text("app", params.App)
	}
	if params.AppArgs != "" {
		q.text("appArgs", params.AppArgs)
	}
	if params.CallerID != "" {
		q.text("callerId", params.CallerID)
	}
	if params.Timeout != 0 {
		q.number("timeout", params.Timeout)
	}
	if len(params.Variables) > 0 {
		q.bodyKey("variables", params.Variables)
	}
	if params.OtherChannelID != "" {
		q.text("otherChannelId", params.OtherChannelID)
	}
	if params.Originator != "" {
		q.text("originator", params.Originator)
	}
	if params.Formats != "" {
		q.text("formats", params.Formats)
	}
	out := new(Channel)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// ChannelHangupParams are the parameters of Hangup. Zero values stand for the defaults.
type ChannelHangupParams struct {
	ReasonCode string
	Reason     string // one of normal busy congestion no_answer timeout rejected unallocated normal_unspecified number_incomplete codec_mismatch interworking failure answered_elsewhere
}

// Values of ChannelHangupParams.Reason.
const (
	ChannelHangupReasonNormal            = "normal"
	ChannelHangupReasonBusy              = "busy"
	ChannelHangupReasonCongestion        = "congestion"
	ChannelHangupReasonNoAnswer          = "no_answer"
	ChannelHangupReasonTimeout           = "timeout"
	ChannelHangupReasonRejected          = "rejected"
	ChannelHangupReasonUnallocated       = "unallocated"
	ChannelHangupReasonNormalUnspecified = "normal_unspecified"
	ChannelHangupReasonNumberIncomplete  = "number_incomplete"
	ChannelHangupReasonCodecMismatch     = "codec_mismatch"
	ChannelHangupReasonInterworking      = "interworking"
	ChannelHangupReasonFailure           = "failure"
	ChannelHangupReasonAnsweredElsewhere = "answered_elsewhere"
)

// Hangup is DELETE /channels/{channelId}, since Asterisk 12.0.0.
func (r Channels) Hangup(ctx context.Context, channelID string, params ChannelHangupParams) error {
	q := newRequest(opChannelsHangup, "DELETE")
	q.path("channels/")
	q.segment(channelID)
	if params.ReasonCode != "" {
		q.text("reason_code", params.ReasonCode)
	}
	if params.Reason != "" {
		q.text("reason", params.Reason)
	}
	return r.c.call(ctx, q, nil)
}

// ChannelContinueInDialplanParams are the parameters of ContinueInDialplan. Zero values stand for the defaults.
type ChannelContinueInDialplanParams struct {
	Context   string
	Extension string
	Priority  int
	Label     string
}

// ContinueInDialplan is POST /channels/{channelId}/continue, since Asterisk 12.0.0.
func (r Channels) ContinueInDialplan(ctx context.Context, channelID string, params ChannelContinueInDialplanParams) error {
	q := newRequest(opChannelsContinueInDialplan, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/continue")
	if params.Context != "" {
		q.text("context", params.Context)
	}
	if params.Extension != "" {
		q.text("extension", params.Extension)
	}
	if params.Priority != 0 {
		q.number("priority", params.Priority)
	}
	if params.Label != "" {
		q.text("label", params.Label)
	}
	return r.c.call(ctx, q, nil)
}

// ChannelMoveParams are the parameters of Move. Zero values stand for the defaults.
type ChannelMoveParams struct {
	App     string // required
	AppArgs string
}

// Move is POST /channels/{channelId}/move, since Asterisk 13.26.0, 16.3.0.
func (r Channels) Move(ctx context.Context, channelID string, params ChannelMoveParams) error {
	q := newRequest(opChannelsMove, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/move")
	q.text("app", params.App)
	if params.AppArgs != "" {
		q.text("appArgs", params.AppArgs)
	}
	return r.c.call(ctx, q, nil)
}

// Redirect is POST /channels/{channelId}/redirect, since Asterisk 13.3.0.
func (r Channels) Redirect(ctx context.Context, channelID, endpoint string) error {
	q := newRequest(opChannelsRedirect, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/redirect")
	q.text("endpoint", endpoint)
	return r.c.call(ctx, q, nil)
}

// Answer is POST /channels/{channelId}/answer, since Asterisk 12.0.0.
func (r Channels) Answer(ctx context.Context, channelID string) error {
	q := newRequest(opChannelsAnswer, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/answer")
	return r.c.call(ctx, q, nil)
}

// Ring is POST /channels/{channelId}/ring, since Asterisk 12.0.0.
func (r Channels) Ring(ctx context.Context, channelID string) error {
	q := newRequest(opChannelsRing, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/ring")
	return r.c.call(ctx, q, nil)
}

// RingStop is DELETE /channels/{channelId}/ring, since Asterisk 12.0.0.
func (r Channels) RingStop(ctx context.Context, channelID string) error {
	q := newRequest(opChannelsRingStop, "DELETE")
	q.path("channels/")
	q.segment(channelID)
	q.path("/ring")
	return r.c.call(ctx, q, nil)
}

// Progress is POST /channels/{channelId}/progress, since Asterisk 22.6.0, 21.11.0, 20.16.0.
func (r Channels) Progress(ctx context.Context, channelID string) error {
	q := newRequest(opChannelsProgress, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/progress")
	return r.c.call(ctx, q, nil)
}

// ChannelSendDTMFParams are the parameters of SendDTMF. Zero values stand for the defaults.
type ChannelSendDTMFParams struct {
	DTMF     string
	Before   int
	Between  int // default 100
	Duration int // default 100
	After    int
}

// SendDTMF is POST /channels/{channelId}/dtmf, since Asterisk 12.0.0.
func (r Channels) SendDTMF(ctx context.Context, channelID string, params ChannelSendDTMFParams) error {
	q := newRequest(opChannelsSendDTMF, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/dtmf")
	if params.DTMF != "" {
		q.text("dtmf", params.DTMF)
	}
	if params.Before != 0 {
		q.number("before", params.Before)
	}
	if params.Between != 0 {
		q.number("between", params.Between)
	}
	if params.Duration != 0 {
		q.number("duration", params.Duration)
	}
	if params.After != 0 {
		q.number("after", params.After)
	}
	return r.c.call(ctx, q, nil)
}

// ChannelMuteParams are the parameters of Mute. Zero values stand for the defaults.
type ChannelMuteParams struct {
	Direction string // default both, one of both in out
}

// Values of ChannelMuteParams.Direction.
const (
	ChannelMuteDirectionBoth = "both"
	ChannelMuteDirectionIn   = "in"
	ChannelMuteDirectionOut  = "out"
)

// Mute is POST /channels/{channelId}/mute, since Asterisk 12.0.0.
func (r Channels) Mute(ctx context.Context, channelID string, params ChannelMuteParams) error {
	q := newRequest(opChannelsMute, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/mute")
	q.text("direction", cmp.Or(params.Direction, "both"))
	return r.c.call(ctx, q, nil)
}

// ChannelUnmuteParams are the parameters of Unmute. Zero values stand for the defaults.
type ChannelUnmuteParams struct {
	Direction string // default both, one of both in out
}

// Values of ChannelUnmuteParams.Direction.
const (
	ChannelUnmuteDirectionBoth = "both"
	ChannelUnmuteDirectionIn   = "in"
	ChannelUnmuteDirectionOut  = "out"
)

// Unmute is DELETE /channels/{channelId}/mute, since Asterisk 12.0.0.
func (r Channels) Unmute(ctx context.Context, channelID string, params ChannelUnmuteParams) error {
	q := newRequest(opChannelsUnmute, "DELETE")
	q.path("channels/")
	q.segment(channelID)
	q.path("/mute")
	q.text("direction", cmp.Or(params.Direction, "both"))
	return r.c.call(ctx, q, nil)
}

// Hold is POST /channels/{channelId}/hold, since Asterisk 12.0.0.
func (r Channels) Hold(ctx context.Context, channelID string) error {
	q := newRequest(opChannelsHold, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/hold")
	return r.c.call(ctx, q, nil)
}

// Unhold is DELETE /channels/{channelId}/hold, since Asterisk 12.0.0.
func (r Channels) Unhold(ctx context.Context, channelID string) error {
	q := newRequest(opChannelsUnhold, "DELETE")
	q.path("channels/")
	q.segment(channelID)
	q.path("/hold")
	return r.c.call(ctx, q, nil)
}

// ChannelStartMOHParams are the parameters of StartMOH. Zero values stand for the defaults.
type ChannelStartMOHParams struct {
	MOHClass string
}

// StartMOH is POST /channels/{channelId}/moh, since Asterisk 12.0.0.
func (r Channels) StartMOH(ctx context.Context, channelID string, params ChannelStartMOHParams) error {
	q := newRequest(opChannelsStartMOH, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/moh")
	if params.MOHClass != "" {
		q.text("mohClass", params.MOHClass)
	}
	return r.c.call(ctx, q, nil)
}

// StopMOH is DELETE /channels/{channelId}/moh, since Asterisk 12.0.0.
func (r Channels) StopMOH(ctx context.Context, channelID string) error {
	q := newRequest(opChannelsStopMOH, "DELETE")
	q.path("channels/")
	q.segment(channelID)
	q.path("/moh")
	return r.c.call(ctx, q, nil)
}

// StartSilence is POST /channels/{channelId}/silence, since Asterisk 12.0.0.
func (r Channels) StartSilence(ctx context.Context, channelID string) error {
	q := newRequest(opChannelsStartSilence, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/silence")
	return r.c.call(ctx, q, nil)
}

// StopSilence is DELETE /channels/{channelId}/silence, since Asterisk 12.0.0.
func (r Channels) StopSilence(ctx context.Context, channelID string) error {
	q := newRequest(opChannelsStopSilence, "DELETE")
	q.path("channels/")
	q.segment(channelID)
	q.path("/silence")
	return r.c.call(ctx, q, nil)
}

// ChannelPlayParams are the parameters of Play. Zero values stand for the defaults.
type ChannelPlayParams struct {
	Media      []string // required
	Lang       string
	OffsetMS   int
	SkipMS     int // default 3000
	PlaybackID string
}

// Play is POST /channels/{channelId}/play, since Asterisk 12.0.0.
func (r Channels) Play(ctx context.Context, channelID string, params ChannelPlayParams) (*Playback, error) {
	q := newRequest(opChannelsPlay, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/play")
	q.list("media", params.Media)
	if params.Lang != "" {
		q.text("lang", params.Lang)
	}
	if params.OffsetMS != 0 {
		q.number("offsetms", params.OffsetMS)
	}
	if params.SkipMS != 0 {
		q.number("skipms", params.SkipMS)
	}
	if params.PlaybackID != "" {
		q.text("playbackId", params.PlaybackID)
	}
	out := new(Playback)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// ChannelPlayWithIDParams are the parameters of PlayWithID. Zero values stand for the defaults.
type ChannelPlayWithIDParams struct {
	Media    []string // required
	Lang     string
	OffsetMS int
	SkipMS   int // default 3000
}

// PlayWithID is POST /channels/{channelId}/play/{playbackId}, since Asterisk 12.2.0.
func (r Channels) PlayWithID(ctx context.Context, channelID, playbackID string, params ChannelPlayWithIDParams) (*Playback, error) {
	q := newRequest(opChannelsPlayWithID, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/play/")
	q.segment(playbackID)
	q.list("media", params.Media)
	if params.Lang != "" {
		q.text("lang", params.Lang)
	}
	if params.OffsetMS != 0 {
		q.number("offsetms", params.OffsetMS)
	}
	if params.SkipMS != 0 {
		q.number("skipms", params.SkipMS)
	}
	out := new(Playback)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// ChannelRecordParams are the parameters of Record. Zero values stand for the defaults.
type ChannelRecordParams struct {
	Name               string // required
	Format             string // required
	MaxDurationSeconds int    // at least 0
	MaxSilenceSeconds  int    // at least 0
	IfExists           string // default fail, one of fail overwrite append
	Beep               bool
	TerminateOn        string // default none, one of none any * #
}

// Values of ChannelRecordParams.IfExists.
const (
	ChannelRecordIfExistsFail      = "fail"
	ChannelRecordIfExistsOverwrite = "overwrite"
	ChannelRecordIfExistsAppend    = "append"
)

// Values of ChannelRecordParams.TerminateOn.
const (
	ChannelRecordTerminateOnNone  = "none"
	ChannelRecordTerminateOnAny   = "any"
	ChannelRecordTerminateOnStar  = "*"
	ChannelRecordTerminateOnPound = "#"
)

// Record is POST /channels/{channelId}/record, since Asterisk 12.0.0.
func (r Channels) Record(ctx context.Context, channelID string, params ChannelRecordParams) (*LiveRecording, error) {
	q := newRequest(opChannelsRecord, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/record")
	q.text("name", params.Name)
	q.text("format", params.Format)
	if params.MaxDurationSeconds != 0 {
		q.number("maxDurationSeconds", params.MaxDurationSeconds)
	}
	if params.MaxSilenceSeconds != 0 {
		q.number("maxSilenceSeconds", params.MaxSilenceSeconds)
	}
	q.text("ifExists", cmp.Or(params.IfExists, "fail"))
	if params.Beep {
		q.flag("beep", params.Beep)
	}
	q.text("terminateOn", cmp.Or(params.TerminateOn, "none"))
	out := new(LiveRecording)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// GetChannelVar is GET /channels/{channelId}/variable, since Asterisk 12.0.0.
func (r Channels) GetChannelVar(ctx context.Context, channelID, variable string) (*Variable, error) {
	q := newRequest(opChannelsGetChannelVar, "GET")
	q.path("channels/")
	q.segment(channelID)
	q.path("/variable")
	q.text("variable", variable)
	out := new(Variable)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// ChannelSetChannelVarParams are the parameters of SetChannelVar. Zero values stand for the defaults.
type ChannelSetChannelVarParams struct {
	Variable     string // required
	Value        string
	ReportEvents bool
}

// SetChannelVar is POST /channels/{channelId}/variable, since Asterisk 12.0.0.
func (r Channels) SetChannelVar(ctx context.Context, channelID string, params ChannelSetChannelVarParams) error {
	q := newRequest(opChannelsSetChannelVar, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/variable")
	q.text("variable", params.Variable)
	if params.Value != "" {
		q.text("value", params.Value)
	}
	if params.ReportEvents {
		q.flag("report_events", params.ReportEvents)
	}
	return r.c.call(ctx, q, nil)
}

// GetChannelVars is GET /channels/{channelId}/variables, since Asterisk 20.20.0, 22.10.0, 23.4.0.
func (r Channels) GetChannelVars(ctx context.Context, channelID string, variables []string) (*Variables, error) {
	q := newRequest(opChannelsGetChannelVars, "GET")
	q.path("channels/")
	q.segment(channelID)
	q.path("/variables")
	q.list("variables", variables)
	out := new(Variables)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// SetChannelVars is POST /channels/{channelId}/variables, since Asterisk 20.20.0, 22.10.0, 23.4.0.
func (r Channels) SetChannelVars(ctx context.Context, channelID string, variables map[string]string) error {
	q := newRequest(opChannelsSetChannelVars, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/variables")
	if len(variables) > 0 {
		q.bodyKey("variables", variables)
	}
	return r.c.call(ctx, q, nil)
}

// ChannelSnoopChannelParams are the parameters of SnoopChannel. Zero values stand for the defaults.
type ChannelSnoopChannelParams struct {
	Spy     string // default none, one of none both out in
	Whisper string // default none, one of none both out in
	App     string // required
	AppArgs string
	SnoopID string
}

// Values of ChannelSnoopChannelParams.Spy.
const (
	ChannelSnoopChannelSpyNone = "none"
	ChannelSnoopChannelSpyBoth = "both"
	ChannelSnoopChannelSpyOut  = "out"
	ChannelSnoopChannelSpyIn   = "in"
)

// Values of ChannelSnoopChannelParams.Whisper.
const (
	ChannelSnoopChannelWhisperNone = "none"
	ChannelSnoopChannelWhisperBoth = "both"
	ChannelSnoopChannelWhisperOut  = "out"
	ChannelSnoopChannelWhisperIn   = "in"
)

// SnoopChannel is POST /channels/{channelId}/snoop, since Asterisk 12.0.0.
func (r Channels) SnoopChannel(ctx context.Context, channelID string, params ChannelSnoopChannelParams) (*Channel, error) {
	q := newRequest(opChannelsSnoopChannel, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/snoop")
	q.text("spy", cmp.Or(params.Spy, "none"))
	q.text("whisper", cmp.Or(params.Whisper, "none"))
	q.text("app", params.App)
	if params.AppArgs != "" {
		q.text("appArgs", params.AppArgs)
	}
	if params.SnoopID != "" {
		q.text("snoopId", params.SnoopID)
	}
	out := new(Channel)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// ChannelSnoopChannelWithIDParams are the parameters of SnoopChannelWithID. Zero values stand for the defaults.
type ChannelSnoopChannelWithIDParams struct {
	Spy     string // default none, one of none both out in
	Whisper string // default none, one of none both out in
	App     string // required
	AppArgs string
}

// Values of ChannelSnoopChannelWithIDParams.Spy.
const (
	ChannelSnoopChannelWithIDSpyNone = "none"
	ChannelSnoopChannelWithIDSpyBoth = "both"
	ChannelSnoopChannelWithIDSpyOut  = "out"
	ChannelSnoopChannelWithIDSpyIn   = "in"
)

// Values of ChannelSnoopChannelWithIDParams.Whisper.
const (
	ChannelSnoopChannelWithIDWhisperNone = "none"
	ChannelSnoopChannelWithIDWhisperBoth = "both"
	ChannelSnoopChannelWithIDWhisperOut  = "out"
	ChannelSnoopChannelWithIDWhisperIn   = "in"
)

// SnoopChannelWithID is POST /channels/{channelId}/snoop/{snoopId}, since Asterisk 12.2.0.
func (r Channels) SnoopChannelWithID(ctx context.Context, channelID, snoopID string, params ChannelSnoopChannelWithIDParams) (*Channel, error) {
	q := newRequest(opChannelsSnoopChannelWithID, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/snoop/")
	q.segment(snoopID)
	q.text("spy", cmp.Or(params.Spy, "none"))
	q.text("whisper", cmp.Or(params.Whisper, "none"))
	q.text("app", params.App)
	if params.AppArgs != "" {
		q.text("appArgs", params.AppArgs)
	}
	out := new(Channel)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// ChannelDialParams are the parameters of Dial. Zero values stand for the defaults.
type ChannelDialParams struct {
	Caller  string
	Timeout int // at least 0
}

// Dial is POST /channels/{channelId}/dial, since Asterisk 14.0.0.
func (r Channels) Dial(ctx context.Context, channelID string, params ChannelDialParams) error {
	q := newRequest(opChannelsDial, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/dial")
	if params.Caller != "" {
		q.text("caller", params.Caller)
	}
	if params.Timeout != 0 {
		q.number("timeout", params.Timeout)
	}
	return r.c.call(ctx, q, nil)
}

// RTPStatistics is GET /channels/{channelId}/rtp_statistics, since Asterisk 13.27.0, 16.4.0.
func (r Channels) RTPStatistics(ctx context.Context, channelID string) (*RTPstat, error) {
	q := newRequest(opChannelsRTPStatistics, "GET")
	q.path("channels/")
	q.segment(channelID)
	q.path("/rtp_statistics")
	out := new(RTPstat)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// ChannelExternalMediaParams are the parameters of ExternalMedia. Zero values stand for the defaults.
type ChannelExternalMediaParams struct {
	ChannelID      string
	App            string // required
	Variables      map[string]string
	ExternalHost   string
	Encapsulation  string // default rtp, one of rtp audiosocket none
	Transport      string // default udp, one of udp tcp websocket
	ConnectionType string // default client, one of client server
	Format         string // required
	Direction      string // default both, one of both
	Data           string
	TransportData  string
}

// Values of ChannelExternalMediaParams.Encapsulation.
const (
	ChannelExternalMediaEncapsulationRTP         = "rtp"
	ChannelExternalMediaEncapsulationAudiosocket = "audiosocket"
	ChannelExternalMediaEncapsulationNone        = "none"
)

// Values of ChannelExternalMediaParams.Transport.
const (
	ChannelExternalMediaTransportUdp       = "udp"
	ChannelExternalMediaTransportTcp       = "tcp"
	ChannelExternalMediaTransportWebsocket = "websocket"
)

// Values of ChannelExternalMediaParams.ConnectionType.
const (
	ChannelExternalMediaConnectionTypeClient = "client"
	ChannelExternalMediaConnectionTypeServer = "server"
)

// Values of ChannelExternalMediaParams.Direction.
const (
	ChannelExternalMediaDirectionBoth = "both"
)

// ExternalMedia is POST /channels/externalMedia, since Asterisk 16.6.0, 17.1.0.
func (r Channels) ExternalMedia(ctx context.Context, params ChannelExternalMediaParams) (*Channel, error) {
	q := newRequest(opChannelsExternalMedia, "POST")
	q.path("channels/externalMedia")
	if params.ChannelID != "" {
		q.text("channelId", params.ChannelID)
	}
	q.text("app", params.App)
	if len(params.Variables) > 0 {
		q.bodyKey("variables", params.Variables)
	}
	if params.ExternalHost != "" {
		q.text("external_host", params.ExternalHost)
	}
	q.text("encapsulation", cmp.Or(params.Encapsulation, "rtp"))
	q.text("transport", cmp.Or(params.Transport, "udp"))
	q.text("connection_type", cmp.Or(params.ConnectionType, "client"))
	q.text("format", params.Format)
	q.text("direction", cmp.Or(params.Direction, "both"))
	if params.Data != "" {
		q.text("data", params.Data)
	}
	if params.TransportData != "" {
		q.text("transport_data", params.TransportData)
	}
	out := new(Channel)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// TransferProgress is POST /channels/{channelId}/transfer_progress, since Asterisk 22.3.0, 21.8.0, 20.13.0.
func (r Channels) TransferProgress(ctx context.Context, channelID, states string) error {
	q := newRequest(opChannelsTransferProgress, "POST")
	q.path("channels/")
	q.segment(channelID)
	q.path("/transfer_progress")
	q.text("states", states)
	return r.c.call(ctx, q, nil)
}
