import QtQuick
import Kiosk

// It is over, and nothing of the person is left here but, perhaps, their papers.
JourneyPage {
    id: page
    readonly property bool forgot: session.noticeTitle !== ""

    railCount: 0
    contentGap: 0
    sideBySide: false
    leaveText: ""
    mainText: qsTr("拿好了")
    mainIcon: "check"

    ResultBand {
        id: band
        x: -Theme.margin
        width: page.width
        kind: page.forgot ? "warning" : "info"
        iconName: page.forgot ? "warning" : "document"
        title: page.forgot ? page.session.noticeTitle : qsTr("请带走您的材料原件")
        text: page.forgot ? page.session.noticeMeaning : qsTr("您填的内容已经从屏幕上清除")
    }
    Column {
        anchors.top: band.bottom
        anchors.topMargin: Theme.s4
        width: parent.width
        spacing: Theme.s2
        Repeater {
            model: [
                {
                    "icon": "scan",
                    "title": qsTr("台面上和扫描仪里的材料")
                },
                {
                    "icon": "id-card",
                    "title": qsTr("身份证和其他证件")
                },
                {
                    "icon": "ticket",
                    "title": qsTr("打印出来的回执")
                }
            ]
            ListRow {
                required property var modelData
                width: parent.width
                iconName: modelData.icon
                markKind: "todo"
                title: modelData.title
            }
        }
    }
}
