"""What became of a journey, said in one word from what the session went through."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.session.model import ReceiptState, Sent, Session, Step


class Outcome(StrEnum):
    ACCEPTED = "accepted"  # the platform answered while the person was there
    RECEIVED = "received"  # durable here; the platform was not heard yet
    UNCONFIRMED = "unconfirmed"  # the disk did not say in time whether it was stored
    NOT_STORED = "not_stored"  # the queue refused; nothing was promised
    FACE_REFUSED = "face_refused"  # another way than the face check was offered
    CARD_UNREAD = "card_unread"
    CODE_REFUSED = "code_refused"  # a pick-up code was wrong too often
    NOTHING_TAKEN = "nothing_taken"  # nothing waits, or it cannot be taken now
    NOT_OPENED = "not_opened"  # a door stayed shut, or was shut with everything inside
    DOUBTFUL = "doubtful"  # nobody can say what became of what lay behind a door
    UNAVAILABLE = "unavailable"  # said before the start: a device is down
    OUT_OF_SERVICE = "out_of_service"
    SERVED = "served"  # staff did at the cabinet what they came for, or some of it
    STAFF_REFUSED = "staff_refused"  # their card or its PIN would not do
    LEFT = "left"


@dataclass(slots=True)
class Witness:
    """Watches the session and remembers what its end no longer shows: who is wiped cannot be asked."""

    submission_id: str = ""
    acceptance_number: str = ""
    state: str = ""
    receipt: ReceiptState = ReceiptState.NONE
    receipt_code: str = ""
    codes: list[str] = field(default_factory=list[str])
    """Every problem the person was told of, in order."""
    served: int = 0
    """How many things staff moved, or cells they cleared."""
    _sent: Sent = Sent.NO
    _last: Step = Step.START

    def see(self, session: Session) -> None:
        """Called with the session after every change."""
        submission = session.submission
        if submission.id:
            self.submission_id, self._sent = submission.id, submission.sent
        if submission.status is not None:
            self.acceptance_number = submission.status.acceptance_number
            self.state = submission.status.state.value
        if session.receipt is not ReceiptState.NONE:
            self.receipt, self.receipt_code = session.receipt, session.receipt_code
        if session.shift is not None:
            self.served = len(session.shift.done)
        is_over = session.step is Step.FAREWELL
        if session.notice is not None and session.notice.code not in self.codes[-1:] and not is_over:
            self.codes.append(session.notice.code)
        if (session.id or self._last is Step.START) and session.step is not Step.FAREWELL:
            self._last = session.step

    def outcome(self) -> Outcome:
        by_submission = {
            Sent.ANSWERED: Outcome.ACCEPTED,
            Sent.UNANSWERED: Outcome.RECEIVED,
            Sent.QUEUED: Outcome.RECEIVED,
        }
        by_step = {
            Step.STOPPED: Outcome.UNCONFIRMED,
            Step.REVIEW: Outcome.NOT_STORED,
            Step.OTHER_WAY: Outcome.FACE_REFUSED,
            Step.IDENTIFY: Outcome.CARD_UNREAD,
            Step.GUIDE: Outcome.UNAVAILABLE,
            Step.OUT_OF_SERVICE: Outcome.OUT_OF_SERVICE,
            Step.WAITING: Outcome.NOTHING_TAKEN,
            Step.HAND_IN: Outcome.NOTHING_TAKEN,
            Step.DOOR_TROUBLE: Outcome.NOT_OPENED,
            Step.STAFF_CARD: Outcome.STAFF_REFUSED,
            Step.STAFF: Outcome.SERVED if self.served else Outcome.NOTHING_TAKEN,
        }
        by_code = {
            "pickup_code.too_often": Outcome.CODE_REFUSED,
            "pickup_code.locked": Outcome.CODE_REFUSED,
            "pickup.doubtful": Outcome.DOUBTFUL,
            "original.doubtful": Outcome.DOUBTFUL,
            "door.nobody_closed": Outcome.DOUBTFUL,
        }
        said = by_code.get(self.codes[-1]) if self.codes else None
        return by_submission.get(self._sent) or said or by_step.get(self._last, Outcome.LEFT)
