pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Picture 03: where the card goes, and other documents below.
ExamplePage {
    id: page
    title: "请把身份证平放在读卡区"
    lead: "读卡后确认是您本人办理，约需 2 秒"
    railIndex: 1
    railCount: 5
    railName: "确认身份"
    railNext: "核对信息"
    mainEnabled: false
    whyDisabled: "等待读卡"

    Panel {
        width: parent.width
        height: parent.height
        IdentifyDrawing {
            width: parent.width
            height: parent.height - caption.height - 40
        }
        Row {
            id: caption
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 40
            spacing: 12
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                size: 40
                name: "place"
                color: Theme.primary
            }
            AppText {
                text: "读卡区在屏幕右下方，亮着绿灯"
            }
        }
    }
    bottomItem: Column {
        width: page.contentWidth
        spacing: 16
        AppText {
            bold: true
            text: "没带身份证？"
        }
        ListRow {
            width: parent.width
            interactive: true
            iconName: "qr"
            title: "出示电子身份证二维码"
            subtitle: "在手机上打开“国家网络身份认证”或“粤省事”"
        }
        ListRow {
            width: parent.width
            visible: !(Theme.largePrint && Theme.landscape)
            interactive: true
            iconName: "passport"
            title: "用居住证或通行证"
            subtitle: "港澳台居民居住证、往来内地通行证"
        }
    }
}
