pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// What waits in the cabinet for this person: one order after the other, all of an order taken out together.
JourneyPage {
    id: page
    readonly property PickupView pickup: views.pickup
    readonly property bool nothing: list.count === 0 && (pickup.complete || session.noticeTitle !== "")

    title: list.count > 0 ? qsTr("这些在等您取") : nothing ? session.noticeTitle : qsTr("正在查找待取物品")
    lead: nothing ? session.noticeText : tight || list.count === 0 ? "" : qsTr("点一项，柜门会自己打开")
    leaveText: Theme.largePrint ? qsTr("结束") : qsTr("结束使用")
    mainText: pickup.asking ? qsTr("正在核对") : list.count > 0 ? qsTr("请选一项") : nothing ? qsTr("回首页") : qsTr("请稍等")
    mainIcon: nothing ? "house" : ""
    mainEnabled: nothing
    mainConfirms: false
    sideBySide: false
    onMainClicked: session.back()

    ScrollList {
        id: list
        anchors.fill: parent
        columns: Theme.landscape && !Theme.largePrint ? 2 : 1
        model: page.pickup.waiting
        delegate: ListRow {
            required property string order
            required property string reason
            required title
            required property var model
            interactive: reason === "" && !page.pickup.asking
            enabled: reason === ""
            iconName: reason === "" ? "parcel" : "info"
            markKind: reason === "" ? "todo" : "later"
            subtitle: reason !== "" ? reason : page.tight ? "" : model.subtitle
            onClicked: page.pickup.choose(order)
        }
    }
    bottomItem: SessionNotice {
        width: page.bottomWidth
        session: page.session
        visible: list.count > 0 && session.noticeTitle !== ""
        text: page.tight ? "" : session.noticeText
    }
}
