"""What becomes of an application, by rule: approved at once (秒批), accepted (受理), or left for staff to look at."""

from collections.abc import Callable
from datetime import date, timedelta

from jsonschema import Draft202012Validator

from kiosk.gateway.working_days import WorkingDays
from kiosk.platform.item import Approval, Delivery, ServiceItem, Text, in_language
from kiosk.platform.schema import Application, SubmissionStatus
from kiosk.platform.submission_state import SubmissionState

_PROVEN = ("card", "eid_qr")
"""Ways to say who one is in which the document itself was verified."""
_LONGEST_PROMISE = timedelta(days=366)
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_BEING_CHECKED: Text = {
    "zh-CN": "1 个工作日内：工作人员核对，无需您到场",
    "en": "Within 1 working day: staff will check it, you need not come",
}
_COLLECTED: Text = {
    "zh-CN": "取件已登记，无需再办",
    "en": "Your collection is registered, there is nothing more to do",
}
_SAME_DAY: Text = {
    "zh-CN": "24 小时内您已申请过同一事项：工作人员核对后按一件办理",
    "en": "You applied for the same service within 24 hours: staff will check and handle both as one",
}
_ON_PAPER: Text = {
    "zh-CN": "要纸质的：当场在有 A4 打印机的终端打印，或带身份证和回执到人工窗口",
    "en": "On paper: at once where the terminal has an A4 printer, or at a counter with ID card and receipt",
}
_DELIVERED: dict[Delivery, Text] = {
    Delivery.POST: {"zh-CN": "免费邮寄给您", "en": "the result is posted to you free of charge"},
    Delivery.PICKUP: {
        "zh-CN": "带身份证到智能存取柜领取",
        "en": "collect the result from the smart locker with your ID card",
    },
    Delivery.PRINT: {
        "zh-CN": "带身份证到人工窗口领取纸质结果",
        "en": "collect the printed result at a counter with your ID card",
    },
    Delivery.LICENCE: {
        "zh-CN": "结果存入您的电子证照，无需领取",
        "en": "it is kept with your electronic licences",
    },
}


def certificate_number(item_code: str, acceptance_number: str) -> str:
    """Follows from these two, so that asking twice gives the same certificate twice and not two."""
    return f"{item_code}-{acceptance_number}"


def left_for_staff() -> SubmissionStatus:
    """The status of what no rule can decide."""
    return SubmissionStatus(state=SubmissionState.RECEIVED, next_steps=(_BEING_CHECKED,))


def signed_for(acceptance_number: str) -> SubmissionStatus:
    """The status of what somebody took out of a cabinet: there is nothing to decide."""
    return SubmissionStatus(
        state=SubmissionState.APPROVED, acceptance_number=acceptance_number, next_steps=(_COLLECTED,)
    )


def decide(
    application: Application,
    item: ServiceItem | None,
    *,
    is_repeated: bool,
    today: date,
    working_days: WorkingDays,
    next_acceptance_number: Callable[[], str],
) -> SubmissionStatus:
    """Apply the rules. `item` is None when the catalogue does not have it (any more)."""
    promised = _promised(application, today)
    if item is None or promised is None or not _fits_form(application, item) or not _is_confirmed(application, item):
        return left_for_staff()
    if is_repeated:
        return SubmissionStatus(state=SubmissionState.POSSIBLE_DUPLICATE, next_steps=(_SAME_DAY,))
    if item.approval is Approval.INSTANT and not promised:
        number = next_acceptance_number()
        steps = (_on_approval(item), _at_end({"zh-CN": "现在起", "en": "From now on"}, item.delivery))
        return SubmissionStatus(
            state=SubmissionState.APPROVED,
            acceptance_number=number,
            next_steps=(*steps, _ON_PAPER) if item.certificate else steps,
            certificate_number=certificate_number(item.code, number) if item.certificate else "",
        )
    complete_on = promised[-1][0] if promised else today
    due = working_days.after(complete_on, item.guide.days)
    return SubmissionStatus(
        state=SubmissionState.ACCEPTED,
        acceptance_number=next_acceptance_number(),
        due=due.isoformat(),
        next_steps=(
            *_to_bring(item, promised),
            _on_decision(item, due),
            _at_end({"zh-CN": "办结后", "en": "After that"}, item.delivery),
        ),
    )


def _fits_form(application: Application, item: ServiceItem) -> bool:
    given = {name: value for name, value in application.values.items() if value}
    return Draft202012Validator(item.form.json_schema).is_valid(given)  # pyright: ignore[reportUnknownMemberType]


def _is_confirmed(application: Application, item: ServiceItem) -> bool:
    """Whether it is established who applies, as far as the item asks for it."""
    if application.face is not None or application.staff is not None:
        return True
    return not item.needs_face and application.applicant.way in _PROVEN


def _promised(application: Application, today: date) -> list[tuple[date, str]] | None:
    """Day and code of every deferred material, by day; None when a day is none, or out of reason."""
    try:
        promised = sorted(
            (date.fromisoformat(material.due), material.code) for material in application.materials if material.due
        )
    except ValueError:
        return None
    return promised if all(today <= day <= today + _LONGEST_PROMISE for day, _ in promised) else None


def _on_approval(item: ServiceItem) -> Text:
    return {
        "zh-CN": f"今天：已批准，{in_language(item.guide.outcome, 'zh-CN')}",
        "en": f"Today: approved. {in_language(item.guide.outcome, 'en')}",
    }


def _on_decision(item: ServiceItem, due: date) -> Text:
    return {
        "zh-CN": f"{_by(due, 'zh-CN')}{in_language(item.department, 'zh-CN')}办结",
        "en": f"{_by(due, 'en')}decision by {in_language(item.department, 'en')}",
    }


def _to_bring(item: ServiceItem, promised: list[tuple[date, str]]) -> tuple[Text, ...]:
    """One step, for the first day that something is due: the receipt lists the materials one by one."""
    if not promised:
        return ()
    (due, code), count = promised[0], len(promised)
    what: Text = {"zh-CN": f" {count} 份材料", "en": f"{count} documents"}
    if count == 1:
        what = next((material.name for material in item.materials if material.code == code), what)
    return (
        {
            "zh-CN": f"{_by(due, 'zh-CN')}到人工窗口补交{in_language(what, 'zh-CN')}",
            "en": f"{_by(due, 'en')}hand in {in_language(what, 'en')} at a counter",
        },
    )


def _at_end(when: Text, delivery: Delivery) -> Text:
    end = _DELIVERED[delivery]
    return {"zh-CN": f"{when['zh-CN']}：{end['zh-CN']}", "en": f"{when['en']}: {end['en']}"}


def _by(day: date, language: str) -> str:
    if language == "zh-CN":
        return f"{day.month}月{day.day}日前："
    return f"By {day.day} {_MONTHS[day.month - 1]}: "
