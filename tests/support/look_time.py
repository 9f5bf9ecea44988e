"""Time before the camera that goes on from look to look: who acts there is followed however slow the machine is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from drivers.camera.performance import Performance
from drivers.contract.camera import Frame
from drivers.contract.face import FaceInstruction, FaceLook
from drivers.face.dlib_matcher import DlibMatcher

LOOKS_PER_S = 15


def time_by_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The camera's persons move, and its frames are taken, a 15th of a second later after each look at them."""
    looks = 0
    picture, look = Performance.picture, DlibMatcher.look

    def picture_by_looks(
        self: Performance, _at_s: float, told: FaceInstruction | None, *, delay_s: float = 0.0
    ) -> NDArray[np.uint8]:
        return picture(self, looks / LOOKS_PER_S, told, delay_s=delay_s)

    def counted_look(self: DlibMatcher, frame: Frame) -> FaceLook:
        nonlocal looks
        looks += 1
        return look(self, replace(frame, taken_s=looks / LOOKS_PER_S))

    monkeypatch.setattr(Performance, "picture", picture_by_looks)
    monkeypatch.setattr(DlibMatcher, "look", counted_look)
