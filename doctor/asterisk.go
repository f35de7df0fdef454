package doctor

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/coder/websocket"

	"callflow/ari"
	"callflow/wording"
)

// Modules are the modules of Asterisk without which something does not work,
// with what that is.
func Modules() [][2]string {
	return [][2]string{
		{"res_ari.so", "ARI"}, {"res_ari_applications.so", "ARI"}, {"res_ari_asterisk.so", "ARI"}, {"res_ari_bridges.so", "connecting callers"},
		{"res_ari_channels.so", "calls"}, {"res_ari_events.so", "events"}, {"res_ari_playbacks.so", "prompts"}, {"res_ari_recordings.so", "recordings"},
		{"res_ari_sounds.so", "sounds"}, {"res_stasis.so", "calls"}, {"res_stasis_answer.so", "answering"}, {"res_stasis_playback.so", "prompts"},
		{"res_stasis_recording.so", "recordings"}, {"res_stasis_snoop.so", "recording conversations"}, {"app_stasis.so", "the dialplan's Stasis()"},
		{"res_http_media_cache.so", "callflow's own sounds"}, {"res_curl.so", "callflow's own sounds"}, {"res_http_websocket.so", "events"},
		{"bridge_simple.so", "conversations"}, {"bridge_softmix.so", "conversations with recording"}, {"bridge_holding.so", "waiting with music"},
		{"format_wav.so", "sounds and recordings"}, {"codec_ulaw.so", "telephone sound"}, {"codec_alaw.so", "telephone sound"},
		{"res_musiconhold.so", "music on hold"}, {"chan_pjsip.so", "SIP telephones"}, {"res_rtp_asterisk.so", "sound over the network"},
	}
}

// ownSounds are those of Asterisk that callflow plays itself.
func ownSounds() []string { return []string{"beep", "vm-intro", "vm-goodbye", "ss-noservice"} }

