// Code generated from spec.json (Asterisk 22.10.1) by ari/internal/generate. DO NOT EDIT.

package ari

// Application is Asterisk's model of that name.
type Application struct {
	Name             string   `json:"name"`
	ChannelIDs       []string `json:"channel_ids"`
	BridgeIDs        []string `json:"bridge_ids"`
	EndpointIDs      []string `json:"endpoint_ids"`
	DeviceNames      []string `json:"device_names"`
	EventsAllowed    []Object `json:"events_allowed"`
	EventsDisallowed []Object `json:"events_disallowed"`
}

// BuildInfo is Asterisk's model of that name.
type BuildInfo struct {
	OS      string `json:"os"`
	Kernel  string `json:"kernel"`
	Options string `json:"options"`
	Machine string `json:"machine"`
	Date    string `json:"date"`
	User    string `json:"user"`
}

// SystemInfo is Asterisk's model of that name.
type SystemInfo struct {
	Version  string `json:"version"`
	EntityID string `json:"entity_id"`
}

// SetId is Asterisk's model of that name.
type SetId struct {
	User  string `json:"user"`
	Group string `json:"group"`
}

// ConfigInfo is Asterisk's model of that name.
type ConfigInfo struct {
	Name            string  `json:"name"`
	DefaultLanguage string  `json:"default_language"`
	MaxChannels     int     `json:"max_channels,omitempty"`   // optional
	MaxOpenFiles    int     `json:"max_open_files,omitempty"` // optional
	MaxLoad         float64 `json:"max_load,omitempty"`       // optional
	SetID           SetId   `json:"setid"`
}

// StatusInfo is Asterisk's model of that name.
type StatusInfo struct {
	StartupTime    Time `json:"startup_time"`
	LastReloadTime Time `json:"last_reload_time"`
}

// AsteriskInfo is Asterisk's model of that name.
type AsteriskInfo struct {
	Build  *BuildInfo  `json:"build,omitempty"`  // optional
	System *SystemInfo `json:"system,omitempty"` // optional
	Config *ConfigInfo `json:"config,omitempty"` // optional
	Status *StatusInfo `json:"status,omitempty"` // optional
}

// AsteriskPing is Asterisk's model of that name.
type AsteriskPing struct {
	AsteriskID string `json:"asterisk_id"`
	Ping       string `json:"ping"`
	Timestamp  string `json:"timestamp"`
}

// Module is Asterisk's model of that name.
type Module struct {
	Name         string `json:"name"`
	Description  string `json:"description"`
	UseCount     int    `json:"use_count"`
	Status       string `json:"status"`
	SupportLevel string `json:"support_level"`
}

// LogChannel is Asterisk's model of that name.
type LogChannel struct {
	Channel       string `json:"channel"`
	Type          string `json:"type"`
	Status        string `json:"status"`
	Configuration string `json:"configuration"`
}

// Variable is Asterisk's model of that name.
type Variable struct {
	Value string `json:"value"`
}

// Variables is Asterisk's model of that name.
type Variables struct {
	Variables Object `json:"variables"`
}

// ConfigTuple is Asterisk's model of that name.
type ConfigTuple struct {
	Attribute string `json:"attribute"`
	Value     string `json:"value"`
}

// Bridge is Asterisk's model of that name.
type Bridge struct {
	ID            string   `json:"id"`
	Technology    string   `json:"technology"`
	BridgeType    string   `json:"bridge_type"`
	BridgeClass   string   `json:"bridge_class"`
	Creator       string   `json:"creator"`
	Name          string   `json:"name"`
	Channels      []string `json:"channels"`
	VideoMode     string   `json:"video_mode,omitempty"`      // optional
	VideoSourceID string   `json:"video_source_id,omitempty"` // optional
	CreationTime  Time     `json:"creationtime"`
	BridgeVars    Object   `json:"bridgevars,omitempty"` // optional
}

// Values of Bridge.BridgeType.
const (
	BridgeTypeMixing  = "mixing"
	BridgeTypeHolding = "holding"
)

// DialplanCEP is Asterisk's model of that name.
type DialplanCEP struct {
	Context  string `json:"context"`
	Exten    string `json:"exten"`
	Priority int    `json:"priority"`
	AppName  string `json:"app_name"`
	AppData  string `json:"app_data"`
}

// CallerID is Asterisk's model of that name.
type CallerID struct {
	Name   string `json:"name"`
	Number string `json:"number"`
}

