pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// The drawing is the page. While a door is open back and leave are held; "the door did not open" is the only other way.
JourneyPage {
    id: page
    readonly property PickupView pickup: views.pickup
    readonly property DoorView door: views.door
    readonly property bool open: door.ajar
    readonly property bool narrow: tight || Theme.landscape // a notice takes the row's place
    readonly property real drawingPx: Theme.landscape ? contentWidth * 0.56 : contentWidth
    readonly property real sideX: Theme.landscape ? drawingPx + Theme.s4 : 0

    title: pickup.heading
    lead: tight ? "" : door.where
    contentGap: Theme.landscape ? 16 : 24
    leaveText: Theme.largePrint ? qsTr("先关门") : qsTr("关门后可退出")
    mainText: open ? qsTr("等您关门") : qsTr("正在开门")
    mainIcon: ""
    mainEnabled: false
    whyDisabled: ""
    sideBySide: false

    CabinetDrawing {
        id: drawing
        door: page.door
        heading: page.title
        width: page.drawingPx
        // taller than the cabinet is, so that low doors can be told from each other
        height: Math.min(Theme.landscape ? parent.height : parent.height - below.height - Theme.s3, width * Math.max(0.95, page.door.heightOverWidth))
    }
    Column {
        id: below
        x: page.sideX
        width: parent.width - x
        anchors.top: Theme.landscape ? parent.top : drawing.bottom
        anchors.topMargin: Theme.landscape ? 0 : Theme.s3
        spacing: page.tight ? Theme.s2 : Theme.s4

        DoorStages {
            width: parent.width
            visible: !Theme.largePrint
            words: [qsTr("门已打开"), page.pickup.handingIn ? qsTr("放入原件") : qsTr("取走全部物品"), qsTr("把门关好")]
            door: page.door
        }
        ListRow {
            width: parent.width
            visible: !page.narrow || page.session.noticeTitle === "" || page.door.phase === "open"
            iconName: "parcel"
            title: page.pickup.contents
            subtitle: Theme.largePrint ? page.pickup.count : page.pickup.count === "" ? page.pickup.business : page.pickup.business + " · " + page.pickup.count
            AppButton {
                visible: page.open
                kind: "outline"
                text: qsTr("门没开")
                onClicked: page.pickup.sayStuck()
            }
        }
        SessionNotice {
            width: parent.width
            session: page.session
            text: page.narrow ? "" : session.noticeText
        }
    }
}
