// Code generated from spec.json (Asterisk 22.10.1) by ari/internal/generate. DO NOT EDIT.

package ari

// MissingParams is Asterisk's event of that name.
type MissingParams struct {
	Meta
	Params []string `json:"params"`
}

// EventType is "MissingParams".
func (*MissingParams) EventType() string { return "MissingParams" }

// DeviceStateChanged is Asterisk's event of that name.
type DeviceStateChanged struct {
	Meta
	DeviceState DeviceState `json:"device_state"`
}

// EventType is "DeviceStateChanged".
func (*DeviceStateChanged) EventType() string { return "DeviceStateChanged" }

// PlaybackStarted is Asterisk's event of that name.
type PlaybackStarted struct {
	Meta
	Playback Playback `json:"playback"`
}

// EventType is "PlaybackStarted".
func (*PlaybackStarted) EventType() string { return "PlaybackStarted" }

// PlaybackContinuing is Asterisk's event of that name.
type PlaybackContinuing struct {
	Meta
	Playback Playback `json:"playback"`
}

// EventType is "PlaybackContinuing".
func (*PlaybackContinuing) EventType() string { return "PlaybackContinuing" }

// PlaybackFinished is Asterisk's event of that name.
type PlaybackFinished struct {
	Meta
	Playback Playback `json:"playback"`
}

// EventType is "PlaybackFinished".
func (*PlaybackFinished) EventType() string { return "PlaybackFinished" }

// RecordingStarted is Asterisk's event of that name.
type RecordingStarted struct {
	Meta
	Recording LiveRecording `json:"recording"`
}

// EventType is "RecordingStarted".
func (*RecordingStarted) EventType() string { return "RecordingStarted" }

// RecordingFinished is Asterisk's event of that name.
type RecordingFinished struct {
	Meta
	Recording LiveRecording `json:"recording"`
}

// EventType is "RecordingFinished".
func (*RecordingFinished) EventType() string { return "RecordingFinished" }

// RecordingFailed is Asterisk's event of that name.
type RecordingFailed struct {
	Meta
	Recording LiveRecording `json:"recording"`
}

// EventType is "RecordingFailed".
func (*RecordingFailed) EventType() string { return "RecordingFailed" }

// ApplicationMoveFailed is Asterisk's event of that name.
type ApplicationMoveFailed struct {
	Meta
	Channel     Channel  `json:"channel"`
	Destination string   `json:"destination"`
	Args        []string `json:"args"`
}

// EventType is "ApplicationMoveFailed".
func (*ApplicationMoveFailed) EventType() string { return "ApplicationMoveFailed" }

// ApplicationRegistered is Asterisk's event of that name.
type ApplicationRegistered struct {
	Meta
}

// EventType is "ApplicationRegistered".
func (*ApplicationRegistered) EventType() string { return "ApplicationRegistered" }

// ApplicationUnregistered is Asterisk's event of that name.
type ApplicationUnregistered struct {
	Meta
}

// EventType is "ApplicationUnregistered".
func (*ApplicationUnregistered) EventType() string { return "ApplicationUnregistered" }

// ApplicationReplaced is Asterisk's event of that name.
type ApplicationReplaced struct {
	Meta
}

// EventType is "ApplicationReplaced".
func (*ApplicationReplaced) EventType() string { return "ApplicationReplaced" }

// BridgeCreated is Asterisk's event of that name.
type BridgeCreated struct {
	Meta
	Bridge Bridge `json:"bridge"`
}

// EventType is "BridgeCreated".
func (*BridgeCreated) EventType() string { return "BridgeCreated" }

// BridgeDestroyed is Asterisk's event of that name.
type BridgeDestroyed struct {
	Meta
	Bridge Bridge `json:"bridge"`
}

// EventType is "BridgeDestroyed".
func (*BridgeDestroyed) EventType() string { return "BridgeDestroyed" }

// BridgeMerged is Asterisk's event of that name.
type BridgeMerged struct {
	Meta
	Bridge     Bridge `json:"bridge"`
	BridgeFrom Bridge `json:"bridge_from"`
}

// EventType is "BridgeMerged".
func (*BridgeMerged) EventType() string { return "BridgeMerged" }

