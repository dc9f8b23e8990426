package house

// room is one package of the plan: its rank, and the rooms of its own rank that it may open.
type room struct {
	rank  int
	peers []string
}

// plan is the table of ARCHITECTURE.md. Imports go down in rank, never sideways but for the named peers.
// A package that is not in the plan is a breach: put it in, with its rank, when you build it.
var plan = map[string]room{
	"brief": {rank: 0},

	"record":    {rank: 1},
	"wire":      {rank: 1},
	"compare":   {rank: 1},
	"territory": {rank: 1},
	"statement": {rank: 1},
	"backup":    {rank: 1},
	"sheet":     {rank: 1},
	"series":    {rank: 1, peers: []string{"sheet"}},

	"chart":               {rank: 1, peers: []string{"territory", "territory/basemap"}},
	"atlas":               {rank: 1, peers: []string{"territory", "territory/basemap", "territory/synthetic"}},
	"territory/basemap":   {rank: 1, peers: []string{"territory"}},
	"territory/synthetic": {rank: 1, peers: []string{"territory"}},

	"reading/echo":      {rank: 1},
	"reading/gazetteer": {rank: 1},
	"reading/register":  {rank: 1},
	"reading/pattern":   {rank: 1},

	"reading": {rank: 2},
	"desk":    {rank: 2},
	"edition": {rank: 2},

	"doctor":       {rank: 3},
	"gate":         {rank: 3},
	"intake":       {rank: 3},
	"store":        {rank: 3},
	"store/pgtest": {rank: 3},
	"live":         {rank: 3},
	"page":         {rank: 3},
	"mirror":       {rank: 3, peers: []string{"page"}},
	"web":          {rank: 3, peers: []string{"page"}},
	"witness":      {rank: 3},
	"measure":      {rank: 3},
	"relay":        {rank: 3},

	"newsroom": {rank: 4},
	"faults":   {rank: 4},
	"house":    {rank: 0},
}

// topRank is the rank of the commands; highestPure the highest whose rooms touch nothing but memory.
const (
	topRank     = 5
	highestPure = 2
)

// impure are the doors that a pure room never opens itself. net/url and net/netip only parse.
var impure = map[string]bool{
	"net": true, "net/http": true, "net/http/httptest": true, "net/smtp": true, "net/rpc": true, "net/textproto": true,
	"os": true, "os/exec": true, "os/signal": true, "os/user": true, "database/sql": true, "log": true, "log/slog": true,
	"syscall": true,
}

// Budgets in lines. Over the first is said aloud, over the second is a breach.
const (
	fileBudget, fileLimit = 400, 600
	funcBudget, funcLimit = 60, 100
	mainLimit             = 20
)
