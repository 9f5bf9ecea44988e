"""Pick up what waits in the cabinet: card → face or code → what waits → what is owed → doors → signature → receipt."""

from __future__ import annotations

from kiosk.journeys.stage import Leg, Stage
from kiosk.session.model import Step

STAGES = (
    Stage(Step.IDENTIFY, Leg.IDENTIFY),
    Stage(Step.CONSENT, Leg.IDENTIFY),
    Stage(Step.FACE, Leg.IDENTIFY),
    Stage(Step.WAITING, Leg.CHOOSE),
    Stage(Step.HAND_IN, Leg.TAKE_OUT),
    Stage(Step.DOOR, Leg.TAKE_OUT),
    Stage(Step.SIGN_FOR, Leg.SIGN_FOR),
    Stage(Step.SENDING, Leg.SIGN_FOR),
    Stage(Step.DONE, Leg.SIGN_FOR),
    Stage(Step.RATING),
)
