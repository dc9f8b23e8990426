package reading

import "livebrief/internal/brief"

func readStatements(d *document, dates []brief.ReadDate) ([]brief.ReadStatement, int) {
	return []brief.ReadStatement{}, 0
}