// BridgeVideoSourceChanged is Asterisk's event of that name.
type BridgeVideoSourceChanged struct {
	Meta
	Bridge           Bridge `json:"bridge"`
	OldVideoSourceID string `json:"old_video_source_id,omitempty"` // optional
}

// EventType is "BridgeVideoSourceChanged".
func (*BridgeVideoSourceChanged) EventType() string { return "BridgeVideoSourceChanged" }

// BridgeBlindTransfer is Asterisk's event of that name.
type BridgeBlindTransfer struct {
	Meta
	Channel        Channel  `json:"channel"`
	ReplaceChannel *Channel `json:"replace_channel,omitempty"` // optional
	Transferee     *Channel `json:"transferee,omitempty"`      // optional
	Exten          string   `json:"exten"`
	Context        string   `json:"context"`
	Result         string   `json:"result"`
	IsExternal     bool     `json:"is_external"`
	Bridge         *Bridge  `json:"bridge,omitempty"` // optional
}

// EventType is "BridgeBlindTransfer".
func (*BridgeBlindTransfer) EventType() string { return "BridgeBlindTransfer" }

// BridgeAttendedTransfer is Asterisk's event of that name.
type BridgeAttendedTransfer struct {
	Meta
	TransfererFirstLeg         Channel  `json:"transferer_first_leg"`
	TransfererSecondLeg        Channel  `json:"transferer_second_leg"`
	ReplaceChannel             *Channel `json:"replace_channel,omitempty"` // optional
	Transferee                 *Channel `json:"transferee,omitempty"`      // optional
	TransferTarget             *Channel `json:"transfer_target,omitempty"` // optional
	Result                     string   `json:"result"`
	IsExternal                 bool     `json:"is_external"`
	TransfererFirstLegBridge   *Bridge  `json:"transferer_first_leg_bridge,omitempty"`  // optional
	TransfererSecondLegBridge  *Bridge  `json:"transferer_second_leg_bridge,omitempty"` // optional
	DestinationType            string   `json:"destination_type"`
	DestinationBridge          string   `json:"destination_bridge,omitempty"`           // optional
	DestinationApplication     string   `json:"destination_application,omitempty"`      // optional
	DestinationLinkFirstLeg    *Channel `json:"destination_link_first_leg,omitempty"`   // optional
	DestinationLinkSecondLeg   *Channel `json:"destination_link_second_leg,omitempty"`  // optional
	DestinationThreewayChannel *Channel `json:"destination_threeway_channel,omitempty"` // optional
	DestinationThreewayBridge  *Bridge  `json:"destination_threeway_bridge,omitempty"`  // optional
}

// EventType is "BridgeAttendedTransfer".
func (*BridgeAttendedTransfer) EventType() string { return "BridgeAttendedTransfer" }

// ChannelCreated is Asterisk's event of that name.
type ChannelCreated struct {
	Meta
	Channel Channel `json:"channel"`
}

// EventType is "ChannelCreated".
func (*ChannelCreated) EventType() string { return "ChannelCreated" }

// ChannelDestroyed is Asterisk's event of that name.
type ChannelDestroyed struct {
	Meta
	Cause     int     `json:"cause"`
	CauseTxt  string  `json:"cause_txt"`
	TechCause int     `json:"tech_cause,omitempty"` // optional
	Channel   Channel `json:"channel"`
}

// EventType is "ChannelDestroyed".
func (*ChannelDestroyed) EventType() string { return "ChannelDestroyed" }

// ChannelEnteredBridge is Asterisk's event of that name.
type ChannelEnteredBridge struct {
	Meta
	Bridge  Bridge   `json:"bridge"`
	Channel *Channel `json:"channel,omitempty"` // optional
}

// EventType is "ChannelEnteredBridge".
func (*ChannelEnteredBridge) EventType() string { return "ChannelEnteredBridge" }

// ChannelLeftBridge is Asterisk's event of that name.
type ChannelLeftBridge struct {
	Meta
	Bridge  Bridge  `json:"bridge"`
	Channel Channel `json:"channel"`
}

// EventType is "ChannelLeftBridge".
func (*ChannelLeftBridge) EventType() string { return "ChannelLeftBridge" }

// ChannelStateChange is Asterisk's event of that name.
type ChannelStateChange struct {
	Meta
	Channel Channel `json:"channel"`
}

