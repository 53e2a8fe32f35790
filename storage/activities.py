"""Press events, statements on resonant cases, programmes and author's shows."""

from dataclasses import astuple, dataclass, fields
from datetime import date

from storage.connection import Connection


@dataclass(frozen=True, slots=True)
class Activity:
    """One of them. ``day`` is its Tashkent day; fields its kind does not have are "".

    ``state`` is planned or held and ``level`` leadership or region, of press events only.
    """

    id: str
    kind: str
    day: date
    title: str
    state: str
    level: str
    form: str
    region: str
    person: str
    outlet: str
    url: str
    note: str
    sheet: str
    row: int


def keep_activity(connection: Connection, one: Activity, number: int) -> bool:
    """Keep one that came by an import; False where it is kept already."""
    names = [item.name for item in fields(Activity)]
    values = [one.day.isoformat() if name == "day" else value
              for name, value in zip(names, astuple(one), strict=True)]  # fmt: skip
    cursor = connection.execute(
        f'INSERT INTO activities ({", ".join(names)}, "import")'  # noqa: S608
        f" VALUES ({', '.join('?' * len(names))}, ?) ON CONFLICT (id) DO NOTHING",
        (*values, number),
    )
    return cursor.rowcount > 0


def list_activities(connection: Connection, kind: str, first: date, last: date) -> list[Activity]:
    """Those of a kind on the days first..last (Tashkent), by day and title.

    Of closed months those that were there when the month was closed.
    """
    names = ", ".join(item.name for item in fields(Activity))
    rows = connection.execute(
        f"SELECT {names} FROM activities WHERE kind = ? AND day BETWEEN ? AND ?"  # noqa: S608
        " AND (substr(day, 1, 7) NOT IN (SELECT month FROM closed_months)"
        " OR id IN (SELECT activity FROM closed_activities)) ORDER BY day, title, id",
        (kind, first.isoformat(), last.isoformat()),
    )
    return [Activity(**dict(row) | {"day": date.fromisoformat(row["day"])}) for row in rows]
