package live

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// TestStreamOutlivesTheServersTimeLimits reads heartbeats for longer than every time limit that is set, over HTTP/1.1
// and over HTTP/2, where a write deadline that passes while nothing is written ends the stream.
func TestStreamOutlivesTheServersTimeLimits(t *testing.T) {
	const limit = 100 * time.Millisecond
	for _, major := range []int{1, 2} {
		hub := NewHub(Options{Heartbeat: 2 * limit, Patience: limit})
		server := httptest.NewUnstartedServer(http.HandlerFunc(hub.ServeSSE))
		server.Config.ReadTimeout, server.Config.WriteTimeout, server.Config.IdleTimeout = 5*limit, 5*limit, 5*limit
		server.EnableHTTP2 = major == 2
		server.StartTLS()
		resp, err := server.Client().Get(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		if resp.ProtoMajor != major {
			t.Errorf("this is HTTP/%d", resp.ProtoMajor)
		}
		var dec decoder
		buf := make([]byte, 1024)
		for beats := 0; beats < 4; {
			n, err := resp.Body.Read(buf)
			for _, m := range dec.feed(buf[:n]) {
				if m.event == "beat" {
					beats++
				}
			}
			if err != nil {
				t.Fatalf("HTTP/%d: after %d heartbeats: %v", major, beats, err)
			}
		}
		if err := resp.Body.Close(); err != nil {
			t.Error(err)
		}
		hub.Close()
		server.Close()
	}
}

// TestReaderInHTTP2WhoTakesNothingIsCut lets one stream of a connection fill its window while the other is read.
func TestReaderInHTTP2WhoTakesNothingIsCut(t *testing.T) {
	hub := NewHub(Options{Patience: time.Second, Heartbeat: 4 * time.Second, Bytes: 64 << 20})
	server := httptest.NewUnstartedServer(http.HandlerFunc(hub.ServeSSE))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	defer hub.Close()
	deaf, err := server.Client().Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer deaf.Body.Close()
	if _, err := io.ReadFull(deaf.Body, make([]byte, 16)); err != nil || deaf.ProtoMajor != 2 {
		t.Fatal(deaf.Proto, err)
	}
	readBeside(t, hub, &client{url: server.URL}, server.Client().Transport)
	until(t, "both are gone", func() bool { return hub.gate.inside.Load() == 0 })
	if got := hub.gate.cuts.Load(); got != 1 {
		t.Errorf("%d cuts are counted", got)
	}
}