// RTPstat is Asterisk's model of that name.
type RTPstat struct {
	TxCount              int     `json:"txcount"`
	RxCount              int     `json:"rxcount"`
	TxJitter             float64 `json:"txjitter,omitempty"`             // optional
	RxJitter             float64 `json:"rxjitter,omitempty"`             // optional
	RemoteMaxJitter      float64 `json:"remote_maxjitter,omitempty"`     // optional
	RemoteMinJitter      float64 `json:"remote_minjitter,omitempty"`     // optional
	RemoteNormDevJitter  float64 `json:"remote_normdevjitter,omitempty"` // optional
	RemoteStdDevJitter   float64 `json:"remote_stdevjitter,omitempty"`   // optional
	LocalMaxJitter       float64 `json:"local_maxjitter,omitempty"`      // optional
	LocalMinJitter       float64 `json:"local_minjitter,omitempty"`      // optional
	LocalNormDevJitter   float64 `json:"local_normdevjitter,omitempty"`  // optional
	LocalStdDevJitter    float64 `json:"local_stdevjitter,omitempty"`    // optional
	TxPLoss              int     `json:"txploss"`
	RxPLoss              int     `json:"rxploss"`
	RemoteMaxRxPLoss     float64 `json:"remote_maxrxploss,omitempty"`     // optional
	RemoteMinRxPLoss     float64 `json:"remote_minrxploss,omitempty"`     // optional
	RemoteNormDevRxPLoss float64 `json:"remote_normdevrxploss,omitempty"` // optional
	RemoteStdDevRxPLoss  float64 `json:"remote_stdevrxploss,omitempty"`   // optional
	LocalMaxRxPLoss      float64 `json:"local_maxrxploss,omitempty"`      // optional
	LocalMinRxPLoss      float64 `json:"local_minrxploss,omitempty"`      // optional
	LocalNormDevRxPLoss  float64 `json:"local_normdevrxploss,omitempty"`  // optional
	LocalStdDevRxPLoss   float64 `json:"local_stdevrxploss,omitempty"`    // optional
	RTT                  float64 `json:"rtt,omitempty"`                   // optional
	MaxRTT               float64 `json:"maxrtt,omitempty"`                // optional
	MinRTT               float64 `json:"minrtt,omitempty"`                // optional
	NormDevRTT           float64 `json:"normdevrtt,omitempty"`            // optional
	StdDevRTT            float64 `json:"stdevrtt,omitempty"`              // optional
	LocalSSRC            int     `json:"local_ssrc"`
	RemoteSSRC           int     `json:"remote_ssrc"`
	TxOctetCount         int     `json:"txoctetcount"`
	RxOctetCount         int     `json:"rxoctetcount"`
	ChannelUniqueID      string  `json:"channel_uniqueid"`
}

// Channel is Asterisk's model of that name.
type Channel struct {
	ID           string      `json:"id"`
	ProtocolID   string      `json:"protocol_id"`
	Name         string      `json:"name"`
	State        string      `json:"state"`
	Caller       CallerID    `json:"caller"`
	Connected    CallerID    `json:"connected"`
	AccountCode  string      `json:"accountcode"`
	Dialplan     DialplanCEP `json:"dialplan"`
	CreationTime Time        `json:"creationtime"`
	Language     string      `json:"language"`
	ChannelVars  Object      `json:"channelvars,omitempty"`  // optional
	CallerRDNIS  string      `json:"caller_rdnis,omitempty"` // optional
	TenantID     string      `json:"tenantid,omitempty"`     // optional
}

// Values of Channel.State.
const (
	ChannelStateDown           = "Down"
	ChannelStateRsrved         = "Rsrved"
	ChannelStateOffHook        = "OffHook"
	ChannelStateDialing        = "Dialing"
	ChannelStateRing           = "Ring"
	ChannelStateRinging        = "Ringing"
	ChannelStateUp             = "Up"
	ChannelStateBusy           = "Busy"
	ChannelStateDialingOffhook = "Dialing Offhook"
	ChannelStatePreRing        = "Pre-ring"
	ChannelStateUnknown        = "Unknown"
)

// DeviceState is Asterisk's model of that name.
type DeviceState struct {
	Name  string `json:"name"`
	State string `json:"state"`
}

// Values of DeviceState.State.
const (
	DeviceStateUnknown     = "UNKNOWN"
	DeviceStateNotInuse    = "NOT_INUSE"
	DeviceStateInuse       = "INUSE"
	DeviceStateBusy        = "BUSY"
	DeviceStateInvalid     = "INVALID"
	DeviceStateUnavailable = "UNAVAILABLE"
	DeviceStateRinging     = "RINGING"
	DeviceStateRinginuse   = "RINGINUSE"
	DeviceStateOnhold      = "ONHOLD"
)

// Endpoint is Asterisk's model of that name.
type Endpoint struct {
	Technology string   `json:"technology"`
	Resource   string   `json:"resource"`
	State      string   `json:"state,omitempty"` // optional
	ChannelIDs []string `json:"channel_ids"`
}

