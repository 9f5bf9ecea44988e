import QtQuick
import Kiosk
import Kiosk.Views

// Passport or travel permit: what stands at its foot is typed, and judged digit by digit. A residence permit is laid down.
JourneyPage {
    id: page
    readonly property ZoneView zone: views.zone
    readonly property real leftPx: contentWidth - (Theme.landscape ? pad.width + Theme.s3 : 0)

    title: qsTr("请输入证件下方的机读码")
    lead: Theme.largePrint ? (session.noticeTitle !== "" ? session.noticeTitle : qsTr("输完后由热线人员核实身份")) : Theme.landscape ? "" : qsTr("居住证不用输入，直接放在读卡区")
    contentGap: Theme.landscape || Theme.largePrint ? 16 : 24
    bottomGap: Theme.landscape ? Theme.s2 : 0
    mainText: qsTr("核对好了")
    mainIcon: "check"
    sideBySide: false

    function isKey(x: real, y: real): bool {
        return pad.contains(pad.mapFromItem(page, x, y));
    }

    Column {
        id: zone
        width: page.leftPx
        spacing: Theme.s2
        Row {
            id: kinds
            spacing: Theme.targetGap
            readonly property real cellPx: (page.leftPx - spacing) / 2
            Chip {
                width: kinds.cellPx
                accessibleRole: Accessible.RadioButton
                text: qsTr("护照")
                selected: page.zone.isPassport
                onClicked: page.zone.choosePassport(true)
            }
            Chip {
                width: kinds.cellPx
                accessibleRole: Accessible.RadioButton
                text: Theme.landscape || Theme.largePrint ? qsTr("通行证") : qsTr("往来内地通行证")
                selected: !page.zone.isPassport
                onClicked: page.zone.choosePassport(false)
            }
        }
        ZoneBox {
            width: page.leftPx
            zone: page.zone
        }
        SessionNotice {
            visible: session.noticeTitle !== "" && !Theme.largePrint
            session: page.session
            text: Theme.landscape ? "" : session.noticeText
        }
        Notice {
            width: parent.width
            visible: page.session.noticeTitle === "" && !Theme.largePrint
            kind: "info"
            iconName: "phone"
            title: qsTr("输完后由热线人员核实身份")
            text: Theme.landscape ? "" : qsTr("手工输入的证件不能刷脸比对。请打 %1，工作人员核实后给您一个代码，再接着办。").arg(page.session.hotline)
        }
    }
    Row {
        anchors.top: zone.bottom
        anchors.topMargin: Theme.s3
        anchors.bottom: pad.top
        anchors.bottomMargin: Theme.s3
        visible: !Theme.landscape && !Theme.largePrint && height >= 150
        spacing: Theme.s3
        ZoneDrawing {
            width: height * 1.46
            height: Math.min(parent.height, 260)
            lines: page.zone.isPassport ? 2 : 3
        }
        AppText {
            width: page.leftPx - 260 * 1.46 - parent.spacing
            anchors.verticalCenter: parent.verticalCenter
            text: page.zone.isPassport ? qsTr("照片页最下面的两行") : qsTr("通行证最下面的三行")
        }
    }
    Keypad {
        id: pad
        x: Theme.landscape ? parent.width - width : -Theme.margin
        width: Theme.landscape ? 1080 : page.width
        anchors.bottom: parent.bottom
        mode: "capitals"
        filler: true
        onKey: text => page.zone.type(text)
        onFill: page.zone.fill()
        onBackspace: page.zone.backspace()
    }
}
