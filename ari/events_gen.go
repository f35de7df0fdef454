// Code generated from spec.json (Asterisk 22.10.1) by ari/internal/generate. DO NOT EDIT.

package ari

// MissingParams is Asterisk's event of that name.
type MissingParams struct {
	Meta
	Params []string `json:"params"`
}

// EventType is "MissingParams".
func (*MissingParams) EventType() string { return "MissingParams" }

func (m *MissingParams) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "params":
			m.Params = d.texts()
		default:
			m.member(d, name)
		}
	}
}

// DeviceStateChanged is Asterisk's event of that name.
type DeviceStateChanged struct {
	Meta
	DeviceState DeviceState `json:"device_state"`
}

// EventType is "DeviceStateChanged".
func (*DeviceStateChanged) EventType() string { return "DeviceStateChanged" }

func (m *DeviceStateChanged) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "device_state":
			m.DeviceState.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// PlaybackStarted is Asterisk's event of that name.
type PlaybackStarted struct {
	Meta
	Playback Playback `json:"playback"`
}

// EventType is "PlaybackStarted".
func (*PlaybackStarted) EventType() string { return "PlaybackStarted" }

func (m *PlaybackStarted) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "playback":
			m.Playback.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// PlaybackContinuing is Asterisk's event of that name.
type PlaybackContinuing struct {
	Meta
	Playback Playback `json:"playback"`
}

// EventType is "PlaybackContinuing".
func (*PlaybackContinuing) EventType() string { return "PlaybackContinuing" }

func (m *PlaybackContinuing) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "playback":
			m.Playback.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// PlaybackFinished is Asterisk's event of that name.
type PlaybackFinished struct {
	Meta
	Playback Playback `json:"playback"`
}

// EventType is "PlaybackFinished".
func (*PlaybackFinished) EventType() string { return "PlaybackFinished" }

func (m *PlaybackFinished) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "playback":
			m.Playback.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// RecordingStarted is Asterisk's event of that name.
type RecordingStarted struct {
	Meta
	Recording LiveRecording `json:"recording"`
}

// EventType is "RecordingStarted".
func (*RecordingStarted) EventType() string { return "RecordingStarted" }

func (m *RecordingStarted) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "recording":
			m.Recording.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// RecordingFinished is Asterisk's event of that name.
type RecordingFinished struct {
	Meta
	Recording LiveRecording `json:"recording"`
}

// EventType is "RecordingFinished".
func (*RecordingFinished) EventType() string { return "RecordingFinished" }

func (m *RecordingFinished) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "recording":
			m.Recording.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// RecordingFailed is Asterisk's event of that name.
type RecordingFailed struct {
	Meta
	Recording LiveRecording `json:"recording"`
}

// EventType is "RecordingFailed".
func (*RecordingFailed) EventType() string { return "RecordingFailed" }

func (m *RecordingFailed) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "recording":
			m.Recording.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// ApplicationMoveFailed is Asterisk's event of that name.
type ApplicationMoveFailed struct {
	Meta
	Channel     Channel  `json:"channel"`
	Destination string   `json:"destination"`
	Args        []string `json:"args"`
}

// EventType is "ApplicationMoveFailed".
func (*ApplicationMoveFailed) EventType() string { return "ApplicationMoveFailed" }

func (m *ApplicationMoveFailed) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "channel":
			m.Channel.decode(d)
		case "destination":
			m.Destination = d.text()
		case "args":
			m.Args = d.texts()
		default:
			m.member(d, name)
		}
	}
}

// ApplicationRegistered is Asterisk's event of that name.
type ApplicationRegistered struct {
	Meta
}

// EventType is "ApplicationRegistered".
func (*ApplicationRegistered) EventType() string { return "ApplicationRegistered" }

func (m *ApplicationRegistered) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		default:
			m.member(d, name)
		}
	}
}

// ApplicationUnregistered is Asterisk's event of that name.
type ApplicationUnregistered struct {
	Meta
}

// EventType is "ApplicationUnregistered".
func (*ApplicationUnregistered) EventType() string { return "ApplicationUnregistered" }

func (m *ApplicationUnregistered) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		default:
			m.member(d, name)
		}
	}
}

// ApplicationReplaced is Asterisk's event of that name.
type ApplicationReplaced struct {
	Meta
}

// EventType is "ApplicationReplaced".
func (*ApplicationReplaced) EventType() string { return "ApplicationReplaced" }

func (m *ApplicationReplaced) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		default:
			m.member(d, name)
		}
	}
}

