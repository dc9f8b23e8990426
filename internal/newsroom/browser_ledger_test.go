package newsroom

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// TestAnOpenStatementFollowsTheRecord opens a statement of the sample, updates it, and sees the change arrive in the page that
// was opened, with links that lead where they led.
func TestAnOpenStatementFollowsTheRecord(t *testing.T) {
	t.Parallel()
	ctx := browse(t)
	room := startRoom(t, true)
	id := room.press.order[0]
	state, err := room.press.Current(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	list, total := state.Statements(edition.LedgerFilter{}, 0, 1)
	if total == 0 {
		t.Fatal("the sample has no statements")
	}
	row := list[0]
	texts, err := room.store.Bodies(t.Context(), id, []brief.Seq{row.Current})
	if err != nil {
		t.Fatal(err)
	}
	body, err := edition.Body[brief.Statement](texts[row.Current])
	if err != nil {
		t.Fatal(err)
	}
	at := "/ukraine/statements/" + string(row.ID)
	do(t, ctx, "opening the statement", chromedp.Navigate(room.ReadersURL()+at), chromedp.WaitReady(chromedp.CSS("article.ledger")),
		chromedp.Evaluate[chromedp.Void](`window.opened = "once"`))
	body.Summary, body.Change = "A summary that came while the page was open.", brief.StatementChange{Class: brief.Correct, Note: "The first summary was wrong."}
	act := benchAct(t, id, brief.EntryStatement, brief.ItemID(row.ID), body)
	act.Dated = state.When.Add(time.Minute)
	if _, err := room.ledger.Append(t.Context(), act); err != nil {
		t.Fatal(err)
	}
	see(t, ctx, `document.querySelector('article.ledger').textContent.includes('A summary that came while the page was open.')`)
	see(t, ctx, `document.querySelector('article.ledger').textContent.includes('The first summary was wrong.')`)
	for _, want := range []string{at + "/history", at + "/proof", "/ukraine/people/" + string(row.Speaker)} {
		see(t, ctx, fmt.Sprintf(`[...document.querySelectorAll('article.ledger a')].some(a => a.pathname === %s)`, quoted(want)))
	}
	see(t, ctx, `[...document.querySelectorAll('#masthead a')].some(a => a.pathname === '/ukraine/record/checkpoint')`)
	see(t, ctx, `document.getElementById('status').textContent === '1 correction'`)
	if opened := get(t, ctx, "the mark", chromedp.Evaluate[string](`window.opened ?? "again"`)); opened != "once" {
		t.Error("the page was loaded again")
	}
}
