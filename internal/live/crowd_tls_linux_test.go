package live

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// run over TLS is a crowd of ordinary clients, one connection and one goroutine each: what they cost is not the servers',
// so that memory, processor time and completeness can be compared, and delays cannot.
func (c crowd) runTLS(ctx context.Context, http2 bool) (*seen, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g := &gathering{crowd: c, members: make([]member, c.readers)}
	var mu sync.Mutex
	var open, ended sync.WaitGroup
	begun := time.Now()
	for i := range g.members {
		open.Add(1)
		protocols := new(http.Protocols)
		protocols.SetHTTP1(!http2)
		protocols.SetHTTP2(http2)
		transport := &http.Transport{Protocols: protocols, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
		ended.Go(func() {
			defer transport.CloseIdleConnections()
			opened := sync.OnceFunc(open.Done)
			defer opened()
			err := g.follow(ctx, transport, i, &mu, opened)
			mu.Lock()
			defer mu.Unlock()
			if g.err == nil && ctx.Err() == nil {
				g.err = fmt.Errorf("reader %d was cut (%v)", i, err)
			}
		})
		if i%64 == 63 {
			open.Wait()
		}
	}
	open.Wait()
	g.seen.connect = time.Since(begun)
	err := g.playTo(ctx, &mu)
	cancel()
	ended.Wait()
	return &g.seen, err
}

// follow reads one stream to its end.
func (g *gathering) follow(ctx context.Context, transport *http.Transport, i int, mu *sync.Mutex, opened func()) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://"+g.address+g.path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "text/event-stream")
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("answered %s", resp.Status)
	}
	buf := make([]byte, 4096)
	for {
		n, err := resp.Body.Read(buf)
		mu.Lock()
		g.take(i, buf[:n], time.Now().UnixNano())
		mu.Unlock()
		opened()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// playTo sends the messages to readers who read by themselves.
func (g *gathering) playTo(ctx context.Context, mu *sync.Mutex) error {
	post := &poster{address: g.publish, client: &http.Client{}}
	for n := 1; n <= g.warm+g.messages; n++ {
		if err := <-post.send(marked(n, g.size)); err != nil {
			return err
		}
		time.Sleep(g.pause)
		if n == g.warm && g.settled != nil {
			g.settled()
		}
	}
	missing := func() (missing int) {
		mu.Lock()
		defer mu.Unlock()
		for i := range g.members {
			missing += g.warm + g.messages - g.members[i].last
		}
		return missing
	}
	for end := time.Now().Add(20 * time.Second); missing() > 0 && time.Now().Before(end); {
		time.Sleep(50 * time.Millisecond)
	}
	g.seen.lost += missing()
	if g.finished != nil {
		g.finished()
	}
	mu.Lock()
	defer mu.Unlock()
	return g.err
}
