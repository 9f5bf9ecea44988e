"""What is printed after a submission: what was received from whom, where it stands, what follows, and how to ask.

Others may see the paper, so the person is shown masked. The words are in `kiosk/paper/receipts/application.toml`.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial

from drivers.contract.receipt_printer import Receipt
from kiosk import masking
from kiosk.paper import tickets
from kiosk.paper.receipt_templates import Value, filled_receipt, word
from kiosk.paper.receipt_words import day_in, in_fours, moment_in
from kiosk.platform.item import Text, in_language
from kiosk.platform.schema import SubmissionStatus
from kiosk.platform.submission_state import SubmissionState
from kiosk.services.materials import rows_of
from kiosk.session.model import MaterialChoice, Session, Submission
from kiosk.slip import Slip

_PAPER = "application"
_word = partial(word, _PAPER)


def application_receipt(
    session: Session,
    *,
    terminal_id: str,
    hall_name: Text,
    hotline: str,
    now: datetime,
    language: str,
    sign: Callable[[str], str] | None,
    large_print: bool = False,
) -> Receipt:
    """The receipt of the session's submission, with what is known by now.

    Args:
        now: aware, in the terminal's time zone.
        sign: signs the text of the code (`kiosk.slip_key.SlipKey.sign`); None leaves the code out.

    Raises:
        ValueError: the session has no submission of an identified person: a bug.
    """
    if session.item is None or session.identity is None or not session.submission.id:
        raise ValueError("nothing was submitted")
    submission, status = session.submission, session.submission.status
    approved = status is not None and status.state is SubmissionState.APPROVED
    values: dict[str, Value] = {
        "hall": in_language(hall_name, language),
        "terminal": terminal_id,
        "time": moment_in(now, language),
        "item": in_language(session.item.name, language),
        "applicant": masking.name(session.identity.name),
        "number": masking.identity_number(session.identity.number),
        "state": _word(status.state.value if status else "not_yet", language),
        "acceptance": in_fours(status.acceptance_number) if status else "",
        "outcome": in_language(session.item.guide.outcome, language) if approved else "",
        "due": day_in(date.fromisoformat(status.due), language) if status and status.due else "",
        "submission": submission.id,
        "promised": list(_promised(session, now.date(), language)),
        "steps": [{"nth": str(nth), "step": step} for nth, step in enumerate(_steps(status, language), 1)],
        "code": _code(submission, terminal_id, now, sign) if sign else "",
        "hotline": hotline,
    }
    return filled_receipt(_PAPER, values, language, large_print=large_print)


def pickup_receipt(
    session: Session,
    *,
    terminal_id: str,
    hall_name: Text,
    hotline: str,
    now: datetime,
    language: str,
    sign: Callable[[str], str] | None,
    large_print: bool = False,
) -> Receipt:
    """The receipt of what was taken out of the cabinet and signed for; arguments and errors as of the other."""
    order = session.collection.order
    if order is None or session.identity is None or not session.submission.id:
        raise ValueError("nothing was signed for")
    return tickets.collection_receipt(
        tickets.Printing(terminal_id, hall_name, hotline, now, language, large_print),
        order=order.number,
        things=[dict(each.contents) for each in session.collection.taken],
        originals=[dict(each.contents) for each in session.collection.handed_in],
        collector=session.identity.name,
        code=_code(session.submission, terminal_id, now, sign) if sign else "",
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


def _code(submission: Submission, terminal_id: str, now: datetime, sign: Callable[[str], str]) -> str:
    number = submission.status.acceptance_number if submission.status else ""
    return Slip(submission.id, number, submission.created_at or now, terminal_id).signed(sign)
