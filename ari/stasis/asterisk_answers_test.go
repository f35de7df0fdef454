package stasis_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"callflow/ari"
	"callflow/ari/aritest"
)

func (f *fake) answer(q aritest.Request) aritest.Response {
	path, query, _ := strings.Cut(q.URI, "?")
	var best string
	f.mu.Lock()
	for prefix := range f.before {
		if strings.HasPrefix(q.Method+" "+path, prefix) && len(prefix) > len(best) {
			best = prefix
		}
	}
	do := f.before[best]
	f.mu.Unlock()
	if do != nil {
		if r := do(q); r != nil {
			return *r
		}
	}
	parts := strings.Split(path, "/")
	parts = append(parts, "", "", "")
	switch q.Method + " " + parts[0] {
	case "GET applications":
		return f.application()
	case "GET channels":
		return f.getChannels(parts[1])
	case "GET bridges":
		f.mu.Lock()
		defer f.mu.Unlock()
		var list []string
		for id := range f.bridges {
			list = append(list, fmt.Sprintf(`{"id":%q,"channels":[]}`, id))
		}
		return aritest.Response{Status: 200, Body: "[" + strings.Join(list, ",") + "]"}
	case "GET playbacks":
		f.mu.Lock()
		defer f.mu.Unlock()
		if target, ok := f.playbacks[parts[1]]; ok {
			return aritest.Response{Status: 200, Body: fmt.Sprintf(`{"id":%q,"media_uri":"sound:x","target_uri":%q,"state":"playing"}`, parts[1], target)}
		}
		return notFound
	case "GET recordings":
		return f.getRecording(parts)
	case "POST channels":
		return f.postChannel(parts, query)
	case "DELETE channels":
		f.mu.Lock()
		_, here := f.channels[parts[1]]
		f.mu.Unlock()
		if parts[2] != "" {
			return aritest.Response{Status: 204}
		}
		if !here {
			return notFound
		}
		f.set(parts[1], "")
		return aritest.Response{Status: 204, Before: f.leaving(parts[1], 16)}
	case "POST bridges":
		f.mu.Lock()
		defer f.mu.Unlock()
		if parts[2] == "" {
			f.bridges[parts[1]] = true
		}
		return aritest.Response{Status: 200, Body: `{}`}
	case "DELETE bridges":
		f.mu.Lock()
		defer f.mu.Unlock()
		if !f.bridges[parts[1]] {
			return notFound
		}
		delete(f.bridges, parts[1])
		return aritest.Response{Status: 204}
	case "DELETE playbacks":
		f.mu.Lock()
		_, plays := f.playbacks[parts[1]]
		delete(f.playbacks, parts[1])
		f.mu.Unlock()
		if !plays {
			return notFound
		}
		return aritest.Response{Status: 204, Before: []string{f.finished(parts[1], "done")}}
	case "POST recordings":
		f.mu.Lock()
		is := f.live[parts[2]]
		delete(f.live, parts[2])
		f.stored[parts[2]] = 3
		f.mu.Unlock()
		if !is {
			return notFound
		}
		return aritest.Response{Status: 204, Before: []string{f.recording("RecordingFinished", parts[2])}}
	}
	return aritest.Response{Status: 204}
}

var notFound = aritest.Response{Status: 404, Body: `{"message":"not found"}`}

func (f *fake) application() aritest.Response {
	f.mu.Lock()
	defer f.mu.Unlock()
	ids := []string{}
	for id := range f.channels {
		ids = append(ids, id)
	}
	list, _ := json.Marshal(ids) // strings always marshal
	return aritest.Response{Status: 200, Body: `{"name":"test","channel_ids":` + string(list) + `,"bridge_ids":[]}`}
}

func (f *fake) getChannels(id string) aritest.Response {
	f.mu.Lock()
	defer f.mu.Unlock()
	if id != "" {
		if state := f.channels[id]; state != "" {
			return aritest.Response{Status: 200, Body: strings.ReplaceAll(channelJSON(id, state), "'", `"`)}
		}
		return notFound
	}
	var list []string
	for id, state := range f.channels {
		list = append(list, strings.ReplaceAll(channelJSON(id, state), "'", `"`))
	}
	return aritest.Response{Status: 200, Body: "[" + strings.Join(list, ",") + "]"}
}

func (f *fake) getRecording(parts []string) aritest.Response {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case parts[1] == "live" && f.live[parts[2]]:
		return aritest.Response{Status: 200, Body: fmt.Sprintf(`{"name":%q,"format":"wav","state":"recording"}`, parts[2])}
	case parts[1] == "stored" && f.stored[parts[2]] > 0:
		return aritest.Response{Status: 200, Body: "RIFF" + strings.Repeat(".", 40+16000*f.stored[parts[2]])}
	}
	return notFound
}

func (f *fake) postChannel(parts []string, query string) aritest.Response {
	ok := aritest.Response{Status: 200, Body: `{}`}
	if parts[1] == "create" {
		_, id, _ := strings.Cut(query, "channelId=")
		id, _, _ = strings.Cut(id, "&")
		f.set(id, ari.ChannelStateDown)
		ok.Before = []string{f.compose(`'type':'StasisStart','args':['leg'],'channel':%s`, channelJSON(id, ari.ChannelStateDown))}
		return ok
	}
	f.mu.Lock()
	_, here := f.channels[parts[1]]
	f.mu.Unlock()
	if !here {
		return notFound
	}
	switch parts[2] {
	case "answer":
		f.set(parts[1], ari.ChannelStateUp)
	case "snoop":
		f.set(parts[3], ari.ChannelStateUp)
		ok.Before = []string{f.compose(`'type':'StasisStart','args':['snoop'],'channel':%s`, channelJSON(parts[3], ari.ChannelStateUp))}
	case "continue":
		f.set(parts[1], "")
		ok.Before = f.leaving(parts[1], 16)
	case "play":
		f.mu.Lock()
		f.playbacks[parts[3]] = "channel:" + parts[1]
		f.mu.Unlock()
	case "record":
		_, name, _ := strings.Cut(query, "name=")
		name, _, _ = strings.Cut(name, "&")
		f.mu.Lock()
		f.live[name] = true
		f.mu.Unlock()
		ok.Before = []string{f.recording("RecordingStarted", name)}
	}
	return ok
}
