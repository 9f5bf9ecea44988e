"""Sentences for staff at the cabinet."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.message import Message

_NOT_STOCKED = QT_TRANSLATE_NOOP("Messages", "没有记为已放入。")
_BRING_BACK = QT_TRANSLATE_NOOP("Messages", "请把物件带回发证窗口。")

STOCK_MESSAGES: dict[str, Message] = {
    "stock.no_cabinet": Message(
        QT_TRANSLATE_NOOP("Messages", "存取柜现在不能用"),
        action=QT_TRANSLATE_NOOP("Messages", "请检查柜子的电源和连线，再刷新清单。"),
    ),
    "stock.survey_offline": Message(
        QT_TRANSLATE_NOOP("Messages", "网络不通，只列出本机知道的"),
        action=QT_TRANSLATE_NOOP("Messages", "过期物件可能没有列全，联网后请再刷新。"),
    ),
    "stock.not_a_parcel": Message(
        QT_TRANSLATE_NOOP("Messages", "这不是物件上的条码"),
        action=QT_TRANSLATE_NOOP("Messages", "请扫贴在物件上的条码，或照着输入。"),
    ),
    "stock.unknown": Message(
        QT_TRANSLATE_NOOP("Messages", "平台上没有这件物件"),
        _NOT_STOCKED,
        QT_TRANSLATE_NOOP("Messages", "请核对条码；没有错，请带回发证窗口。"),
    ),
    "stock.stocked": Message(
        QT_TRANSLATE_NOOP("Messages", "记录里它已经在 {cell} 号格"),
        _NOT_STOCKED,
        QT_TRANSLATE_NOOP("Messages", "请先查看 {cell} 号格；有疑问请拨打 {hotline}。"),
    ),
    "stock.elsewhere": Message(
        QT_TRANSLATE_NOOP("Messages", "记录里它在另一台终端"),
        _NOT_STOCKED,
        QT_TRANSLATE_NOOP("Messages", "请先在终端 {place} 办理取回。"),
    ),
    "stock.collected": Message(QT_TRANSLATE_NOOP("Messages", "这件物件已经有人取走"), _NOT_STOCKED, _BRING_BACK),
    "stock.overdue": Message(QT_TRANSLATE_NOOP("Messages", "这件物件过了领取时间"), _NOT_STOCKED, _BRING_BACK),
    "stock.no_room": Message(
        QT_TRANSLATE_NOOP("Messages", "没有空格了"),
        _NOT_STOCKED,
        QT_TRANSLATE_NOOP("Messages", "请先取回过期物件，或换一台终端。"),
    ),
    "stock.by_code_alone": Message(
        QT_TRANSLATE_NOOP("Messages", "网络不通，先按条码存放"),
        action=QT_TRANSLATE_NOOP("Messages", "请核对条码，按物件大小选格。联网后平台自动对上取件单。"),
    ),
    "stock.no_scanner": Message(
        QT_TRANSLATE_NOOP("Messages", "扫码口暂时不能用"),
        action=QT_TRANSLATE_NOOP("Messages", "请照着条码下面的字母和数字输入。"),
    ),
    "stock.no_size": Message(
        QT_TRANSLATE_NOOP("Messages", "还没有选格口大小"),
        action=QT_TRANSLATE_NOOP("Messages", "请按物件的大小选一种。"),
    ),
    "stock.not_put_in": Message(
        QT_TRANSLATE_NOOP("Messages", "门关上了，里面没有物件"),
        _NOT_STOCKED,
        QT_TRANSLATE_NOOP("Messages", "请再开一次门放进去；放不下，请换一格。"),
    ),
    "stock.not_taken_out": Message(
        QT_TRANSLATE_NOOP("Messages", "门关上了，物件还在里面"),
        QT_TRANSLATE_NOOP("Messages", "没有记为已取回。"),
        QT_TRANSLATE_NOOP("Messages", "请再开一次门，把物件取出来。"),
    ),
    "door.unseen": Message(
        QT_TRANSLATE_NOOP("Messages", "这扇门没有门磁"),
        action=QT_TRANSLATE_NOOP("Messages", "门关好没有，要由您来说：关好了再点下面的按钮。"),
    ),
    "stock.doubtful": Message(
        QT_TRANSLATE_NOOP("Messages", "说不清这一格的情况"),
        QT_TRANSLATE_NOOP("Messages", "这一格先停用，已经记录下来。"),
        QT_TRANSLATE_NOOP("Messages", "请在清单里打开它查看，再登记里面有什么。"),
    ),
    "stock.unrecorded": Message(
        QT_TRANSLATE_NOOP("Messages", "没有登记上"), action=QT_TRANSLATE_NOOP("Messages", "请再登记一次。")
    ),
}
