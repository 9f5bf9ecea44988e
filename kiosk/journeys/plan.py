"""The plan of a journey: its pages in order, and where on them a person is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drivers.contract.value import Value
from kiosk.journeys import apply, pickup
from kiosk.session.model import Errand, Session, Step

if TYPE_CHECKING:
    from kiosk.journeys.stage import Leg, Stage

BESIDE = {
    Step.SOCIAL_CARD: Step.IDENTIFY,
    Step.EID_QR: Step.IDENTIFY,
    Step.TRAVEL_DOCUMENT: Step.IDENTIFY,
    Step.OTHER_WAY: Step.FACE,
    Step.STAFF_CODE: Step.FACE,
    Step.STAFF_CARD: Step.FACE,
    Step.PICKUP_CODE: Step.FACE,
    Step.CAPTURE: Step.MATERIALS,
    Step.PAPER_CHECK: Step.MATERIALS,
}
"""Pages that take the place of a stage for whom the usual one will not do."""
BESIDE_DOORS = {Step.CAPTURE: Step.HAND_IN, Step.PAPER_CHECK: Step.HAND_IN}
"""The same, where they are about an original that is owed."""


class Rail(Value):
    """Where the person is: leg `index` (from 1) of `count`; `upcoming` is None on the last one."""

    index: int
    count: int
    current: Leg
    upcoming: Leg | None


def stages(session: Session) -> tuple[Stage, ...]:
    """The pages that this person comes through, in order; empty before it is known what they want."""
    if session.errand is Errand.PICKUP:
        return pickup.STAGES
    return apply.stages(session.item) if session.item is not None else ()


def position(session: Session) -> int | None:
    """Index into `stages` of where the session stands; None outside the journey."""
    topic = session.topic if session.step is Step.FORM else 0
    beside = BESIDE | BESIDE_DOORS if session.errand is Errand.PICKUP else BESIDE
    step = beside.get(session.step, session.step)
    for index, stage in enumerate(stages(session)):
        if (stage.step, stage.topic) == (step, topic):
            return index
    return None


def following(session: Session) -> Stage:
    """The stage after the current one."""
    index = position(session)
    assert index is not None
    return stages(session)[index + 1]


def rail(session: Session) -> Rail | None:
    """What the step rail shows; None on pages without one."""
    index = position(session)
    if index is None:
        return None
    plan = stages(session)
    current = plan[index].leg
    if current is None:
        return None
    legs = tuple(dict.fromkeys(stage.leg for stage in plan if stage.leg is not None))
    at = legs.index(current)
    return Rail(at + 1, len(legs), current, legs[at + 1] if at + 1 < len(legs) else None)
