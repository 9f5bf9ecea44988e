pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// What waits in the cabinet for this person: one order after the other, all of an order taken out together.
JourneyPage {
    id: page
    readonly property PickupView pickup: views.pickup

    title: list.count > 0 ? qsTr("这些在等您取") : pickup.complete ? qsTr("没有待取的物品") : qsTr("正在查找待取物品")
    lead: tight || list.count === 0 ? "" : qsTr("点一项，柜门会自己打开")
    leaveText: Theme.largePrint ? qsTr("结束") : qsTr("结束使用")
    mainText: pickup.asking ? qsTr("正在核对") : list.count > 0 ? qsTr("请选一项") : qsTr("请稍等")
    mainIcon: ""
    mainEnabled: false

    ScrollList {
        id: list
        anchors.fill: parent
        columns: Theme.landscape ? 2 : 1
        model: page.pickup.waiting
        delegate: ListRow {
            required property string number
            required property string reason
            required title
            required property var model
            interactive: reason === "" && !page.pickup.asking
            enabled: reason === ""
            iconName: reason === "" ? "parcel" : "info"
            markKind: reason === "" ? "todo" : "later"
            subtitle: reason === "" ? model.subtitle : reason
            onClicked: page.pickup.choose(number)
        }
    }
    Notice {
        width: parent.width
        visible: list.count === 0 && page.pickup.complete && page.session.noticeTitle === ""
        kind: "info"
        iconName: "parcel"
        title: qsTr("这台终端里没有给您的物品")
        text: qsTr("还没有放进柜子，或者已经取走。可以拨打 %1 询问。").arg(page.session.hotline)
    }
    bottomItem: SessionNotice {
        width: page.bottomWidth
        session: page.session
        text: page.tight ? "" : session.noticeText
    }
}
