-- The index of words holds what may count, about one publication in ten: all that is searched is
-- coverage, and to index the others as well took most of the time of writing, of the index's size and
-- of the time to find a common word. A publication that may count no more can stay in it until its
-- text changes: what is found is looked up in coverage (or coverage_today) anyway.

-- Whatever those may have, whether they do now or not.
CREATE VIEW may_count AS
SELECT p.row, p.id, p.day, p.folded_title, p.folded_body FROM publications p
WHERE p.version_of = '' AND (
    p.owner <> 'none'
    OR EXISTS (SELECT 1 FROM outlets o WHERE o.id = p.outlet AND o.owned)
    OR EXISTS (SELECT 1 FROM decisions d WHERE d.publication = p.id AND d.kind = 'counts')
)
OR EXISTS (SELECT 1 FROM closed_appearances c WHERE c.publication = p.id);