// Values of Endpoint.State.
const (
	EndpointStateUnknown = "unknown"
	EndpointStateOffline = "offline"
	EndpointStateOnline  = "online"
)

// TextMessage is Asterisk's model of that name.
type TextMessage struct {
	From      string `json:"from"`
	To        string `json:"to"`
	Body      string `json:"body"`
	Variables Object `json:"variables,omitempty"` // optional
}

// ContactInfo is Asterisk's model of that name.
type ContactInfo struct {
	URI           string `json:"uri"`
	ContactStatus string `json:"contact_status"`
	AOR           string `json:"aor"`
	RoundtripUSec string `json:"roundtrip_usec,omitempty"` // optional
}

// Values of ContactInfo.ContactStatus.
const (
	ContactInfoContactStatusUnreachable  = "Unreachable"
	ContactInfoContactStatusReachable    = "Reachable"
	ContactInfoContactStatusUnknown      = "Unknown"
	ContactInfoContactStatusNonQualified = "NonQualified"
	ContactInfoContactStatusRemoved      = "Removed"
)

// Peer is Asterisk's model of that name.
type Peer struct {
	PeerStatus string `json:"peer_status"`
	Cause      string `json:"cause,omitempty"`   // optional
	Address    string `json:"address,omitempty"` // optional
	Port       string `json:"port,omitempty"`    // optional
	Time       string `json:"time,omitempty"`    // optional
}

// ReferTo is Asterisk's model of that name.
type ReferTo struct {
	RequestedDestination RequiredDestination `json:"requested_destination"`
	DestinationChannel   *Channel            `json:"destination_channel,omitempty"` // optional
	ConnectedChannel     *Channel            `json:"connected_channel,omitempty"`   // optional
	Bridge               *Bridge             `json:"bridge,omitempty"`              // optional
}

// ReferredBy is Asterisk's model of that name.
type ReferredBy struct {
	SourceChannel    Channel  `json:"source_channel"`
	ConnectedChannel *Channel `json:"connected_channel,omitempty"` // optional
	Bridge           *Bridge  `json:"bridge,omitempty"`            // optional
}

// RequiredDestination is Asterisk's model of that name.
type RequiredDestination struct {
	ProtocolID               string            `json:"protocol_id,omitempty"`                // optional
	Destination              string            `json:"destination,omitempty"`                // optional
	AdditionalProtocolParams []AdditionalParam `json:"additional_protocol_params,omitempty"` // optional
}

// AdditionalParam is Asterisk's model of that name.
type AdditionalParam struct {
	ParameterName  string `json:"parameter_name"`
	ParameterValue string `json:"parameter_value"`
}

// Mailbox is Asterisk's model of that name.
type Mailbox struct {
	Name        string `json:"name"`
	OldMessages int    `json:"old_messages"`
	NewMessages int    `json:"new_messages"`
}

// Playback is Asterisk's model of that name.
type Playback struct {
	ID           string `json:"id"`
	MediaURI     string `json:"media_uri"`
	NextMediaURI string `json:"next_media_uri,omitempty"` // optional
	TargetURI    string `json:"target_uri"`
	Language     string `json:"language,omitempty"` // optional
	State        string `json:"state"`
}

// Values of Playback.State.
const (
	PlaybackStateQueued     = "queued"
	PlaybackStatePlaying    = "playing"
	PlaybackStateContinuing = "continuing"
	PlaybackStateDone       = "done"
	PlaybackStateFailed     = "failed"
)

// StoredRecording is Asterisk's model of that name.
type StoredRecording struct {
	Name   string `json:"name"`
	Format string `json:"format"`
}

// LiveRecording is Asterisk's model of that name.
type LiveRecording struct {
	Name            string `json:"name"`
	Format          string `json:"format"`
	TargetURI       string `json:"target_uri"`
	State           string `json:"state"`
	Duration        int    `json:"duration,omitempty"`         // optional
	TalkingDuration int    `json:"talking_duration,omitempty"` // optional
	SilenceDuration int    `json:"silence_duration,omitempty"` // optional
	Cause           string `json:"cause,omitempty"`            // optional
}

// Values of LiveRecording.State.
const (
	LiveRecordingStateQueued    = "queued"
	LiveRecordingStateRecording = "recording"
	LiveRecordingStatePaused    = "paused"
	LiveRecordingStateDone      = "done"
	LiveRecordingStateFailed    = "failed"
	LiveRecordingStateCanceled  = "canceled"
)

// FormatLangPair is Asterisk's model of that name.
type FormatLangPair struct {
	Language string `json:"language"`
	Format   string `json:"format"`
}

// Sound is Asterisk's model of that name.
type Sound struct {
	ID      string           `json:"id"`
	Text    string           `json:"text,omitempty"` // optional
	Formats []FormatLangPair `json:"formats"`
}
