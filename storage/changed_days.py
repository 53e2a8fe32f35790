"""Counts of days that have changed since days were added up, in the columns of ``rollup``.

They are counted for one kind of key and one range, which takes a part of what it takes to add the
day up for all keys and all ranges.
"""

_CHANNEL = (
    "CASE WHEN {c}.subchannel = '' THEN {c}.channel ELSE {c}.channel || '/' || {c}.subchannel END"
)
_KEYS = {
    "total": ("''", ""),
    "channel": (_CHANNEL, ""),
    "outlet": ("{c}.outlet", ""),
    "region": ("CASE WHEN {c}.region = '' THEN 'none' ELSE {c}.region END", ""),
    "origin": ("{c}.origin", ""),
    "unit": ("{c}_m.unit", "JOIN coverage_units {c}_m ON {c}_m.row = {c}.row"),
    "topic": ("{c}_m.topic", "JOIN coverage_topics {c}_m ON {c}_m.row = {c}.row"),
}
"""Of each kind its key of a row of ``coverage`` (as c), and the table it is taken from."""


def changed_days_sql(kind: str, days: list[str], first: str) -> str:
    """A query for what ``rollup`` would hold of these days (ISO), were they added up, of one kind.

    Of when a story was there before only whether that is on ``first`` (ISO) or later is told, which
    is what a count of a range that begins there needs.
    """
    key, joined = (part.format(c="c") for part in _KEYS[kind])
    key_before, joined_before = (part.format(c="e") for part in _KEYS[kind])
    listed = ", ".join(f"'{day}'" for day in days)
    return f"""
        SELECT '{kind}' AS kind, day, key, CASE WHEN again THEN '{first}' ELSE '' END AS before,
            count(*) FILTER (WHERE NOT is_foreign) AS appearances,
            count(DISTINCT story) FILTER (WHERE NOT is_foreign) AS stories,
            count(*) FILTER (WHERE origin = 'owned') AS owned,
            count(*) FILTER (WHERE origin = 'release') AS release,
            count(*) FILTER (WHERE origin = 'earned') AS earned,
            count(*) FILTER (WHERE is_foreign) AS "foreign"
        FROM (
            SELECT c.day, {key} AS key, c.story, c.is_foreign, c.origin, EXISTS (
                SELECT 1 FROM rollup_counted e {joined_before}
                WHERE e.story = c.story AND e.day >= '{first}' AND e.day < c.day
                AND NOT e.is_foreign AND {key_before} = {key}
            ) AS again
            FROM rollup_counted c {joined} WHERE c.day IN ({listed})
        ) k
        GROUP BY day, key, again
    """  # noqa: S608 - kinds are ours, days are dates of the ledger's own rows
