"""What the session hands over to the durable queue, and what the queue's answers mean to it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from drivers.contract.device import DeviceState, DeviceStatus
from kiosk.platform.schema import RatingGiven, StoredAnswer
from kiosk.session.application import application_of, attachments_of
from kiosk.session.effects import Enqueue, SendRating
from kiosk.session.events import Acknowledged, Enqueued, EnqueueFailed, Event, SendingDelayed
from kiosk.session.handover import handover_of
from kiosk.session.model import Errand, Stamp
from offline_cache.events import (
    CacheEvent,
    Delayed,
    Delivered,
    IntakeResumed,
    LinkChanged,
    OutboxFailed,
    PutFailed,
    Quarantined,
    Queued,
    Salvaged,
)
from offline_cache.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.session.clock import Clock
    from kiosk.session.crew import Put

log = logging.getLogger("kiosk.session")


class Delivery:
    """Knows which submission is whose, until the platform has stored it or the session is wiped.

    Args:
        put: the queue's.
        terminal_id: stands in every application.
    """

    def __init__(self, put: Put, clock: Clock, terminal_id: str) -> None:
        self._put = put
        self._clock = clock
        self._terminal_id = terminal_id
        self._submissions: dict[str, Stamp] = {}

    def hand_over(self, wanted: Enqueue | SendRating) -> None:
        record_id = str(uuid7(int(self._clock.wall().timestamp() * 1000)))
        if isinstance(wanted, SendRating):
            self._put(record_id, "rating", _rating_of(wanted, record_id).model_dump_json().encode())
            return
        session = wanted.session
        write = handover_of if session.errand is Errand.PICKUP else application_of
        at = wanted.at or self._clock.wall()
        content = write(session, submission_id=record_id, terminal_id=self._terminal_id, at=at)
        self._submissions[record_id] = wanted.stamp
        self._put(record_id, "submission", content.model_dump_json().encode(), attachments_of(session))

    def forget(self, session_id: str) -> None:
        """Its submissions are sent all the same; nobody is told any more."""
        self._submissions = {
            submission: stamp for submission, stamp in self._submissions.items() if stamp.session_id != session_id
        }

    def answered(self, answer: CacheEvent) -> Event | None:
        """None for what is of no submission that somebody waits for."""
        match answer:
            case Queued(submission_id) | PutFailed(submission_id) | Delayed(submission_id) | Quarantined(submission_id):
                stamp = self._submissions.get(submission_id)
            case Delivered(submission_id):
                stamp = self._submissions.pop(submission_id, None)
            case Salvaged(kept_as, recovered, lost):
                log.error("queue rescued", extra={"kept_as": kept_as, "recovered": recovered, "lost": len(lost)})
                return None
            case _:
                return None
        return _meaning(stamp, answer) if stamp is not None else None


def health_of(answer: CacheEvent) -> tuple[str, DeviceStatus] | None:
    """Whose health the queue tells, and how it is; None for what is not about health."""
    match answer:
        case OutboxFailed(code):
            return "outbox", DeviceStatus(DeviceState.HARDWARE_ERROR, code)
        case IntakeResumed():
            return "outbox", DeviceStatus(DeviceState.ONLINE)
        case LinkChanged(up, code):
            return "platform", DeviceStatus(DeviceState.ONLINE if up else DeviceState.OFFLINE, code)
        case _:
            return None


def _rating_of(rating: SendRating, record_id: str) -> RatingGiven:
    return RatingGiven(
        id=record_id,
        submission_id=rating.submission_id,
        grade=rating.grade,
        reasons=tuple(sorted(rating.reasons)),
        created_at=rating.at,
    )


def _meaning(stamp: Stamp, answer: Queued | PutFailed | Delivered | Delayed | Quarantined) -> Event:
    match answer:
        case Queued(submission_id):
            return Enqueued(stamp, submission_id)
        case PutFailed(_, code):
            return EnqueueFailed(stamp, code)
        case Delivered(submission_id, stored):
            return _delivered(stamp, submission_id, stored)
        case Delayed(submission_id, code) | Quarantined(submission_id, code):
            return SendingDelayed(stamp, submission_id, code)


def _delivered(stamp: Stamp, submission_id: str, answer: Mapping[str, Any]) -> Event:
    """A stored envelope whose status cannot be read stays "received": stored is what counts."""
    try:
        status = StoredAnswer.model_validate(answer).status
    except ValueError:
        status = None
    if status is None:
        return SendingDelayed(stamp, submission_id, "platform.garbage")
    return Acknowledged(stamp, submission_id, status)
