package newsroom

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/alecthomas/kong"
)

const about = "A live-briefing server: from incoming coverage to a briefing that readers can follow, check and copy."

// Common are the settings that every command knows. A flag, its environment variable (LIVEBRIEF_DATA, ...) and
// its key in the file of --config are the same setting.
type Common struct {
	Config kong.ConfigFlag `help:"Settings as JSON: flag names as keys." placeholder:"FILE" env:"LIVEBRIEF_CONFIG"`
	Data   string          `help:"Data folder." default:"livebrief-data" placeholder:"DIR" env:"LIVEBRIEF_DATA"`
	Server string          `help:"Address of the desk; found in the data folder when not given." placeholder:"URL" env:"LIVEBRIEF_SERVER"`
	Token  string          `help:"Token of the person; found in the data folder when not given." placeholder:"TOKEN" env:"LIVEBRIEF_TOKEN"`
	Format string          `help:"How data is printed." enum:"text,json" default:"text" env:"LIVEBRIEF_FORMAT"`
}

// commandLine is every command there is.
type commandLine struct {
	Common
	Serve     serveCommand     `cmd:"" help:"Serve readers and the desk."`
	Edge      edgeCommand      `cmd:"" help:"Serve readers from another machine: follow a newsroom, verify all it sends, keep nothing secret."`
	Read      readCommand      `cmd:"" help:"Read one report and print what was found in it."`
	Briefing  briefingCommand  `cmd:"" help:"Make, change and list briefings."`
	Person    personCommand    `cmd:"" help:"Add, list and revoke the people of the desk."`
	Source    sourceCommand    `cmd:"" help:"Add, list, test and remove sources."`
	Add       addCommand       `cmd:"" help:"Add reports from files, addresses or standard input."`
	Inbox     inboxCommand     `cmd:"" help:"List reports that nobody has dealt with."`
	Show      showCommand      `cmd:"" help:"Print one item with its revisions."`
	Publish   publishCommand   `cmd:"" help:"Publish a development: from a report, from one of its sentences, or from scratch."`
	Update    updateCommand    `cmd:"" help:"Add new facts to an item."`
	Correct   correctCommand   `cmd:"" help:"Correct an item; the note says in public what was wrong."`
	Refile    refileCommand    `cmd:"" help:"Mend a slip that does not change the meaning."`
	Hold      holdCommand      `cmd:"" help:"Mark an item as held while it is checked."`
	Withdraw  withdrawCommand  `cmd:"" help:"Withdraw an item; a tombstone stays at its address."`
	Redact    redactCommand    `cmd:"" help:"Remove text openly, for law or safety."`
	Glance    glanceCommand    `cmd:"" help:"Show and change the glance, line by line."`
	Statement statementCommand `cmd:"" help:"Record what was said, and what came of it."`
	Speaker   speakerCommand   `cmd:"" help:"Keep the register of those who speak."`
	Lists     listsCommand     `cmd:"" help:"Show and change what a briefing's desk teaches the reader: names, places and the words of tracks."`
	Import    importCommand    `cmd:"" help:"Bring in what others keep: control maps."`
	Maps      mapsCommand      `cmd:"" help:"Look at control maps that wait, and approve them."`
	Numbers   numbersCommand   `cmd:"" help:"Look at numbers that wait, approve them, and add them."`
	Drafts    draftsCommand    `cmd:"" help:"List drafts and acts under embargo."`
	Export    exportCommand    `cmd:"" help:"Make a copy of a briefing that works without a server: a folder, a zip or one HTML file."`
	Verify    verifyCommand    `cmd:"" help:"Check a copy: a folder, a zip, one HTML file or the address of a mirror."`
	Mirror    mirrorCommand    `cmd:"" help:"Serve a copy as a mirror."`
	Key       keyCommand       `cmd:"" help:"Show and replace the key that signs the record of a briefing."`
	Backup    backupCommand    `cmd:"" help:"Write down the whole store, while the server runs or without it."`
	Restore   restoreCommand   `cmd:"" help:"Fill a new data folder or database from a backup; show that its records are not behind."`
	Migrate   migrateCommand   `cmd:"" help:"Move the whole store to another database: from SQLite to PostgreSQL, or back."`
	Witness   witnessCommand   `cmd:"" help:"Cosign the records of briefings that only grow, and look at evidence of those that do not."`
	Doctor    doctorCommand    `cmd:"" help:"Look at a public address as a reader would: what do proxies and CDNs in front do?"`
	Check     checkCommand     `cmd:"" help:"Check the data folder: database, record, hashes."`
	Measure   measureCommand   `cmd:"" help:"Score the reader against what people noted in texts."`
	Version   versionCommand   `cmd:"" help:"Print the version."`
}

// print writes value as JSON, or as text by the function, as --format says.
func (c *Common) print(out io.Writer, value any, text func(io.Writer)) error {
	if c.Format != "json" {
		text(out)
		return nil
	}
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	return nil
}