// EventType is "ChannelStateChange".
func (*ChannelStateChange) EventType() string { return "ChannelStateChange" }

// ChannelDtmfReceived is Asterisk's event of that name.
type ChannelDtmfReceived struct {
	Meta
	Digit      string  `json:"digit"`
	DurationMS int     `json:"duration_ms"`
	Channel    Channel `json:"channel"`
}

// EventType is "ChannelDtmfReceived".
func (*ChannelDtmfReceived) EventType() string { return "ChannelDtmfReceived" }

// ChannelDialplan is Asterisk's event of that name.
type ChannelDialplan struct {
	Meta
	Channel         Channel `json:"channel"`
	DialplanApp     string  `json:"dialplan_app"`
	DialplanAppData string  `json:"dialplan_app_data"`
}

// EventType is "ChannelDialplan".
func (*ChannelDialplan) EventType() string { return "ChannelDialplan" }

// ChannelCallerId is Asterisk's event of that name.
type ChannelCallerId struct {
	Meta
	CallerPresentation    int     `json:"caller_presentation"`
	CallerPresentationTxt string  `json:"caller_presentation_txt"`
	Channel               Channel `json:"channel"`
}

// EventType is "ChannelCallerId".
func (*ChannelCallerId) EventType() string { return "ChannelCallerId" }

// ChannelUserevent is Asterisk's event of that name.
type ChannelUserevent struct {
	Meta
	EventName string    `json:"eventname"`
	Channel   *Channel  `json:"channel,omitempty"`  // optional
	Bridge    *Bridge   `json:"bridge,omitempty"`   // optional
	Endpoint  *Endpoint `json:"endpoint,omitempty"` // optional
	UserEvent Object    `json:"userevent"`
}

// EventType is "ChannelUserevent".
func (*ChannelUserevent) EventType() string { return "ChannelUserevent" }

// ChannelHangupRequest is Asterisk's event of that name.
type ChannelHangupRequest struct {
	Meta
	Cause     int     `json:"cause,omitempty"`      // optional
	TechCause int     `json:"tech_cause,omitempty"` // optional
	Soft      bool    `json:"soft,omitempty"`       // optional
	Channel   Channel `json:"channel"`
}

// EventType is "ChannelHangupRequest".
func (*ChannelHangupRequest) EventType() string { return "ChannelHangupRequest" }

// ChannelVarset is Asterisk's event of that name.
type ChannelVarset struct {
	Meta
	Variable string   `json:"variable"`
	Value    string   `json:"value"`
	Channel  *Channel `json:"channel,omitempty"` // optional
}

// EventType is "ChannelVarset".
func (*ChannelVarset) EventType() string { return "ChannelVarset" }

// ChannelHold is Asterisk's event of that name.
type ChannelHold struct {
	Meta
	Channel    Channel `json:"channel"`
	MusicClass string  `json:"musicclass,omitempty"` // optional
}

// EventType is "ChannelHold".
func (*ChannelHold) EventType() string { return "ChannelHold" }

// ChannelUnhold is Asterisk's event of that name.
type ChannelUnhold struct {
	Meta
	Channel Channel `json:"channel"`
}

// EventType is "ChannelUnhold".
func (*ChannelUnhold) EventType() string { return "ChannelUnhold" }

// ChannelToneDetected is Asterisk's event of that name.
type ChannelToneDetected struct {
	Meta
	Channel Channel `json:"channel"`
}

// EventType is "ChannelToneDetected".
func (*ChannelToneDetected) EventType() string { return "ChannelToneDetected" }

// ChannelTalkingStarted is Asterisk's event of that name.
type ChannelTalkingStarted struct {
	Meta
	Channel Channel `json:"channel"`
}

// EventType is "ChannelTalkingStarted".
func (*ChannelTalkingStarted) EventType() string { return "ChannelTalkingStarted" }

// ChannelTalkingFinished is Asterisk's event of that name.
type ChannelTalkingFinished struct {
	Meta
	Channel  Channel `json:"channel"`
	Duration int     `json:"duration"`
}

// EventType is "ChannelTalkingFinished".
func (*ChannelTalkingFinished) EventType() string { return "ChannelTalkingFinished" }

