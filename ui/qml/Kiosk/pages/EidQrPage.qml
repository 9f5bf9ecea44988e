import QtQuick
import Kiosk
import Kiosk.Views

// The code of an electronic identity card, held before the scanner; whoever finds the card after all lays it down.
JourneyPage {
    id: page
    readonly property OtherWaysView ways: views.otherWays

    title: qsTr("请出示电子身份证二维码")
    lead: tight ? "" : qsTr("二维码一分钟内有效，只能用一次")
    mainText: ways.asking ? qsTr("正在核验") : qsTr("等待扫码")
    mainIcon: ""
    mainEnabled: false
    sidePx: tight ? 860 : 700

    Panel {
        anchors.fill: parent
        ScanDrawing {
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
                text: qsTr("扫码口在屏幕正下方，离手机一掌远")
            }
        }
    }
    bottomItem: Column {
        width: page.bottomWidth
        spacing: Theme.s3
        SessionNotice {
            visible: session.noticeTitle !== "" && !page.ways.asking
            session: page.session
        }
        Notice {
            width: parent.width
            visible: page.ways.asking || page.session.noticeTitle === ""
            kind: "info"
            iconName: page.ways.asking ? "shield" : "qr"
            title: page.ways.asking ? qsTr("正在请国家身份认证平台核验") : qsTr("在手机上打开二维码")
            text: page.tight ? "" : page.ways.asking ? qsTr("最多 8 秒，请稍等。") : qsTr("“国家网络身份认证”或“粤省事”里都有。")
        }
        Notice {
            width: parent.width
            visible: !page.tight
            kind: "info"
            iconName: "id-card"
            title: qsTr("找到身份证了？")
            text: qsTr("直接平放在读卡区就行。")
        }
    }
}
