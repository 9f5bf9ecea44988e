import QtQuick
import Kiosk
import Kiosk.Views

// What a code is that was shown without having been asked for, and what to do with it.
JourneyPage {
    id: page
    readonly property OtherWaysView ways: views.otherWays

    title: ways.asking ? qsTr("正在查询回执") : session.noticeTitle !== "" ? session.noticeTitle : ways.codeTitle
    lead: tight ? "" : ways.asking ? qsTr("最多 8 秒，请稍等") : session.noticeTitle !== "" ? session.noticeText : ways.codeText
    backText: qsTr("首页")
    backIcon: "house"
    leaveText: Theme.largePrint ? qsTr("结束") : qsTr("结束使用")
    mainText: qsTr("知道了")
    mainIcon: "check"
    sideBySide: false

    Column {
        width: parent.width
        spacing: Theme.s2
        ListRow {
            width: parent.width
            visible: page.ways.receiptState !== ""
            iconName: "document"
            markKind: "todo"
            title: page.ways.receiptState
            subtitle: qsTr("现在办到这一步")
        }
        ListRow {
            width: parent.width
            visible: page.ways.receiptNumber !== ""
            iconName: "ticket"
            markKind: "todo"
            title: page.ways.receiptNumber
            subtitle: qsTr("受理号")
        }
        ListRow {
            width: parent.width
            visible: page.ways.receiptMade !== ""
            iconName: "calendar"
            markKind: "todo"
            title: page.ways.receiptMade
            subtitle: qsTr("提交日期")
        }
        ListRow {
            width: parent.width
            visible: !page.ways.asking
            iconName: "phone"
            markKind: "todo"
            title: qsTr("拨打 %1").arg(page.session.hotline)
            subtitle: qsTr("24 小时有人接听，告诉您怎么办")
        }
    }
}
