-- Without a name it is that of the person, and where that is not known either, their id.
INSERT INTO audit (at, person, name, verb, object, briefing, seq)
SELECT a.at, a.person, COALESCE(NULLIF(a.name, ''), p.name, a.otherwise), a.verb, a.object, a.briefing, a.seq
FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[])
    WITH ORDINALITY AS a (at, person, name, known, otherwise, verb, object, briefing, seq, n)
LEFT JOIN people p ON p.id = a.known
ORDER BY a.n
