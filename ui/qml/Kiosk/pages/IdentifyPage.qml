import QtQuick
import Kiosk

// Left, where on the machine; right, what to do.
JourneyPage {
    id: page
    title: qsTr("请把身份证平放在读卡区")
    lead: tight ? "" : qsTr("读卡后确认是您本人办理，约需 2 秒")
    mainText: qsTr("等待读卡")
    mainIcon: ""
    mainEnabled: false
    sidePx: tight ? 720 : 600

    Panel {
        anchors.fill: parent
        IdentifyDrawing {
            anchors.top: parent.top
            anchors.topMargin: Theme.s3
            anchors.bottom: where.top
            anchors.bottomMargin: Theme.s2
            width: parent.width
        }
        Row {
            id: where
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.s4
            spacing: Theme.s2
            Icon {
                id: pin
                anchors.verticalCenter: parent.verticalCenter
                name: "place"
                color: Theme.primary
            }
            AppText {
                width: Math.min(implicitWidth, page.contentWidth - pin.width - 80)
                text: qsTr("读卡区在屏幕右下方，亮着绿灯")
            }
        }
    }
    bottomItem: Column {
        width: page.bottomWidth
        spacing: Theme.s3
        SessionNotice {
            session: page.session
        }
        Notice {
            width: parent.width
            visible: page.session.noticeTitle === ""
            kind: "info"
            iconName: "help"
            title: qsTr("没带身份证？")
            text: qsTr("这台终端现在只认居民身份证。请带证再来，或到人工窗口办理。")
        }
    }
}
