"""Whoever is checked has to act: the person before the simulated camera does what the page asks for."""

from __future__ import annotations

from pathlib import Path

import pytest
from journeying import Hall
from look_time import time_by_looks

from drivers.contract.face import PROMPTS
from kiosk.app.outcome import Outcome
from kiosk.audit import KEPT_IN, read


def test_who_does_what_the_page_asks_for_is_accepted(
    fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    time_by_looks(monkeypatch)
    with Hall(fresh, devices__face__options__liveness="true", devices__face__options__give_up_s="20") as hall:
        journey = hall.walk("lin", out=tmp_path)
    assert journey.report.outcome == Outcome.ACCEPTED
    asked = journey.instructions & {prompt.value for prompt in PROMPTS}
    assert len(asked) >= 2
    assert any(prompt.startswith("turn_") for prompt in asked)
    for prompt in asked:
        page = journey.texts(f"face-{prompt}")
        assert "做不了这个动作" in page
        assert "不刷脸" in page
    record = journey.submission["application"]["face"]["liveness"]
    assert record["version"] == "prompts 3"
    assert len(record["seed"]) == 16
    assert {prompt["action"] for prompt in record["prompts"]} == asked
    assert all(prompt["done_s"] > prompt["shown_s"] for prompt in record["prompts"])
    entries = [kept.entry for kept in read(hall.terminal.settings.paths.state_dir / KEPT_IN)]
    (verdict,) = [entry for entry in entries if entry.kind.startswith("face.")]
    assert (verdict.kind, verdict.challenge) == ("face.accept", f"prompts-3.{record['seed']}")


@pytest.mark.soak
def test_for_whom_no_picture_moves_staff_vouch(fresh: Path) -> None:
    """Whose photographers ask not to have it manipulated holds still, as a photograph does."""
    with Hall(fresh, devices__face__options__liveness="true", devices__face__options__give_up_s="20") as hall:
        journey = hall.walk("chen")
    assert journey.report.outcome == Outcome.ACCEPTED
    assert journey.submission["application"]["face"] is None
    assert journey.submission["application"]["staff"]["reason"] == "not_recognised"
