"""What is printed after a submission: what was received from whom, where it stands, what follows, and how to ask.

Others may see the paper, so the person is shown masked. The words are in `kiosk/paper/receipts/application.toml`.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from drivers.contract.receipt_printer import Receipt
from kiosk import masking
from kiosk.paper.receipt_templates import Value, word
from kiosk.paper.receipt_words import day_in, in_fours
from kiosk.paper.tickets import Printing, collection_receipt
from kiosk.platform.item import in_language
from kiosk.platform.schema import SubmissionStatus
from kiosk.platform.submission_state import SubmissionState
from kiosk.services.materials import rows_of
from kiosk.session.model import MaterialChoice, Session, Submission
from kiosk.slip import Slip

_PAPER = "application"
_word = partial(word, _PAPER)


def application_receipt(session: Session, printing: Printing, sign: Callable[[str], str] | None) -> Receipt:
    """The receipt of the session's submission, with what is known by now.

    Args:
        sign: signs the text of the code (`kiosk.slip_key.SlipKey.sign`); None leaves the code out.

    Raises:
        ValueError: the session has no submission of an identified person: a bug.
    """
    if session.item is None or session.identity is None or not session.submission.id:
        raise ValueError("nothing was submitted")
    language, today = printing.language, printing.now.date()
    submission, status = session.submission, session.submission.status
    approved = status is not None and status.state is SubmissionState.APPROVED
    values: dict[str, Value] = {
        "item": printing.said(session.item.name),
        "applicant": masking.name(session.identity.name),
        "number": masking.identity_number(session.identity.number),
        "state": _word(status.state.value if status else "not_yet", language),
        "acceptance": in_fours(status.acceptance_number) if status else "",
        "outcome": printing.said(session.item.guide.outcome) if approved else "",
        "due": day_in(date.fromisoformat(status.due), language) if status and status.due else "",
        "submission": submission.id,
        "promised": list(_promised(session, today, language)),
        "steps": [{"nth": str(nth), "step": step} for nth, step in enumerate(_steps(status, language), 1)],
        "code": _code(submission, printing, sign) if sign else "",
    }
    return printing.fill(_PAPER, values)


def pickup_receipt(session: Session, printing: Printing, sign: Callable[[str], str] | None) -> Receipt:
    """The receipt of what was taken out of the cabinet and signed for; arguments and errors as of the other."""
    order = session.collection.order
    if order is None or session.identity is None or not session.submission.id:
        raise ValueError("nothing was signed for")
    return collection_receipt(
        printing,
        order=order.number,
        things=[dict(each.contents) for each in session.collection.taken],
        originals=[dict(each.contents) for each in session.collection.handed_in],
        shown=[dict(each.contents) for each in session.collection.shown],
        collector=session.identity.name,
        code=_code(session.submission, printing, sign) if sign else "",
    )


def _promised(session: Session, today: date, language: str) -> Iterator[dict[str, str]]:
    """Every deferred material with the day until which it is due, counted from the day of the submission."""
    made_on = session.submission.created_at.date() if session.submission.created_at else today
    for row in rows_of(session, made_on):
        if row.choice is MaterialChoice.DEFERRED:
            until = _word("until", language, day=day_in(row.due, language)) if row.due else ""
            yield {"until": until, "material": in_language(row.material.name, language)}


def _steps(status: SubmissionStatus | None, language: str) -> list[str]:
    if status is None:
        return [_word(key, language) for key in ("stored_here", "follow_up")]
    return [in_language(step, language) for step in status.next_steps]


def _code(submission: Submission, printing: Printing, sign: Callable[[str], str]) -> str:
    number = submission.status.acceptance_number if submission.status else ""
    return Slip(submission.id, number, submission.created_at or printing.now, printing.terminal_id).signed(sign)
