"""Whoever is checked has to act: the person before the simulated camera does what the page asks for."""

from __future__ import annotations

from pathlib import Path

from journeying import Hall

from drivers.contract.face import PROMPTS
from kiosk.app.outcome import Outcome


def test_who_does_what_the_page_asks_for_is_accepted(fresh: Path, tmp_path: Path) -> None:
    with Hall(fresh, devices__face__options__liveness="true", devices__face__options__give_up_s="20") as hall:
        journey = hall.walk("lin", out=tmp_path)
    assert journey.report.outcome == Outcome.ACCEPTED
    asked = journey.instructions & {prompt.value for prompt in PROMPTS}
    assert len(asked) >= 2
    assert asked & {"turn_left", "turn_right"}
    for prompt in asked:
        page = journey.texts(f"face-{prompt}")
        assert "做不了这个动作" in page
        assert "不刷脸" in page
    record = journey.submission["application"]["face"]["liveness"]
    assert record["version"] == "prompts 1"
    assert len(record["seed"]) == 16
    assert {prompt["action"] for prompt in record["prompts"]} == asked
    assert all(prompt["done_s"] > prompt["shown_s"] for prompt in record["prompts"])
