package page

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// TestTableOfTheLedgerIsWrittenByHand compares the rows of two statements.
func TestTableOfTheLedgerIsWrittenByHand(t *testing.T) {
	c := bareLedger(t)
	s := simple(brief.KindForecast, `Ice, "early"`, "mira", brief.Term{ID: "t1", Text: "=1+1", Force: brief.Hedged, ReviewOn: "2023-01"})
	c.add(brief.EntryStatement, "ice", s)
	c.add(brief.EntryOutcome, "ice", brief.Outcome{Statement: "ice", Term: "t1", Verdict: "ambiguous", AsOf: "2022-09-24", Rationale: "Nobody\nknows.", Weak: true})
	c.add(brief.EntryStatement, "stay", simple(brief.KindAppeal, "Stay", "mira"))
	var b bytes.Buffer
	if err := WriteTable(&b, c.shelf(), c.bodies); err != nil {
		t.Fatal(err)
	}
	want := strings.Join(tableHead, ",") + "\r\n" +
		`ice,live,forecast,world,"Ice, ""early""",mira,mira,,,,,,,2022-09-19T09:00:00Z,,day,Europe/Kyiv,t1,'=1+1,,,hedged,,,,,,2023-01,,,,,,,,,,,,,ambiguous,2022-09-24,3,"Nobody` + "\r\n" + `knows.",yes,,1,0,0,0,https://brief.example/war/statements/ice` + "\r\n" +
		`stay,live,appeal,world,Stay,mira,mira,,,,,,,2022-09-19T09:00:00Z,,day,Europe/Kyiv,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,1,0,0,0,https://brief.example/war/statements/stay` + "\r\n"
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestTableReadsBackToTheLedger writes hostile texts into the ledger and takes them out of the table again, as a
// spreadsheet would, which takes none of them for a formula.
func TestTableReadsBackToTheLedger(t *testing.T) {
	c := bareLedger(t)
	texts := append([]string{"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "'=1", "''+1", "'quoted'", "a,b;c\"d", "two\nlines", " =1", "", "−1"}, payloads...)
	for i, x := range texts {
		id := brief.ItemID("s" + string(rune('a'+i/26)) + string(rune('a'+i%26)))
		c.add(brief.EntryStatement, id, simple(brief.KindPledge, "T"+x, "mira", brief.Term{ID: "t1", Text: x, Condition: x + "."}, brief.Term{ID: "t2", Text: x}))
	}
	var b bytes.Buffer
	if err := WriteTable(&b, c.shelf(), c.bodies); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 1+2*len(texts) {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	raw := func(cell string) string {
		if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			t.Errorf("%q would be taken for a formula", cell)
		}
		if bare := strings.TrimLeft(cell, "'"); bare != cell && bare != "" && strings.ContainsRune("=+-@\t\r", rune(bare[0])) {
			return cell[1:]
		}
		return cell
	}
	for i, x := range texts {
		for k := range 2 {
			row := rows[1+2*i+k]
			if raw(row[4]) != "T"+x || raw(row[18]) != x || k == 0 && raw(row[19]) != x+"." {
				t.Errorf("%q came back as %q, %q, %q", x, row[4], row[18], row[19])
			}
		}
	}
}

func TestWholeLedgerAsJSON(t *testing.T) {
	c := ledgerChronicle(t)
	var b bytes.Buffer
	if err := WriteLedgerJSON(&b, c.shelf(), c.bodies); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Briefing   string
		Statements []struct {
			ID, Status, Verdict string
			Terms               []struct{ ID, Verdict string }
			Statement           *brief.Statement
			Outcomes            []brief.Outcome
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil || got.Briefing != "war" || len(got.Statements) != 9 {
		t.Fatalf("%d statements, %v", len(got.Statements), err)
	}
	bridge := got.Statements[2]
	if bridge.ID != "bridge" || bridge.Verdict != "mixed" || len(bridge.Outcomes) != 3 || bridge.Terms[0].Verdict != "partly_kept" || bridge.Statement.Title != "A bridge, a fare and a fund" {
		t.Errorf("got %+v", bridge)
	}
	struck := got.Statements[8]
	if struck.ID != "struck" || struck.Status != "removed" || struck.Statement != nil {
		t.Errorf("got %+v", struck)
	}
}

// TestTableHoldsAPartOfTheLedgerAtATime counts how many texts are asked for at once.
func TestTableHoldsAPartOfTheLedgerAtATime(t *testing.T) {
	c := bigLedger(t, 700)
	most, asked := 0, 0
	bodies := func(seqs []brief.Seq) (map[brief.Seq]brief.Published, error) {
		most, asked = max(most, len(seqs)), asked+len(seqs)
		return c.bodies(seqs)
	}
	var b bytes.Buffer
	if err := WriteTable(&b, c.shelf(), bodies); err != nil {
		t.Fatal(err)
	}
	if asked != 700+233 || most > 300 {
		t.Errorf("%d texts were asked for, %d of them at once", asked, most)
	}
}
