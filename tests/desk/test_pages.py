"""Every page in every language; corrections and their undoing; reports, closing, uploads."""

import io
import re
import zipfile
from collections.abc import Callable
from contextlib import closing

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk import uploads
from desk.accounts.models import Change, Token
from reports.labels import LANGUAGES
from storage.database import open_database
from storage.decisions import history
from storage.records import Owner
from tests.desk.conftest import LEDGER, put

Rows = dict[str, str]
SignedIn = Callable[..., Client]
PAGES = (
    "/", "/coverage", "/spread?period=month", "/calendar?period=month&by=outlet",
    "/calendar?period=year&by=topic", "/calendar?by=origin", "/reports?period=2026-10", "/adding",
    "/adding?kind=event", "/checks", "/missed", "/outlets", "/people", "/changes", "/password",
    "/outlets/own", "/rules", "/queue", "/tokens", "/plan?period=2026", "/quotes?period=2026-10",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_there_in_every_language(
    signed_in: SignedIn, rows: Rows, language: str
) -> None:
    client = signed_in("administrator")
    client.post("/language", {"language": language, "next": "/"})
    texts = set()
    for address in (*PAGES, f"/publication/{rows['own']}", "/coverage?find=tadbir"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        text = answer.content.decode()
        assert f'<html lang="{language[:2]}">' in text
        assert "{" not in text.replace('{"includeIndicatorStyles"', "").replace("{{ 7*7 }}", "") \
            .replace("{% now %}", ""), f"{address}: something was not filled in"  # fmt: skip
        texts.add(text.partition("<nav")[2].partition("</nav>")[0])
    name = {"uz-Cyrl": "Чиқишлар", "uz-Latn": "Chiqishlar", "uz-Latn-2026": "Çiqişlar",
            "ru": "Выходы", "en": "Coverage"}[language]  # fmt: skip
    assert all(name in text for text in texts)


@pytest.mark.parametrize("address", ["/publication/none", "/story/none", "/nowhere",
                                     "/adding?kind=other", "/coverage/export.exe",
                                     "/reports/file?period=2026-10&as=exe&in=ru",
                                     "/checks?list=99", "/checks?file=../../etc/passwd",
                                     "/spread?period=never"])  # fmt: skip
def test_what_is_not_there_is_said_so(signed_in: SignedIn, address: str) -> None:
    answer = signed_in("administrator").get(address)
    assert answer.status_code == 404
    assert b"There is no such page" in answer.content


def test_a_correction_counts_at_once_and_is_undone(signed_in: SignedIn, rows: Rows) -> None:
    client = signed_in()
    one = rows["andijan"]
    for kind, value in (("counts", "no"), ("channel", "television"), ("tone", "positive"),
                        ("origin", "release"), ("unit", "ministry")):  # fmt: skip
        client.post(
            f"/publication/{one}/decide", {"kind": kind, "value": value, "reason": "o‘qildi"}
        )
    page = client.get(f"/publication/{one}").content.decode()
    assert "Does not count" in page
    client.post(f"/publication/{one}/decide", {"kind": "counts", "value": ""})
    assert "✓ Counts" in client.get(f"/publication/{one}").content.decode()
    with closing(open_database(LEDGER)) as ledger:
        made = [(d.kind, d.value, d.person) for d in history(ledger, one)]
    assert ("counts", "no", "Nodira") in made
    assert made[-1] == ("counts", "", "Nodira"), "what was decided before stays in the history"
    assert Change.objects.filter(what="decided").count() == 6


@pytest.mark.parametrize(
    ("kind", "value"), [("counts", "maybe"), ("channel", "carrier pigeon"), ("other", "x"),
                        ("topic", "no-such"), ("story", "burn"), ("tone", "<script>")],
)  # fmt: skip
def test_a_decision_that_cannot_be_is_refused(
    signed_in: SignedIn, rows: Rows, kind: str, value: str
) -> None:
    client = signed_in()
    said = {"kind": kind, "value": value}
    page = client.post(f"/publication/{rows['own']}/decide", said, follow=True).content.decode()
    assert "Not kept" in page
    assert "<script>" not in page.replace('<script src="', "")
    with closing(open_database(LEDGER)) as ledger:
        assert history(ledger, rows["own"]) == []


def test_the_captured_page_runs_and_loads_nothing(signed_in: SignedIn, rows: Rows) -> None:
    client = signed_in()
    answer = client.get(f"/publication/{rows['own']}/capture")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    page = client.get(f"/publication/{rows['own']}")
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert page.headers["Cache-Control"] == "no-store, private"


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf", "txt"])
def test_the_report_is_taken_as_a_file(signed_in: SignedIn, form: str) -> None:
    answer = signed_in("reader").get(f"/reports/file?period=2026-10&in=uz-Cyrl&as={form}")
    assert answer.status_code == 200
    content = answer.content
    if form == "docx":
        text = "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
        assert "Ички ишлар вазирлиги" in text
    elif form == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["A1"].value
    else:
        assert content.startswith(b"%PDF") or "вазирлиги" in content.decode()


def test_a_period_is_closed_by_two_people(
    signed_in: SignedIn, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = signed_in("analyst"), signed_in("analyst", name="aziz")
    monkeypatch.setenv("YORITISH_NOW", "2026-11-02T09:00:00+05:00")
    said = {"period": "2026-10"}
    asked = one.post("/reports/close", said, follow=True).content
    assert b"a second person has to confirm" in asked
    assert b"Another person has to confirm" in one.post("/reports/close", said, follow=True).content
    assert b"The period is closed" in two.post("/reports/close", said, follow=True).content
    put("/late", 15, "Kech topildi")
    page = one.get("/reports?period=2026-10").content.decode()
    assert "SHA-256" in page
    assert "Kech topildi" in page, "what was found later is an adjustment"
    assert b"There is no such page" not in two.post("/reports/close", said, follow=True).content


@pytest.mark.slow
def test_an_item_is_added_by_a_form(signed_in: SignedIn) -> None:
    client = signed_in()
    said = {"kind": "television", "day": "30.10.2026", "time": "19:30", "outlet": "O‘zbekiston 24",
            "title": "Axborot 24: oylik yakuni"}  # fmt: skip
    page = client.post("/adding", said, follow=True).content.decode()
    assert "Taken." in page
    listed = client.get("/coverage?period=2026-10&channel=television").content.decode()
    assert "Axborot 24: oylik yakuni" in listed
    wrong = client.post("/adding", said | {"day": "qachondir"}, follow=True).content.decode()
    assert "Not taken" in wrong


def _book(*rows: list[str]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.slow
def test_a_table_is_uploaded_and_bad_rows_come_back(signed_in: SignedIn) -> None:
    client = signed_in()
    good = ["29.10.2026", "MY5", "Hudud: xabar"]
    bad = ["29.99.2026", "MY5", "Sanasi yo‘q"]
    head = ["Sana", "OAV", "Sarlavha"]
    sent = {"kind": "television", "table": SimpleUploadedFile("tv.xlsx", _book(head, good))}
    assert b"Taken." in client.post("/adding", sent, follow=True).content
    sent = {"kind": "television", "table": SimpleUploadedFile("tv2.xlsx", _book(head, good, bad))}
    answer = client.post("/adding", sent)
    assert answer.headers["Content-Disposition"].endswith('"refused.xlsx"')
    assert openpyxl.load_workbook(io.BytesIO(answer.content))


def _bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (900 << 20))
    return stream.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["photo.png", "../../etc/passwd", "x.xlsx", "вирус.exe"])
def test_what_is_no_table_is_refused(signed_in: SignedIn, name: str) -> None:
    client = signed_in()
    sent = {"kind": "radio", "table": SimpleUploadedFile(name, b"\x89PNG\r\n\x00\x01" * 50)}
    assert b"Not taken" in client.post("/adding", sent, follow=True).content


@pytest.mark.slow
def test_a_bomb_is_refused_unpacked(signed_in: SignedIn) -> None:
    client = signed_in()
    sent = {"kind": "radio", "table": SimpleUploadedFile("bomb.xlsx", _bomb())}
    assert b"no table does" in client.post("/adding", sent, follow=True).content


def test_a_file_that_is_too_large_is_not_taken(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 100_000)
    client = signed_in()
    table = SimpleUploadedFile("big.csv", b"a,b\n" * 50_000)
    answer = client.post("/adding", {"upload": "1", "kind": "radio", "table": table}, follow=True)
    assert b"Not taken: no file came" in answer.content


@pytest.mark.slow
def test_an_address_that_was_missed_is_told_why(signed_in: SignedIn) -> None:
    client = signed_in()
    said = {"address": "https://kun.uz/a", "how": "qo‘ng‘iroq"}
    page = client.post("/missed", said).content.decode()
    assert "https://kun.uz/a" in page
    for wrong in ("javascript:alert(1)", "file:///etc/passwd", "--db=/etc/passwd", "kun.uz"):
        answer = client.post("/missed", {"address": wrong}, follow=True)
        assert b"This is no address" in answer.content


def test_bars_lead_to_as_many_rows_as_they_say(signed_in: SignedIn) -> None:
    client = signed_in()
    for by in ("channel", "outlet", "region", "origin", "topic", "unit"):
        page = client.get(f"/calendar?period=2026-10&by={by}").content.decode()
        table = page.rpartition("<details>")[2]
        bars = re.findall(r'<a href="([^"]+)">[^<]*</a></td><td class="n">(\d+)</td>', table)
        assert bars
        for link, value in bars:
            listed = client.get(link.replace("&amp;", "&")).content.decode()
            assert len(re.findall(r'<li id="p-', listed)) == int(value), (by, link)


def test_today_counts_what_the_list_lists(signed_in: SignedIn) -> None:
    page = signed_in().get("/?day=2026-10-31").content.decode()
    assert '<a href="/coverage?period=2026-10-31&amp;origin=domestic">2</a>' in page


def test_the_queue_holds_what_is_unsure_until_it_is_decided(
    signed_in: SignedIn, rows: Rows
) -> None:
    passing = put("/passing", 30, "Yo‘l-yo‘lakay", region="UZ-AN", passing=True)
    both = put("/both", 29, "Ikki idora", region="UZ-SA", owner=Owner.BOTH)
    client = signed_in()

    def waiting(of: Client) -> list[str]:
        return re.findall(r'class="title" href="/publication/([0-9a-f]+)"',
                          of.get("/queue").content.decode())  # fmt: skip

    assert waiting(client) == [passing, both]
    assert waiting(signed_in(region="UZ-SA", name="aziz")) == [both]
    said = {"kind": "counts", "value": "no", "next": "/queue"}
    assert client.post(f"/publication/{passing}/decide", said).headers["Location"] == "/queue"
    assert waiting(client) == [both]
    client.post(f"/publication/{passing}/decide", {"kind": "counts", "value": ""})
    assert waiting(client) == [passing, both], "what is taken back waits again"


def test_a_token_is_shown_once_and_taken_back(signed_in: SignedIn) -> None:
    client = signed_in("administrator")
    page = client.post("/tokens", {"name": "Kanselyariya <b>", "region": "UZ-SA"}).content.decode()
    found = re.search(r"<code>([\w-]+)</code>", page)
    assert found
    assert "Kanselyariya &lt;b&gt;" in page
    assert found[1] not in client.get("/tokens").content.decode()
    said = {"Authorization": f"Bearer {found[1]}"}
    assert Client().get("/api/periods", headers=said).json() == []
    client.post("/tokens", {"token": Token.objects.get().pk})
    assert Client().get("/api/periods", headers=said).status_code == 401


def test_what_was_planned_stands_beside_what_was_held(signed_in: SignedIn, rows: Rows) -> None:
    with closing(open_database(LEDGER)) as ledger:
        ledger.execute(
            "INSERT INTO imports VALUES (1, 'f', 'x', 'event', 'N', '2026-10-02T00:00:00Z', 1,"
            " 0, 0)"
        )
        for number, (state, region) in enumerate(
            [("planned", "UZ-AN"), ("planned", "UZ-SA"), ("planned", ""), ("held", "UZ-AN")]
        ):
            ledger.execute(
                "INSERT INTO activities VALUES (?, 'event', '2026-10-03', ?, ?, 'region', '', ?,"
                " '', '', '', '', 1, '', 2)",
                (f"e{number}", f"Brifing {region}", state, region),
            )
    page = signed_in("reader").get("/plan?period=2026").content.decode()
    assert re.search(r'2026-10</td><td>region</td><td class="n">3</td><td class="n">1 <span', page)
    other = (
        signed_in("reader", region="UZ-SA", name="aziz").get("/plan?period=2026").content.decode()
    )
    assert "Brifing UZ-AN" not in other
    assert "Brifing UZ-SA" in other
