-- What the columns say, for comparing with the leaf.
SELECT seq, kind, item, shown_at, leaf FROM entries WHERE briefing = ? AND seq BETWEEN ? AND ? ORDER BY seq
