"""Sentences for whoever waits for a certificate, or for the copy of an application, on paper."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.message import Message

_LATER = QT_TRANSLATE_NOOP("Messages", "证明已经办好，不受影响。")
_SUBMITTED = QT_TRANSLATE_NOOP("Messages", "申请已经提交，不受影响。")
_CALL_STAFF = QT_TRANSLATE_NOOP("Messages", "请叫现场工作人员，或拨打 {hotline}；处理好会接着打印。")
_GET_LATER = QT_TRANSLATE_NOOP("Messages", "请拿好回执，凭它和身份证到人工窗口打印。")
_TRY_AGAIN = QT_TRANSLATE_NOOP("Messages", "请稍等片刻再试；还是不行，凭回执和身份证到人工窗口打印。")
_BROKEN = Message(QT_TRANSLATE_NOOP("Messages", "A4 打印机暂时不能用"), _LATER, _TRY_AGAIN)
_TROUBLE = Message(QT_TRANSLATE_NOOP("Messages", "A4 打印机出了点问题"), _LATER, _CALL_STAFF)
_NOT_TAKEN = Message(QT_TRANSLATE_NOOP("Messages", "这份证明在这里打印不了"), _LATER, _GET_LATER)
_NO_ANSWER = Message(
    QT_TRANSLATE_NOOP("Messages", "打印机没有回应"),
    _LATER,
    QT_TRANSLATE_NOOP("Messages", "连上会接着打印；不想等，可以凭回执以后再打。"),
)
_NO_SPECIAL = Message(QT_TRANSLATE_NOOP("Messages", "证照专用纸用完了"), _LATER, _GET_LATER)
_UNSURE = Message(
    QT_TRANSLATE_NOOP("Messages", "说不准证明有没有打印出来"),
    _LATER,
    QT_TRANSLATE_NOOP("Messages", "请看一下出纸口；有纸出来就是您的，请拿走。"),
)
_OVER = QT_TRANSLATE_NOOP("Messages", "请把没打好的纸交给工作人员，凭回执和身份证到人工窗口打印。")

PAGE_MESSAGES: dict[str, Message] = {
    "page_printer.paper_out": Message(QT_TRANSLATE_NOOP("Messages", "A4 打印机没有纸了"), _LATER, _CALL_STAFF),
    "page_printer.toner_out": Message(QT_TRANSLATE_NOOP("Messages", "A4 打印机没有墨粉了"), _LATER, _CALL_STAFF),
    "page_printer.cover_open": Message(QT_TRANSLATE_NOOP("Messages", "A4 打印机的盖子没关好"), _LATER, _CALL_STAFF),
    "page_printer.jammed": Message(
        QT_TRANSLATE_NOOP("Messages", "A4 打印机卡纸了"),
        QT_TRANSLATE_NOOP("Messages", "看得到纸也请不要拉，纸上有您的资料。"),
        _CALL_STAFF,
    ),
    "page_printer.output_full": Message(
        QT_TRANSLATE_NOOP("Messages", "出纸口满了"),
        _LATER,
        QT_TRANSLATE_NOOP("Messages", "请把出纸口的纸拿开，会接着打印；不是您的请交给工作人员。"),
    ),
    "page_printer.paused": Message(QT_TRANSLATE_NOOP("Messages", "A4 打印机停着"), _LATER, _CALL_STAFF),
    "page_printer.error": _TROUBLE,
    "page_printer.aborted": _TROUBLE,
    "page_printer.job_ended": _TROUBLE,
    "page_printer.no_job": _UNSURE,
    "page_printer.lost": _NO_ANSWER,
    "page_printer.silent": _NO_ANSWER,
    "page_printer.garbage": _NO_ANSWER,
    "page_printer.hung": _UNSURE,
    "page_printer.busy": Message(QT_TRANSLATE_NOOP("Messages", "A4 打印机正忙"), _LATER, _TRY_AGAIN),
    "page_printer.missing": _BROKEN,
    "page_printer.no_access": _BROKEN,
    "page_printer.no_queue": _BROKEN,
    "page_printer.none": _BROKEN,
    "page_printer.format": _NOT_TAKEN,
    "page_printer.unreadable": _NOT_TAKEN,
    "page_printer.refused": _NOT_TAKEN,
    "page_printer.no_special": _NO_SPECIAL,
    "page_printer.special_out": _NO_SPECIAL,
    "sheets.none_left": _NO_SPECIAL,
    "sheets.known_print": _NOT_TAKEN,
    "sheets.unknown_print": _NOT_TAKEN,
    "sheets.unreadable": _NOT_TAKEN,
    "page_print.not_genuine": Message(QT_TRANSLATE_NOOP("Messages", "收到的证明没有通过核验"), _LATER, _GET_LATER),
    "page_print.unchecked": _NOT_TAKEN,
    "page_print.too_often": Message(QT_TRANSLATE_NOOP("Messages", "已经打了三次，先不再打了"), _LATER, _OVER),
    "page_print.called_off": Message(QT_TRANSLATE_NOOP("Messages", "这次没有打印"), _LATER, _GET_LATER),
    "page_print.not_called_off": _UNSURE,
    "page_print.left": _UNSURE,
    "page_print.not_over": _UNSURE,
    "page_print.no_reason": _UNSURE,
    "certificate.unanswered": Message(
        QT_TRANSLATE_NOOP("Messages", "现在取不到证明"),
        _LATER,
        QT_TRANSLATE_NOOP("Messages", "请再试一次；还是不行，凭回执和身份证以后再打。"),
    ),
    "copy.not_made": Message(
        QT_TRANSLATE_NOOP("Messages", "申请表没有做好"),
        _SUBMITTED,
        QT_TRANSLATE_NOOP("Messages", "请再试一次；申请表只留作底稿，不打印也可以。"),
    ),
}

_DO_WITHOUT = QT_TRANSLATE_NOOP("Messages", "申请表只留作底稿，可以不打印；凭受理号和回执就能查进度。")
_NOT_TAKEN_COPY = Message(QT_TRANSLATE_NOOP("Messages", "申请表在这里打印不了"), _SUBMITTED, _DO_WITHOUT)
_UNSURE_COPY = Message(QT_TRANSLATE_NOOP("Messages", "说不准申请表有没有打印出来"), _SUBMITTED, _UNSURE.action)
_TRY_AGAIN_COPY = QT_TRANSLATE_NOOP("Messages", "请稍等片刻再试；申请表只留作底稿，不打印也可以。")
_NO_ANSWER_COPY = QT_TRANSLATE_NOOP("Messages", "连上会接着打印；申请表只留作底稿，不等也可以。")
_OVER_COPY = QT_TRANSLATE_NOOP("Messages", "请把没打好的纸交给工作人员；申请表只留作底稿，不打印也可以。")


def _of_copy(said: Message) -> Message:
    """What is said of a certificate, of a copy."""
    if said is _NOT_TAKEN:
        return _NOT_TAKEN_COPY
    if said is _UNSURE:
        return _UNSURE_COPY
    actions = {
        _GET_LATER: _DO_WITHOUT,
        _TRY_AGAIN: _TRY_AGAIN_COPY,
        _NO_ANSWER.action: _NO_ANSWER_COPY,
        _OVER: _OVER_COPY,
    }
    meaning = _SUBMITTED if said.meaning == _LATER else said.meaning
    return Message(said.what, meaning, actions.get(said.action, said.action))


_OF_CERTIFICATES_ALONE = ("certificate.", "copy.", "sheets.", "page_print.not_genuine", "page_print.unchecked")
COPY_MESSAGES = {
    code: _of_copy(said) for code, said in PAGE_MESSAGES.items() if not code.startswith(_OF_CERTIFICATES_ALONE)
}
"""What stands for the same codes where a copy is printed."""
