package page_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"livebrief/internal/page"
	"livebrief/internal/record"
)

// browse starts Chromium, which resolves no name, or skips aloud.
func browse(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("the browser tests are left out of the short run; the whole one has them")
	}
	program, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("SKIPPED: chromium is not installed: verify.html was not opened in a browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"), chromedp.UserDataDir(t.TempDir()))
	allocated, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocated)
	t.Cleanup(cancel)
	limited, cancel := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	return limited
}

func TestTheVerifierWorksFromAFile(t *testing.T) {
	ctx := browse(t)
	place := t.TempDir()
	for _, f := range page.Verifier() {
		if err := os.WriteFile(filepath.Join(place, f.Name), f.Body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p := newPublisher(t, 1)
	p.redact()
	fingerprint, err := record.Fingerprint(p.key)
	p.must(err)
	whole, _ := p.copy(len(p.entries))
	changed := t.TempDir()
	p.must(os.CopyFS(changed, os.DirFS(whole)))
	lite, err := os.ReadFile(filepath.Join(changed, "lite.html"))
	p.must(err)
	p.must(os.WriteFile(filepath.Join(changed, "lite.html"), append(lite, ' '), 0o644))
	for _, c := range []struct{ name, folder, key, word, says string }{
		{"a true copy", whole, fingerprint, "Intact", "Entry 10 was removed openly by entry 302."},
		{"a true copy, its key unknown", whole, "", "Intact, publisher unknown", fingerprint},
		{"a page changed", changed, fingerprint, "Tampered with", "lite.html"},
	} {
		err := chromedp.Do(ctx, chromedp.Navigate("file://"+place+"/verify.html"), chromedp.SetUploadFiles(chromedp.CSS("#folder"), []string{c.folder}),
			chromedp.SendKeys(chromedp.CSS("#key"), c.key), chromedp.Click(chromedp.CSS("button")), chromedp.WaitVisible(chromedp.CSS("#verdict[data-code]")))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		word, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("#word")))
		p.must(err)
		says, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("#verdict")))
		p.must(err)
		if word != c.word || !strings.Contains(says, c.says) {
			t.Errorf("%s: %q, %q", c.name, word, says)
		}
	}
}
