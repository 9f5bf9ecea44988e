"""What journeys are made of."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from drivers.contract.value import Value

if TYPE_CHECKING:
    from kiosk.session.model import Step


class Leg(StrEnum):
    """A stretch of a journey as the step rail shows it."""

    IDENTIFY = "identify"
    DETAILS = "details"
    MATERIALS = "materials"
    SIGN = "sign"
    SUBMIT = "submit"
    CHOOSE = "choose"
    TAKE_OUT = "take_out"
    SIGN_FOR = "sign_for"


class Stage(Value):
    """One page of a journey; `leg` None = before or after the rail."""

    step: Step
    leg: Leg | None = None
    topic: int = 0
