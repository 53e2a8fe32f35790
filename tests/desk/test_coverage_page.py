"""The coverage list: totals are the list, exports are the list, regions stay apart."""

import csv
import io
import re
from collections.abc import Callable
from urllib.parse import urlencode

import docx
import openpyxl
import pytest
from django.test import Client

from tests.desk.conftest import HOSTILE, put

Rows = dict[str, str]
SignedIn = Callable[..., Client]


def _listed(page: str) -> list[str]:
    return re.findall(r'<li id="p-([0-9a-f]+)">', page)


def _total(page: str) -> int:
    found = re.search(r"<strong>[^<:]*: ([\d\u00a0]+)</strong>", page)
    assert found
    return int(found[1].replace("\u00a0", ""))


def _page(client: Client, **said: str) -> str:
    return client.get(f"/coverage?{urlencode({'period': '2026-10'} | said)}").content.decode()


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({}, {"own", "andijan", "samarkand", "hostile", "formula", "abroad"}),
        ({"outlet": "xabar.uz"}, {"samarkand"}),
        ({"region": "UZ-SA"}, {"own", "samarkand"}),
        ({"origin": "foreign"}, {"abroad"}),
        ({"origin": "owned"}, {"own"}),
        ({"channel": "internet/official"}, {"own"}),
        ({"find": "йўл ҳаракати"}, {"andijan"}),
        ({"find": "sarlavha:tadbir | oav:gov.uz"}, {"samarkand", "own"}),
        ({"period": "2026-10-31"}, {"samarkand", "hostile"}),
        ({"language": "ru"}, {"abroad"}),
        ({"topic": "drugs", "unit": "ministry", "outlet": "xabar.uz"}, {"samarkand"}),
        ({"find": "hech-bunday-so‘z-yo‘q"}, set()),
    ],
)
def test_what_is_listed_is_what_is_counted(
    signed_in: SignedIn, rows: Rows, said: dict[str, str], wanted: set[str]
) -> None:
    page = _page(signed_in(), **said)
    assert {name for name, one in rows.items() if one in _listed(page)} == wanted
    assert _total(page) == len(wanted)


def test_every_page_of_the_list_once(signed_in: SignedIn, rows: Rows) -> None:
    for number in range(60):
        put(f"/n{number}", 1 + number % 28, f"Xabar {number}")
    client = signed_in()
    seen, address = [], "/coverage?period=2026-10"
    while address:
        page = client.get(address).content.decode()
        seen += _listed(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 66


@pytest.mark.parametrize(
    "wrong",
    ["after=xyz", "sort=up", "region=%00", "find=%22unclosed", "period=2026-99", "find=((((",
     "fold=all", "unknown=1"],
)  # fmt: skip
def test_a_wrong_address_shows_a_list_and_says_what_is_wrong(
    signed_in: SignedIn, wrong: str
) -> None:
    assert signed_in().get(f"/coverage?{wrong}").status_code == 200


def test_exports_are_exactly_what_is_shown_and_no_formula(signed_in: SignedIn, rows: Rows) -> None:
    client = signed_in()
    query = urlencode({"period": "2026-10", "region": "UZ-AN"})
    shown = _listed(_page(client, region="UZ-AN"))
    assert len(shown) == 3
    text = client.get(f"/coverage/export.csv?{query}").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))[1:]
    assert len(lines) == 3
    titles = {line[3] for line in lines}
    assert '\'=HYPERLINK("http://evil","x")' in titles
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(f"/coverage/export.xlsx?{query}").content)
    ).worksheets[0]
    cells = list(book.iter_rows(min_row=2))
    assert {row[3].value for row in cells} == titles
    assert not any(cell.data_type == "f" for row in cells for cell in row)
    document = docx.Document(io.BytesIO(client.get(f"/coverage/export.docx?{query}").content))
    assert len(document.tables[0].rows) == 1 + 3


