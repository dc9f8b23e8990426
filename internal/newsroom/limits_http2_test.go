package newsroom

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"livebrief/internal/brief"
	"livebrief/internal/live"
)

// TestLineInHTTP2ThatTakesNothingIsGivenUp lets a reader fill the line itself, not its window: a stream that is cut could
// then not even be told so.
func TestLineInHTTP2ThatTakesNothingIsGivenUp(t *testing.T) {
	t.Parallel()
	hub := live.NewHub(live.Options{Patience: time.Second, Bytes: 64 << 20})
	ended := make(chan struct{})
	server := httptest.NewUnstartedServer(nil)
	server.Config = newReadersServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(ended)
		hub.ServeSSE(w, r)
	}))
	if server.Config.HTTP2.WriteByteTimeout != linePatience || newServer(nil).HTTP2.WriteByteTimeout != linePatience {
		t.Fatal("a line may take nothing for ever")
	}
	server.Config.HTTP2.WriteByteTimeout = time.Second
	server.Config.ConnState = func(c net.Conn, s http.ConnState) {
		if s == http.StateNew {
			_ = c.(*tls.Conn).NetConn().(*net.TCPConn).SetWriteBuffer(16 << 10)
		}
	}
	server.EnableHTTP2 = true
	server.StartTLS()
	openInHTTP2(t, server.Listener.Addr().String())
	for seq := range brief.Seq(200) {
		frame := live.Frame{Seq: seq + 1, Data: fmt.Appendf(nil, `{"pad":"%s"}`, strings.Repeat("x", 64<<10))}
		if err := hub.Publish(frame); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case <-ended:
	case <-time.After(time.Minute):
		t.Fatal("the stream of a reader who takes nothing is still open")
	}
	hub.Close()
	server.Close()
}

// openInHTTP2 opens a stream with windows so large that only the line can hold the server up, and reads up to its first
// bytes.
func openInHTTP2(t *testing.T, address string) {
	t.Helper()
	line, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { line.Close() })
	_ = line.(*net.TCPConn).SetReadBuffer(4 << 10)
	conn := tls.Client(line, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{http2.NextProtoTLS}})
	_, err = io.WriteString(conn, http2.ClientPreface)
	var head bytes.Buffer
	fields := hpack.NewEncoder(&head)
	for _, f := range []hpack.HeaderField{{Name: ":method", Value: "GET"}, {Name: ":scheme", Value: "https"}, {Name: ":authority", Value: "x"}, {Name: ":path", Value: "/live"}} {
		_ = fields.WriteField(f) // a bytes.Buffer takes everything
	}
	frames := http2.NewFramer(conn, conn)
	for _, write := range []func() error{
		func() error {
			return frames.WriteSettings(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 1<<31 - 1})
		},
		func() error { return frames.WriteWindowUpdate(0, 1<<30) },
		func() error {
			return frames.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: head.Bytes(), EndHeaders: true, EndStream: true})
		},
	} {
		if err == nil {
			err = write()
		}
	}
	for err == nil {
		var frame http2.Frame
		if frame, err = frames.ReadFrame(); err == nil && frame.Header().Type == http2.FrameData {
			return
		}
	}
	t.Fatal(err)
}
