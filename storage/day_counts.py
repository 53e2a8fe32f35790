"""Counts of days off the rows of ``coverage``, in the columns of the table ``rollup``."""

from collections.abc import Sequence

KEYS = {
    "total": ("''", ""),
    "channel": (
        "CASE WHEN {c}.subchannel = '' THEN {c}.channel"
        " ELSE {c}.channel || '/' || {c}.subchannel END",
        "",
    ),
    "outlet": ("{c}.outlet", ""),
    "region": ("CASE WHEN {c}.region = '' THEN 'none' ELSE {c}.region END", ""),
    "origin": ("{c}.origin", ""),
    "unit": ("{c}_m.unit", "JOIN coverage_units {c}_m ON {c}_m.row = {c}.row"),
    "topic": ("{c}_m.topic", "JOIN coverage_topics {c}_m ON {c}_m.row = {c}.row"),
}
"""Of each kind the key of a row of ``coverage`` (as c), and the table that has it."""

KINDS = tuple(KEYS)


def day_counts_sql(kind: str, days: Sequence[str], first: str = "") -> str:
    """A query for the rows of ``rollup`` of one kind for some days (ISO), by its rules.

    A story that was there before stands under the day of its last appearance of the same key. With
    ``first`` (ISO) it stands under that day where it was there since, and among the new ones where
    it was not: all that a count of a range that begins there needs, and found sooner.
    """
    key, joined = (part.format(c="c") for part in KEYS[kind])
    key_before, joined_before = (part.format(c="e") for part in KEYS[kind])
    listed = ", ".join(f"'{day}'" for day in days)
    earlier = (
        f"FROM rollup_counted e {joined_before} WHERE e.story = c.story AND e.day < c.day"
        f" AND NOT e.is_foreign AND {key_before} = {key}"
    )
    before = f"coalesce((SELECT max(e.day) {earlier}), '')"
    if first:
        since = f"EXISTS (SELECT 1 {earlier} AND e.day >= '{first}')"
        before = f"CASE WHEN {since} THEN '{first}' ELSE '' END"
    return f"""
        SELECT '{kind}' AS kind, day, key, before,
            count(*) FILTER (WHERE NOT is_foreign) AS appearances,
            count(DISTINCT story) FILTER (WHERE NOT is_foreign) AS stories,
            count(*) FILTER (WHERE origin = 'owned') AS owned,
            count(*) FILTER (WHERE origin = 'release') AS release,
            count(*) FILTER (WHERE origin = 'earned') AS earned,
            count(*) FILTER (WHERE is_foreign) AS "foreign"
        FROM (
            SELECT c.day, {key} AS key, c.story, c.is_foreign, c.origin, {before} AS before
            FROM rollup_counted c {joined} WHERE c.day IN ({listed})
        ) k
        GROUP BY day, key, before
    """  # noqa: S608 - kinds are ours, days are those of the ledger's own rows
