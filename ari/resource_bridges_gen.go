// Code generated from spec.json (Asterisk 22.10.1) by ari/internal/generate. DO NOT EDIT.

package ari

import (
	"cmp"
	"context"
)

// Bridges are the operations of Asterisk's resource "bridges".
type Bridges struct{ c *Client }

// List is GET /bridges, since Asterisk 12.0.0.
func (r Bridges) List(ctx context.Context) ([]Bridge, error) {
	q := newRequest(opBridgesList, "GET")
	q.path("bridges")
	var out []Bridge
	err := r.c.call(ctx, q, &out)
	return out, err
}

// BridgeCreateParams are the parameters of Create. Zero values stand for the defaults.
type BridgeCreateParams struct {
	Type      string
	BridgeID  string
	Name      string
	Variables map[string]string
}

// Create is POST /bridges, since Asterisk 12.0.0.
func (r Bridges) Create(ctx context.Context, params BridgeCreateParams) (*Bridge, error) {
	q := newRequest(opBridgesCreate, "POST")
	q.path("bridges")
	if params.Type != "" {
		q.text("type", params.Type)
	}
	if params.BridgeID != "" {
		q.text("bridgeId", params.BridgeID)
	}
	if params.Name != "" {
		q.text("name", params.Name)
	}
	if len(params.Variables) > 0 {
		q.bodyKey("variables", params.Variables)
	}
	out := new(Bridge)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// BridgeCreateWithIDParams are the parameters of CreateWithID. Zero values stand for the defaults.
type BridgeCreateWithIDParams struct {
	Type      string
	Name      string
	Variables map[string]string
}

// CreateWithID is POST /bridges/{bridgeId}, since Asterisk 12.2.0.
func (r Bridges) CreateWithID(ctx context.Context, bridgeID string, params BridgeCreateWithIDParams) (*Bridge, error) {
	q := newRequest(opBridgesCreateWithID, "POST")
	q.path("bridges/")
	q.segment(bridgeID)
	if params.Type != "" {
		q.text("type", params.Type)
	}
	if params.Name != "" {
		q.text("name", params.Name)
	}
	if len(params.Variables) > 0 {
		q.bodyKey("variables", params.Variables)
	}
	out := new(Bridge)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// Get is GET /bridges/{bridgeId}, since Asterisk 12.0.0.
func (r Bridges) Get(ctx context.Context, bridgeID string) (*Bridge, error) {
	q := newRequest(opBridgesGet, "GET")
	q.path("bridges/")
	q.segment(bridgeID)
	out := new(Bridge)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// Destroy is DELETE /bridges/{bridgeId}, since Asterisk 12.0.0.
func (r Bridges) Destroy(ctx context.Context, bridgeID string) error {
	q := newRequest(opBridgesDestroy, "DELETE")
	q.path("bridges/")
	q.segment(bridgeID)
	return r.c.call(ctx, q, nil)
}

// GetBridgeVar is GET /bridges/{bridgeId}/variable, since Asterisk 20.20.0, 22.10.0, 23.4.0.
func (r Bridges) GetBridgeVar(ctx context.Context, bridgeID, variable string) (*Variable, error) {
	q := newRequest(opBridgesGetBridgeVar, "GET")
	q.path("bridges/")
	q.segment(bridgeID)
	q.path("/variable")
	q.text("variable", variable)
	out := new(Variable)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// BridgeSetBridgeVarParams are the parameters of SetBridgeVar. Zero values stand for the defaults.
type BridgeSetBridgeVarParams struct {
	Variable     string // required
	Value        string
	ReportEvents bool
}

// SetBridgeVar is POST /bridges/{bridgeId}/variable, since Asterisk 20.20.0, 22.10.0, 23.4.0.
func (r Bridges) SetBridgeVar(ctx context.Context, bridgeID string, params BridgeSetBridgeVarParams) error {
	q := newRequest(opBridgesSetBridgeVar, "POST")
	q.path("bridges/")
	q.segment(bridgeID)
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

// GetBridgeVars is GET /bridges/{bridgeId}/variables, since Asterisk 20.20.0, 22.10.0, 23.4.0.
func (r Bridges) GetBridgeVars(ctx context.Context, bridgeID string, variables []string) (*Variables, error) {
	q := newRequest(opBridgesGetBridgeVars, "GET")
	q.path("bridges/")
	q.segment(bridgeID)
	q.path("/variables")
	q.list("variables", variables)
	out := new(Variables)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// SetBridgeVars is POST /bridges/{bridgeId}/variables, since Asterisk 20.20.0, 22.10.0, 23.4.0.
func (r Bridges) SetBridgeVars(ctx context.Context, bridgeID string, variables map[string]string) error {
	q := newRequest(opBridgesSetBridgeVars, "POST")
	q.path("bridges/")
	q.segment(bridgeID)
	q.path("/variables")
	if len(variables) > 0 {
		q.bodyKey("variables", variables)
	}
	return r.c.call(ctx, q, nil)
}

// BridgeAddChannelParams are the parameters of AddChannel. Zero values stand for the defaults.
type BridgeAddChannelParams struct {
	Channel                     []string // required
	Role                        string
	AbsorbDTMF                  bool
	Mute                        bool
	InhibitConnectedLineUpdates bool
}

// AddChannel is POST /bridges/{bridgeId}/addChannel, since Asterisk 12.0.0.
func (r Bridges) AddChannel(ctx context.Context, bridgeID string, params BridgeAddChannelParams) error {
	q := newRequest(opBridgesAddChannel, "POST")
	q.path("bridges/")
	q.segment(bridgeID)
	q.path("/addChannel")
	q.list("channel", params.Channel)
	if params.Role != "" {
		q.text("role", params.Role)
	}
	if params.AbsorbDTMF {
		q.flag("absorbDTMF", params.AbsorbDTMF)
	}
	if params.Mute {
		q.flag("mute", params.Mute)
	}
	if params.InhibitConnectedLineUpdates {
		q.flag("inhibitConnectedLineUpdates", params.InhibitConnectedLineUpdates)
	}
	return r.c.call(ctx, q, nil)
}

// RemoveChannel is POST /bridges/{bridgeId}/removeChannel, since Asterisk 12.0.0.
func (r Bridges) RemoveChannel(ctx context.Context, bridgeID string, channel []string) error {
	q := newRequest(opBridgesRemoveChannel, "POST")
	q.path("bridges/")
	q.segment(bridgeID)
	q.path("/removeChannel")
	q.list("channel", channel)
	return r.c.call(ctx, q, nil)
}

// SetVideoSource is POST /bridges/{bridgeId}/videoSource/{channelId}, since Asterisk 13.13.0, 14.2.0.
func (r Bridges) SetVideoSource(ctx context.Context, bridgeID, channelID string) error {
	q := newRequest(opBridgesSetVideoSource, "POST")
	q.path("bridges/")
	q.segment(bridgeID)
	q.path("/videoSource/")
	q.segment(channelID)
	return r.c.call(ctx, q, nil)
}

// ClearVideoSource is DELETE /bridges/{bridgeId}/videoSource, since Asterisk 13.13.0, 14.2.0.
func (r Bridges) ClearVideoSource(ctx context.Context, bridgeID string) error {
	q := newRequest(opBridgesClearVideoSource, "DELETE")
	q.path("bridges/")
	q.segment(bridgeID)
	q.path("/videoSource")
	return r.c.call(ctx, q, nil)
}

// BridgeStartMOHParams are the parameters of StartMOH. Zero values stand for the defaults.
type BridgeStartMOHParams struct {
	MOHClass string
}

// StartMOH is POST /bridges/{bridgeId}/moh, since Asterisk 12.0.0.
func (r Bridges) StartMOH(ctx context.Context, bridgeID string, params BridgeStartMOHParams) error {
	q := newRequest(opBridgesStartMOH, "POST")
	q.path("bridges/")
	q.segment(bridgeID)
	q.path("/moh")
	if params.MOHClass != "" {
		q.text("mohClass", params.MOHClass)
	}
	return r.c.call(ctx, q, nil)
}

// StopMOH is DELETE /bridges/{bridgeId}/moh, since Asterisk 12.0.0.
func (r Bridges) StopMOH(ctx context.Context, bridgeID string) error {
	q := newRequest(opBridgesStopMOH, "DELETE")
	q.path("bridges/")
	q.segment(bridgeID)
	q.path("/moh")
	return r.c.call(ctx, q, nil)
}

// BridgePlayParams are the parameters of Play. Zero values stand for the defaults.
type BridgePlayParams struct {
	Media           []string // required
	AnnouncerFormat string
	Lang            string
	OffsetMS        int // at least 0
	SkipMS          int // default 3000, at least 0
	PlaybackID      string
}

// Play is POST /bridges/{bridgeId}/play, since Asterisk 12.0.0.
func (r Bridges) Play(ctx context.Context, bridgeID string, params BridgePlayParams) (*Playback, error) {
	q := newRequest(opBridgesPlay, "POST")
	q.path("bridges/")
	q.segment(bridgeID)
	q.path("/play")
	q.list("media", params.Media)
	if params.AnnouncerFormat != "" {
		q.text("announcer_format", params.AnnouncerFormat)
	}
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

// BridgePlayWithIDParams are the parameters of PlayWithID. Zero values stand for the defaults.
type BridgePlayWithIDParams struct {
	Media           []string // required
	AnnouncerFormat string
	Lang            string
	OffsetMS        int // at least 0
	SkipMS          int // default 3000, at least 0
}

// PlayWithID is POST /bridges/{bridgeId}/play/{playbackId}, since Asterisk 12.3.0.
func (r Bridges) PlayWithID(ctx context.Context, bridgeID, playbackID string, params BridgePlayWithIDParams) (*Playback, error) {
	q := newRequest(opBridgesPlayWithID, "POST")
	q.path("bridges/")
	q.segment(bridgeID)
	q.path("/play/")
	q.segment(playbackID)
	q.list("media", params.Media)
	if params.AnnouncerFormat != "" {
		q.text("announcer_format", params.AnnouncerFormat)
	}
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

// BridgeRecordParams are the parameters of Record. Zero values stand for the defaults.
type BridgeRecordParams struct {
	Name               string // required
	Format             string // required
	RecorderFormat     string
	MaxDurationSeconds int    // at least 0
	MaxSilenceSeconds  int    // at least 0
	IfExists           string // default fail, one of fail overwrite append
	Beep               bool
	TerminateOn        string // default none, one of none any * #
}

// Values of BridgeRecordParams.IfExists.
const (
	BridgeRecordIfExistsFail      = "fail"
	BridgeRecordIfExistsOverwrite = "overwrite"
	BridgeRecordIfExistsAppend    = "append"
)

// Values of BridgeRecordParams.TerminateOn.
const (
	BridgeRecordTerminateOnNone  = "none"
	BridgeRecordTerminateOnAny   = "any"
	BridgeRecordTerminateOnStar  = "*"
	BridgeRecordTerminateOnPound = "#"
)

// Record is POST /bridges/{bridgeId}/record, since Asterisk 12.0.0.
func (r Bridges) Record(ctx context.Context, bridgeID string, params BridgeRecordParams) (*LiveRecording, error) {
	q := newRequest(opBridgesRecord, "POST")
	q.path("bridges/")
	q.segment(bridgeID)
	q.path("/record")
	q.text("name", params.Name)
	q.text("format", params.Format)
	if params.RecorderFormat != "" {
		q.text("recorder_format", params.RecorderFormat)
	}
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
