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

func (m *Application) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "name":
			m.Name = d.text()
		case "channel_ids":
			m.ChannelIDs = d.texts()
		case "bridge_ids":
			m.BridgeIDs = d.texts()
		case "endpoint_ids":
			m.EndpointIDs = d.texts()
		case "device_names":
			m.DeviceNames = d.texts()
		case "events_allowed":
			m.EventsAllowed = d.objects()
		case "events_disallowed":
			m.EventsDisallowed = d.objects()
		default:
			d.other(name)
		}
	}
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

func (m *BuildInfo) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "os":
			m.OS = d.text()
		case "kernel":
			m.Kernel = d.text()
		case "options":
			m.Options = d.text()
		case "machine":
			m.Machine = d.text()
		case "date":
			m.Date = d.text()
		case "user":
			m.User = d.text()
		default:
			d.other(name)
		}
	}
}

// SystemInfo is Asterisk's model of that name.
type SystemInfo struct {
	Version  string `json:"version"`
	EntityID string `json:"entity_id"`
}

func (m *SystemInfo) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "version":
			m.Version = d.text()
		case "entity_id":
			m.EntityID = d.text()
		default:
			d.other(name)
		}
	}
}

// SetId is Asterisk's model of that name.
type SetId struct {
	User  string `json:"user"`
	Group string `json:"group"`
}

func (m *SetId) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "user":
			m.User = d.text()
		case "group":
			m.Group = d.text()
		default:
			d.other(name)
		}
	}
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

func (m *ConfigInfo) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "name":
			m.Name = d.text()
		case "default_language":
			m.DefaultLanguage = d.text()
		case "max_channels":
			m.MaxChannels = d.number()
		case "max_open_files":
			m.MaxOpenFiles = d.number()
		case "max_load":
			m.MaxLoad = d.decimal()
		case "setid":
			m.SetID.decode(d)
		default:
			d.other(name)
		}
	}
}

// StatusInfo is Asterisk's model of that name.
type StatusInfo struct {
	StartupTime    Time `json:"startup_time"`
	LastReloadTime Time `json:"last_reload_time"`
}

func (m *StatusInfo) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "startup_time":
			m.StartupTime = d.time()
		case "last_reload_time":
			m.LastReloadTime = d.time()
		default:
			d.other(name)
		}
	}
}

// AsteriskInfo is Asterisk's model of that name.
type AsteriskInfo struct {
	Build  *BuildInfo  `json:"build,omitempty"`  // optional
	System *SystemInfo `json:"system,omitempty"` // optional
	Config *ConfigInfo `json:"config,omitempty"` // optional
	Status *StatusInfo `json:"status,omitempty"` // optional
}

func (m *AsteriskInfo) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "build":
			if m.Build == nil {
				m.Build = new(BuildInfo)
			}
			m.Build.decode(d)
		case "system":
			if m.System == nil {
				m.System = new(SystemInfo)
			}
			m.System.decode(d)
		case "config":
			if m.Config == nil {
				m.Config = new(ConfigInfo)
			}
			m.Config.decode(d)
		case "status":
			if m.Status == nil {
				m.Status = new(StatusInfo)
			}
			m.Status.decode(d)
		default:
			d.other(name)
		}
	}
}

// AsteriskPing is Asterisk's model of that name.
type AsteriskPing struct {
	AsteriskID string `json:"asterisk_id"`
	Ping       string `json:"ping"`
	Timestamp  string `json:"timestamp"`
}

func (m *AsteriskPing) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "asterisk_id":
			m.AsteriskID = d.text()
		case "ping":
			m.Ping = d.text()
		case "timestamp":
			m.Timestamp = d.text()
		default:
			d.other(name)
		}
	}
}

// Module is Asterisk's model of that name.
type Module struct {
	Name         string `json:"name"`
	Description  string `json:"description"`
	UseCount     int    `json:"use_count"`
	Status       string `json:"status"`
	SupportLevel string `json:"support_level"`
}

func (m *Module) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "name":
			m.Name = d.text()
		case "description":
			m.Description = d.text()
		case "use_count":
			m.UseCount = d.number()
		case "status":
			m.Status = d.text()
		case "support_level":
			m.SupportLevel = d.text()
		default:
			d.other(name)
		}
	}
}

