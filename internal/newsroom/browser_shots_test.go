package newsroom

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestShots takes pictures of every kind of page, in every look, when LIVEBRIEF_SHOTS names a folder: what fits the
// window, or with LIVEBRIEF_SHOTS_WHOLE the whole page; of the sample, or with LIVEBRIEF_SHOTS_FULL of a desk at work
// besides. `make shots` makes those of the README from it.
func TestShots(t *testing.T) {
	folder := os.Getenv("LIVEBRIEF_SHOTS")
	if folder == "" {
		t.Skip("LIVEBRIEF_SHOTS is not set: `make shots` sets it")
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	ctx := browse(t)
	var room *Room
	if os.Getenv("LIVEBRIEF_SHOTS_FULL") != "" {
		room = startFull(t)
	} else {
		room = startRoom(t, true)
	}
	taken := map[string]int{}
	for _, path := range samplePages(t, room) {
		name := shotName(path, map[string]string{"/": "index", "/ukraine/": "live"})
		if taken[name]++; taken[name] > 1 {
			name = fmt.Sprintf("%s-%d", name, taken[name])
		}
		shoot(t, ctx, folder, name, room.ReadersURL()+path)
	}
	shoot(t, ctx, folder, "desk-sign-in", room.DeskURL()+"/sign-in")
	signIn(t, ctx, room)
	for _, path := range deskPages(t, room) {
		shoot(t, ctx, folder, "desk-"+shotName(path, map[string]string{"/": "home", "/b/ukraine/": "briefing"}), room.DeskURL()+path)
	}
}

// shoot writes a page's pictures.
func shoot(t *testing.T, ctx context.Context, folder, name, address string) {
	t.Helper()
	take := chromedp.CaptureScreenshot()
	if os.Getenv("LIVEBRIEF_SHOTS_WHOLE") != "" {
		take = chromedp.FullScreenshot(100)
	}
	do(t, ctx, name, chromedp.Navigate(address), chromedp.WaitReady(chromedp.CSS("body")))
	for _, l := range looks {
		do(t, ctx, name, l.apply())
		png := get(t, ctx, name, take)
		if err := os.WriteFile(filepath.Join(folder, name+"-"+l.String()+".png"), png, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// shotName names the picture of a page by its address without ids: live, p, p-history, desk-report, desk-item-correct.
func shotName(path string, short map[string]string) string {
	if name, ok := short[path]; ok {
		return name
	}
	path = strings.TrimPrefix(strings.TrimPrefix(path, "/b/ukraine"), "/ukraine")
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if len(parts) > 1 {
		parts[0] = strings.TrimSuffix(parts[0], "s")
		parts = append(parts[:1], parts[2:]...)
	}
	return strings.Join(parts, "-")
}
