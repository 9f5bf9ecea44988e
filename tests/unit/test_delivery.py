"""What is handed over to the queue, and whom its answers still concern."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from walking import NOW, Walk

from drivers.contract.device import DeviceState, DeviceStatus
from kiosk.platform.item import ServiceItem
from kiosk.platform.schema import StorageReceipt, StoredAnswer, SubmissionStatus
from kiosk.platform.submission_state import SubmissionState
from kiosk.session.clock import SimulatedClock
from kiosk.session.delivery import Delivery, health_of
from kiosk.session.effects import Enqueue, SendRating
from kiosk.session.events import Acknowledged, Enqueued, EnqueueFailed, SendingDelayed
from kiosk.session.model import Step
from offline_cache.attachments import Attachment
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
)

ACCEPTED = StoredAnswer(
    receipt=StorageReceipt(id="", digest="0" * 64, stored_at=NOW, key_id="receipt-1", signature=""),
    status=SubmissionStatus(state=SubmissionState.ACCEPTED),
)


@dataclass
class Outbox:
    """Remembers what was put."""

    puts: list[tuple[str, str, bytes]] = field(default_factory=list[tuple[str, str, bytes]])

    def put(self, record_id: str, channel: str, content: bytes, attachments: Sequence[Attachment] = (), /) -> None:
        self.puts.append((record_id, channel, content))


@dataclass
class HandedOver:
    delivery: Delivery
    wanted: Enqueue
    id: str


@pytest.fixture
def outbox() -> Outbox:
    return Outbox()


@pytest.fixture
def delivery(outbox: Outbox) -> Delivery:
    return Delivery(outbox.put, SimulatedClock(NOW), "KIOSK-0000")


@pytest.fixture
def handed_over(delivery: Delivery, outbox: Outbox, any_item: ServiceItem) -> HandedOver:
    walk = Walk().to(Step.SENDING, any_item)
    wanted = next(effect for effect in walk.effects if isinstance(effect, Enqueue))
    delivery.hand_over(wanted)
    ((submission_id, channel, content),) = outbox.puts
    assert (channel, json.loads(content)["id"]) == ("submission", submission_id)
    return HandedOver(delivery, wanted, submission_id)


def test_every_answer_about_a_submission_is_told_to_whom_it_belongs(handed_over: HandedOver) -> None:
    delivery, stamp, submission_id = handed_over.delivery, handed_over.wanted.stamp, handed_over.id
    assert delivery.answered(Queued(submission_id)) == Enqueued(stamp, submission_id)
    assert delivery.answered(PutFailed(submission_id, "outbox.full")) == EnqueueFailed(stamp, "outbox.full")
    for delayed in (Delayed(submission_id, "link.down"), Quarantined(submission_id, "envelope.refused")):
        assert delivery.answered(delayed) == SendingDelayed(stamp, submission_id, delayed.code)
    stored = delivery.answered(Delivered(submission_id, ACCEPTED.model_dump(mode="json")))
    assert stored == Acknowledged(stamp, submission_id, ACCEPTED.status)


def test_stored_is_what_counts_though_its_status_cannot_be_read(handed_over: HandedOver) -> None:
    told = handed_over.delivery.answered(Delivered(handed_over.id, {"status": "?"}))
    assert told == SendingDelayed(handed_over.wanted.stamp, handed_over.id, "platform.garbage")


def test_nothing_more_is_told_once_it_is_stored_or_the_person_has_gone(
    handed_over: HandedOver, delivery: Delivery, any_item: ServiceItem, outbox: Outbox
) -> None:
    delivery.answered(Delivered(handed_over.id, {}))
    assert delivery.answered(Delayed(handed_over.id, "link.down")) is None
    delivery.hand_over(handed_over.wanted)
    again = outbox.puts[-1][0]
    delivery.forget("somebody else's")
    assert delivery.answered(Queued(again)) is not None
    delivery.forget(handed_over.wanted.stamp.session_id)
    assert delivery.answered(Queued(again)) is None


def test_nobody_waits_for_a_rating(delivery: Delivery, outbox: Outbox) -> None:
    delivery.hand_over(SendRating("019ab000-0000-7000-8000-000000000001", 2, frozenset({"slow", "rude"}), NOW))
    ((rating_id, channel, content),) = outbox.puts
    assert (channel, json.loads(content)["reasons"]) == ("rating", ["rude", "slow"])
    assert delivery.answered(Queued(rating_id)) is None


@pytest.mark.parametrize(
    ("answer", "device", "status"),
    [
        (OutboxFailed("outbox.disk"), "outbox", DeviceStatus(DeviceState.HARDWARE_ERROR, "outbox.disk")),
        (IntakeResumed(), "outbox", DeviceStatus(DeviceState.ONLINE)),
        (LinkChanged(False, "link.down"), "platform", DeviceStatus(DeviceState.OFFLINE, "link.down")),
        (LinkChanged(True, ""), "platform", DeviceStatus(DeviceState.ONLINE)),
    ],
)
def test_whose_health_the_queue_tells(answer: CacheEvent, device: str, status: DeviceStatus) -> None:
    assert health_of(answer) == (device, status)


def test_answers_about_a_record_say_nothing_of_health() -> None:
    assert health_of(Queued("019ab000-0000-7000-8000-000000000001")) is None
