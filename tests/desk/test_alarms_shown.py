"""Alarms at the desk: said in words of the reader's language, with the address; closed there."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from pipelines.counting import counting_rules
from reports.digest import digest, digest_text
from reports.labels import Language
from storage.alarms import open_alarm, open_alarms
from storage.database import open_database, transaction
from storage.visits import begin_visit
from tests.conftest import outlet
from tests.desk.conftest import LEDGER

AT = datetime(2026, 10, 30, 22, tzinfo=UTC)
SAID = {
    "en": "kun.uz (uz-Latn): share with a text — usually 95 %, now 0 %",
    "ru": "kun.uz (uz-Latn): доля с текстом — обычно 95 %, сейчас 0 %",
    "uz-Latn": "kun.uz (uz-Latn): matni bor ulush — odatda 95 %, hozir 0 %",
    "uz-Cyrl": "kun.uz (uz-Latn): матни бор улуш — одатда 95 %, ҳозир 0 %",
}


@pytest.mark.parametrize("language", SAID)
def test_an_alarm_is_said_in_words_and_closed(
    signed_in: Callable[..., Client], language: Language
) -> None:
    client = signed_in("administrator")
    with closing(open_database(LEDGER)) as ledger, transaction(ledger):
        visit = begin_visit(ledger, outlet(), AT.date(), AT.date(), AT)
        open_alarm(ledger, "kun.uz", "uz-Latn", "body", visit, AT, usual=0.95, seen=0.0,
                   url="https://kun.uz/<b>")  # fmt: skip
        (alarm,) = open_alarms(ledger)
        later = digest(ledger, counting_rules(), (AT + timedelta(days=3)).date())
    still = digest_text(later, language)
    assert f"kun.uz (uz-Latn): {SAID[language].partition(': ')[2].partition(' —')[0]}" in still
    client.post("/language", {"language": language, "next": "/"})
    page = client.get("/outlets").content.decode()
    assert SAID[language] in page
    assert "https://kun.uz/&lt;b&gt;" in page
    client.post("/outlets", {"outlet": "kun.uz", "alarm": alarm.id, "close": "1"})
    assert SAID[language] not in client.get("/outlets").content.decode()