// asterisk looks at Asterisk through ARI. Of a callflow beside which it looks, the
// connection is known.
func (l *look) asterisk() {
	if l.ARIPassword == "" {
		l.fail("ARI password", say("there is none"), say("set CALLFLOW_ARI_PASSWORD or --ari-password-file to the password in Asterisk's ari.conf"))
		return
	}
	client, err := ari.New(ari.Options{URL: l.ARI, User: l.ARIUser, Password: l.ARIPassword, App: l.App, Transport: ari.HTTP, RequestTimeout: 5 * time.Second})
	if err != nil {
		l.fail("ARI", say("%v", err), say("correct --ari; it is such as http://127.0.0.1:8088"))
		return
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(l.ctx, 20*time.Second)
	defer cancel()
	info, err := client.Asterisk().GetInfo(ctx, ari.AsteriskGetInfoParams{})
	if err != nil {
		l.unreachable(err)
		return
	}
	l.ok("ARI", "%s answers, and takes the user %q", l.ARI, l.ARIUser)
	l.asteriskVersion(info)
	if !l.Beside {
		l.websocket(ctx)
		l.application(ctx, client)
	}
	l.modules(ctx, client)
	l.asteriskSounds(ctx, client)
	l.recordings(ctx, client)
	l.scripts(ctx, client)
}

// unreachable says precisely why Asterisk did not answer as it should.
func (l *look) unreachable(err error) {
	var denied *ari.AuthError
	switch status := ari.Status(err); {
	case errors.As(err, &denied), status == http.StatusUnauthorized, status == http.StatusForbidden:
		l.fail("ARI", say("%s refuses the user %q with this password", l.ARI, l.ARIUser), say("compare with [%s] in Asterisk's ari.conf, then run asterisk -rx 'module reload res_ari.so'", l.ARIUser))
	case status == http.StatusNotFound:
		l.fail("ARI", say("%s answers, but has no ARI", l.ARI), say("set enabled = yes in ari.conf, load res_ari.so, and look whether http.conf has a prefix, which belongs into --ari"))
	case status != 0:
		l.fail("ARI", say("%v", err), say("look into Asterisk's log"))
	default:
		l.fail("ARI", say("nothing answers at %s (%s)", l.ARI, lastLine(err)), say("start Asterisk; set enabled = yes, bindaddr and bindport in its http.conf as --ari says"))
	}
}

var versionNumber = regexp.MustCompile(`(\d+)\.\d+`)

// asteriskVersion wants one that the project knows.
func (l *look) asteriskVersion(info *ari.AsteriskInfo) {
	if info.System == nil {
		l.warn("Asterisk", say("does not say its version"), say("use Asterisk 20 or newer"))
		return
	}
	version := info.System.Version
	match := versionNumber.FindStringSubmatch(version)
	if match == nil {
		l.warn("Asterisk", say("version %s is not known", version), say("use Asterisk 20 or newer"))
		return
	}
	if major, err := strconv.Atoi(match[1]); err != nil || major < 20 {
		l.fail("Asterisk", say("version %s is too old", version), say("update to Asterisk 20 or newer; 22 is best"))
		return
	}
	l.ok("Asterisk", "version %s", version)
}

// websocket tries a REST request over the events socket, under a name of its
// own so that a running callflow keeps its events.
func (l *look) websocket(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	address := strings.Replace(strings.TrimRight(l.ARI, "/"), "http", "ws", 1) + "/ari/events?app=callflow-doctor"
	credentials := base64.StdEncoding.EncodeToString([]byte(l.ARIUser + ":" + l.ARIPassword))
	socket, _, err := websocket.Dial(ctx, address, &websocket.DialOptions{HTTPHeader: http.Header{"Authorization": {"Basic " + credentials}}})
	if err != nil {
		l.fail("events", say("the socket for events cannot be opened: %v", err), say("load res_http_websocket.so and res_ari_events.so"))
		return
	}
	defer socket.CloseNow()
	ask := `{"type":"RESTRequest","transaction_id":"doctor","request_id":"doctor","method":"GET","uri":"asterisk/ping"}`
	if err := socket.Write(ctx, websocket.MessageText, []byte(ask)); err == nil {
		for {
			_, reply, err := socket.Read(ctx)
			if err != nil {
				break
			}
			if strings.Contains(string(reply), "RESTResponse") {
				l.ok("events", "REST over WebSocket works")
				return
			}
		}
	}
	l.warn("events", say("REST over WebSocket is not there; callflow uses HTTP, which costs a little more"), say("update Asterisk to 20.14, 21.9, 22.4 or newer"))
}

// application says whether a callflow is connected.
func (l *look) application(ctx context.Context, client *ari.Client) {
	_, err := client.Applications().Get(ctx, client.App())
	switch {
	case ari.IsNotFound(err):
		l.warn("application", say("%q is not registered: no callflow is connected, and calls go to the dialplan's fallback", client.App()), say("start it: callflow serve"))
	case err != nil:
		l.fail("application", say("%v", err), say("load res_ari_applications.so"))
	default:
		l.ok("application", "%q is registered: a callflow is connected", client.App())
	}
}

// modules looks for what must be loaded.
func (l *look) modules(ctx context.Context, client *ari.Client) {
	loaded, err := client.Asterisk().ListModules(ctx)
	if err != nil {
		l.fail("modules", say("%v", err), say("load res_ari_asterisk.so"))
		return
	}
	running := map[string]bool{}
	for _, m := range loaded {
		running[m.Name] = m.Status == "" || strings.EqualFold(m.Status, "Running")
	}
	var missing, uses []string
	for _, m := range Modules() {
		if !running[m[0]] {
			missing = append(missing, m[0])
			uses = append(uses, m[1])
		}
	}
	if len(missing) > 0 {
		slices.Sort(uses)
		l.fail("modules", say("%s: not loaded; needed for %s", strings.Join(missing, ", "), listed(slices.Compact(uses))), say("load them in modules.conf; asterisk-etc/modules.conf is an example"))
		return
	}
	l.ok("modules", "all %d that callflow needs are loaded", len(Modules()))
	if !running["app_stasis_broadcast.so"] {
		l.warn("broadcast", say("app_stasis_broadcast.so is not loaded: a callflow that hangs keeps callers waiting"), say("load it where Asterisk has it (20.17, 22.7, 23.1 and newer)"))
	}
	if !running["res_pjsip_messaging.so"] {
		l.warn("texts", say("res_pjsip_messaging.so is not loaded: no text can be sent"), say("load it, if flows are to send texts"))
	}
}

// listed are texts one after the other.
func listed(texts []string) wording.Phrase {
	phrases := make([]wording.Phrase, len(texts))
	for i, text := range texts {
		phrases[i] = wording.Of(text)
	}
	return wording.List(phrases, "")
}

// asteriskSounds looks for the sounds that callflow falls back on.
func (l *look) asteriskSounds(ctx context.Context, client *ari.Client) {
	var missing []string
	for _, name := range ownSounds() {
		_, err := client.Sounds().Get(ctx, name)
		if ari.IsNotFound(err) {
			missing = append(missing, name)
			continue
		}
		if err != nil {
			l.fail("Asterisk's sounds", say("%v", err), say("load res_ari_sounds.so"))
			return
		}
	}
	if len(missing) > 0 {
		l.fail("Asterisk's sounds", say("missing: %s", strings.Join(missing, ", ")), say("install the package asterisk-core-sounds-en-wav, or unpack the core sounds into Asterisk's sounds/en"))
		return
	}
	l.ok("Asterisk's sounds", "%s", strings.Join(ownSounds(), ", "))
}

// recordings looks whether Asterisk can record: without its folder every
// request about recordings is answered with 500.
func (l *look) recordings(ctx context.Context, client *ari.Client) {
	if _, err := client.Recordings().ListStored(ctx); err != nil {
		l.fail("recordings", say("Asterisk cannot record: %v", err), say("make the folder recording in Asterisk's spool (often /var/spool/asterisk/recording), owned by Asterisk's user"))
		return
	}
	l.ok("recordings", "Asterisk's folder for recordings works")
}

// scripts looks whether flows can use AGI scripts: whether the dialplan has the
// context for them, which a line among its globals tells.
func (l *look) scripts(ctx context.Context, client *ari.Client) {
	const context, module = "callflow-script", "func_dialplan.so"
	v, err := client.Asterisk().GetGlobalVar(ctx, "CALLFLOW_SCRIPT_CONTEXT")
	if err != nil || v.Value != context {
		l.warn("AGI scripts", say("the dialplan does not say that it has the context %s, without which flows cannot use AGI scripts", context), say("copy it from asterisk-etc/extensions.conf, with the line CALLFLOW_SCRIPT_CONTEXT of its globals"))
		return
	}
	if m, err := client.Asterisk().GetModule(ctx, module); err != nil || !strings.EqualFold(m.Status, "Running") {
		l.warn("AGI scripts", say("%s is not loaded, without which flows cannot use AGI scripts", module), say("load it in modules.conf"))
		return
	}
	l.ok("AGI scripts", "the dialplan has the context %s", context)
}

// lastLine is the cause at the end of an error of several lines.
func lastLine(err error) string {
	lines := strings.Split(strings.TrimSpace(err.Error()), "\n")
	return lines[len(lines)-1]
}
