import QtQuick
import Kiosk
import Kiosk.Views

// Somebody of the staff confirms the person, or comes to work at the cabinet: card into the reader, then its PIN. Shown with the tries that are left.
JourneyPage {
    id: page
    readonly property StaffCardView staff: views.staffCard
    readonly property real leftPx: contentWidth - (Theme.landscape && pad.visible ? pad.width + Theme.s3 : 0)

    header.ofStaff: staff.atWork
    title: staff.isIn ? qsTr("请工作人员输入密码") : qsTr("请工作人员插入工作卡")
    readonly property string triesText: staff.triesLeft < 0 ? qsTr("连续输错会锁卡") : qsTr("还能试 %1 次，输错会锁卡").arg(staff.triesLeft)
    lead: tight ? "" : staff.isIn ? triesText : staff.atWork ? qsTr("用来存件、取回和查看柜门") : qsTr("核对申请人和证件一致后，插卡确认")
    contentGap: Theme.landscape || Theme.largePrint ? 16 : 32
    bottomGap: Theme.landscape ? Theme.s2 : 0
    mainText: staff.asking ? qsTr("正在核对") : qsTr("确定")
    mainIcon: "check"
    mainEnabled: staff.pinWhole && !staff.asking
    whyDisabled: staff.asking ? qsTr("请稍等") : staff.isIn ? qsTr("密码 6 到 8 位") : qsTr("还没有插卡")
    sideBySide: false

    function isKey(x: real, y: real): bool {
        return pad.visible && pad.contains(pad.mapFromItem(page, x, y));
    }

    Column {
        width: page.leftPx
        spacing: Theme.s3
        ListRow {
            width: parent.width
            visible: !page.staff.isIn
            iconName: "card"
            markKind: "todo"
            title: qsTr("插到读卡器里，芯片朝下")
            subtitle: page.tight ? "" : qsTr("确认完请把卡取走")
        }
        Rectangle {
            width: parent.width
            visible: page.staff.isIn
            height: pin.implicitHeight + 2 * Theme.s3
            radius: Theme.radius
            color: Theme.surface
            border.width: Theme.strokeStrong
            border.color: Theme.primary
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("密码")
            Text {
                id: pin
                anchors.centerIn: parent
                font.family: Theme.font
                font.pixelSize: Theme.landscape ? 56 : 72
                textFormat: Text.PlainText
                color: Theme.ink
                text: page.staff.pin === "" ? " " : page.staff.pin
                Accessible.ignored: true
            }
        }
        SessionNotice {
            width: parent.width
            session: page.session
            text: Theme.landscape || Theme.largePrint ? "" : session.noticeText
        }
    }
    Keypad {
        id: pad
        visible: page.staff.isIn
        x: Theme.landscape ? parent.width - width : -Theme.margin
        width: Theme.landscape ? 1080 : page.width
        anchors.bottom: parent.bottom
        mode: "code"
        onKey: text => page.staff.typeDigit(text)
        onBackspace: page.staff.backspace()
    }
}
