import QtQuick
import Kiosk
import Kiosk.Views

// For who declines the face check or did not pass it.
JourneyPage {
    id: page
    readonly property FaceView face: views.face

    title: session.noticeTitle !== "" ? session.noticeTitle : qsTr("换一种方式确认身份")
    lead: tight ? "" : qsTr("还没有提交任何内容。下面的方式都可以办。")
    mainText: Theme.largePrint ? qsTr("再刷脸") : qsTr("再刷一次脸")
    mainIcon: "face"
    sideBySide: false
    mainEnabled: face.mayTry
    whyDisabled: qsTr("请到人工窗口")

    Grid {
        id: rows
        readonly property real cellPx: (width - (columns - 1) * spacing) / columns
        width: parent.width
        columns: Theme.landscape ? 2 : 1
        spacing: Theme.s2
        ListRow {
            width: rows.cellPx
            iconName: "person"
            markKind: "todo"
            title: qsTr("到本大厅人工窗口")
            subtitle: qsTr("带上身份证，工作人员当面核对，一样能办")
        }
        ListRow {
            width: rows.cellPx
            iconName: "phone"
            markKind: "todo"
            title: qsTr("拨打 %1").arg(page.session.hotline)
            subtitle: qsTr("24 小时有人接听，告诉您怎么办")
        }
        ListRow {
            width: rows.cellPx
            visible: page.face.mayTry
            iconName: "face"
            markKind: "todo"
            title: qsTr("再刷一次脸")
            subtitle: qsTr("摘下帽子和口罩，站到亮的地方，再按右下角")
        }
    }
    bottomItem: Notice {
        width: page.bottomWidth
        kind: "info"
        title: qsTr("身份证信息没有保存")
        text: page.tight ? "" : qsTr("您离开后，这台终端不留任何资料。")
    }
}
