"""Turns codes into sentences; with its tables of devices and of the cabinet it is the only place that does.

Each says what happened, what it means for the application, and what to do now.

Chinese is the original; `ui/i18n/kiosk_en.ts` holds the English. `{name}` in a sentence is filled from the error's
data.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ui.cabinet_messages import CABINET_MESSAGES
from ui.device_messages import DEVICE_MESSAGES
from ui.message import NOTHING_SENT, Message
from ui.page_messages import PAGE_MESSAGES
from ui.paper_messages import PAPER_MESSAGES
from ui.stock_messages import STOCK_MESSAGES

CONTEXT = "Messages"

SILENCE = Message("")
"""Nothing to tell."""

_NOT_AFFECTED = QT_TRANSLATE_NOOP("Messages", "不影响办理。")
_CALL = QT_TRANSLATE_NOOP("Messages", "请换一台终端，或拨打 {hotline}。")
_OFFLINE = Message(
    QT_TRANSLATE_NOOP("Messages", "网络不通，先手工填写"),
    _NOT_AFFECTED,
    QT_TRANSLATE_NOOP("Messages", "申请会先存好，网络恢复后自动送达。"),
)
_WRONG_CLOCK = Message(
    QT_TRANSLATE_NOOP("Messages", "终端的时钟不准，暂时连不上平台"),
    _NOT_AFFECTED,
    QT_TRANSLATE_NOOP("Messages", "请先手工填写；申请会先存好，时钟校准后自动送达。"),
)
_PREFILL = Message(
    QT_TRANSLATE_NOOP("Messages", "没有取到您的资料，请手工填写"),
    _NOT_AFFECTED,
    QT_TRANSLATE_NOOP("Messages", "申请会先存好，再送到部门。"),
)
_NOT_STORED = Message(
    QT_TRANSLATE_NOOP("Messages", "这台终端现在存不了申请"),
    QT_TRANSLATE_NOOP("Messages", "这次申请没有提交，不会留下记录。"),
    _CALL,
)
_TERMINAL_FAULT = Message(
    QT_TRANSLATE_NOOP("Messages", "这台终端出了点问题"),
    NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "请重新开始；还是不行，请换一台终端，或拨打 {hotline}。"),
)

MESSAGES: Mapping[str, Message] = {
    # ---- what the card says
    "identity.expired": Message(
        QT_TRANSLATE_NOOP("Messages", "这张身份证已过期，有效期到 {valid_to}"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请用新的身份证；没有新证，请先到派出所换领。"),
    ),
    "identity.no_card": Message(
        QT_TRANSLATE_NOOP("Messages", "还没有读到身份证"),
        action=QT_TRANSLATE_NOOP("Messages", "请从卡套里取出来，平放在屏幕右下方亮绿灯的读卡区。"),
    ),
    "identity.no_card_on_readers": Message(
        QT_TRANSLATE_NOOP("Messages", "还没有读到卡"),
        action=QT_TRANSLATE_NOOP("Messages", "身份证平放在亮绿灯的读卡区；社保卡在那里读不出，请插到另一个读卡器里。"),
    ),
    "identity.document_expired": Message(
        QT_TRANSLATE_NOOP("Messages", "这份证件已过期，有效期到 {valid_to}"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请用现在有效的证件。"),
    ),
    "identity.not_yet_valid": Message(
        QT_TRANSLATE_NOOP("Messages", "这张身份证 {valid_from} 才生效"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请用现在有效的身份证。"),
    ),
    "identity.no_portrait": Message(
        QT_TRANSLATE_NOOP("Messages", "请打热线核实身份"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "这份证件没有照片可以比对，请从下面选一种方式。"),
    ),
    "identity.claim_only": Message(
        QT_TRANSLATE_NOOP("Messages", "社保卡证明不了是您本人"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请从下面选一种方式核实，或返回放上身份证。"),
    ),
    "identity.claim_other_person": Message(
        QT_TRANSLATE_NOOP("Messages", "身份证和社保卡不是同一个人"),
        QT_TRANSLATE_NOOP("Messages", "现在按身份证办理。"),
        QT_TRANSLATE_NOOP("Messages", "拿错了卡，请返回重新放身份证。"),
    ),
    "identity.claim_other_name": Message(
        QT_TRANSLATE_NOOP("Messages", "社保卡和身份证的姓名不一样"),
        QT_TRANSLATE_NOOP("Messages", "现在按身份证办理，不影响。"),
        QT_TRANSLATE_NOOP("Messages", "请有空时到社保窗口更新社保卡。"),
    ),
    "identity.qr_other": Message(
        QT_TRANSLATE_NOOP("Messages", "这不是电子身份证二维码"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请打开“国家网络身份认证”或“粤省事”里的身份码再扫。"),
    ),
    "identity.qr_unknown": Message(
        QT_TRANSLATE_NOOP("Messages", "这个二维码核验不了"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请在手机上刷新二维码再扫，或改用身份证。"),
    ),
    "identity.qr_used": Message(
        QT_TRANSLATE_NOOP("Messages", "这个二维码已经用过了"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请在手机上刷新二维码再扫。"),
    ),
    "identity.qr_expired": Message(
        QT_TRANSLATE_NOOP("Messages", "这个二维码过期了"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请在手机上刷新二维码，一分钟内再扫。"),
    ),
    "identity.qr_offline": Message(
        QT_TRANSLATE_NOOP("Messages", "网络不通，现在核验不了二维码"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请把身份证平放在读卡区，一样能办。"),
    ),
    "mrz.incomplete": Message(QT_TRANSLATE_NOOP("Messages", "还差 {missing} 位没有输完"), NOTHING_SENT),
    "mrz.wrong": Message(
        QT_TRANSLATE_NOOP("Messages", "机读码有一处不对"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请逐位对照证件，改正后再按“核对好了”。"),
    ),
    "staff_code.incomplete": Message(QT_TRANSLATE_NOOP("Messages", "还差 {missing} 位没有输完"), NOTHING_SENT),
    "staff_code.unknown": Message(
        QT_TRANSLATE_NOOP("Messages", "这个代码不对"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请和工作人员再核对一遍，重新输入。"),
    ),
    "staff_code.used": Message(
        QT_TRANSLATE_NOOP("Messages", "这个代码已经用过了"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请向工作人员再要一个。"),
    ),
    "staff_code.expired": Message(
        QT_TRANSLATE_NOOP("Messages", "这个代码过期了"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请向工作人员再要一个。"),
    ),
    "staff_code.locked": Message(
        QT_TRANSLATE_NOOP("Messages", "错了太多次，请过十分钟再试"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "现在可以到人工窗口办，或拨打 {hotline}。"),
    ),
    "staff_code.offline": Message(
        QT_TRANSLATE_NOOP("Messages", "网络不通，现在核对不了代码"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请稍后再试，或到人工窗口办理。"),
    ),
    "staff.unrecorded": Message(
        QT_TRANSLATE_NOOP("Messages", "工作人员的确认没有记录下来"),
        QT_TRANSLATE_NOOP("Messages", "没有记录的确认不算数。"),
        QT_TRANSLATE_NOOP("Messages", "请再确认一次；还是不行，请到人工窗口办理。"),
    ),
    "receipt.unanswered": Message(
        QT_TRANSLATE_NOOP("Messages", "现在查不到这张回执"),
        _NOT_AFFECTED,
        QT_TRANSLATE_NOOP("Messages", "网络恢复后再查，或拨打 {hotline} 询问。"),
    ),
    # ---- link, queue, platform
    "link.down": _OFFLINE,
    "link.timeout": _OFFLINE,
    "link.certificate": _OFFLINE,
    "link.clock": _WRONG_CLOCK,
    "link.garbage": _OFFLINE,
    "link.refused": _OFFLINE,
    "platform.unreachable": _OFFLINE,
    "platform.clock": _WRONG_CLOCK,
    "platform.busy": _OFFLINE,
    "platform.keys_unreadable": _OFFLINE,
    "platform.hung": _OFFLINE,
    "platform.refused": _PREFILL,
    "platform.garbage": _PREFILL,
    "platform.slow": _OFFLINE,
    "prefill.failed": _OFFLINE,
    "catalogue.outdated": Message(
        QT_TRANSLATE_NOOP("Messages", "有期限的事，要联网核对后才能办"),
        NOTHING_SENT,
        _CALL,
    ),
    "outbox.full": _NOT_STORED,
    "outbox.disk": _NOT_STORED,
    "outbox.owned": _NOT_STORED,
    "outbox.damaged": _NOT_STORED,
    "outbox.busy": _NOT_STORED,
    "outbox.closed": _NOT_STORED,
    "outbox.starting": _NOT_STORED,
    "outbox.newer": _NOT_STORED,
    "outbox.duplicate": _NOT_STORED,
    "outbox.bug": _NOT_STORED,
    "outbox.attachment": _NOT_STORED,
    "outbox.keyless": _NOT_STORED,
    "outbox.terminal_key": _NOT_STORED,
    "outbox.unknown": _NOT_STORED,
    "seal.terminal_key": _NOT_STORED,
    "outbox.down": _NOT_STORED,
    "seal.format": _NOT_STORED,
    "seal.suite": _NOT_STORED,
    "seal.key": _NOT_STORED,
    "seal.key_unknown": _NOT_STORED,
    "seal.damaged": _NOT_STORED,
    "seal.incomplete": _NOT_STORED,
    "seal.too_large": _NOT_STORED,
    # ---- form, materials, review, rating
    "form.unfit": Message(
        QT_TRANSLATE_NOOP("Messages", "还有 {count} 项要改"),
        action=QT_TRANSLATE_NOOP("Messages", "请看红框下面的提示，改好再继续。"),
    ),
    "materials.open": Message(
        QT_TRANSLATE_NOOP("Messages", "还差 {count} 份材料"),
        action=QT_TRANSLATE_NOOP("Messages", "没带原件的，可以选“以后补”。"),
    ),
    "review.not_declared": Message(QT_TRANSLATE_NOOP("Messages", "请先核对，再勾选“以上内容属实”"), NOTHING_SENT),
    "review.not_signed": Message(QT_TRANSLATE_NOOP("Messages", "请用手指在框里签名"), NOTHING_SENT),
    "rating.no_grade": Message(QT_TRANSLATE_NOOP("Messages", "请先选一个评价，也可以不评价")),
    "rating.no_reason": Message(QT_TRANSLATE_NOOP("Messages", "请告诉我们哪里没做好，至少选一项")),
    # ---- the submission
    "submission.unconfirmed": Message(
        QT_TRANSLATE_NOOP("Messages", "没能确认申请是否存好"),
        QT_TRANSLATE_NOOP("Messages", "这次可能没有提交成功。"),
        QT_TRANSLATE_NOOP("Messages", "请拨打 {hotline} 询问，或换一台终端再办；重复的由工作人员核对。"),
    ),
    # ---- fields of a form
    "field.missing": Message(QT_TRANSLATE_NOOP("Messages", "这一项还没填，请填写")),
    "field.too_short": Message(QT_TRANSLATE_NOOP("Messages", "还少 {missing} 位，请补全")),
    "field.too_long": Message(QT_TRANSLATE_NOOP("Messages", "多了 {excess} 位，请删去")),
    "field.pattern": Message(QT_TRANSLATE_NOOP("Messages", "格式不对，请对照提示改一下")),
    "field.not_a_choice": Message(QT_TRANSLATE_NOOP("Messages", "请从下面选一项")),
    "field.date": Message(QT_TRANSLATE_NOOP("Messages", "日期不对，请写成 20260131 这样")),
    "field.credit_code": Message(QT_TRANSLATE_NOOP("Messages", "统一社会信用代码不对，请逐位核对")),
    "field.identity_number": Message(QT_TRANSLATE_NOOP("Messages", "身份证号码不对，请逐位核对")),
    # ---- the session
    "item.unavailable": Message(
        QT_TRANSLATE_NOOP("Messages", "这件事现在不能在这里办"),
        NOTHING_SENT,
        _CALL,
    ),
    "worker.bug": _TERMINAL_FAULT,
    "worker.busy": _TERMINAL_FAULT,
    "registry.bad_settings": _TERMINAL_FAULT,
    "registry.unknown_driver": _TERMINAL_FAULT,
    "worker.stopped": _TERMINAL_FAULT,
    **DEVICE_MESSAGES,
    **CABINET_MESSAGES,
    **PAPER_MESSAGES,
    **STOCK_MESSAGES,
    **PAGE_MESSAGES,
}

GENERAL = Message(
    QT_TRANSLATE_NOOP("Messages", "这一步没有做成"),
    QT_TRANSLATE_NOOP("Messages", "已经提交的申请不受影响。"),
    QT_TRANSLATE_NOOP("Messages", "请再试一次；还是不行，请拨打 {hotline}。"),
)


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _translated(source: str, data: Mapping[str, str]) -> str:
    return QCoreApplication.translate(CONTEXT, source).format_map(_Blank(data)) if source else ""


def message(
    code: str, data: Mapping[str, str] | None = None, first: Mapping[str, Message] = MappingProxyType({})
) -> Message:
    """The sentences for `code` in the language in force; a decent general one for a code nobody foresaw.

    Args:
        first: looked up before the table that holds everywhere.
    """
    known = first.get(code) or MESSAGES.get(code, GENERAL)
    values = data or {}
    return Message(
        _translated(known.what, values), _translated(known.meaning, values), _translated(known.action, values)
    )
