package ari

import (
	"testing"
	"time"
)

const stasisStart = `{"type":"StasisStart","timestamp":"2026-11-20T22:12:16.842+0000","args":["100"],"channel":{"id":"1732140736.17","name":"PJSIP/alice-00000011","state":"Ring","protocol_id":"7f2c9d1e-call-id","caller":{"name":"Alice","number":"0412345678"},"connected":{"name":"","number":""},"accountcode":"","dialplan":{"context":"callflow","exten":"100","priority":2,"app_name":"Stasis","app_data":"callflow,100"},"creationtime":"2026-11-20T22:12:16.841+0000","language":"en"},"asterisk_id":"02:fc:00:00:00:01","application":"callflow"}`

func BenchmarkDecodeStasisStart(b *testing.B) {
	data := stasisStart
	now := time.Now()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := Decode(data, now).(*StasisStart); !ok {
			b.Fatal("not a StasisStart")
		}
	}
}

func BenchmarkDecodeResponse(b *testing.B) {
	data := `{"type":"RESTResponse","transaction_id":"","request_id":"17","status_code":201,"reason_phrase":"Created","uri":"channels/1732140736.17/play/pb-1","content_type":"application/json","message_body":"{\"id\":\"pb-1\",\"media_uri\":\"sound:hello-world\",\"target_uri\":\"channel:1732140736.17\",\"language\":\"en\",\"state\":\"queued\"}"}`
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := decodeResponse(data); err != nil {
			b.Fatal(err)
		}
	}
}