// ContactStatusChange is Asterisk's event of that name.
type ContactStatusChange struct {
	Meta
	Endpoint    Endpoint    `json:"endpoint"`
	ContactInfo ContactInfo `json:"contact_info"`
}

// EventType is "ContactStatusChange".
func (*ContactStatusChange) EventType() string { return "ContactStatusChange" }

// PeerStatusChange is Asterisk's event of that name.
type PeerStatusChange struct {
	Meta
	Endpoint Endpoint `json:"endpoint"`
	Peer     Peer     `json:"peer"`
}

// EventType is "PeerStatusChange".
func (*PeerStatusChange) EventType() string { return "PeerStatusChange" }

// EndpointStateChange is Asterisk's event of that name.
type EndpointStateChange struct {
	Meta
	Endpoint Endpoint `json:"endpoint"`
}

// EventType is "EndpointStateChange".
func (*EndpointStateChange) EventType() string { return "EndpointStateChange" }

// Dial is Asterisk's event of that name.
type Dial struct {
	Meta
	Caller     *Channel `json:"caller,omitempty"` // optional
	Peer       Channel  `json:"peer"`
	Forward    string   `json:"forward,omitempty"`    // optional
	Forwarded  *Channel `json:"forwarded,omitempty"`  // optional
	DialString string   `json:"dialstring,omitempty"` // optional
	DialStatus string   `json:"dialstatus"`
}

// EventType is "Dial".
func (*Dial) EventType() string { return "Dial" }

// StasisEnd is Asterisk's event of that name.
type StasisEnd struct {
	Meta
	Channel Channel `json:"channel"`
}

// EventType is "StasisEnd".
func (*StasisEnd) EventType() string { return "StasisEnd" }

// StasisStart is Asterisk's event of that name.
type StasisStart struct {
	Meta
	Args           []string `json:"args"`
	Channel        Channel  `json:"channel"`
	ReplaceChannel *Channel `json:"replace_channel,omitempty"` // optional
}

// EventType is "StasisStart".
func (*StasisStart) EventType() string { return "StasisStart" }

// TextMessageReceived is Asterisk's event of that name.
type TextMessageReceived struct {
	Meta
	Message  TextMessage `json:"message"`
	Endpoint *Endpoint   `json:"endpoint,omitempty"` // optional
}

// EventType is "TextMessageReceived".
func (*TextMessageReceived) EventType() string { return "TextMessageReceived" }

// ChannelConnectedLine is Asterisk's event of that name.
type ChannelConnectedLine struct {
	Meta
	Channel Channel `json:"channel"`
}

// EventType is "ChannelConnectedLine".
func (*ChannelConnectedLine) EventType() string { return "ChannelConnectedLine" }

// ChannelTransfer is Asterisk's event of that name.
type ChannelTransfer struct {
	Meta
	State      string     `json:"state,omitempty"` // optional
	ReferTo    ReferTo    `json:"refer_to"`
	ReferredBy ReferredBy `json:"referred_by"`
}

// EventType is "ChannelTransfer".
func (*ChannelTransfer) EventType() string { return "ChannelTransfer" }

// CallBroadcast is Asterisk's event of that name.
type CallBroadcast struct {
	Meta
	Channel Channel `json:"channel"`
	Caller  string  `json:"caller,omitempty"` // optional
	Called  string  `json:"called,omitempty"` // optional
}

// EventType is "CallBroadcast".
func (*CallBroadcast) EventType() string { return "CallBroadcast" }

// CallClaimed is Asterisk's event of that name.
type CallClaimed struct {
	Meta
	Channel   Channel `json:"channel"`
	WinnerApp string  `json:"winner_app"`
}

// EventType is "CallClaimed".
func (*CallClaimed) EventType() string { return "CallClaimed" }

