"""Somebody before the simulated camera who does not do what the page asks for: standing there is not enough."""

from __future__ import annotations

from pathlib import Path

import pytest
from journeying import Hall
from look_time import time_by_looks

from drivers.faults import Fault, Kind
from kiosk.app.outcome import Outcome


def test_who_does_something_else_is_not_accepted(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    time_by_looks(monkeypatch)
    changes = {"devices__face__options__liveness": "true", "devices__face__options__give_up_s": "20"}
    with Hall(fresh, session__face_tries="1", **changes) as hall:
        hall.faults.add(Fault("camera", Kind.WRONG, on="act", times=0))
        journey = hall.walk("lin")
    assert journey.report.outcome == Outcome.FACE_REFUSED
    assert "face.liveness.wrong_action" in journey.codes
