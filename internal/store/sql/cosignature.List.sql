SELECT briefing, witness, size, line, at FROM cosignatures ORDER BY briefing, witness
