"""The platform's documents in the whole program: an old catalogue closes what is bound to a date, a notice is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from journeying import Hall

from kiosk.app.outcome import Outcome
from ui.messages import message
from ui.touch import wait_until

NOTICE = """
[[notice]]
id = "closing"
kind = "warning"
text = { zh-CN = "本厅今天 17:00 关门" }
valid_from = 2026-01-01T00:00:00+08:00
valid_to = 2126-01-01T00:00:00+08:00
"""


def test_without_word_from_the_platform_only_what_is_bound_to_a_date_is_closed(fresh: Path) -> None:
    with Hall(fresh, offline=True) as hall:
        closed = hall.walk(item="JT-YHYQ")
        assert closed.report.outcome == Outcome.UNAVAILABLE
        assert message("catalogue.outdated").what in closed.texts("guide-unavailable")
        most = max(hall.terminal.runtime.catalogue.items, key=lambda item: sum(len(t.fields) for t in item.form.topics))
        assert most.code != "JT-YHYQ"
        assert hall.walk(item=most.code).report.outcome == Outcome.RECEIVED  # every field by hand: nothing is prefilled


@pytest.mark.soak
def test_every_field_of_every_form_by_hand(fresh: Path) -> None:
    with Hall(fresh, offline=True) as hall:
        others = [item.code for item in hall.terminal.runtime.catalogue.items if item.code != "JT-YHYQ"]
        assert len(others) == 4
        for item in others:
            assert hall.walk(item=item).report.outcome == Outcome.RECEIVED


def test_a_notice_reaches_the_start_page_and_a_current_catalogue_opens_every_item(fresh: Path) -> None:
    (fresh / "gateway").mkdir(parents=True)
    (fresh / "gateway" / "notices.toml").write_text(NOTICE, "utf-8")
    with Hall(fresh) as hall:
        assert wait_until(lambda: hall.terminal.runtime.texts is not None, 60)
        journey = hall.walk(item="JT-YHYQ")
        assert journey.report.outcome == Outcome.ACCEPTED
        assert "本厅今天 17:00 关门" in journey.texts("start")
        everything = {f"{name}.ref" for name in ("catalogue", "texts", "vouchers", "revocations", "terminals")}
        assert wait_until(lambda: {file.name for file in (fresh / "reference").iterdir()} == everything, 60)
