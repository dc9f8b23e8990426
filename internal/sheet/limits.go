package sheet

// Limits keep a hostile or mistaken file from taking the machine. A table that a newsroom prints stays far below them.
const (
	// MaxBytes is the size of a file as it was handed in: 64 MB.
	MaxBytes = 64 << 20
	// MaxUnzipped is the size of all parts of a workbook after unpacking: 512 MB.
	MaxUnzipped = 512 << 20
	// MaxParts is the number of files within a workbook.
	MaxParts = 10_000
	// MaxRows is the number of rows below the header that hold anything.
	MaxRows = 1_000_000
	// MaxColumns is the number of columns.
	MaxColumns = 1_024
	// MaxCell is the size of the text of a cell: 32 KB.
	MaxCell = 32 << 10
	// MaxCells is the number of cells of the whole table, those that were padded too: a header of 1,024 columns over a million
	// rows of one cell is a file of 2 MB and would be 16 GB of cells.
	MaxCells = 20_000_000
	// MaxText is the size of the text of all cells: 512 MB. A workbook names a text once and uses it in many cells.
	MaxText = 512 << 20
)
