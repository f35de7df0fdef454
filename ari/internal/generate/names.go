package main

import (
	"strings"
	"unicode"
)

// words are the parts of a name that are not written like other words in Go: initialisms, and Asterisk's run-together words.
var words = map[string]string{
	"id": "ID", "ids": "IDs", "uri": "URI", "dtmf": "DTMF", "moh": "MOH", "rtp": "RTP", "ssrc": "SSRC", "os": "OS", "ms": "MS",
	"rdnis": "RDNIS", "aor": "AOR", "usec": "USec", "rtt": "RTT",
	"creationtime": "CreationTime", "channelvars": "ChannelVars", "bridgevars": "BridgeVars", "accountcode": "AccountCode",
	"tenantid": "TenantID", "dialstatus": "DialStatus", "dialstring": "DialString", "offsetms": "OffsetMS",
	"skipms": "SkipMS", "userevent": "UserEvent", "eventname": "EventName", "musicclass": "MusicClass", "setid": "SetID",
	"uniqueid": "UniqueID", "rtpstatistics": "RTPStatistics",
	"txcount": "TxCount", "rxcount": "RxCount", "txjitter": "TxJitter", "rxjitter": "RxJitter", "txploss": "TxPLoss",
	"rxploss": "RxPLoss", "txoctetcount": "TxOctetCount", "rxoctetcount": "RxOctetCount", "maxjitter": "MaxJitter",
	"minjitter": "MinJitter", "normdevjitter": "NormDevJitter", "stdevjitter": "StdDevJitter", "maxrxploss": "MaxRxPLoss",
	"minrxploss": "MinRxPLoss", "normdevrxploss": "NormDevRxPLoss", "stdevrxploss": "StdDevRxPLoss", "maxrtt": "MaxRTT",
	"minrtt": "MinRTT", "normdevrtt": "NormDevRTT", "stdevrtt": "StdDevRTT",
	"*": "Star", "#": "Pound",
}

// split cuts snake_case, camelCase, UPPER_CASE and "two words" into lower-case words.
func split(name string) []string {
	if strings.ToUpper(name) == name {
		name = strings.ToLower(name)
	}
	var parts []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			parts = append(parts, strings.ToLower(string(word)))
			word = nil
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case r == '_' || r == ' ' || r == '-':
			flush()
			continue
		case unicode.IsUpper(r) && i > 0 && unicode.IsLower(runes[i-1]):
			flush()
		}
		word = append(word, r)
	}
	flush()
	return parts
}

// exported makes an exported Go name.
func exported(name string) string {
	var b strings.Builder
	for _, w := range split(name) {
		if known, ok := words[w]; ok {
			b.WriteString(known)
			continue
		}
		b.WriteString(strings.ToUpper(w[:1]) + w[1:])
	}
	return b.String()
}

// local makes an unexported Go name, for an argument.
func local(name string) string {
	parts := split(name)
	first := parts[0]
	rest := exported(strings.Join(parts[1:], "_"))
	if len(parts) == 1 {
		rest = ""
	}
	switch first + rest {
	case "type", "func", "var", "range", "select":
		return first + "_"
	}
	return first + rest
}

// singular names a resource's one thing, for the names of its parameter types: channels → Channel.
func singular(resource string) string {
	name := exported(resource)
	if name == "Asterisk" {
		return name
	}
	return strings.TrimSuffix(name, "s")
}
