DROP TRIGGER publications_fts_insert;
DROP TRIGGER publications_fts_delete;
DROP TRIGGER publications_fts_update;
DROP TABLE publications_fts;

CREATE VIRTUAL TABLE coverage_words USING fts5(
    folded_title, folded_body,
    content = 'publications', content_rowid = 'row',
    tokenize = "unicode61 remove_diacritics 0"
);
INSERT INTO coverage_words(rowid, folded_title, folded_body)
SELECT row, folded_title, folded_body FROM may_count;

-- Of what is in it, and only of that, the index must be told when it goes: coverage_words_docsize is
-- FTS5's own list of it.
CREATE TRIGGER coverage_words_insert AFTER INSERT ON publications
WHEN EXISTS (SELECT 1 FROM may_count m WHERE m.row = new.row) BEGIN
    INSERT INTO coverage_words(rowid, folded_title, folded_body)
    VALUES (new.row, new.folded_title, new.folded_body);
END;
CREATE TRIGGER coverage_words_delete AFTER DELETE ON publications
WHEN old.row IN (SELECT id FROM coverage_words_docsize) BEGIN
    INSERT INTO coverage_words(coverage_words, rowid, folded_title, folded_body)
    VALUES ('delete', old.row, old.folded_title, old.folded_body);
END;
CREATE TRIGGER coverage_words_update
AFTER UPDATE OF outlet, owner, version_of, folded_title, folded_body ON publications
WHEN (old.outlet, old.owner, old.version_of, old.folded_title, old.folded_body)
    IS NOT (new.outlet, new.owner, new.version_of, new.folded_title, new.folded_body) BEGIN
    INSERT INTO coverage_words(coverage_words, rowid, folded_title, folded_body)
    SELECT 'delete', old.row, old.folded_title, old.folded_body
    WHERE old.row IN (SELECT id FROM coverage_words_docsize);
    INSERT INTO coverage_words(rowid, folded_title, folded_body)
    SELECT m.row, m.folded_title, m.folded_body FROM may_count m WHERE m.row = new.row;
END;

-- What a person says counts, a closed month, and an outlet that becomes the ministry's own.
CREATE TRIGGER coverage_words_decided AFTER INSERT ON decisions WHEN new.kind = 'counts' BEGIN
    INSERT INTO coverage_words(rowid, folded_title, folded_body)
    SELECT m.row, m.folded_title, m.folded_body FROM may_count m
    WHERE m.id = new.publication AND m.row NOT IN (SELECT id FROM coverage_words_docsize);
END;
CREATE TRIGGER coverage_words_decided_anew AFTER UPDATE ON decisions WHEN new.kind = 'counts' BEGIN
    INSERT INTO coverage_words(rowid, folded_title, folded_body)
    SELECT m.row, m.folded_title, m.folded_body FROM may_count m
    WHERE m.id = new.publication AND m.row NOT IN (SELECT id FROM coverage_words_docsize);
END;
CREATE TRIGGER coverage_words_closed AFTER INSERT ON closed_appearances BEGIN
    INSERT INTO coverage_words(rowid, folded_title, folded_body)
    SELECT m.row, m.folded_title, m.folded_body FROM may_count m
    WHERE m.id = new.publication AND m.row NOT IN (SELECT id FROM coverage_words_docsize);
END;
CREATE TRIGGER coverage_words_owned AFTER UPDATE OF owned ON outlets
WHEN new.owned AND NOT old.owned BEGIN
    INSERT INTO coverage_words(rowid, folded_title, folded_body)
    SELECT p.row, p.folded_title, p.folded_body FROM publications p
    WHERE p.outlet = new.id AND p.version_of = ''
    AND p.row NOT IN (SELECT id FROM coverage_words_docsize);
END;
