"""Turns codes into sentences, and is the only place that does.

Each says what happened, what it means for the application, and what to do now.

Chinese is the original; `ui/i18n/kiosk_en.ts` holds the English. `{name}` in a sentence is filled from the error's
data.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ui.cabinet_messages import CABINET_MESSAGES
from ui.message import Message

CONTEXT = "Messages"


SILENCE = Message("")
"""Nothing to tell."""

_NOTHING_SENT = QT_TRANSLATE_NOOP("Messages", "还没有提交任何内容。")
_SAFE = QT_TRANSLATE_NOOP("Messages", "申请已收好，不受影响。")
_NOT_AFFECTED = QT_TRANSLATE_NOOP("Messages", "不影响办理。")
_CALL = QT_TRANSLATE_NOOP("Messages", "请换一台终端，或拨打 {hotline}。")
_LAY_AGAIN = QT_TRANSLATE_NOOP("Messages", "请把身份证放好别动，再读一次。")
_CARD_BROKEN = Message(
    QT_TRANSLATE_NOOP("Messages", "读卡器暂时不能用"),
    _NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "请稍等片刻再试；还是不行，请换一台终端，或拨打 {hotline}。"),
)
_CARD_READ_AGAIN = Message(QT_TRANSLATE_NOOP("Messages", "身份证没有读全"), _NOTHING_SENT, _LAY_AGAIN)
_CARD_REFUSED = Message(
    QT_TRANSLATE_NOOP("Messages", "这张身份证读不出来"),
    _NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "请拿开再放一次；还是不行，请到人工窗口办理。"),
)
_SCANNER_BROKEN = Message(
    QT_TRANSLATE_NOOP("Messages", "扫码口暂时不能用"),
    _NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "请把身份证平放在读卡区，一样能办。"),
)
_SMART_CARD_BROKEN = Message(
    QT_TRANSLATE_NOOP("Messages", "社保卡读卡器暂时不能用"),
    _NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "请改用身份证，一样能办。"),
)
_SMART_CARD_UNREADABLE = Message(
    QT_TRANSLATE_NOOP("Messages", "这张卡读不出来"),
    _NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "请把卡拔出来再插一次；还是不行，请改用身份证。"),
)
_TURN_BACK = Message(
    QT_TRANSLATE_NOOP("Messages", "没看到您转回来"),
    _NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "做完动作后，请马上转回来，正对镜头。"),
)
_OUT_OF_SIGHT = Message(
    QT_TRANSLATE_NOOP("Messages", "中途看不到您的脸了"),
    _NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "请站在镜头前别走开，动作慢一点，再来一次。"),
)
_NOT_ALIVE = Message(
    QT_TRANSLATE_NOOP("Messages", "没能确认镜头前是您本人"),
    _NOTHING_SENT,
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
    _NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "您可以选“不刷脸”，改用别的方式。"),
)
_FACE_BROKEN = Message(
    QT_TRANSLATE_NOOP("Messages", "人脸核对暂时不能用"),
    _NOTHING_SENT,
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
    _NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "请重新开始；还是不行，请换一台终端，或拨打 {hotline}。"),
)

MESSAGES: Mapping[str, Message] = {
    # ---- identity card
    "id_card.removed": Message(
        QT_TRANSLATE_NOOP("Messages", "身份证拿开得早了一点"),
        _NOTHING_SENT,
        _LAY_AGAIN,
    ),
    "id_card.read_failed": _CARD_READ_AGAIN,
    "id_card.garbage": _CARD_READ_AGAIN,
    "id_card.refused": _CARD_REFUSED,
    "id_card.wrong_kind": Message(
        QT_TRANSLATE_NOOP("Messages", "这不是居民身份证"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请换成身份证，平放在读卡区。"),
    ),
    "id_card.no_card": Message(
        QT_TRANSLATE_NOOP("Messages", "没有读到身份证"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请把身份证拿起来，再平放到读卡区。"),
    ),
    "id_card.several": Message(
        QT_TRANSLATE_NOOP("Messages", "读卡区好像不止一张卡"),
        _NOTHING_SENT,
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
    # ---- what the card says
    "identity.expired": Message(
        QT_TRANSLATE_NOOP("Messages", "这张身份证已经过期"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请用新的身份证；没有新证，请先到派出所换领。"),
    ),
    "identity.document_expired": Message(
        QT_TRANSLATE_NOOP("Messages", "这份证件已经过期"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请用现在有效的证件。"),
    ),
    "identity.not_yet_valid": Message(
        QT_TRANSLATE_NOOP("Messages", "这张身份证还没到生效日期"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请用现在有效的身份证。"),
    ),
    "identity.no_portrait": Message(
        QT_TRANSLATE_NOOP("Messages", "请打热线核实身份"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "这份证件没有照片可以比对，请从下面选一种方式。"),
    ),
    "identity.claim_only": Message(
        QT_TRANSLATE_NOOP("Messages", "社保卡证明不了是您本人"),
        _NOTHING_SENT,
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
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请打开“国家网络身份认证”或“粤省事”里的身份码再扫。"),
    ),
    "identity.qr_unknown": Message(
        QT_TRANSLATE_NOOP("Messages", "这个二维码核验不了"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请在手机上刷新二维码再扫，或改用身份证。"),
    ),
    "identity.qr_used": Message(
        QT_TRANSLATE_NOOP("Messages", "这个二维码已经用过了"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请在手机上刷新二维码再扫。"),
    ),
    "identity.qr_expired": Message(
        QT_TRANSLATE_NOOP("Messages", "这个二维码过期了"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请在手机上刷新二维码，一分钟内再扫。"),
    ),
    "identity.qr_offline": Message(
        QT_TRANSLATE_NOOP("Messages", "网络不通，现在核验不了二维码"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请把身份证平放在读卡区，一样能办。"),
    ),
    "mrz.incomplete": Message(QT_TRANSLATE_NOOP("Messages", "还差 {missing} 位没有输完"), _NOTHING_SENT),
    "mrz.wrong": Message(
        QT_TRANSLATE_NOOP("Messages", "机读码有一处不对"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请逐位对照证件，改正后再按“核对好了”。"),
    ),
    "staff_code.incomplete": Message(QT_TRANSLATE_NOOP("Messages", "还差 {missing} 位没有输完"), _NOTHING_SENT),
    "staff_code.unknown": Message(
        QT_TRANSLATE_NOOP("Messages", "这个代码不对"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请和工作人员再核对一遍，重新输入。"),
    ),
    "staff_code.used": Message(
        QT_TRANSLATE_NOOP("Messages", "这个代码已经用过了"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请向工作人员再要一个。"),
    ),
    "staff_code.expired": Message(
        QT_TRANSLATE_NOOP("Messages", "这个代码过期了"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请向工作人员再要一个。"),
    ),
    "staff_code.locked": Message(
        QT_TRANSLATE_NOOP("Messages", "错了太多次，请过十分钟再试"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "现在可以到人工窗口办，或拨打 {hotline}。"),
    ),
    "staff_code.offline": Message(
        QT_TRANSLATE_NOOP("Messages", "网络不通，现在核对不了代码"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请稍后再试，或到人工窗口办理。"),
    ),
    "receipt.unanswered": Message(
        QT_TRANSLATE_NOOP("Messages", "现在查不到这张回执"),
        _NOT_AFFECTED,
        QT_TRANSLATE_NOOP("Messages", "网络恢复后再查，或拨打 {hotline} 询问。"),
    ),
    # ---- barcode scanner
    "barcode.unreadable": Message(
        QT_TRANSLATE_NOOP("Messages", "二维码没有扫清楚"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请把手机屏幕调亮，对准扫码口再扫。"),
    ),
    "barcode.missing": _SCANNER_BROKEN,
    "barcode.no_access": _SCANNER_BROKEN,
    "barcode.silent": _SCANNER_BROKEN,
    "barcode.hung": _SCANNER_BROKEN,
    # ---- smart cards
    "pcsc.removed": Message(
        QT_TRANSLATE_NOOP("Messages", "卡拔出得早了一点"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请把卡插好别动，再读一次。"),
    ),
    "pcsc.read_failed": _SMART_CARD_UNREADABLE,
    "pcsc.garbage": _SMART_CARD_UNREADABLE,
    "pcsc.mute": _SMART_CARD_UNREADABLE,
    "pcsc.wrong_kind": Message(
        QT_TRANSLATE_NOOP("Messages", "这种卡在这里用不了"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请插社会保障卡，或者改用身份证。"),
    ),
    "pcsc.two_cards": Message(
        QT_TRANSLATE_NOOP("Messages", "读卡器里不止一张卡"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请只留一张卡。"),
    ),
    "pcsc.in_use": Message(
        QT_TRANSLATE_NOOP("Messages", "读卡器正忙"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请稍等片刻，把卡拔出来再插一次。"),
    ),
    "pcsc.no_card": Message(
        QT_TRANSLATE_NOOP("Messages", "没有等到卡"),
        _NOTHING_SENT,
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
    "pcsc.revoked": Message(QT_TRANSLATE_NOOP("Messages", "这张工作卡已经停用"), action=_ASK_ADMINISTRATOR),
    "pcsc.crl_stale": _STAFF_LISTS,
    "pcsc.trust_unreadable": _STAFF_LISTS,
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
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请摘下帽子和口罩，正对屏幕上方的镜头。"),
    ),
    "face.liveness.too_early": Message(
        QT_TRANSLATE_NOOP("Messages", "动作早了一点"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请等屏幕上出现提示，再照着做。"),
    ),
    "face.liveness.wrong_action": Message(
        QT_TRANSLATE_NOOP("Messages", "动作和提示不一样"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请看清屏幕上的提示再做；左右以您自己为准。"),
    ),
    "face.liveness.late": Message(
        QT_TRANSLATE_NOOP("Messages", "没看到提示的动作"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请在几秒内照着提示做；做不了的，请点“做不了这个动作”。"),
    ),
    "face.liveness.not_returned": _TURN_BACK,
    "face.liveness.restless": _TURN_BACK,
    "face.liveness.track_lost": _OUT_OF_SIGHT,
    "face.liveness.jump": _OUT_OF_SIGHT,
    "face.liveness.two_faces": Message(
        QT_TRANSLATE_NOOP("Messages", "镜头前不止一个人"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请一个人站在镜头前，再来一次。"),
    ),
    "face.liveness.cut_in": _NOT_ALIVE,
    "face.liveness.flat": _NOT_ALIVE,
    "face.liveness.frozen": _NOT_ALIVE,
    "face.liveness.looped": _NOT_ALIVE,
    "face.liveness.flicker": _NOT_ALIVE,
    "face.liveness.unable": Message(
        QT_TRANSLATE_NOOP("Messages", "做不了这些动作，一样能办"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请从下面选一种方式确认身份。"),
    ),
    "face.declined": Message(
        QT_TRANSLATE_NOOP("Messages", "不刷脸也能办"),
        _NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请从下面选一种方式确认身份。"),
    ),
    "face.reject": Message(
        QT_TRANSLATE_NOOP("Messages", "和身份证照片比对不上"),
        _NOTHING_SENT,
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
        _NOTHING_SENT,
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
    "review.not_declared": Message(QT_TRANSLATE_NOOP("Messages", "请先核对，再勾选“以上内容属实”"), _NOTHING_SENT),
    "review.not_signed": Message(QT_TRANSLATE_NOOP("Messages", "请用手指在框里签名"), _NOTHING_SENT),
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
        _NOTHING_SENT,
        _CALL,
    ),
    "worker.bug": _TERMINAL_FAULT,
    "worker.busy": _TERMINAL_FAULT,
    "registry.bad_settings": _TERMINAL_FAULT,
    "registry.unknown_driver": _TERMINAL_FAULT,
    "worker.stopped": _TERMINAL_FAULT,
    **CABINET_MESSAGES,
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


def message(code: str, data: Mapping[str, str] | None = None) -> Message:
    """The sentences for `code` in the language in force; a decent general one for a code nobody foresaw."""
    known = MESSAGES.get(code, GENERAL)
    values = data or {}
    return Message(
        _translated(known.what, values), _translated(known.meaning, values), _translated(known.action, values)
    )
