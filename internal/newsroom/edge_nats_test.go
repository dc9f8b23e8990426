package newsroom

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/relay"
)

// startNATS runs a NATS of somebody else.
func startNATS(t testing.TB, o server.Options) string {
	t.Helper()
	o.Host, o.Port, o.NoSigs, o.NoLog, o.StoreDir = "127.0.0.1", -1, true, true, t.TempDir()
	s, err := server.NewServer(&o)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("the NATS server did not start")
	}
	return s.ClientURL()
}

// intruder is somebody who may do everything with a NATS.
type intruder struct {
	*nats.Conn
	jetstream.JetStream
}

func intrude(t testing.TB, address string) intruder {
	t.Helper()
	nc, err := nats.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	return intruder{nc, js}
}

// put writes a message into the stream.
func (m intruder) put(t testing.TB, subject string, data []byte) {
	t.Helper()
	if _, err := m.JetStream.Publish(t.Context(), subject, data); err != nil {
		t.Fatal(err)
	}
}

// relayed is a newsroom that fills the stream of a NATS which an intruder has his hands in.
func relayed(t testing.TB) (*Room, string, intruder) {
	t.Helper()
	address := startNATS(t, server.Options{JetStream: true})
	room := startRoomWith(t, true, Settings{RelaySettings: RelaySettings{NATS: address}})
	return room, address, intrude(t, address)
}

// TestStreamThatIsLostIsFilledAgain wipes the stream, spoils messages and takes some away: nothing is lost for anybody.
func TestStreamThatIsLostIsFilledAgain(t *testing.T) {
	t.Parallel()
	room, address, m := relayed(t)
	cl := room.commands(t)
	first := startEdge(t, EdgeSettings{NATS: address})
	eventually(t, "the edge has the sample", func() bool { return endsAlike(t, room, first.Edge) })

	if err := m.DeleteStream(t.Context(), "LIVEBRIEF"); err != nil {
		t.Fatal(err)
	}
	publishForTest(t, cl, "After the stream was wiped")
	eventually(t, "the edge follows past the wipe", func() bool { return endsAlike(t, room, first.Edge) })
	late := startEdge(t, EdgeSettings{NATS: address})
	eventually(t, "a late edge has what stood in the wiped stream", func() bool { return endsAlike(t, room, late.Edge) })

	id := room.press.order[0]
	subject := func(seq int) string { return "livebrief.entry." + string(id) + "." + strconv.Itoa(seq) }
	m.put(t, subject(3), []byte("spoiled"))
	m.put(t, subject(4), bytes.Repeat([]byte("x"), 500_000))
	s, err := m.Stream(t.Context(), "LIVEBRIEF")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Purge(t.Context(), jetstream.WithPurgeSubject(subject(5))); err != nil {
		t.Fatal(err)
	}
	later := startEdge(t, EdgeSettings{NATS: address})
	eventually(t, "an edge that finds it spoiled has it mended", func() bool { return endsAlike(t, room, later.Edge) })
}

