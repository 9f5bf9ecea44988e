"""Sentences for whoever hands in papers."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.message import NOTHING_SENT, Message

_ANOTHER_WAY = QT_TRANSLATE_NOOP("Messages", "材料可以以后补，或到人工窗口交。")
_CAMERA_BROKEN = Message(QT_TRANSLATE_NOOP("Messages", "台面上的镜头暂时不能用"), NOTHING_SENT, _ANOTHER_WAY)
_SCANNER_BROKEN = Message(QT_TRANSLATE_NOOP("Messages", "扫描仪暂时不能用"), NOTHING_SENT, _ANOTHER_WAY)
_NOT_READ = Message(
    QT_TRANSLATE_NOOP("Messages", "没能读出纸上的字"),
    QT_TRANSLATE_NOOP("Messages", "照片照样能交，由工作人员来看。"),
    QT_TRANSLATE_NOOP("Messages", "请自己看清楚：是不是这份，有没有过期，页数齐不齐。"),
)
_KEPT_ANYWAY = QT_TRANSLATE_NOOP("Messages", "机器可能看错；您认为没错，也可以照样用。")

PAPER_MESSAGES = {
    # ---- what is wrong with a paper
    "capture.no_page": Message(
        QT_TRANSLATE_NOOP("Messages", "还没有拍到"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请把材料平放在台面上，手拿开，会自动拍。"),
    ),
    "capture.papers_left": Message(
        QT_TRANSLATE_NOOP("Messages", "您的材料还在台面上"),
        QT_TRANSLATE_NOOP("Messages", "请拿走；拿走后这一页会自己关上。"),
    ),
    "capture.most_pages": Message(
        QT_TRANSLATE_NOOP("Messages", "一份材料最多 {count} 页"),
        QT_TRANSLATE_NOOP("Messages", "已拍的都在。"),
        QT_TRANSLATE_NOOP("Messages", "请点“完成”；余下的到人工窗口交。"),
    ),
    "capture.wrong_kind": Message(
        QT_TRANSLATE_NOOP("Messages", "好像不是要交的那份材料"),
        _KEPT_ANYWAY,
        QT_TRANSLATE_NOOP("Messages", "拿错了，请换成下面写的这份，重新拍。"),
    ),
    "capture.wrong_side": Message(
        QT_TRANSLATE_NOOP("Messages", "好像拍到了另一面"),
        _KEPT_ANYWAY,
        QT_TRANSLATE_NOOP("Messages", "请翻过来重新拍。"),
    ),
    "capture.expired": Message(
        QT_TRANSLATE_NOOP("Messages", "这份材料好像已经过期"),
        QT_TRANSLATE_NOOP("Messages", "纸上写的有效期到 {day}。"),
        QT_TRANSLATE_NOOP("Messages", "请换有效的一份重新拍；没有，请选以后补。机器看错了，可以照样用。"),
    ),
    "capture.page_missing": Message(
        QT_TRANSLATE_NOOP("Messages", "好像少了第 {page} 页"),
        _KEPT_ANYWAY,
        QT_TRANSLATE_NOOP("Messages", "请点“接着拍”，把这一页补上。"),
    ),
    "capture.illegible": Message(
        QT_TRANSLATE_NOOP("Messages", "纸上几乎看不出字"),
        _KEPT_ANYWAY,
        QT_TRANSLATE_NOOP("Messages", "请把纸铺平、字朝上，重新拍。"),
    ),
    # ---- document camera
    "document.bad_page": _CAMERA_BROKEN,
    "document.closed": _CAMERA_BROKEN,
    "document.frozen": _CAMERA_BROKEN,
    "document.lost": _CAMERA_BROKEN,
    "document.missing": _CAMERA_BROKEN,
    "document.off": _CAMERA_BROKEN,
    "document.silent": _CAMERA_BROKEN,
    "document_camera.hung": _CAMERA_BROKEN,
    # ---- scanner
    "scanner.no_paper": Message(
        QT_TRANSLATE_NOOP("Messages", "扫描仪里没有纸"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请把材料放到底，再扫一次。"),
    ),
    "scanner.jammed": Message(
        QT_TRANSLATE_NOOP("Messages", "扫描仪卡纸了"),
        QT_TRANSLATE_NOOP("Messages", "这一次扫的不算。"),
        QT_TRANSLATE_NOOP("Messages", "请轻轻把纸拿出来，全部放进去再扫；拿不出来，请叫工作人员。"),
    ),
    "scanner.cover_open": Message(
        QT_TRANSLATE_NOOP("Messages", "扫描仪的盖子开着"),
        QT_TRANSLATE_NOOP("Messages", "这一次扫的不算。"),
        QT_TRANSLATE_NOOP("Messages", "请盖好，再扫一次。"),
    ),
    "scanner.too_many": Message(
        QT_TRANSLATE_NOOP("Messages", "一次放的纸太多"),
        QT_TRANSLATE_NOOP("Messages", "这一次扫的不算。"),
        QT_TRANSLATE_NOOP("Messages", "请分几次放。"),
    ),
    "scanner.bad_options": _SCANNER_BROKEN,
    "scanner.busy": _SCANNER_BROKEN,
    "scanner.closed": _SCANNER_BROKEN,
    "scanner.failed": _SCANNER_BROKEN,
    "scanner.garbage": _SCANNER_BROKEN,
    "scanner.lost": _SCANNER_BROKEN,
    "scanner.missing": _SCANNER_BROKEN,
    "scanner.no_access": _SCANNER_BROKEN,
    "scanner.no_program": _SCANNER_BROKEN,
    "scanner.silent": _SCANNER_BROKEN,
    "document_scanner.hung": _SCANNER_BROKEN,
    # ---- reading of print
    "paper_reader.bad_kinds": _NOT_READ,
    "paper_reader.bad_page": _NOT_READ,
    "paper_reader.closed": _NOT_READ,
    "paper_reader.crashed": _NOT_READ,
    "paper_reader.garbage": _NOT_READ,
    "paper_reader.missing": _NOT_READ,
    "paper_reader.silent": _NOT_READ,
    "paper_reader.hung": _NOT_READ,
}