// LogChannel is Asterisk's model of that name.
type LogChannel struct {
	Channel       string `json:"channel"`
	Type          string `json:"type"`
	Status        string `json:"status"`
	Configuration string `json:"configuration"`
}

func (m *LogChannel) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "channel":
			m.Channel = d.text()
		case "type":
			m.Type = d.text()
		case "status":
			m.Status = d.text()
		case "configuration":
			m.Configuration = d.text()
		default:
			d.other(name)
		}
	}
}

// Variable is Asterisk's model of that name.
type Variable struct {
	Value string `json:"value"`
}

func (m *Variable) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "value":
			m.Value = d.text()
		default:
			d.other(name)
		}
	}
}

// Variables is Asterisk's model of that name.
type Variables struct {
	Variables Object `json:"variables"`
}

func (m *Variables) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "variables":
			m.Variables = d.object()
		default:
			d.other(name)
		}
	}
}

// ConfigTuple is Asterisk's model of that name.
type ConfigTuple struct {
	Attribute string `json:"attribute"`
	Value     string `json:"value"`
}

func (m *ConfigTuple) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "attribute":
			m.Attribute = d.text()
		case "value":
			m.Value = d.text()
		default:
			d.other(name)
		}
	}
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

func (m *Bridge) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "id":
			m.ID = d.text()
		case "technology":
			m.Technology = d.text()
		case "bridge_type":
			m.BridgeType = d.text()
		case "bridge_class":
			m.BridgeClass = d.text()
		case "creator":
			m.Creator = d.text()
		case "name":
			m.Name = d.text()
		case "channels":
			m.Channels = d.texts()
		case "video_mode":
			m.VideoMode = d.text()
		case "video_source_id":
			m.VideoSourceID = d.text()
		case "creationtime":
			m.CreationTime = d.time()
		case "bridgevars":
			m.BridgeVars = d.object()
		default:
			d.other(name)
		}
	}
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

func (m *DialplanCEP) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "context":
			m.Context = d.text()
		case "exten":
			m.Exten = d.text()
		case "priority":
			m.Priority = d.number()
		case "app_name":
			m.AppName = d.text()
		case "app_data":
			m.AppData = d.text()
		default:
			d.other(name)
		}
	}
}

// CallerID is Asterisk's model of that name.
type CallerID struct {
	Name   string `json:"name"`
	Number string `json:"number"`
}

func (m *CallerID) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "name":
			m.Name = d.text()
		case "number":
			m.Number = d.text()
		default:
			d.other(name)
		}
	}
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

func (m *RTPstat) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "txcount":
			m.TxCount = d.number()
		case "rxcount":
			m.RxCount = d.number()
		case "txjitter":
			m.TxJitter = d.decimal()
		case "rxjitter":
			m.RxJitter = d.decimal()
		case "remote_maxjitter":
			m.RemoteMaxJitter = d.decimal()
		case "remote_minjitter":
			m.RemoteMinJitter = d.decimal()
		case "remote_normdevjitter":
			m.RemoteNormDevJitter = d.decimal()
		case "remote_stdevjitter":
			m.RemoteStdDevJitter = d.decimal()
		case "local_maxjitter":
			m.LocalMaxJitter = d.decimal()
		case "local_minjitter":
			m.LocalMinJitter = d.decimal()
		case "local_normdevjitter":
			m.LocalNormDevJitter = d.decimal()
		case "local_stdevjitter":
			m.LocalStdDevJitter = d.decimal()
		case "txploss":
			m.TxPLoss = d.number()
		case "rxploss":
			m.RxPLoss = d.number()
		case "remote_maxrxploss":
			m.RemoteMaxRxPLoss = d.decimal()
		case "remote_minrxploss":
			m.RemoteMinRxPLoss = d.decimal()
		case "remote_normdevrxploss":
			m.RemoteNormDevRxPLoss = d.decimal()
		case "remote_stdevrxploss":
			m.RemoteStdDevRxPLoss = d.decimal()
		case "local_maxrxploss":
			m.LocalMaxRxPLoss = d.decimal()
		case "local_minrxploss":
			m.LocalMinRxPLoss = d.decimal()
		case "local_normdevrxploss":
			m.LocalNormDevRxPLoss = d.decimal()
		case "local_stdevrxploss":
			m.LocalStdDevRxPLoss = d.decimal()
		case "rtt":
			m.RTT = d.decimal()
		case "maxrtt":
			m.MaxRTT = d.decimal()
		case "minrtt":
			m.MinRTT = d.decimal()
		case "normdevrtt":
			m.NormDevRTT = d.decimal()
		case "stdevrtt":
			m.StdDevRTT = d.decimal()
		case "local_ssrc":
			m.LocalSSRC = d.number()
		case "remote_ssrc":
			m.RemoteSSRC = d.number()
		case "txoctetcount":
			m.TxOctetCount = d.number()
		case "rxoctetcount":
			m.RxOctetCount = d.number()
		case "channel_uniqueid":
			m.ChannelUniqueID = d.text()
		default:
			d.other(name)
		}
	}
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

