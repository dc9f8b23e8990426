UPDATE proposals SET state = ?, decider = ?, note = ? WHERE briefing = ? AND id = ? AND state = 'waits'
