"""A query's tree as SQL over ``coverage``: text by the index, all values as parameters."""

from datetime import date

from storage.dialect import FOUND_ON_DAYS, WORDS_FOUND
from text.query import AtOutlet, Either, Every, Node, Not, OnDays, Words

Sql = tuple[str, list[object]]


def found_sql(node: Node, days: tuple[date, date] | None) -> Sql:
    """A condition on a row of ``coverage`` (as c), and its parameters.

    Parts that only look at text become one question to the full-text index. ``days`` are the first
    and the last day on which the rows count, None where that is not known.
    """
    text = match_text(node)
    if text is not None:
        if days is None:
            return f"c.row IN ({WORDS_FOUND})", [text]
        return FOUND_ON_DAYS, [text, *(day.isoformat() for day in days)]
    match node:
        case OnDays():
            return _on_days(node)
        case AtOutlet():
            return (
                "c.outlet IN (SELECT id FROM outlets WHERE instr(' ' || folded, ' ' || ?) > 0)",
                [node.name],
            )
        case Not():
            sql, values = found_sql(node.part, days)
            return f"NOT {sql}", values
        case Every() | Either():
            word = " AND " if isinstance(node, Every) else " OR "
            parts = [found_sql(part, days) for part in _gathered(node)]
            return (
                f"({word.join(sql for sql, _ in parts)})",
                [value for _, values in parts for value in values],
            )
    raise AssertionError(f"{node!r} is words, which the index answers")


def match_text(node: Node) -> str | None:
    """A query that is about text alone as an FTS5 query; None where it is not, or only excludes.

    Only letters and digits between quotation marks come from the person.
    """
    match node:
        case Words():
            open_end = "" if node.whole else "*"
            column = "folded_title : " if node.in_title else ""
            return f'{column}"{" ".join(node.words)}"{open_end}'
        case Either():
            parts = [match_text(part) for part in node.parts]
            return None if None in parts else f"({' OR '.join(map(str, parts))})"
        case Every():
            wanted = [match_text(part) for part in node.parts if not isinstance(part, Not)]
            without = [match_text(part.part) for part in node.parts if isinstance(part, Not)]
            if not wanted or None in wanted or None in without:
                return None
            sql = f"({' AND '.join(map(str, wanted))})"
            return f"({sql} NOT ({' OR '.join(map(str, without))}))" if without else sql
    return None


def ranking_text(node: Node) -> str | None:
    """The part of a query by which rows are more or less to the point, as an FTS5 query.

    Every row that is found has it. None where there is no such part.
    """
    text = match_text(node)
    if text is not None or not isinstance(node, Every):
        return text
    parts = [part for one in _gathered(node) if (part := ranking_text(one)) is not None]
    return f"({' AND '.join(parts)})" if parts else None


def _gathered(node: Every | Either) -> list[Node]:
    """The parts, with those about text alone as one, so that the index is asked once."""
    about_text = [part for part in node.parts if match_text(part) is not None]
    if isinstance(node, Every) and about_text:
        about_text += [
            part for part in node.parts
            if isinstance(part, Not) and match_text(part.part) is not None
        ]  # fmt: skip
    if len(about_text) < 2:
        return list(node.parts)
    others = [part for part in node.parts if part not in about_text]
    kind = type(node)
    return [kind(tuple(about_text)), *others]


def _on_days(node: OnDays) -> Sql:
    if node.first and node.last:
        return "c.day BETWEEN ? AND ?", [node.first.isoformat(), node.last.isoformat()]
    if node.first:
        return "c.day >= ?", [node.first.isoformat()]
    return "c.day <= ?", [node.last.isoformat() if node.last else ""]