// newEvent makes an empty event of a type, or nil for a type that the spec does not know.
func newEvent(name []byte) Event {
	switch string(name) {
	case "MissingParams":
		return &MissingParams{}
	case "DeviceStateChanged":
		return &DeviceStateChanged{}
	case "PlaybackStarted":
		return &PlaybackStarted{}
	case "PlaybackContinuing":
		return &PlaybackContinuing{}
	case "PlaybackFinished":
		return &PlaybackFinished{}
	case "RecordingStarted":
		return &RecordingStarted{}
	case "RecordingFinished":
		return &RecordingFinished{}
	case "RecordingFailed":
		return &RecordingFailed{}
	case "ApplicationMoveFailed":
		return &ApplicationMoveFailed{}
	case "ApplicationRegistered":
		return &ApplicationRegistered{}
	case "ApplicationUnregistered":
		return &ApplicationUnregistered{}
	case "ApplicationReplaced":
		return &ApplicationReplaced{}
	case "BridgeCreated":
		return &BridgeCreated{}
	case "BridgeDestroyed":
		return &BridgeDestroyed{}
	case "BridgeMerged":
		return &BridgeMerged{}
	case "BridgeVideoSourceChanged":
		return &BridgeVideoSourceChanged{}
	case "BridgeBlindTransfer":
		return &BridgeBlindTransfer{}
	case "BridgeAttendedTransfer":
		return &BridgeAttendedTransfer{}
	case "ChannelCreated":
		return &ChannelCreated{}
	case "ChannelDestroyed":
		return &ChannelDestroyed{}
	case "ChannelEnteredBridge":
		return &ChannelEnteredBridge{}
	case "ChannelLeftBridge":
		return &ChannelLeftBridge{}
	case "ChannelStateChange":
		return &ChannelStateChange{}
	case "ChannelDtmfReceived":
		return &ChannelDtmfReceived{}
	case "ChannelDialplan":
		return &ChannelDialplan{}
	case "ChannelCallerId":
		return &ChannelCallerId{}
	case "ChannelUserevent":
		return &ChannelUserevent{}
	case "ChannelHangupRequest":
		return &ChannelHangupRequest{}
	case "ChannelVarset":
		return &ChannelVarset{}
	case "ChannelHold":
		return &ChannelHold{}
	case "ChannelUnhold":
		return &ChannelUnhold{}
	case "ChannelToneDetected":
		return &ChannelToneDetected{}
	case "ChannelTalkingStarted":
		return &ChannelTalkingStarted{}
	case "ChannelTalkingFinished":
		return &ChannelTalkingFinished{}
	case "ContactStatusChange":
		return &ContactStatusChange{}
	case "PeerStatusChange":
		return &PeerStatusChange{}
	case "EndpointStateChange":
		return &EndpointStateChange{}
	case "Dial":
		return &Dial{}
	case "StasisEnd":
		return &StasisEnd{}
	case "StasisStart":
		return &StasisStart{}
	case "TextMessageReceived":
		return &TextMessageReceived{}
	case "ChannelConnectedLine":
		return &ChannelConnectedLine{}
	case "ChannelTransfer":
		return &ChannelTransfer{}
	case "CallBroadcast":
		return &CallBroadcast{}
	case "CallClaimed":
		return &CallClaimed{}
	}
	return nil
}

// eventChannel returns the channel that an event carries as its own, or nil.
func eventChannel(ev Event) *Channel {
	switch ev := ev.(type) {
	case *ApplicationMoveFailed:
		return &ev.Channel
	case *BridgeBlindTransfer:
		return &ev.Channel
	case *ChannelCreated:
		return &ev.Channel
	case *ChannelDestroyed:
		return &ev.Channel
	case *ChannelEnteredBridge:
		return ev.Channel
	case *ChannelLeftBridge:
		return &ev.Channel
	case *ChannelStateChange:
		return &ev.Channel
	case *ChannelDtmfReceived:
		return &ev.Channel
	case *ChannelDialplan:
		return &ev.Channel
	case *ChannelCallerId:
		return &ev.Channel
	case *ChannelUserevent:
		return ev.Channel
	case *ChannelHangupRequest:
		return &ev.Channel
	case *ChannelVarset:
		return ev.Channel
	case *ChannelHold:
		return &ev.Channel
	case *ChannelUnhold:
		return &ev.Channel
	case *ChannelToneDetected:
		return &ev.Channel
	case *ChannelTalkingStarted:
		return &ev.Channel
	case *ChannelTalkingFinished:
		return &ev.Channel
	case *Dial:
		return &ev.Peer
	case *StasisEnd:
		return &ev.Channel
	case *StasisStart:
		return &ev.Channel
	case *ChannelConnectedLine:
		return &ev.Channel
	case *CallBroadcast:
		return &ev.Channel
	case *CallClaimed:
		return &ev.Channel
	}
	return nil
}
