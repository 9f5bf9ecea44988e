import QtQuick
import Kiosk
import Kiosk.Views

// A door that did not open, or was closed with everything inside: once more, or on without it.
JourneyPage {
    id: page
    readonly property PickupView pickup: views.pickup

    title: session.noticeTitle
    lead: tight ? "" : session.noticeText
    leaveText: Theme.largePrint ? qsTr("结束") : qsTr("结束使用")
    mainText: Theme.largePrint ? qsTr("再开一次") : qsTr("再开一次门")
    mainIcon: "refresh"
    sideBySide: false

    Column {
        width: parent.width
        spacing: Theme.s3
        ListRow {
            width: parent.width
            iconName: "parcel"
            markKind: "later"
            title: page.pickup.contents
            subtitle: page.views.door.where
        }
        ListRow {
            width: parent.width
            visible: !page.pickup.handingIn
            interactive: true
            iconName: "chevron-right"
            markKind: "todo"
            title: qsTr("这件先不取")
            subtitle: page.tight ? "" : qsTr("它留在柜里，以后还能来取")
            onClicked: page.pickup.skip()
        }
    }
}