func (m *Channel) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "id":
			m.ID = d.text()
		case "protocol_id":
			m.ProtocolID = d.text()
		case "name":
			m.Name = d.text()
		case "state":
			m.State = d.text()
		case "caller":
			m.Caller.decode(d)
		case "connected":
			m.Connected.decode(d)
		case "accountcode":
			m.AccountCode = d.text()
		case "dialplan":
			m.Dialplan.decode(d)
		case "creationtime":
			m.CreationTime = d.time()
		case "language":
			m.Language = d.text()
		case "channelvars":
			m.ChannelVars = d.object()
		case "caller_rdnis":
			m.CallerRDNIS = d.text()
		case "tenantid":
			m.TenantID = d.text()
		default:
			d.other(name)
		}
	}
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

func (m *DeviceState) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "name":
			m.Name = d.text()
		case "state":
			m.State = d.text()
		default:
			d.other(name)
		}
	}
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

func (m *Endpoint) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "technology":
			m.Technology = d.text()
		case "resource":
			m.Resource = d.text()
		case "state":
			m.State = d.text()
		case "channel_ids":
			m.ChannelIDs = d.texts()
		default:
			d.other(name)
		}
	}
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

func (m *TextMessage) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "from":
			m.From = d.text()
		case "to":
			m.To = d.text()
		case "body":
			m.Body = d.text()
		case "variables":
			m.Variables = d.object()
		default:
			d.other(name)
		}
	}
}

// ContactInfo is Asterisk's model of that name.
type ContactInfo struct {
	URI           string `json:"uri"`
	ContactStatus string `json:"contact_status"`
	AOR           string `json:"aor"`
	RoundtripUSec string `json:"roundtrip_usec,omitempty"` // optional
}

func (m *ContactInfo) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "uri":
			m.URI = d.text()
		case "contact_status":
			m.ContactStatus = d.text()
		case "aor":
			m.AOR = d.text()
		case "roundtrip_usec":
			m.RoundtripUSec = d.text()
		default:
			d.other(name)
		}
	}
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

func (m *Peer) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "peer_status":
			m.PeerStatus = d.text()
		case "cause":
			m.Cause = d.text()
		case "address":
			m.Address = d.text()
		case "port":
			m.Port = d.text()
		case "time":
			m.Time = d.text()
		default:
			d.other(name)
		}
	}
}

// ReferTo is Asterisk's model of that name.
type ReferTo struct {
	RequestedDestination RequiredDestination `json:"requested_destination"`
	DestinationChannel   *Channel            `json:"destination_channel,omitempty"` // optional
	ConnectedChannel     *Channel            `json:"connected_channel,omitempty"`   // optional
	Bridge               *Bridge             `json:"bridge,omitempty"`              // optional
}

func (m *ReferTo) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "requested_destination":
			m.RequestedDestination.decode(d)
		case "destination_channel":
			if m.DestinationChannel == nil {
				m.DestinationChannel = new(Channel)
			}
			m.DestinationChannel.decode(d)
		case "connected_channel":
			if m.ConnectedChannel == nil {
				m.ConnectedChannel = new(Channel)
			}
			m.ConnectedChannel.decode(d)
		case "bridge":
			if m.Bridge == nil {
				m.Bridge = new(Bridge)
			}
			m.Bridge.decode(d)
		default:
			d.other(name)
		}
	}
}

