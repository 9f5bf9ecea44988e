"""Sentences for whoever stands before the cabinet."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.message import Message

_NOT_COLLECTED = QT_TRANSLATE_NOOP("Messages", "没有记为已取走。")
_NOT_OPENED = Message(
    QT_TRANSLATE_NOOP("Messages", "柜门没有打开"),
    QT_TRANSLATE_NOOP("Messages", "东西还在柜里，没有少。"),
    QT_TRANSLATE_NOOP("Messages", "请再开一次；还是不行，请拨打 {hotline}。"),
)
_UNAVAILABLE = Message(
    QT_TRANSLATE_NOOP("Messages", "取件柜暂时不能用"),
    QT_TRANSLATE_NOOP("Messages", "东西还在柜里，没有少。"),
    QT_TRANSLATE_NOOP("Messages", "请换一台终端，或拨打 {hotline}。"),
)
_BUSY = Message(
    QT_TRANSLATE_NOOP("Messages", "柜门没有关好，现在开不了"),
    action=QT_TRANSLATE_NOOP("Messages", "请先把开着的柜门关上。"),
)
_DOUBT = Message(
    QT_TRANSLATE_NOOP("Messages", "这个柜子要先由工作人员查看"),
    QT_TRANSLATE_NOOP("Messages", "您的物品不会丢。"),
    QT_TRANSLATE_NOOP("Messages", "请拨打 {hotline}。"),
)
_TAKEN = Message(
    QT_TRANSLATE_NOOP("Messages", "这一单已经取走"),
    action=QT_TRANSLATE_NOOP("Messages", "不是您本人取的，请马上拨打 {hotline}。"),
)
_LEFT_OPEN = Message(
    QT_TRANSLATE_NOOP("Messages", "请把柜门关好"),
    action=QT_TRANSLATE_NOOP("Messages", "关好以后才能接着办。"),
)

_LOCKER_BROKEN = Message(
    QT_TRANSLATE_NOOP("Messages", "取件柜暂时不能用"),
    _NOT_COLLECTED,
    QT_TRANSLATE_NOOP("Messages", "请稍后再来取，或拨打 {hotline}。"),
)

_CODE_LOCKED = Message(
    QT_TRANSLATE_NOOP("Messages", "今天输错的取件码太多了"),
    QT_TRANSLATE_NOOP("Messages", "为了保护物品，24 小时内不能用取件码。"),
    QT_TRANSLATE_NOOP("Messages", "请刷脸，或拨打 {hotline}。"),
)

CABINET_MESSAGES: dict[str, Message] = {
    "pickup.unavailable": _UNAVAILABLE,
    "pickup.nothing": Message(
        QT_TRANSLATE_NOOP("Messages", "没有待取的物品"),
        QT_TRANSLATE_NOOP("Messages", "还没有放进柜子，或者已经取走。"),
        QT_TRANSLATE_NOOP("Messages", "可以拨打 {hotline} 询问。"),
    ),
    "pickup.nothing_known": Message(
        QT_TRANSLATE_NOOP("Messages", "还没有查到您的物品"),
        QT_TRANSLATE_NOOP("Messages", "网络不通或者很慢，可能还没有通知到这台终端。"),
        QT_TRANSLATE_NOOP("Messages", "终端会自己接着查；也可以拨打 {hotline} 询问。"),
    ),
    "pickup.claimed": Message(
        QT_TRANSLATE_NOOP("Messages", "这一单正有人在取，或已经取走"),
        action=QT_TRANSLATE_NOOP("Messages", "不是您本人取的，请马上拨打 {hotline}。"),
    ),
    "pickup.unknown": Message(
        QT_TRANSLATE_NOOP("Messages", "平台上没有这一单"),
        action=QT_TRANSLATE_NOOP("Messages", "请拨打 {hotline} 询问。"),
    ),
    "pickup.expired": Message(
        QT_TRANSLATE_NOOP("Messages", "过了领取时间"),
        QT_TRANSLATE_NOOP("Messages", "物品会退回发证窗口保管。"),
        QT_TRANSLATE_NOOP("Messages", "请拨打 {hotline} 询问。"),
    ),
    "pickup.not_yet": Message(
        QT_TRANSLATE_NOOP("Messages", "还没到领取时间"),
        action=QT_TRANSLATE_NOOP("Messages", "请按通知上的时间来取。"),
    ),
    "pickup.revoked": Message(
        QT_TRANSLATE_NOOP("Messages", "这一单已经取消"),
        action=QT_TRANSLATE_NOOP("Messages", "请拨打 {hotline} 询问。"),
    ),
    "pickup.taken": _TAKEN,
    "pickup.busy": _BUSY,
    "pickup.doubt": _DOUBT,
    "pickup.unproven": Message(
        QT_TRANSLATE_NOOP("Messages", "还没有确认您的身份"),
        action=QT_TRANSLATE_NOOP("Messages", "请刷脸，或输入取件码。"),
    ),
    "pickup.code": Message(
        QT_TRANSLATE_NOOP("Messages", "取件码不对"),
        action=QT_TRANSLATE_NOOP("Messages", "请看取件通知，重新输入。"),
    ),
    "pickup.doubtful": Message(
        QT_TRANSLATE_NOOP("Messages", "柜门的情况要由工作人员查看"),
        QT_TRANSLATE_NOOP("Messages", "已经记录下来，您的物品不会丢。"),
        QT_TRANSLATE_NOOP("Messages", "请拨打 {hotline}，报上这台终端的编号。"),
    ),
    "pickup_code.incomplete": Message(
        QT_TRANSLATE_NOOP("Messages", "还差 {missing} 位没有输完"),
        action=QT_TRANSLATE_NOOP("Messages", "取件码在取件通知里。"),
    ),
    "pickup_code.other": Message(
        QT_TRANSLATE_NOOP("Messages", "这不是取件码"),
        action=QT_TRANSLATE_NOOP("Messages", "请出示取件通知上的二维码，或输入 6 位数字。"),
    ),
    "pickup_code.wrong": Message(
        QT_TRANSLATE_NOOP("Messages", "取件码不对，还可以试 {left} 次"),
        action=QT_TRANSLATE_NOOP("Messages", "请看取件通知，重新输入。"),
    ),
    "pickup_code.locked": _CODE_LOCKED,
    "pickup.code_locked": _CODE_LOCKED,
    "pickup_code.too_often": Message(
        QT_TRANSLATE_NOOP("Messages", "取件码错了太多次"),
        action=QT_TRANSLATE_NOOP("Messages", "请刷脸，或拨打 {hotline}。"),
    ),
    "original.no_room": Message(
        QT_TRANSLATE_NOOP("Messages", "现在没有空柜子可以放原件"),
        QT_TRANSLATE_NOOP("Messages", "东西还在柜里，没有少。"),
        QT_TRANSLATE_NOOP("Messages", "请把原件交到人工窗口，或拨打 {hotline}。"),
    ),
    "original.only_shown": Message(
        QT_TRANSLATE_NOOP("Messages", "柜子都满了，请把原件拍下来"),
        action=QT_TRANSLATE_NOOP("Messages", "拍下来一样算数，原件您带走。"),
    ),
    "original.no_way": Message(
        QT_TRANSLATE_NOOP("Messages", "这台终端现在拍不了原件"),
        QT_TRANSLATE_NOOP("Messages", "东西还在柜里，没有少。"),
        QT_TRANSLATE_NOOP("Messages", "请带着原件到人工窗口，或拨打 {hotline}。"),
    ),
    "original.not_noted": Message(
        QT_TRANSLATE_NOOP("Messages", "原件没有记下来"),
        QT_TRANSLATE_NOOP("Messages", "东西还在柜里，没有少。"),
        QT_TRANSLATE_NOOP("Messages", "请再试一次；还是不行，请拨打 {hotline}。"),
    ),
    "original.left_out": Message(
        QT_TRANSLATE_NOOP("Messages", "柜门关上了，里面没有原件"),
        action=QT_TRANSLATE_NOOP("Messages", "请再开一次门，把原件放进去；没带，请下次带上再来。"),
    ),
    "original.doubtful": Message(
        QT_TRANSLATE_NOOP("Messages", "原件交了没有，要由工作人员查看"),
        QT_TRANSLATE_NOOP("Messages", "已经记录下来，您的物品还在柜里。"),
        QT_TRANSLATE_NOOP("Messages", "请拨打 {hotline}，报上这台终端的编号。"),
    ),
    "custody.owed": Message(
        QT_TRANSLATE_NOOP("Messages", "还有原件没有交"),
        QT_TRANSLATE_NOOP("Messages", "东西还在柜里，没有少。"),
        QT_TRANSLATE_NOOP("Messages", "请带上原件再来，或拨打 {hotline}。"),
    ),
    "door.not_opened": _NOT_OPENED,
    "door.left_inside": Message(
        QT_TRANSLATE_NOOP("Messages", "柜门关上了，东西还在里面"),
        action=QT_TRANSLATE_NOOP("Messages", "请再开一次门，把物品全部取走。"),
    ),
    "door.left_open": _LEFT_OPEN,
    "door.nobody_closed": Message(
        QT_TRANSLATE_NOOP("Messages", "柜门一直没有关上"),
        QT_TRANSLATE_NOOP("Messages", "已经通知工作人员。"),
        QT_TRANSLATE_NOOP("Messages", "请把柜门关好；有问题请拨打 {hotline}。"),
    ),
    "door.disputed": Message(
        QT_TRANSLATE_NOOP("Messages", "已经记下：柜门没有打开"),
        QT_TRANSLATE_NOOP("Messages", "工作人员会来查看，您的物品不会丢。"),
        QT_TRANSLATE_NOOP("Messages", "请拨打 {hotline}，报上这台终端的编号。"),
    ),
    "sign_for.not_signed": Message(
        QT_TRANSLATE_NOOP("Messages", "请先签名"),
        action=QT_TRANSLATE_NOOP("Messages", "在方框里用手指写上您的名字。"),
    ),
    "custody.no_intent": _NOT_OPENED,
    "custody.unknown": _NOT_OPENED,
    "audit.closed": _NOT_OPENED,
    "custody.no_sensor": _DOUBT,
    "custody.occupied": _NOT_OPENED,
    "custody.open": _BUSY,
    "custody.busy": _BUSY,
    "custody.doubt": _DOUBT,
    "custody.other": _DOUBT,
    "custody.taken": _TAKEN,
    "locker.jammed": Message(
        QT_TRANSLATE_NOOP("Messages", "柜门没有弹开"),
        _NOT_COLLECTED,
        QT_TRANSLATE_NOOP("Messages", "请轻推一下柜门，再试一次；还是不行，请拨打 {hotline}。"),
    ),
    "locker.other_door": Message(
        QT_TRANSLATE_NOOP("Messages", "打开的不是您的柜门"),
        _NOT_COLLECTED,
        QT_TRANSLATE_NOOP("Messages", "请不要动里面的东西，把它关上，然后拨打 {hotline}。"),
    ),
    "locker.no_sensor": Message(
        QT_TRANSLATE_NOOP("Messages", "不确定柜门开了没有"),
        _NOT_COLLECTED,
        QT_TRANSLATE_NOOP("Messages", "请看一下柜门；没有开，请拨打 {hotline}。"),
    ),
    "locker.already_open": Message(
        QT_TRANSLATE_NOOP("Messages", "这扇柜门已经开着"),
        _NOT_COLLECTED,
        QT_TRANSLATE_NOOP("Messages", "请把柜门关好，再试一次。"),
    ),
    "locker.left_open": Message(
        QT_TRANSLATE_NOOP("Messages", "柜门还开着"), action=QT_TRANSLATE_NOOP("Messages", "请拿好东西，把柜门关上。")
    ),
    "locker.forced": Message(
        QT_TRANSLATE_NOOP("Messages", "有一扇柜门自己开了"),
        action=QT_TRANSLATE_NOOP("Messages", "请不要动里面的东西，把它关上，然后拨打 {hotline}。"),
    ),
    "locker.missing": _LOCKER_BROKEN,
    "locker.no_access": _LOCKER_BROKEN,
    "locker.silent": _LOCKER_BROKEN,
    "locker.garbage": _LOCKER_BROKEN,
    "locker.hung": _LOCKER_BROKEN,
    "locker.board_silent": _LOCKER_BROKEN,
    "locker.wiring": _LOCKER_BROKEN,
    "locker.under_current": _LOCKER_BROKEN,
    "locker.no_cell": _LOCKER_BROKEN,
    "locker.command_used": _LOCKER_BROKEN,
    "locker.codec": _LOCKER_BROKEN,
    "locker.layout": _LOCKER_BROKEN,
}
