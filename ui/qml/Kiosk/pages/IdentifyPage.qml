import QtQuick
import Kiosk
import Kiosk.Views

// Left, where on the machine; right, what to do. Below, what else will do.
JourneyPage {
    id: page
    readonly property OtherWaysView ways: views.otherWays
    readonly property PickupView pickup: views.pickup
    readonly property bool terse: tight || ((Theme.largePrint || Theme.landscape) && session.noticeTitle !== "") // no room for second lines

    title: qsTr("请把身份证平放在读卡区")
    lead: pickup.codeShown ? (tight ? qsTr("取件码读到了") : qsTr("取件码读到了，读卡后就能取件")) : tight ? "" : qsTr("读卡后确认是您本人办理，约需 2 秒")
    mainText: qsTr("等待读卡")
    mainIcon: ""
    mainEnabled: false
    sidePx: tight ? 860 : 700

    CardPlace {
        anchors.fill: parent
    }
    bottomItem: Column {
        width: page.bottomWidth
        spacing: Theme.s2
        SessionNotice {
            session: page.session
            text: page.tight ? "" : Theme.landscape ? session.noticeAction : session.noticeText
        }
        AppText {
            width: parent.width
            visible: !page.terse
            bold: true
            text: qsTr("没带身份证？")
            Accessible.role: Accessible.Heading
        }
        ListRow {
            width: parent.width
            visible: page.ways.scannerThere
            enabled: page.ways.online
            interactive: true
            iconName: "qr"
            title: qsTr("出示电子身份证二维码")
            subtitle: page.terse ? "" : page.ways.online ? qsTr("在手机上打开“国家网络身份认证”或“粤省事”") : qsTr("要联网核验，网络现在不通，请用身份证")
            onClicked: page.ways.chooseQr()
        }
        ListRow {
            width: parent.width
            interactive: true
            iconName: "passport"
            title: qsTr("用居住证、护照或通行证")
            subtitle: page.terse ? "" : qsTr("居住证放在读卡区；护照、往来内地通行证手工输入")
            onClicked: page.ways.chooseDocument()
        }
    }
}