// BridgeCreated is Asterisk's event of that name.
type BridgeCreated struct {
	Meta
	Bridge Bridge `json:"bridge"`
}

// EventType is "BridgeCreated".
func (*BridgeCreated) EventType() string { return "BridgeCreated" }

func (m *BridgeCreated) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "bridge":
			m.Bridge.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// BridgeDestroyed is Asterisk's event of that name.
type BridgeDestroyed struct {
	Meta
	Bridge Bridge `json:"bridge"`
}

// EventType is "BridgeDestroyed".
func (*BridgeDestroyed) EventType() string { return "BridgeDestroyed" }

func (m *BridgeDestroyed) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "bridge":
			m.Bridge.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// BridgeMerged is Asterisk's event of that name.
type BridgeMerged struct {
	Meta
	Bridge     Bridge `json:"bridge"`
	BridgeFrom Bridge `json:"bridge_from"`
}

// EventType is "BridgeMerged".
func (*BridgeMerged) EventType() string { return "BridgeMerged" }

func (m *BridgeMerged) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "bridge":
			m.Bridge.decode(d)
		case "bridge_from":
			m.BridgeFrom.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// BridgeVideoSourceChanged is Asterisk's event of that name.
type BridgeVideoSourceChanged struct {
	Meta
	Bridge           Bridge `json:"bridge"`
	OldVideoSourceID string `json:"old_video_source_id,omitempty"` // optional
}

// EventType is "BridgeVideoSourceChanged".
func (*BridgeVideoSourceChanged) EventType() string { return "BridgeVideoSourceChanged" }

func (m *BridgeVideoSourceChanged) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "bridge":
			m.Bridge.decode(d)
		case "old_video_source_id":
			m.OldVideoSourceID = d.text()
		default:
			m.member(d, name)
		}
	}
}

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

func (m *BridgeBlindTransfer) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "channel":
			m.Channel.decode(d)
		case "replace_channel":
			if m.ReplaceChannel == nil {
				m.ReplaceChannel = new(Channel)
			}
			m.ReplaceChannel.decode(d)
		case "transferee":
			if m.Transferee == nil {
				m.Transferee = new(Channel)
			}
			m.Transferee.decode(d)
		case "exten":
			m.Exten = d.text()
		case "context":
			m.Context = d.text()
		case "result":
			m.Result = d.text()
		case "is_external":
			m.IsExternal = d.flag()
		case "bridge":
			if m.Bridge == nil {
				m.Bridge = new(Bridge)
			}
			m.Bridge.decode(d)
		default:
			m.member(d, name)
		}
	}
}

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

func (m *BridgeAttendedTransfer) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "transferer_first_leg":
			m.TransfererFirstLeg.decode(d)
		case "transferer_second_leg":
			m.TransfererSecondLeg.decode(d)
		case "replace_channel":
			if m.ReplaceChannel == nil {
				m.ReplaceChannel = new(Channel)
			}
			m.ReplaceChannel.decode(d)
		case "transferee":
			if m.Transferee == nil {
				m.Transferee = new(Channel)
			}
			m.Transferee.decode(d)
		case "transfer_target":
			if m.TransferTarget == nil {
				m.TransferTarget = new(Channel)
			}
			m.TransferTarget.decode(d)
		case "result":
			m.Result = d.text()
		case "is_external":
			m.IsExternal = d.flag()
		case "transferer_first_leg_bridge":
			if m.TransfererFirstLegBridge == nil {
				m.TransfererFirstLegBridge = new(Bridge)
			}
			m.TransfererFirstLegBridge.decode(d)
		case "transferer_second_leg_bridge":
			if m.TransfererSecondLegBridge == nil {
				m.TransfererSecondLegBridge = new(Bridge)
			}
			m.TransfererSecondLegBridge.decode(d)
		case "destination_type":
			m.DestinationType = d.text()
		case "destination_bridge":
			m.DestinationBridge = d.text()
		case "destination_application":
			m.DestinationApplication = d.text()
		case "destination_link_first_leg":
			if m.DestinationLinkFirstLeg == nil {
				m.DestinationLinkFirstLeg = new(Channel)
			}
			m.DestinationLinkFirstLeg.decode(d)
		case "destination_link_second_leg":
			if m.DestinationLinkSecondLeg == nil {
				m.DestinationLinkSecondLeg = new(Channel)
			}
			m.DestinationLinkSecondLeg.decode(d)
		case "destination_threeway_channel":
			if m.DestinationThreewayChannel == nil {
				m.DestinationThreewayChannel = new(Channel)
			}
			m.DestinationThreewayChannel.decode(d)
		case "destination_threeway_bridge":
			if m.DestinationThreewayBridge == nil {
				m.DestinationThreewayBridge = new(Bridge)
			}
			m.DestinationThreewayBridge.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// ChannelCreated is Asterisk's event of that name.
