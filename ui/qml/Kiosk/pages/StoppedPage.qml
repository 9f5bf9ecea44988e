import QtQuick
import Kiosk

// It ended without a submission: what happened, what it means, what to do now.
JourneyPage {
    id: page
    railCount: 0
    contentGap: 0
    sideBySide: false
    backText: qsTr("首页")
    backIcon: "house"
    leaveText: Theme.largePrint ? qsTr("结束") : qsTr("结束使用")
    mainText: qsTr("重新开始")
    mainIcon: "refresh"

    ResultBand {
        id: band
        x: -Theme.margin
        width: page.width
        kind: "warning"
        title: page.session.noticeTitle
        text: page.session.noticeMeaning
    }
    Column {
        anchors.top: band.bottom
        anchors.topMargin: Theme.s4
        width: parent.width
        spacing: Theme.s2
        AppText {
            width: parent.width
            role: "heading"
            text: qsTr("现在怎么办")
            Accessible.role: Accessible.Heading
        }
        AppText {
            width: parent.width
            text: page.session.noticeAction
        }
        ListRow {
            width: parent.width
            iconName: "phone"
            markKind: "todo"
            title: qsTr("拨打 %1").arg(page.session.hotline)
            subtitle: qsTr("24 小时有人接听")
        }
    }
    bottomItem: AppText {
        width: page.contentWidth
        role: "small"
        color: Theme.inkMuted
        horizontalAlignment: Text.AlignHCenter
        text: qsTr("编号 %1 · 终端 %2").arg(page.session.noticeCode).arg(page.session.terminalId)
    }
}
