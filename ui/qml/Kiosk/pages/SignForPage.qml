pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// What was taken out, and the signature that says so.
JourneyPage {
    id: page
    readonly property PickupView pickup: views.pickup
    readonly property real leftPx: Theme.landscape ? contentWidth * 0.5 : contentWidth
    readonly property real rightX: Theme.landscape ? leftPx + Theme.s4 : 0
    readonly property real noticePx: notice.visible ? notice.height + Theme.s2 : 0

    title: qsTr("请签收")
    lead: tight ? "" : qsTr("这些物品已经取出，请核对后签名")
    leaveText: Theme.largePrint ? qsTr("结束") : qsTr("结束使用")
    mainText: qsTr("签收")
    mainIcon: "check"
    readonly property bool occupied: session.occupied
    onOccupiedChanged: pad.clear()
    onVisibleChanged: if (visible && !pickup.signed)
        pad.clear()

    ScrollList {
        id: list
        width: page.leftPx
        height: Theme.landscape ? parent.height : Math.min(naturalPx, parent.height - pad.height - Theme.s3 - page.noticePx)
        model: page.pickup.taken
        delegate: ListRow {
            required title
            required property var model
            iconName: "parcel"
            markKind: "ok"
            subtitle: model.subtitle
        }
    }
    SignaturePad {
        id: pad
        x: page.rightX
        width: parent.width - x
        height: Theme.landscape ? Math.min(480, parent.height - page.noticePx) : 450
        y: Theme.landscape ? 0 : parent.height - page.noticePx - height
        onChanged: page.pickup.sign(canvas)
    }
    SessionNotice {
        id: notice
        x: page.rightX
        width: parent.width - x
        anchors.bottom: parent.bottom
        session: page.session
        text: page.tight ? "" : session.noticeText
    }
}