def test_hostile_titles_and_bodies_stay_text(signed_in: SignedIn, rows: Rows) -> None:
    client = signed_in()
    for address in ("/coverage?period=2026-10&find=alert", f"/publication/{rows['hostile']}",
                    f"/story/{rows['hostile']}", "/?day=2026-10-31"):  # fmt: skip
        answer = client.get(address)
        page = answer.content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]
    assert HOSTILE.split()[-2] in client.get(f"/publication/{rows['hostile']}").content.decode()


def test_a_region_sees_and_corrects_itself_alone(signed_in: SignedIn, rows: Rows) -> None:
    client = signed_in("officer", region="UZ-SA")
    assert set(_listed(_page(client))) == {rows["own"], rows["samarkand"]}
    assert set(_listed(_page(client, region="UZ-AN"))) == {rows["own"], rows["samarkand"]}
    for address in ("", "/capture"):
        assert client.get(f"/publication/{rows['andijan']}{address}").status_code == 404
    for address in ("/", "/?day=2026-10-30", "/spread?period=2026-10", "/queue"):
        page = client.get(address).content.decode()
        assert "Andijon" not in page
        assert "МВД" not in page
    assert client.get(f"/story/{rows['andijan']}").status_code == 404
    for address in ("/reports", "/reports/file?period=2026-10&as=txt&in=ru", "/missed"):
        assert client.get(address).status_code == 403
    said = {"kind": "counts", "value": "no"}
    assert client.post(f"/publication/{rows['andijan']}/decide", said).status_code == 404
    many = {"row": [rows["andijan"], rows["own"]], "what": "counts=no", "sure": "1"}
    client.post("/coverage/decide", many)
    every = signed_in("officer", name="aziz")
    listed = _listed(_page(every))
    assert rows["andijan"] in listed
    assert rows["own"] not in listed
    text = client.get("/coverage/export.csv?period=2026-10&region=UZ-AN").content.decode()
    assert "Andijonda" not in text


def test_a_decision_on_many_shows_its_effect_first(signed_in: SignedIn, rows: Rows) -> None:
    client = signed_in()
    many = {
        "row": [rows["andijan"], rows["unnamed"]],
        "what": "counts=no",
        "said": "period=2026-10",
    }
    page = client.post("/coverage/decide", many).content.decode()
    assert "the count falls by 1" in page
    assert rows["andijan"] in _listed(_page(client)), "nothing is decided yet"
    client.post("/coverage/decide", many | {"sure": "1"})
    assert _total(_page(client)) == 5
    client.post("/coverage/decide", many | {"what": "counts=yes", "sure": "1"})
    assert _total(_page(client)) == 7
    client.post("/coverage/decide", many | {"what": "counts=", "sure": "1"})
    assert _total(_page(client)) == 6


def test_views_are_kept_for_their_owner_alone(signed_in: SignedIn, rows: Rows) -> None:
    client = signed_in()
    said = {"name": "Samarqand <b>", "said": "region=UZ-SA&period=2026-10"}
    assert client.post("/coverage/views", said).status_code == 302
    page = _page(client)
    number = re.search(r'<option value="(\d+)">Samarqand &lt;b&gt;</option>', page)
    assert number
    opened = client.post("/coverage/views", {"view": number[1], "open": "1"})
    assert set(_listed(client.get(opened.headers["Location"]).content.decode())) == {
        rows["own"], rows["samarkand"],
    }  # fmt: skip
    feed = client.get(f"/coverage/views/{number[1]}.atom")
    assert feed.content.decode().count("<entry>") == 2
    other = signed_in(name="aziz")
    assert other.get(f"/coverage/views/{number[1]}.atom").status_code == 404
    assert other.post("/coverage/views", {"view": number[1], "delete": "1"}).status_code == 404
    client.post("/coverage/views", {"view": number[1], "delete": "1"})
    assert client.get(f"/coverage/views/{number[1]}.atom").status_code == 404
