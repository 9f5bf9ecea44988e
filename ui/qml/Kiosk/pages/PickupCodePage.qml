import QtQuick
import Kiosk
import Kiosk.Views

// The digits that came with the notice, instead of a face check.
JourneyPage {
    id: page
    readonly property PickupView pickup: views.pickup
    readonly property real leftPx: contentWidth - (Theme.landscape ? pad.width + Theme.s3 : 0)

    title: qsTr("请输入取件码")
    lead: tight ? "" : views.otherWays.scannerThere ? qsTr("取件码 6 位，在取件通知里；也可以把通知上的二维码对准扫码口") : qsTr("取件码 6 位，在取件通知里")
    contentGap: Theme.landscape || Theme.largePrint ? 16 : 32
    bottomGap: Theme.landscape ? Theme.s2 : 0
    mainText: qsTr("确定")
    mainIcon: "check"
    mainEnabled: pickup.codeWhole
    whyDisabled: qsTr("还没有输完")
    sideBySide: false

    function isKey(x: real, y: real): bool {
        return pad.contains(pad.mapFromItem(page, x, y));
    }

    Column {
        width: page.leftPx
        spacing: Theme.s3
        Rectangle {
            width: parent.width
            height: code.implicitHeight + 2 * Theme.s3
            radius: Theme.radius
            color: Theme.surface
            border.width: Theme.strokeStrong
            border.color: Theme.primary
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("取件码") + " " + code.text
            Text {
                id: code
                anchors.centerIn: parent
                font.family: "Noto Sans Mono CJK SC"
                font.pixelSize: Theme.landscape ? 64 : 88
                textFormat: Text.PlainText
                color: Theme.ink
                text: page.pickup.code
                Accessible.ignored: true
            }
        }
        SessionNotice {
            session: page.session
            text: Theme.landscape || Theme.largePrint ? "" : session.noticeText
        }
    }
    Keypad {
        id: pad
        x: Theme.landscape ? parent.width - width : -Theme.margin
        width: Theme.landscape ? 1080 : page.width
        anchors.bottom: parent.bottom
        mode: "code"
        onKey: text => page.pickup.typeCode(text)
        onBackspace: page.pickup.backspace()
    }
}