type ChannelCreated struct {
	Meta
	Channel Channel `json:"channel"`
}

// EventType is "ChannelCreated".
func (*ChannelCreated) EventType() string { return "ChannelCreated" }

func (m *ChannelCreated) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "channel":
			m.Channel.decode(d)
		default:
			m.member(d, name)
		}
	}
}

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

func (m *ChannelDestroyed) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "cause":
			m.Cause = d.number()
		case "cause_txt":
			m.CauseTxt = d.text()
		case "tech_cause":
			m.TechCause = d.number()
		case "channel":
			m.Channel.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// ChannelEnteredBridge is Asterisk's event of that name.
type ChannelEnteredBridge struct {
	Meta
	Bridge  Bridge   `json:"bridge"`
	Channel *Channel `json:"channel,omitempty"` // optional
}

// EventType is "ChannelEnteredBridge".
func (*ChannelEnteredBridge) EventType() string { return "ChannelEnteredBridge" }

func (m *ChannelEnteredBridge) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "bridge":
			m.Bridge.decode(d)
		case "channel":
			if m.Channel == nil {
				m.Channel = new(Channel)
			}
			m.Channel.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// ChannelLeftBridge is Asterisk's event of that name.
type ChannelLeftBridge struct {
	Meta
	Bridge  Bridge  `json:"bridge"`
	Channel Channel `json:"channel"`
}

// EventType is "ChannelLeftBridge".
func (*ChannelLeftBridge) EventType() string { return "ChannelLeftBridge" }

func (m *ChannelLeftBridge) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "bridge":
			m.Bridge.decode(d)
		case "channel":
			m.Channel.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// ChannelStateChange is Asterisk's event of that name.
type ChannelStateChange struct {
	Meta
	Channel Channel `json:"channel"`
}

// EventType is "ChannelStateChange".
func (*ChannelStateChange) EventType() string { return "ChannelStateChange" }

func (m *ChannelStateChange) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "channel":
			m.Channel.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// ChannelDtmfReceived is Asterisk's event of that name.
type ChannelDtmfReceived struct {
	Meta
	Digit      string  `json:"digit"`
	DurationMS int     `json:"duration_ms"`
	Channel    Channel `json:"channel"`
}

// EventType is "ChannelDtmfReceived".
func (*ChannelDtmfReceived) EventType() string { return "ChannelDtmfReceived" }

func (m *ChannelDtmfReceived) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "digit":
			m.Digit = d.text()
		case "duration_ms":
			m.DurationMS = d.number()
		case "channel":
			m.Channel.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// ChannelDialplan is Asterisk's event of that name.
type ChannelDialplan struct {
	Meta
	Channel         Channel `json:"channel"`
	DialplanApp     string  `json:"dialplan_app"`
	DialplanAppData string  `json:"dialplan_app_data"`
}

// EventType is "ChannelDialplan".
func (*ChannelDialplan) EventType() string { return "ChannelDialplan" }

func (m *ChannelDialplan) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "channel":
			m.Channel.decode(d)
		case "dialplan_app":
			m.DialplanApp = d.text()
		case "dialplan_app_data":
			m.DialplanAppData = d.text()
		default:
			m.member(d, name)
		}
	}
}

// ChannelCallerId is Asterisk's event of that name.
type ChannelCallerId struct {
	Meta
	CallerPresentation    int     `json:"caller_presentation"`
	CallerPresentationTxt string  `json:"caller_presentation_txt"`
	Channel               Channel `json:"channel"`
}

// EventType is "ChannelCallerId".
func (*ChannelCallerId) EventType() string { return "ChannelCallerId" }

func (m *ChannelCallerId) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "caller_presentation":
			m.CallerPresentation = d.number()
		case "caller_presentation_txt":
			m.CallerPresentationTxt = d.text()
		case "channel":
			m.Channel.decode(d)
		default:
			m.member(d, name)
		}
	}
}

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

