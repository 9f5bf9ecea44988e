"""Who stands before a simulated camera, and what they were told last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drivers.contract.face import FaceInstruction


@dataclass(slots=True)
class Presence:
    """Shared by a simulated camera and whoever moves its persons about; any thread may swap a field.

    `source` as in `OpenCvCamera`. `told`: what the screen asks of whoever stands there.
    """

    source: str | None = None
    told: FaceInstruction | None = None
