-- Which other briefing has this name or this origin already.
SELECT name = ? FROM briefings WHERE (name = ? OR origin = ?) AND id <> ?
