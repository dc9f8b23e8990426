SELECT id, name, kind, language, address, briefing, every_ms, added_by, health, sentence, checked, changed, next, failures, etag, last_modified FROM sources WHERE id = ?
