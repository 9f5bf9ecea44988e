import QtQuick
import Kiosk
import Kiosk.Views

// A social security card was read: whom it claims this to be, that it proves nothing, and what does.
JourneyPage {
    id: page
    readonly property IdentityView identity: views.identity
    readonly property OtherWaysView ways: views.otherWays
    readonly property bool terse: tight || Theme.largePrint || (Theme.landscape && session.noticeTitle !== "") // no room for second lines

    title: qsTr("请再放上身份证")
    lead: tight ? "" : qsTr("社保卡能说明您是谁，但不能证明")
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
            text: page.terse ? "" : session.noticeText
        }
        Notice {
            width: parent.width
            visible: page.session.noticeTitle === ""
            kind: "info"
            iconName: "card"
            title: qsTr("社保卡上写的是 %1 %2").arg(page.identity.claimedName).arg(page.identity.claimedNumber)
            text: page.terse ? "" : page.identity.socialCardFetched ? qsTr("这件事要的社保卡资料，确认身份后由平台调取。") : qsTr("身份确认后，用身份证上的信息填表。")
        }
        ListRow {
            width: parent.width
            visible: page.ways.scannerThere
            enabled: page.ways.online
            interactive: true
            iconName: "qr"
            title: qsTr("出示电子身份证二维码")
            subtitle: page.terse ? "" : page.ways.online ? qsTr("代替身份证，一样能办") : qsTr("要联网核验，网络现在不通")
            onClicked: page.ways.chooseQr()
        }
        ListRow {
            width: parent.width
            interactive: true
            iconName: "phone"
            title: qsTr("没带身份证，请工作人员核对")
            subtitle: page.terse ? "" : qsTr("打热线说明情况，拿到代码接着办")
            onClicked: page.ways.chooseClaim()
        }
    }
}
