"""What is printed after a submission: what was received from whom, where it stands, what follows, and how to ask.

Others may see the paper, so the person is shown masked. The sentences are here, for the paper has its own language
tables: Chinese first, English for those who chose it.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from drivers.contract import Align, Feed, PairLine, QrCode, Receipt, ReceiptPart, Rule, TextLine
from kiosk import masking
from kiosk.platform.item import ServiceItem, Text, in_language
from kiosk.platform.schema import SubmissionState, SubmissionStatus
from kiosk.services.materials import rows_of
from kiosk.session.model import MaterialChoice, Session, Submission
from kiosk.slip import Slip

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_LABELS: dict[str, Text] = {
    "title": {"zh-CN": "办事回执", "en": "Receipt"},
    "terminal": {"zh-CN": "终端", "en": "Terminal"},
    "time": {"zh-CN": "时间", "en": "Time"},
    "item": {"zh-CN": "事项", "en": "Service"},
    "applicant": {"zh-CN": "申请人", "en": "Applicant"},
    "number": {"zh-CN": "证件号码", "en": "ID number"},
    "acceptance": {"zh-CN": "受理号", "en": "Acceptance number"},
    "due": {"zh-CN": "办结时限", "en": "Due by"},
    "outcome": {"zh-CN": "办理结果", "en": "Outcome"},
    "submission": {"zh-CN": "申请编号", "en": "Ref."},
    "deferred": {"zh-CN": "您承诺补交的材料", "en": "To be handed in"},
    "next": {"zh-CN": "接下来", "en": "What happens next"},
    "scan": {
        "zh-CN": "到窗口出示此码，打电话报上面的号码",
        "en": "At a counter show this code, on the phone give the number above",
    },
    "hotline": {"zh-CN": "咨询电话", "en": "Questions: call"},
}
_STATES: dict[SubmissionState, Text] = {
    SubmissionState.ACCEPTED: {"zh-CN": "已受理", "en": "Accepted"},
    SubmissionState.APPROVED: {"zh-CN": "已批准", "en": "Approved"},
    SubmissionState.RECEIVED: {"zh-CN": "已收到，正在核对", "en": "Received, being checked"},
    SubmissionState.POSSIBLE_DUPLICATE: {"zh-CN": "已收到，正在核对", "en": "Received, being checked"},
    SubmissionState.RETURNED: {"zh-CN": "已收到，需要补正", "en": "Received, needs correction"},
}
_NOT_YET: Text = {"zh-CN": "已收到，尚未受理", "en": "Received, not yet accepted"}
_WHEN_NOT_YET: tuple[Text, ...] = (
    {
        "zh-CN": "申请已安全存在本机，网络恢复后自动送达，请不要重复申请",
        "en": "Your application is stored safely and is sent by itself; please do not apply again",
    },
    {
        "zh-CN": "送达后查进度：拨打咨询电话，报申请编号",
        "en": "Once it is sent, call and give the reference to follow it up",
    },
)


def application_receipt(
    session: Session,
    *,
    terminal_id: str,
    hall_name: Text,
    hotline: str,
    now: datetime,
    language: str,
    sign: Callable[[str], str] | None,
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
    parts = (
        *_head(terminal_id, in_language(hall_name, language), now, language),
        PairLine(_label("item", language), in_language(session.item.name, language)),
        PairLine(_label("applicant", language), masking.name(session.identity.name)),
        PairLine(_label("number", language), masking.identity_number(session.identity.number)),
        Rule(),
        *_standing(session.submission, session.item, language),
        *_promised(session, now.date(), language),
        *_next(session.submission.status, language),
        *_foot(session.submission, terminal_id, hotline=hotline, now=now, language=language, sign=sign),
    )
    return Receipt(parts)


def _head(terminal_id: str, hall: str, now: datetime, language: str) -> Iterator[ReceiptPart]:
    yield TextLine(_label("title", language), Align.CENTRE, bold=True, scale=2)
    yield TextLine(hall, Align.CENTRE)
    yield Rule()
    yield PairLine(_label("terminal", language), terminal_id)
    yield PairLine(_label("time", language), f"{_day(now.date(), language)} {now:%H:%M}")


def _standing(submission: Submission, item: ServiceItem, language: str) -> Iterator[ReceiptPart]:
    """Where the submission stands, in large letters; its numbers."""
    status = submission.status
    state = in_language(_STATES[status.state] if status else _NOT_YET, language)
    yield TextLine(state, bold=True, scale=2)
    if status and status.acceptance_number:
        yield TextLine(_label("acceptance", language))
        yield TextLine(in_fours(status.acceptance_number), bold=True, scale=2)
    if status and status.state is SubmissionState.APPROVED:
        yield PairLine(_label("outcome", language), in_language(item.guide.outcome, language))
    if status and status.due:
        yield PairLine(_label("due", language), _day(date.fromisoformat(status.due), language))
    yield PairLine(_label("submission", language), submission.id)


def _promised(session: Session, today: date, language: str) -> Iterator[ReceiptPart]:
    """Every deferred material with the day until which it is due, counted from the day of the submission."""
    made_on = session.submission.created_at.date() if session.submission.created_at else today
    rows = [row for row in rows_of(session, made_on) if row.choice is MaterialChoice.DEFERRED]
    if rows:
        yield Rule()
        yield TextLine(_label("deferred", language), bold=True)
    for row in rows:
        until = _until(row.due, language) if row.due else ""
        yield PairLine(until, in_language(row.material.name, language))


def _next(status: SubmissionStatus | None, language: str) -> Iterator[ReceiptPart]:
    steps = status.next_steps if status else _WHEN_NOT_YET
    if steps:
        yield Rule()
        yield TextLine(_label("next", language), bold=True)
    for number, step in enumerate(steps, 1):
        yield PairLine(f"{number}.", in_language(step, language))


def _foot(
    submission: Submission,
    terminal_id: str,
    *,
    hotline: str,
    now: datetime,
    language: str,
    sign: Callable[[str], str] | None,
) -> Iterator[ReceiptPart]:
    yield Rule()
    if sign:
        number = submission.status.acceptance_number if submission.status else ""
        yield QrCode(Slip(submission.id, number, submission.created_at or now, terminal_id).signed(sign))
        yield TextLine(_label("scan", language), Align.CENTRE)
    yield TextLine(f"{_label('hotline', language)} {hotline}", Align.CENTRE, bold=True)
    yield Feed(1)


def in_fours(number: str) -> str:
    """`440304261122000001` → `4403 0426 1122 0000 01`."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def _label(name: str, language: str) -> str:
    return in_language(_LABELS[name], language)


def _day(day: date, language: str) -> str:
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def _until(day: date, language: str) -> str:
    return f"by {_day(day, language)}" if language == "en" else f"{_day(day, language)}前"
