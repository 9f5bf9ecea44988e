"""Apply for a service item: identity card → face → form → materials → review → receipt → rating."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.journeys.stage import Leg, Stage
from kiosk.session.model import Step

if TYPE_CHECKING:
    from kiosk.platform.item import ServiceItem


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
        *((Stage(Step.CERTIFICATE),) if item.certificate else ()),
        Stage(Step.RATING),
    )


def first_of_form(item: ServiceItem) -> Stage:
    """Where the person begins to check and fill in."""
    return next(stage for stage in stages(item) if stage.step in (Step.FORM, Step.MATERIALS, Step.REVIEW))