func (m *ChannelUserevent) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "eventname":
			m.EventName = d.text()
		case "channel":
			if m.Channel == nil {
				m.Channel = new(Channel)
			}
			m.Channel.decode(d)
		case "bridge":
			if m.Bridge == nil {
				m.Bridge = new(Bridge)
			}
			m.Bridge.decode(d)
		case "endpoint":
			if m.Endpoint == nil {
				m.Endpoint = new(Endpoint)
			}
			m.Endpoint.decode(d)
		case "userevent":
			m.UserEvent = d.object()
		default:
			m.member(d, name)
		}
	}
}

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

func (m *ChannelHangupRequest) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "cause":
			m.Cause = d.number()
		case "tech_cause":
			m.TechCause = d.number()
		case "soft":
			m.Soft = d.flag()
		case "channel":
			m.Channel.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// ChannelVarset is Asterisk's event of that name.
type ChannelVarset struct {
	Meta
	Variable string   `json:"variable"`
	Value    string   `json:"value"`
	Channel  *Channel `json:"channel,omitempty"` // optional
}

// EventType is "ChannelVarset".
func (*ChannelVarset) EventType() string { return "ChannelVarset" }

func (m *ChannelVarset) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "variable":
			m.Variable = d.text()
		case "value":
			m.Value = d.text()
		case "channel":
			if m.Channel == nil {
				m.Channel = new(Channel)
			}
			m.Channel.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// ChannelHold is Asterisk's event of that name.
type ChannelHold struct {
	Meta
	Channel    Channel `json:"channel"`
	MusicClass string  `json:"musicclass,omitempty"` // optional
}

// EventType is "ChannelHold".
func (*ChannelHold) EventType() string { return "ChannelHold" }

func (m *ChannelHold) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "channel":
			m.Channel.decode(d)
		case "musicclass":
			m.MusicClass = d.text()
		default:
			m.member(d, name)
		}
	}
}

// ChannelUnhold is Asterisk's event of that name.
type ChannelUnhold struct {
	Meta
	Channel Channel `json:"channel"`
}

// EventType is "ChannelUnhold".
func (*ChannelUnhold) EventType() string { return "ChannelUnhold" }

func (m *ChannelUnhold) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "channel":
			m.Channel.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// ChannelToneDetected is Asterisk's event of that name.
type ChannelToneDetected struct {
	Meta
	Channel Channel `json:"channel"`
}

// EventType is "ChannelToneDetected".
func (*ChannelToneDetected) EventType() string { return "ChannelToneDetected" }

func (m *ChannelToneDetected) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "channel":
			m.Channel.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// ChannelTalkingStarted is Asterisk's event of that name.
type ChannelTalkingStarted struct {
	Meta
	Channel Channel `json:"channel"`
}

// EventType is "ChannelTalkingStarted".
func (*ChannelTalkingStarted) EventType() string { return "ChannelTalkingStarted" }

func (m *ChannelTalkingStarted) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "channel":
			m.Channel.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// ChannelTalkingFinished is Asterisk's event of that name.
type ChannelTalkingFinished struct {
	Meta
	Channel  Channel `json:"channel"`
	Duration int     `json:"duration"`
}

// EventType is "ChannelTalkingFinished".
func (*ChannelTalkingFinished) EventType() string { return "ChannelTalkingFinished" }

func (m *ChannelTalkingFinished) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "channel":
			m.Channel.decode(d)
		case "duration":
			m.Duration = d.number()
		default:
			m.member(d, name)
		}
	}
}

// ContactStatusChange is Asterisk's event of that name.
type ContactStatusChange struct {
	Meta
	Endpoint    Endpoint    `json:"endpoint"`
	ContactInfo ContactInfo `json:"contact_info"`
}

// EventType is "ContactStatusChange".
func (*ContactStatusChange) EventType() string { return "ContactStatusChange" }

func (m *ContactStatusChange) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "endpoint":
			m.Endpoint.decode(d)
		case "contact_info":
			m.ContactInfo.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// PeerStatusChange is Asterisk's event of that name.
type PeerStatusChange struct {
	Meta
	Endpoint Endpoint `json:"endpoint"`
	Peer     Peer     `json:"peer"`
}

// EventType is "PeerStatusChange".
func (*PeerStatusChange) EventType() string { return "PeerStatusChange" }

func (m *PeerStatusChange) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "endpoint":
			m.Endpoint.decode(d)
		case "peer":
			m.Peer.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// EndpointStateChange is Asterisk's event of that name.
type EndpointStateChange struct {
	Meta
	Endpoint Endpoint `json:"endpoint"`
}

