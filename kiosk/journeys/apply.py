"""Apply for a service item: identity card → face → form → materials → review → receipt → rating."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.platform.item import ServiceItem
from kiosk.session.model import Session, Step


class Leg(StrEnum):
    """A stretch of the journey as the step rail shows it."""

    IDENTIFY = "identify"
    DETAILS = "details"
    MATERIALS = "materials"
    SIGN = "sign"
    SUBMIT = "submit"


@dataclass(frozen=True, slots=True)
class Stage:
    """One page of the journey; `leg` None = before or after the rail."""

    step: Step
    leg: Leg | None = None
    topic: int = 0


@dataclass(frozen=True, slots=True)
class Rail:
    """Where the person is: leg `index` (from 1) of `count`; `upcoming` is None on the last one."""

    index: int
    count: int
    current: Leg
    upcoming: Leg | None


def stages(item: ServiceItem) -> tuple[Stage, ...]:
    """The pages this item needs, in order."""
    return (
        Stage(Step.GUIDE),
        Stage(Step.IDENTIFY, Leg.IDENTIFY),
        Stage(Step.CONSENT, Leg.IDENTIFY),
        Stage(Step.FACE, Leg.IDENTIFY),
        Stage(Step.FETCHING, Leg.DETAILS),
        *(Stage(Step.FORM, Leg.DETAILS, topic) for topic in range(len(item.form.topics))),
        *((Stage(Step.MATERIALS, Leg.MATERIALS),) if item.materials else ()),
        Stage(Step.REVIEW, Leg.SIGN),
        Stage(Step.SENDING, Leg.SUBMIT),
        Stage(Step.DONE, Leg.SUBMIT),
        Stage(Step.RATING),
    )


BESIDE = {
    Step.SOCIAL_CARD: Step.IDENTIFY,
    Step.EID_QR: Step.IDENTIFY,
    Step.TRAVEL_DOCUMENT: Step.IDENTIFY,
    Step.OTHER_WAY: Step.FACE,
    Step.STAFF_CODE: Step.FACE,
}
"""Pages that take the place of a stage for whom the usual one will not do."""


def position(session: Session) -> int | None:
    """Index into `stages` of where the session stands; None outside the journey."""
    if session.item is None:
        return None
    topic = session.topic if session.step is Step.FORM else 0
    step = BESIDE.get(session.step, session.step)
    for index, stage in enumerate(stages(session.item)):
        if (stage.step, stage.topic) == (step, topic):
            return index
    return None


def following(session: Session) -> Stage:
    """The stage after the current one."""
    assert session.item is not None
    index = position(session)
    assert index is not None
    return stages(session.item)[index + 1]


def first_of_form(item: ServiceItem) -> Stage:
    """Where the person begins to check and fill in."""
    return next(stage for stage in stages(item) if stage.step in (Step.FORM, Step.MATERIALS, Step.REVIEW))


def rail(session: Session) -> Rail | None:
    """What the step rail shows; None on pages without one."""
    index = position(session)
    if session.item is None or index is None:
        return None
    plan = stages(session.item)
    current = plan[index].leg
    if current is None:
        return None
    legs = tuple(dict.fromkeys(stage.leg for stage in plan if stage.leg is not None))
    at = legs.index(current)
    return Rail(at + 1, len(legs), current, legs[at + 1] if at + 1 < len(legs) else None)
