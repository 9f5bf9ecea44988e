"""A face network that is missing or another one: nobody is compared by it, and people are told where to go."""

from __future__ import annotations

from pathlib import Path

import pytest
from journeying import Hall

from drivers.face.models import DlibModels, installed_folder
from kiosk.app.outcome import Outcome


@pytest.mark.parametrize("code", ["face.model_missing", "face.model_changed"])
def test_nothing_is_compared_by_another_network(fresh: Path, tmp_path: Path, code: str) -> None:
    models = DlibModels.within(installed_folder())
    (tmp_path / models.landmarks.path.name).symlink_to(models.landmarks.path)
    if code == "face.model_changed":
        (tmp_path / models.embedding.path.name).symlink_to(models.landmarks.path)
    with Hall(fresh, devices__face__options__models_dir=str(tmp_path)) as hall:
        journey = hall.walk("lin")
        health = hall.session.health["face"]
    assert journey.report.outcome == Outcome.UNAVAILABLE
    page = journey.texts("guide-unavailable")
    assert "人脸核对暂时不能用" in page
    assert "12345" in page
    assert (health.state.usable, health.code) == (False, code)
