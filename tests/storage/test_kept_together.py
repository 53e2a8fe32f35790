"""Publications kept together are kept as if they had come one by one, on both databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.capture_rows import keep_capture, keep_captures, read_capture
from storage.captures import CaptureFolder, Fetched
from storage.connection import Connection
from storage.publications import keep, keep_all
from storage.records import Mention, Outcome, Owner, Publication, Topic
from tests.conftest import publication
from text.folding import fold

ONE_LEDGER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
# synthetic; the second is the first in the other alphabet
TEXTS = (
    "Toshkent shahrida yong‘in o‘chirildi, uch kishi qutqarildi, dedi inspektor Anvar Karimov"
    " bugun ertalab soat 7 da bo‘lgan voqea haqida jurnalistlarga so‘zlab berar ekan",
    "Тошкент шаҳрида ёнғин ўчирилди, уч киши қутқарилди, деди инспектор Анвар Каримов"
    " бугун эрталаб соат 7 да бўлган воқеа ҳақида журналистларга сўзлаб берар экан",
    "Jizzaxda musobaqa boshlandi.",
)
COMES = st.tuples(
    st.sampled_from(["/a", "/b", "/c", "/d"]), st.sampled_from(range(3)),
    st.sampled_from(["", "k"]), st.sampled_from([Owner.OWN, Owner.NONE]),
)  # fmt: skip
TABLES = ("publications", "mentions", "topics", "editions", "coverage", "coverage_units",
          "coverage_topics")  # fmt: skip


def _made(comes: tuple[str, int, str, Owner], hours: int) -> Publication:
    path, text, key, owner = comes
    body = TEXTS[text]
    one = publication(
        path, body=body, folded_body=fold(body), folded_title="sarlavha", version_key=key,
        script="Cyrl" if text == 1 else "Latn", owner=owner,
    )  # fmt: skip
    one.first_seen_at += timedelta(hours=hours)
    if owner is Owner.OWN:
        one.mentions = [Mention("ministry", owner, "body", 0, 4, body[:4], "synthetic")]
        one.topics = [Topic("drugs", (body[:4],), 2.0)]
    return one


def _empty(ledger: Connection) -> None:
    for table in ("editions", "mentions", "topics", "publications"):
        ledger.execute(f"DELETE FROM {table}")


def _kept(ledger: Connection) -> list[list[tuple[object, ...]]]:
    """All rows but for the numbers of publications, which count on."""
    numbers = {row[0]: row[1] for row in ledger.execute("SELECT row, id FROM publications")}
    return [
        sorted(
            tuple(
                str(numbers.get(row[name]) if name in {"row", "story"} else row[name])
                for name in row.keys()  # noqa: SIM118
            )
            for row in ledger.execute(f"SELECT * FROM {table}")
        )
        for table in TABLES
    ]


def _no_captures(places: Sequence[int]) -> Sequence[int]:
    return [None] * len(places)  # type: ignore[list-item]


@settings(ONE_LEDGER, max_examples=60)
@given(st.lists(COMES, max_size=9), st.integers(0, 9))
def test_together_is_as_one_by_one(
    ledger: Connection, comes: list[tuple[str, int, str, Owner]], cut: int
) -> None:
    made = [_made(one, hours) for hours, one in enumerate(comes)]
    _empty(ledger)
    apart = [keep(ledger, replace(one), lambda: None)[0] for one in made]  # type: ignore[arg-type,return-value]
    rows = _kept(ledger)
    _empty(ledger)
    told = keep_all(ledger, made[:cut], _no_captures) + keep_all(ledger, made[cut:], _no_captures)
    assert _kept(ledger) == rows
    # who is whose version is known only when all are there
    new = {Outcome.STORED, Outcome.LANGUAGE_VERSION}
    assert [said in new or said for said, _ in told] == [said in new or said for said in apart]


def test_captures_kept_together_refer_to_the_first_of_one_body(
    ledger: Connection, tmp_path: Path
) -> None:
    at = publication().first_seen_at
    bodies = [b"one", b"two", b"one", b"", b"one", b""]
    pages = [
        ("kun.uz", Fetched(f"https://kun.uz/{n}", at, 200, (), body, "text/html"))
        for n, body in enumerate(bodies)
    ]
    captures = CaptureFolder(tmp_path)
    numbers = keep_captures(ledger, captures, pages)
    numbers.append(keep_capture(ledger, captures, *pages[1]))
    captures.close()
    assert [read_capture(ledger, captures, n).body for n in numbers] == [*bodies, b"two"]
    refers = [row[0] for row in ledger.execute("SELECT refers FROM captures ORDER BY id")]
    assert refers == [None, None, numbers[0], None, numbers[0], None, numbers[1]]