// TestEdgeRefusesForgedMessages puts entries into the stream that the newsroom never made: they are refused, readers are
// told, and the edge goes on when the newsroom does.
func TestEdgeRefusesForgedMessages(t *testing.T) {
	t.Parallel()
	room, address, m := relayed(t)
	_, other, _ := forks(t)
	edge := startEdge(t, EdgeSettings{NATS: address})
	eventually(t, "the edge has the sample", func() bool { return endsAlike(t, room, edge.Edge) })
	id := room.press.order[0]
	was, err := edge.press.Current(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	// A head that claims one entry more, signed by another key, and an entry of another record in that place.
	stranger := outgoing{other.followed(), copies{other.store, other.folder.keys()}, other.store}
	heads, err := stranger.Heads(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mine, checkpoint, err := room.followed().head(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	forged := strings.Replace(string(checkpoint), "\n"+strconv.Itoa(int(mine.Size))+"\n", "\n"+strconv.Itoa(int(mine.Size)+1)+"\n", 1)
	mine.Size, mine.Hash = mine.Size+1, relay.HashOf([]byte(forged))
	raw, err := json.Marshal(map[string]any{"id": mine.Briefing, "origin": mine.Origin, "key": mine.Key, "size": mine.Size, "hash": mine.Hash, "checkpoint": forged})
	if err != nil {
		t.Fatal(err)
	}
	entries, err := stranger.Entries(t.Context(), heads[0].Briefing, mine.Size, mine.Size)
	if err != nil || len(entries) == 0 {
		entries, err = stranger.Entries(t.Context(), heads[0].Briefing, 2, 2)
	}
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := record.ParseEntry(entries[0].Leaf)
	if err != nil {
		t.Fatal(err)
	}
	leaf.Briefing, leaf.Seq = id, mine.Size
	entries[0].Leaf, err = record.LeafBytes(leaf)
	if err != nil {
		t.Fatal(err)
	}
	entries[0].Beside.Seq = mine.Size
	message, err := relay.EncodeEntry(entries[0])
	if err != nil {
		t.Fatal(err)
	}
	m.put(t, "livebrief.entry."+string(id)+"."+strconv.Itoa(int(mine.Size)), message)
	m.put(t, "livebrief.head."+string(id), raw)
	eventually(t, "it is refused aloud", func() bool { return strings.Contains(string(edge.log.Bytes()), "is refused") })
	if head := headOf(t, edge.Edge); head.Seq != was.Seq {
		t.Errorf("the edge went to %d", head.Seq)
	}
	publishForTest(t, room.commands(t), "The newsroom goes on")
	eventually(t, "the edge goes on", func() bool { return endsAlike(t, room, edge.Edge) && headOf(t, edge.Edge).Cut == 0 })
}

// TestEdgeOfEmbeddedNATSCannotWrite tries to publish with what edges are given.
func TestEdgeOfEmbeddedNATSCannotWrite(t *testing.T) {
	t.Parallel()
	room := startRelaying(t)
	edge := startEdge(t, EdgeSettings{NATS: room.node.EdgeURL()})
	eventually(t, "the edge has the sample", func() bool { return endsAlike(t, room, edge.Edge) })
	m := intrude(t, room.node.EdgeURL())
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	if _, err := m.JetStream.Publish(ctx, "livebrief.entry."+string(room.press.order[0])+".1", []byte("mine")); err == nil {
		t.Error("an edge wrote into the stream")
	}
	for _, act := range []func() error{
		func() error { return m.DeleteStream(ctx, "LIVEBRIEF") },
		func() error {
			_, err := m.CreateStream(ctx, jetstream.StreamConfig{Name: "MINE", Subjects: []string{"mine.>"}})
			return err
		},
	} {
		if act() == nil {
			t.Error("an edge changed the streams")
		}
	}
	late := startEdge(t, EdgeSettings{NATS: room.node.EdgeURL()})
	eventually(t, "the stream is as it was", func() bool { return endsAlike(t, room, late.Edge) })
}

// TestNATSThatCannotBeUsedIsSaidInWords starts newsroom and edge on NATS servers on which nothing can come of it.
func TestNATSThatCannotBeUsedIsSaidInWords(t *testing.T) {
	t.Parallel()
	plain := startNATS(t, server.Options{})
	locked := startNATS(t, server.Options{JetStream: true, Username: "a", Password: "b"})
	other := startNATS(t, server.Options{JetStream: true})
	if _, err := intrude(t, other).CreateStream(t.Context(), jetstream.StreamConfig{Name: "LIVEBRIEF", Subjects: []string{"orders.>"}}); err != nil {
		t.Fatal(err)
	}
	empty := startNATS(t, server.Options{JetStream: true})
	for name, c := range map[string]struct {
		address, says string
		code          int
	}{
		"no JetStream":   {plain, "JetStream", exitUnavailable},
		"wrong password": {locked, "refuses the user or the password", exitNotAllowed},
		"another stream": {other, "is another than livebrief makes: it carries orders.>", exitInput},
		"no address":     {"http://127.0.0.1/", "--nats is no address", exitUsage},
		"no stream yet":  {empty, "has no stream LIVEBRIEF", exitUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			log := &safeBuffer{}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			edge, err := OpenEdge(ctx, filepath.Join(t.TempDir(), "edge"), EdgeSettings{NATS: strings.Replace(c.address, "nats://", "nats://x:y@", 1), Listen: "127.0.0.1:0"}, log)
			if err == nil {
				defer edge.Close()
				done := make(chan error, 1)
				go func() { done <- edge.Run(ctx, io.Discard) }()
				eventually(t, "it is said", func() bool {
					select {
					case err = <-done:
						return true
					default:
						return strings.Contains(string(log.Bytes()), c.says)
					}
				})
				cancel()
			}
			if err != nil && (!strings.Contains(err.Error(), c.says) || exitCode(err) != c.code) {
				t.Errorf("the edge says %v, exit code %d; want %q, %d", err, exitCode(err), c.says, c.code)
			}
			if err == nil && c.code != exitUnavailable {
				t.Errorf("the edge waits, and should have ended with %d", c.code)
			}
		})
	}
	for _, address := range []string{plain, locked, other, "nats://127.0.0.1:1"} {
		room := startRoomWith(t, true, Settings{RelaySettings: RelaySettings{NATS: address}})
		made := publishForTest(t, room.commands(t), "Published all the same")
		if page := askFor(t, http.DefaultClient, room.ReadersURL()+"/ukraine/p/"+string(made.Entry.Item)); page.status != http.StatusOK {
			t.Errorf("the item is answered with %d", page.status)
		}
	}
}

// TestEdgeKeepsWhatItKnowsOverARestart stops an edge, lets the newsroom go away, and starts it again.
func TestEdgeKeepsWhatItKnowsOverARestart(t *testing.T) {
	t.Parallel()
	room := startRoom(t, true)
	way := newFront(t, room.ReadersURL())
	edge := startEdge(t, EdgeSettings{Upstream: way.URL})
	before := askFor(t, http.DefaultClient, edge.ReadersURL()+"/ukraine/p/"+firstItem(t, edge.Edge))
	edge.stop()
	if !strings.Contains(string(edge.log.Bytes()), room.press.fingerprint(room.press.order[0])) {
		t.Errorf("whom it believes was not said aloud: %s", edge.log.Bytes())
	}
	way.set(answers{to: room.ReadersURL(), down: true})
	again := startEdge(t, EdgeSettings{Upstream: way.URL}, edge.data)
	if after := askFor(t, http.DefaultClient, again.ReadersURL()+"/ukraine/p/"+firstItem(t, again.Edge)); after.words != before.words {
		t.Errorf("after a restart without its newsroom the edge answers %d", after.status)
	}
	again.stop()
	// Another newsroom in the old one's place is a stranger, even for an edge whose database was thrown away.
	other, err := again.folder.publishers()
	if err != nil || len(other) != 1 {
		t.Fatalf("the edge knows %v, %v", other, err)
	}
	if _, err := OpenEdge(t.Context(), room.folder.path, EdgeSettings{Upstream: way.URL, Listen: "127.0.0.1:0"}, io.Discard); exitCode(err) != exitCannotWrite {
		t.Errorf("an edge in a newsroom's folder: %v", err)
	}
	if _, err := Open(t.Context(), again.data, Settings{Listen: "127.0.0.1:0", Desk: "127.0.0.1:0"}, io.Discard); exitCode(err) != exitCannotWrite {
		t.Errorf("a newsroom in an edge's folder: %v", err)
	}
}

// TestEdgeFollowsOnlyWhomItWasTold gives keys: the right one, its fingerprint, and one of somebody else.
func TestEdgeFollowsOnlyWhomItWasTold(t *testing.T) {
	t.Parallel()
	room := startRoom(t, true)
	id := room.press.order[0]
	key, err := room.folder.keys().public(id)
	if err != nil {
		t.Fatal(err)
	}
	_, stranger, err := record.NewKey(strings.NewReader(strings.Repeat("another", 32)), "another.example/ukraine")
	if err != nil {
		t.Fatal(err)
	}
	for _, given := range []string{key, room.press.fingerprint(id)} {
		edge := startEdge(t, EdgeSettings{Upstream: room.ReadersURL(), Key: []string{stranger, given}})
		if !endsAlike(t, room, edge.Edge) {
			t.Errorf("with the key %q it is not followed", given)
		}
	}
	edge := startEdge(t, EdgeSettings{Upstream: room.ReadersURL(), Key: []string{stranger}})
	rows, err := edge.store.Briefings(t.Context())
	if err != nil || len(rows) != 0 || !strings.Contains(string(edge.log.Bytes()), "no key that was given answers for it") {
		t.Errorf("a stranger's record is followed: %v, %v\n%s", rows, err, edge.log.Bytes())
	}
}

// TestLongRecordAndLargeEntriesReachAnEdge has more entries than are asked for one by one, and one that is larger than a
// message may be: an edge that comes late has all of it, and one that was there all the time.
func TestLongRecordAndLargeEntriesReachAnEdge(t *testing.T) {
	t.Parallel()
	room := startRelaying(t)
	early := startEdge(t, EdgeSettings{NATS: room.node.EdgeURL()})
	id := room.press.order[0]
	acts := make([]brief.Act, 700)
	for i := range acts {
		d := benchDevelopment(i)
		d.Track = "world"
		if i == 350 {
			d.Text = strings.Repeat(d.Text+"\n\n", 20_000)
		}
		acts[i] = benchAct(t, id, brief.Publish, brief.ItemID("long"+strconv.Itoa(i)), d)
	}
	if _, err := room.ledger.Append(t.Context(), acts...); err != nil {
		t.Fatal(err)
	}
	late := startEdge(t, EdgeSettings{NATS: room.node.EdgeURL()})
	for name, edge := range map[string]*edgeUnderTest{"early": early, "late": late} {
		eventually(t, "the "+name+" edge has all of it", func() bool { return endsAlike(t, room, edge.Edge) })
	}
	if got := askFor(t, http.DefaultClient, late.ReadersURL()+"/ukraine/p/long350"); got.status != http.StatusOK || len(got.words) < 2<<20 {
		t.Errorf("the large item is answered with %d and %d bytes", got.status, len(got.words))
	}
}

// TestPermissionsOfTheDocumentAreEnough gives newsroom and edge the users that docs/growth.md describes, and nothing more.
func TestPermissionsOfTheDocumentAreEnough(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/growth.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := func(what string) (lists [][]string) {
		for _, block := range regexp.MustCompile(`(?m)^    `+what+`: +(.+(?:\n {16}.+)*)`).FindAllSubmatch(text, -1) {
			lists = append(lists, strings.FieldsFunc(string(block[1]), func(r rune) bool { return r == ',' || r == ' ' || r == '\n' }))
		}
		return lists
	}
	publish, subscribe := listed("publish"), listed("subscribe")
	if len(publish) != 2 || len(subscribe) != 2 {
		t.Fatalf("the document lists %q and %q", publish, subscribe)
	}
	if !slices.Equal(slices.Sorted(slices.Values(publish[1])), slices.Sorted(slices.Values(relay.EdgePublishes()))) || !slices.Equal(subscribe[1], relay.EdgeSubscribes()) {
		t.Errorf("the document gives edges %q and %q, the server %q and %q", publish[1], subscribe[1], relay.EdgePublishes(), relay.EdgeSubscribes())
	}
	var users []*server.User
	for i, name := range []string{"newsroom", "edge"} {
		users = append(users, &server.User{Username: name, Password: name, Permissions: &server.Permissions{
			Publish: &server.SubjectPermission{Allow: publish[i]}, Subscribe: &server.SubjectPermission{Allow: subscribe[i]}}})
	}
	address := startNATS(t, server.Options{JetStream: true, Users: users})
	as := func(name string) string { return strings.Replace(address, "nats://", "nats://"+name+":"+name+"@", 1) }
	room := startRoomWith(t, true, Settings{RelaySettings: RelaySettings{NATS: as("newsroom")}})
	edge := startEdge(t, EdgeSettings{NATS: as("edge")})
	eventually(t, "the edge has the sample", func() bool { return endsAlike(t, room, edge.Edge) })
	publishForTest(t, room.commands(t), "With the permissions of the document")
	eventually(t, "the edge has what was published", func() bool { return endsAlike(t, room, edge.Edge) })
	if log := string(edge.log.Bytes()); strings.Contains(strings.ToLower(log), "permission") {
		t.Errorf("the edge says: %s", log)
	}
}