// EventType is "EndpointStateChange".
func (*EndpointStateChange) EventType() string { return "EndpointStateChange" }

func (m *EndpointStateChange) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "endpoint":
			m.Endpoint.decode(d)
		default:
			m.member(d, name)
		}
	}
}

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

func (m *Dial) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "caller":
			if m.Caller == nil {
				m.Caller = new(Channel)
			}
			m.Caller.decode(d)
		case "peer":
			m.Peer.decode(d)
		case "forward":
			m.Forward = d.text()
		case "forwarded":
			if m.Forwarded == nil {
				m.Forwarded = new(Channel)
			}
			m.Forwarded.decode(d)
		case "dialstring":
			m.DialString = d.text()
		case "dialstatus":
			m.DialStatus = d.text()
		default:
			m.member(d, name)
		}
	}
}

// StasisEnd is Asterisk's event of that name.
type StasisEnd struct {
	Meta
	Channel Channel `json:"channel"`
}

// EventType is "StasisEnd".
func (*StasisEnd) EventType() string { return "StasisEnd" }

func (m *StasisEnd) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "channel":
			m.Channel.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// StasisStart is Asterisk's event of that name.
type StasisStart struct {
	Meta
	Args           []string `json:"args"`
	Channel        Channel  `json:"channel"`
	ReplaceChannel *Channel `json:"replace_channel,omitempty"` // optional
}

// EventType is "StasisStart".
func (*StasisStart) EventType() string { return "StasisStart" }

func (m *StasisStart) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "args":
			m.Args = d.texts()
		case "channel":
			m.Channel.decode(d)
		case "replace_channel":
			if m.ReplaceChannel == nil {
				m.ReplaceChannel = new(Channel)
			}
			m.ReplaceChannel.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// TextMessageReceived is Asterisk's event of that name.
type TextMessageReceived struct {
	Meta
	Message  TextMessage `json:"message"`
	Endpoint *Endpoint   `json:"endpoint,omitempty"` // optional
}

// EventType is "TextMessageReceived".
func (*TextMessageReceived) EventType() string { return "TextMessageReceived" }

func (m *TextMessageReceived) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "message":
			m.Message.decode(d)
		case "endpoint":
			if m.Endpoint == nil {
				m.Endpoint = new(Endpoint)
			}
			m.Endpoint.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// ChannelConnectedLine is Asterisk's event of that name.
type ChannelConnectedLine struct {
	Meta
	Channel Channel `json:"channel"`
}

// EventType is "ChannelConnectedLine".
func (*ChannelConnectedLine) EventType() string { return "ChannelConnectedLine" }

func (m *ChannelConnectedLine) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "channel":
			m.Channel.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// ChannelTransfer is Asterisk's event of that name.
type ChannelTransfer struct {
	Meta
	State      string     `json:"state,omitempty"` // optional
	ReferTo    ReferTo    `json:"refer_to"`
	ReferredBy ReferredBy `json:"referred_by"`
}

// EventType is "ChannelTransfer".
func (*ChannelTransfer) EventType() string { return "ChannelTransfer" }

func (m *ChannelTransfer) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "state":
			m.State = d.text()
		case "refer_to":
			m.ReferTo.decode(d)
		case "referred_by":
			m.ReferredBy.decode(d)
		default:
			m.member(d, name)
		}
	}
}

// CallBroadcast is Asterisk's event of that name.
type CallBroadcast struct {
	Meta
	Channel Channel `json:"channel"`
	Caller  string  `json:"caller,omitempty"` // optional
	Called  string  `json:"called,omitempty"` // optional
}

// EventType is "CallBroadcast".
func (*CallBroadcast) EventType() string { return "CallBroadcast" }

func (m *CallBroadcast) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "channel":
			m.Channel.decode(d)
		case "caller":
			m.Caller = d.text()
		case "called":
			m.Called = d.text()
		default:
			m.member(d, name)
		}
	}
}

// CallClaimed is Asterisk's event of that name.
type CallClaimed struct {
	Meta
	Channel   Channel `json:"channel"`
	WinnerApp string  `json:"winner_app"`
}

// EventType is "CallClaimed".
func (*CallClaimed) EventType() string { return "CallClaimed" }

func (m *CallClaimed) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "channel":
			m.Channel.decode(d)
		case "winner_app":
			m.WinnerApp = d.text()
		default:
			m.member(d, name)
		}
	}
}

// newEvent makes an empty event of a type, or nil for a type that the spec does not know.
func newEvent(name string) Event {
	switch name {
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
