package api_test

import (
	"bytes"
	"testing"

	"callflow/web/api"
)

func TestATextIsHeardAndNotKept(t *testing.T) {
	o := newOffice(t)
	heard := o.ask("POST", "/speech", object{"text": "We are closed now."})
	if heard.Code != 200 || heard.Header.Get("Content-Type") != "audio/wav" || !bytes.HasPrefix(heard.Body, []byte("RIFF")) {
		t.Fatalf("heard: %d %v", heard.Code, heard.Header)
	}
	if l := gets[api.List[api.Audio]](o, 200, "GET", "/audio", nil); len(l.Items) != 0 {
		t.Errorf("kept: %+v", l.Items)
	}
	if p := gets[api.Problem](o, 422, "POST", "/speech", object{"text": " \n "}); p.Code != "no_text" {
		t.Errorf("nothing to say: %+v", p)
	}
}
