"""A standing rule holds for what a night brings, and its effect is no difference to be verified."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from replica import NewsroomPlan
from storage.database import open_database, transaction
from storage.decisions import Said
from storage.standing_rules import make_rule, revoke_rule, standing_rules
from tests.crawler.conftest import office

AT = datetime(2026, 10, 30, 9, tzinfo=UTC)


@pytest.mark.slow
def test_a_night_takes_out_what_a_rule_is_about(tmp_path: Path) -> None:
    with office(tmp_path, NewsroomPlan(days=2, per_day=30, outlets=("gov.uz", "kun.uz"))) as one:

        def listed() -> int:
            ran = one.run("coverage", "list", "--month", "2026-10", "--outlet", "kun.uz", "--json")
            return len(ran.json)

        assert one.night("--outlet", "gov.uz").code == 0
        with closing(open_database(one.database)) as ledger, transaction(ledger):
            rule, made = make_rule(
                ledger, "kun.uz", "phrase", "ички ишлар", Said("N. Karimova", "", AT)
            )
        assert made == 0
        ran = one.night()
        assert ran.code == 0, ran.complained
        held = listed()
        with closing(open_database(one.database)) as ledger:
            (kept,) = standing_rules(ledger)
        assert kept.publications > 0
        ran = one.run("verify", "--month", "2026-10")
        assert ran.code == 0, ran.said + ran.complained
        with closing(open_database(one.database)) as ledger, transaction(ledger):
            assert revoke_rule(ledger, rule, "N. Karimova", AT) == kept.publications
        assert listed() == held + kept.publications
        ran = one.run("verify", "--month", "2026-10")
        assert ran.code == 0, ran.said + ran.complained