// ReferredBy is Asterisk's model of that name.
type ReferredBy struct {
	SourceChannel    Channel  `json:"source_channel"`
	ConnectedChannel *Channel `json:"connected_channel,omitempty"` // optional
	Bridge           *Bridge  `json:"bridge,omitempty"`            // optional
}

func (m *ReferredBy) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "source_channel":
			m.SourceChannel.decode(d)
		case "connected_channel":
			if m.ConnectedChannel == nil {
				m.ConnectedChannel = new(Channel)
			}
			m.ConnectedChannel.decode(d)
		case "bridge":
			if m.Bridge == nil {
				m.Bridge = new(Bridge)
			}
			m.Bridge.decode(d)
		default:
			d.other(name)
		}
	}
}

// RequiredDestination is Asterisk's model of that name.
type RequiredDestination struct {
	ProtocolID               string            `json:"protocol_id,omitempty"`                // optional
	Destination              string            `json:"destination,omitempty"`                // optional
	AdditionalProtocolParams []AdditionalParam `json:"additional_protocol_params,omitempty"` // optional
}

func (m *RequiredDestination) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "protocol_id":
			m.ProtocolID = d.text()
		case "destination":
			m.Destination = d.text()
		case "additional_protocol_params":
			m.AdditionalProtocolParams = []AdditionalParam{}
			for more := d.first('[', ']'); more; more = d.next(']') {
				var v AdditionalParam
				v.decode(d)
				m.AdditionalProtocolParams = append(m.AdditionalProtocolParams, v)
			}
		default:
			d.other(name)
		}
	}
}

// AdditionalParam is Asterisk's model of that name.
type AdditionalParam struct {
	ParameterName  string `json:"parameter_name"`
	ParameterValue string `json:"parameter_value"`
}

func (m *AdditionalParam) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "parameter_name":
			m.ParameterName = d.text()
		case "parameter_value":
			m.ParameterValue = d.text()
		default:
			d.other(name)
		}
	}
}

// Mailbox is Asterisk's model of that name.
type Mailbox struct {
	Name        string `json:"name"`
	OldMessages int    `json:"old_messages"`
	NewMessages int    `json:"new_messages"`
}

func (m *Mailbox) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "name":
			m.Name = d.text()
		case "old_messages":
			m.OldMessages = d.number()
		case "new_messages":
			m.NewMessages = d.number()
		default:
			d.other(name)
		}
	}
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

func (m *Playback) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "id":
			m.ID = d.text()
		case "media_uri":
			m.MediaURI = d.text()
		case "next_media_uri":
			m.NextMediaURI = d.text()
		case "target_uri":
			m.TargetURI = d.text()
		case "language":
			m.Language = d.text()
		case "state":
			m.State = d.text()
		default:
			d.other(name)
		}
	}
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

func (m *StoredRecording) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "name":
			m.Name = d.text()
		case "format":
			m.Format = d.text()
		default:
			d.other(name)
		}
	}
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

func (m *LiveRecording) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "name":
			m.Name = d.text()
		case "format":
			m.Format = d.text()
		case "target_uri":
			m.TargetURI = d.text()
		case "state":
			m.State = d.text()
		case "duration":
			m.Duration = d.number()
		case "talking_duration":
			m.TalkingDuration = d.number()
		case "silence_duration":
			m.SilenceDuration = d.number()
		case "cause":
			m.Cause = d.text()
		default:
			d.other(name)
		}
	}
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

func (m *FormatLangPair) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "language":
			m.Language = d.text()
		case "format":
			m.Format = d.text()
		default:
			d.other(name)
		}
	}
}

// Sound is Asterisk's model of that name.
type Sound struct {
	ID      string           `json:"id"`
	Text    string           `json:"text,omitempty"` // optional
	Formats []FormatLangPair `json:"formats"`
}

func (m *Sound) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "id":
			m.ID = d.text()
		case "text":
			m.Text = d.text()
		case "formats":
			m.Formats = []FormatLangPair{}
			for more := d.first('[', ']'); more; more = d.next(']') {
				var v FormatLangPair
				v.decode(d)
				m.Formats = append(m.Formats, v)
			}
		default:
			d.other(name)
		}
	}
}
