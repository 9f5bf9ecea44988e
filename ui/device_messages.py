"""Sentences for whoever meets a device that fails: readers, scanner, camera, face check, receipt printer."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.message import NOTHING_SENT, Message

_SAFE = QT_TRANSLATE_NOOP("Messages", "申请已收好，不受影响。")
_LAY_AGAIN = QT_TRANSLATE_NOOP("Messages", "请把身份证放好别动，再读一次。")
_CARD_BROKEN = Message(
    QT_TRANSLATE_NOOP("Messages", "读卡器暂时不能用"),
    NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "请稍等片刻再试；还是不行，请换一台终端，或拨打 {hotline}。"),
)
_CARD_READ_AGAIN = Message(QT_TRANSLATE_NOOP("Messages", "身份证没有读全"), NOTHING_SENT, _LAY_AGAIN)
_CARD_REFUSED = Message(
    QT_TRANSLATE_NOOP("Messages", "这张身份证读不出来"),
    NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "请拿开再放一次；还是不行，请到人工窗口办理。"),
)
_SCANNER_BROKEN = Message(
    QT_TRANSLATE_NOOP("Messages", "扫码口暂时不能用"),
    NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "请把身份证平放在读卡区，一样能办。"),
)
_SMART_CARD_BROKEN = Message(
    QT_TRANSLATE_NOOP("Messages", "社保卡读卡器暂时不能用"),
    NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "请改用身份证，一样能办。"),
)
_SMART_CARD_UNREADABLE = Message(
    QT_TRANSLATE_NOOP("Messages", "这张卡读不出来"),
    NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "请拔出来再插一次；身份证请平放在读卡区。"),
)
_TURN_BACK = Message(
    QT_TRANSLATE_NOOP("Messages", "没看到您转回来"),
    NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "做完动作后，请马上转回来，正对镜头。"),
)
_OUT_OF_SIGHT = Message(
    QT_TRANSLATE_NOOP("Messages", "中途看不到您的脸了"),
    NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "请站在镜头前别走开，动作慢一点，再来一次。"),
)
_NOT_ALIVE = Message(
    QT_TRANSLATE_NOOP("Messages", "没能确认镜头前是您本人"),
    NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "请本人直接面对镜头再试一次，或选“不刷脸”改用别的方式。"),
)
_ASK_ADMINISTRATOR = QT_TRANSLATE_NOOP("Messages", "请联系管理员。")
_STAFF_CARD_UNFIT = Message(QT_TRANSLATE_NOOP("Messages", "这张工作卡通不过检查"), action=_ASK_ADMINISTRATOR)
_STAFF_LISTS = Message(
    QT_TRANSLATE_NOOP("Messages", "终端现在查不了工作卡"),
    action=QT_TRANSLATE_NOOP("Messages", "请管理员更新这台终端上的名单和证书。"),
)
_CAMERA_BROKEN = Message(
    QT_TRANSLATE_NOOP("Messages", "摄像头暂时不能用"),
    NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "您可以选“不刷脸”，改用别的方式。"),
)
_FACE_BROKEN = Message(
    QT_TRANSLATE_NOOP("Messages", "人脸核对暂时不能用"),
    NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "您可以选“不刷脸”，改用别的方式。"),
)
_PORTRAIT = Message(
    QT_TRANSLATE_NOOP("Messages", "身份证上的照片读不出来"),
    QT_TRANSLATE_NOOP("Messages", "不能和您本人比对，还没有提交任何内容。"),
    QT_TRANSLATE_NOOP("Messages", "您可以选“不刷脸”，改用别的方式。"),
)
_PAPER = QT_TRANSLATE_NOOP("Messages", "请把屏幕上的号码拍下来，一样有用。")
_PRINTER_BROKEN = Message(QT_TRANSLATE_NOOP("Messages", "回执没打印出来"), _SAFE, _PAPER)
_PRINT_UNSURE = Message(
    QT_TRANSLATE_NOOP("Messages", "回执可能没有打印完整"),
    _SAFE,
    QT_TRANSLATE_NOOP("Messages", "请看一下出纸口；没有回执，就把屏幕上的号码拍下来。"),
)

DEVICE_MESSAGES: dict[str, Message] = {
    # ---- identity card
    "id_card.removed": Message(
        QT_TRANSLATE_NOOP("Messages", "身份证拿开得早了一点"),
        NOTHING_SENT,
        _LAY_AGAIN,
    ),
    "id_card.read_failed": _CARD_READ_AGAIN,
    "id_card.garbage": _CARD_READ_AGAIN,
    "id_card.refused": _CARD_REFUSED,
    "id_card.wrong_kind": Message(
        QT_TRANSLATE_NOOP("Messages", "这不是居民身份证"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请换成身份证，平放在读卡区。"),
    ),
    "id_card.no_card": Message(
        QT_TRANSLATE_NOOP("Messages", "没有读到身份证"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请把身份证拿起来，再平放到读卡区。"),
    ),
    "id_card.several": Message(
        QT_TRANSLATE_NOOP("Messages", "读卡区好像不止一张卡"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请只留身份证，放好别动。"),
    ),
    "id_card.missing": _CARD_BROKEN,
    "id_card.silent": _CARD_BROKEN,
    "id_card.hung": _CARD_BROKEN,
    "id_card.self_test": _CARD_BROKEN,
    "id_card.unauthorised": _CARD_BROKEN,
    "id_card.bad_command": _CARD_BROKEN,
    "id_card.no_access": _CARD_BROKEN,
    "id_card.down": _CARD_BROKEN,
    # ---- barcode scanner
    "barcode.unreadable": Message(
        QT_TRANSLATE_NOOP("Messages", "二维码没有扫清楚"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请把手机屏幕调亮，对准扫码口再扫。"),
    ),
    "barcode.missing": _SCANNER_BROKEN,
    "barcode.no_access": _SCANNER_BROKEN,
    "barcode.silent": _SCANNER_BROKEN,
    "barcode.hung": _SCANNER_BROKEN,
    # ---- smart cards
    "pcsc.removed": Message(
        QT_TRANSLATE_NOOP("Messages", "卡拔出得早了一点"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请把卡插好别动，再读一次。"),
    ),
    "pcsc.read_failed": _SMART_CARD_UNREADABLE,
    "pcsc.garbage": _SMART_CARD_UNREADABLE,
    "pcsc.mute": _SMART_CARD_UNREADABLE,
    "pcsc.wrong_kind": Message(
        QT_TRANSLATE_NOOP("Messages", "这种卡在这里用不了"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请换成社保卡；身份证请平放在读卡区。"),
    ),
    "pcsc.two_cards": Message(
        QT_TRANSLATE_NOOP("Messages", "读卡器里不止一张卡"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请只留一张卡。"),
    ),
    "pcsc.in_use": Message(
        QT_TRANSLATE_NOOP("Messages", "读卡器正忙"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请稍等片刻，把卡拔出来再插一次。"),
    ),
    "pcsc.no_card": Message(
        QT_TRANSLATE_NOOP("Messages", "没有等到卡"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请把卡插到底，再试一次。"),
    ),
    "pcsc.none_attached": _SMART_CARD_BROKEN,
    "pcsc.no_reader": _SMART_CARD_BROKEN,
    "pcsc.service_gone": _SMART_CARD_BROKEN,
    "pcsc.unexpected": _SMART_CARD_BROKEN,
    "pcsc.hung": _SMART_CARD_BROKEN,
    "pcsc.no_certificate": _STAFF_CARD_UNFIT,
    "pcsc.chain": _STAFF_CARD_UNFIT,
    "pcsc.usage": _STAFF_CARD_UNFIT,
    "pcsc.not_genuine": _STAFF_CARD_UNFIT,
    "pcsc.refused": _STAFF_CARD_UNFIT,
    "pcsc.certificate_expired": Message(QT_TRANSLATE_NOOP("Messages", "工作卡已经过期"), action=_ASK_ADMINISTRATOR),
    "pcsc.certificate_early": Message(QT_TRANSLATE_NOOP("Messages", "工作卡还没到启用日期"), action=_ASK_ADMINISTRATOR),
    "pcsc.not_allowed": Message(QT_TRANSLATE_NOOP("Messages", "这张工作卡没有开通这台终端"), action=_ASK_ADMINISTRATOR),
    "pcsc.no_role": Message(QT_TRANSLATE_NOOP("Messages", "这张工作卡不能办这件事"), action=_ASK_ADMINISTRATOR),
    "pcsc.revoked": Message(QT_TRANSLATE_NOOP("Messages", "这张工作卡已经停用"), action=_ASK_ADMINISTRATOR),
    "pcsc.crl_stale": _STAFF_LISTS,
    "pcsc.trust_unreadable": _STAFF_LISTS,
    "staff_card.other_card": Message(
        QT_TRANSLATE_NOOP("Messages", "这不是工作卡"), action=QT_TRANSLATE_NOOP("Messages", "请换成工作卡再插一次。")
    ),
    "staff_card.unreadable": Message(
        QT_TRANSLATE_NOOP("Messages", "这张工作卡读不出来"),
        action=QT_TRANSLATE_NOOP("Messages", "请拔出来再插一次；还是不行，请返回换一种方式。"),
    ),
    "staff_card.no_reader": Message(
        QT_TRANSLATE_NOOP("Messages", "工作卡读卡器暂时不能用"),
        action=QT_TRANSLATE_NOOP("Messages", "请返回换一种方式，或联系管理员。"),
    ),
    "pcsc.pin_wrong": Message(
        QT_TRANSLATE_NOOP("Messages", "密码不对，还能再试 {left} 次"),
        action=QT_TRANSLATE_NOOP("Messages", "试完就会锁卡，请想清楚再输。"),
    ),
    "pcsc.pin_blocked": Message(
        QT_TRANSLATE_NOOP("Messages", "密码错得太多，工作卡已经锁住"), action=_ASK_ADMINISTRATOR
    ),
    "pcsc.pin_format": Message(
        QT_TRANSLATE_NOOP("Messages", "密码是 6 到 8 位数字"), action=QT_TRANSLATE_NOOP("Messages", "请重新输入。")
    ),
    # ---- camera and face
    "camera.missing": _CAMERA_BROKEN,
    "camera.silent": _CAMERA_BROKEN,
    "camera.hung": _CAMERA_BROKEN,
    "camera.lost": _CAMERA_BROKEN,
    "camera.frozen": _CAMERA_BROKEN,
    "camera.closed": _CAMERA_BROKEN,
    "camera.off": _CAMERA_BROKEN,
    "camera.slow": _CAMERA_BROKEN,
    "camera.dark": _CAMERA_BROKEN,
    "face.missing": _FACE_BROKEN,
    "face.model_missing": _FACE_BROKEN,
    "face.model_changed": _FACE_BROKEN,
    "face.model_unusable": _FACE_BROKEN,
    "face.self_match": _FACE_BROKEN,
    "face.crashed": _FACE_BROKEN,
    "face.silent": _FACE_BROKEN,
    "face.hung": _FACE_BROKEN,
    "face.garbage": _FACE_BROKEN,
    "face.closed": _FACE_BROKEN,
    "face.no_template": _FACE_BROKEN,
    "face.portrait_undecodable": _PORTRAIT,
    "face.portrait_faceless": _PORTRAIT,
    "face.retry": Message(
        QT_TRANSLATE_NOOP("Messages", "这次没看清，请再来一次"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请摘下帽子和口罩，正对屏幕上方的镜头。"),
    ),
    "face.liveness.too_early": Message(
        QT_TRANSLATE_NOOP("Messages", "动作早了一点"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请等屏幕上出现提示，再照着做。"),
    ),
    "face.liveness.wrong_action": Message(
        QT_TRANSLATE_NOOP("Messages", "动作和提示不一样"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请看清提示的动作和次数再做；左右以您自己为准。"),
    ),
    "face.liveness.late": Message(
        QT_TRANSLATE_NOOP("Messages", "没看到提示的动作"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请在几秒内照着提示做；做不了的，请点“做不了这个动作”。"),
    ),
    "face.liveness.not_returned": _TURN_BACK,
    "face.liveness.restless": _TURN_BACK,
    "face.liveness.track_lost": _OUT_OF_SIGHT,
    "face.liveness.jump": _OUT_OF_SIGHT,
    "face.liveness.two_faces": Message(
        QT_TRANSLATE_NOOP("Messages", "镜头前不止一个人"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请一个人站在镜头前，再来一次。"),
    ),
    "face.liveness.cut_in": _NOT_ALIVE,
    "face.liveness.flat": _NOT_ALIVE,
    "face.liveness.frozen": _NOT_ALIVE,
    "face.liveness.looped": _NOT_ALIVE,
    "face.liveness.flicker": _NOT_ALIVE,
    "face.liveness.unable": Message(
        QT_TRANSLATE_NOOP("Messages", "做不了这些动作，一样能办"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请从下面选一种方式确认身份。"),
    ),
    "face.declined": Message(
        QT_TRANSLATE_NOOP("Messages", "不刷脸也能办"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请从下面选一种方式确认身份。"),
    ),
    "face.reject": Message(
        QT_TRANSLATE_NOOP("Messages", "和身份证照片比对不上"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请本人再试一次，或选“不刷脸”改用别的方式。"),
    ),
    # ---- receipt printer
    "printer.paper_out": Message(QT_TRANSLATE_NOOP("Messages", "打印纸用完了，回执没打印出来"), _SAFE, _PAPER),
    "printer.cover_open": Message(QT_TRANSLATE_NOOP("Messages", "打印机的盖子没关好，回执没打印出来"), _SAFE, _PAPER),
    "printer.jammed": Message(QT_TRANSLATE_NOOP("Messages", "卡纸了，回执没打印出来"), _SAFE, _PAPER),
    "printer.cutter": _PRINT_UNSURE,
    "printer.missing": _PRINTER_BROKEN,
    "printer.no_access": _PRINTER_BROKEN,
    "printer.error": _PRINTER_BROKEN,
    "printer.hung": _PRINT_UNSURE,
    "printer.silent": _PRINT_UNSURE,
    "printer.lost": _PRINT_UNSURE,
}
