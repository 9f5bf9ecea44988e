import QtQuick
import Kiosk
import Kiosk.Views

// Eight characters, told by telephone: whom to call, what to say, and where to type what is heard.
JourneyPage {
    id: page
    readonly property OtherWaysView ways: views.otherWays
    readonly property real leftPx: contentWidth - (Theme.landscape ? pad.width + Theme.s3 : 0)

    title: qsTr("请输入工作人员给的代码")
    lead: tight ? "" : qsTr("代码 8 位，十分钟内有效")
    contentGap: Theme.landscape || Theme.largePrint ? 16 : 32
    bottomGap: Theme.landscape ? Theme.s2 : 0
    mainText: ways.asking ? qsTr("正在核对") : qsTr("确定")
    mainIcon: "check"
    mainEnabled: ways.staffCodeWhole && !ways.asking
    whyDisabled: ways.asking ? qsTr("请稍等") : qsTr("还没有输完")
    sideBySide: false

    function isKey(x: real, y: real): bool {
        return pad.contains(pad.mapFromItem(page, x, y));
    }

    Column {
        width: page.leftPx
        spacing: Theme.s3
        ListRow {
            width: parent.width
            visible: !page.tight
            iconName: "phone"
            markKind: "todo"
            title: qsTr("拨打 %1").arg(page.session.hotline)
            subtitle: qsTr("报终端编号 %1，工作人员核实后给您代码").arg(page.session.terminalId)
        }
        Rectangle {
            width: parent.width
            height: code.implicitHeight + 2 * Theme.s3
            radius: Theme.radius
            color: Theme.surface
            border.width: Theme.strokeStrong
            border.color: Theme.primary
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("代码") + " " + code.text
            Text {
                id: code
                anchors.centerIn: parent
                font.family: "Noto Sans Mono CJK SC"
                font.pixelSize: Theme.landscape ? 64 : 88
                textFormat: Text.PlainText
                color: Theme.ink
                text: page.ways.staffCode
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
        mode: "capitals"
        without: "IO01"
        onKey: text => page.ways.typeStaffCode(text)
        onBackspace: page.ways.backspaceStaffCode()
    }
}
