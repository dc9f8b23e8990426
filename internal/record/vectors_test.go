package record

import (
	"bytes"
	"encoding/hex"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
)

// The vectors of docs/record.md, made with SHA-256 and Ed25519 of another implementation.
const (
	vectorOrigin = "news.example/ukraine"
	vectorSigner = "PRIVATE+KEY+news.example/ukraine+5df962d3+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
	vectorKey    = "news.example/ukraine+5df962d3+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
	vectorFinger = "3f49 d58d 182d bee8 36d1 967f"

	vectorBody1   = `{"reconstruction":true,"title":"Test"}`
	vectorLeaf1   = `{"at":"2025-03-01T10:00:00Z","briefing":"b7k2m9q4x1c8v5n3","commit":"9b46bb5f1c7e4386012e2796c8c1be32cef1ff7be69758691d20a99148903c7c","dated":"2024-02-29T00:00:00Z","item":"briefing","kind":"briefing","lang":"en","prev":0,"rev":1,"role":"chief","seq":1,"v":1}`
	vectorHash1   = "a424bd466550d0159c79934287486e21434e1c97298bddbc920f8e0a130ebe8b"
	vectorBody2   = `{"headline":"Zażółć: \"pledge\" of €5","kind":"pledge","label":"reported","rests_on":[],"text":"Line one.\nLine two. <b> & </b>","track":"aid"}`
	vectorCommit2 = "d0a3cf8e6578ba346364805de6125e7b47b4820f7d16a74b4c63030b0302b900"
	vectorLeaf2   = `{"at":"2025-03-01T10:20:30.45Z","briefing":"b7k2m9q4x1c8v5n3","commit":"d0a3cf8e6578ba346364805de6125e7b47b4820f7d16a74b4c63030b0302b900","item":"d0h6r2t8w4y1z7p3","kind":"publish","lang":"en","prev":0,"rev":1,"role":"editor","seq":2,"v":1}`
	vectorHash2   = "5940d3b9fcbca90eaa572b8a7b32ca5fa6fd38d735d4c529f3329181d110a411"
	vectorRoot    = "9811de8f521bce8ce8f4e85111ddd03e5a96451b991ff69921b866da2ee5ad33"

	vectorCheckpoint = `news.example/ukraine
2
mBHej1Ibzozo9OhREd3QPlqWRRuZH/aZIbhm2i7lrTM=

— news.example/ukraine Xfli02zccZN75YkB3zEySZfrN6dRxel3Eb4RYggP6K+8zJl+CjeNnTK1rYmzyPYi/ZHDElT6yJSqxN1MAGVamIKSugc=
`
)

// vectorSalt1 is 32 bytes of 255, vectorSalt2 the bytes 0 to 31.
func vectorSalt1() []byte { return bytes.Repeat([]byte{255}, 32) }
func vectorSalt2() []byte { return countingBytes(32) }

func countingBytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i)
	}
	return b
}

// entry1 and entry2 are the entries of the vectors, put together by hand and not parsed.
func entry1() brief.Entry {
	return brief.Entry{
		V: 1, Seq: 1, At: time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC), Dated: time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC),
		Briefing: "b7k2m9q4x1c8v5n3", Kind: brief.EntryBriefing, Item: brief.ItemBriefing, Rev: 1, Lang: "en", Role: brief.Chief,
		Commit: CommitTo(vectorSalt1(), []byte(vectorBody1)),
	}
}

func entry2() brief.Entry {
	return brief.Entry{
		V: 1, Seq: 2, At: time.Date(2025, 3, 1, 10, 20, 30, 450_000_000, time.UTC),
		Briefing: "b7k2m9q4x1c8v5n3", Kind: brief.Publish, Item: "d0h6r2t8w4y1z7p3", Rev: 1, Lang: "en", Role: brief.Editor,
		Commit: CommitTo(vectorSalt2(), []byte(vectorBody2)),
	}
}

func mustHash(t testing.TB, hexadecimal string) tlog.Hash {
	t.Helper()
	b, err := hex.DecodeString(hexadecimal)
	if err != nil || len(b) != tlog.HashSize {
		t.Fatalf("%q is no hash", hexadecimal)
	}
	return tlog.Hash(b)
}

func vectorVerifiers(t testing.TB) note.Verifiers {
	t.Helper()
	v, err := NewVerifier(vectorKey)
	if err != nil {
		t.Fatal(err)
	}
	return note.VerifierList(v)
}

func TestTheVectorsGiveTheirCommitLeafHashRootAndCheckpoint(t *testing.T) {
	signerKey, verifierKey, err := NewKey(bytes.NewReader(countingBytes(32)), vectorOrigin)
	if err != nil || signerKey != vectorSigner || verifierKey != vectorKey {
		t.Fatalf("NewKey = %q, %q, %v", signerKey, verifierKey, err)
	}
	if e := entry2(); hex.EncodeToString(e.Commit[:]) != vectorCommit2 {
		t.Errorf("commit of entry 2 = %x", e.Commit)
	}
	var tree Hashes
	for i, want := range []struct {
		entry      brief.Entry
		leaf, hash string
	}{{entry1(), vectorLeaf1, vectorHash1}, {entry2(), vectorLeaf2, vectorHash2}} {
		leaf, err := LeafBytes(want.entry)
		if err != nil || string(leaf) != want.leaf {
			t.Errorf("leaf %d = %s, %v", i+1, leaf, err)
		}
		hash, err := LeafHash(want.entry)
		if err != nil || hash != mustHash(t, want.hash) {
			t.Errorf("leaf hash %d = %x, %v", i+1, hash, err)
		}
		if err := tree.Append(hash); err != nil {
			t.Fatal(err)
		}
	}
	got, err := tree.Tree()
	if err != nil || got != (Tree{Size: 2, Root: mustHash(t, vectorRoot)}) {
		t.Errorf("tree = %d %x, %v", got.Size, got.Root, err)
	}
	signer, err := NewSigner(vectorSigner)
	if err != nil {
		t.Fatal(err)
	}
	msg, err := Checkpoint(vectorOrigin, got.Size, got.Root, signer)
	if err != nil || string(msg) != vectorCheckpoint {
		t.Errorf("checkpoint = %s, %v", msg, err)
	}
	back, err := OpenCheckpoint([]byte(vectorCheckpoint), vectorOrigin, vectorVerifiers(t))
	if err != nil || back != got {
		t.Errorf("opened = %v, %v", back, err)
	}
}

func TestTheDocumentShowsTheVectors(t *testing.T) {
	page, err := os.ReadFile("../../docs/record.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, vector := range []string{vectorOrigin, vectorSigner, vectorKey, vectorFinger, vectorBody1, vectorLeaf1, vectorHash1,
		vectorBody2, vectorCommit2, vectorLeaf2, vectorHash2, vectorRoot} {
		if !strings.Contains(string(page), "    "+vector+"\n") {
			t.Errorf("docs/record.md does not show %s on a line of its own", vector)
		}
	}
	for line := range strings.Lines(vectorCheckpoint) {
		if line != "\n" && !strings.Contains(string(page), "    "+line) {
			t.Errorf("docs/record.md does not show the checkpoint's line %q", line)
		}
	}
}
