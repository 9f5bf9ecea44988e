pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// Originals that are owed: each into a free cell, before any door with the person's own things opens.
JourneyPage {
    id: page
    readonly property PickupView pickup: views.pickup
    readonly property bool full: session.noticeTitle !== ""

    title: full ? session.noticeTitle : qsTr("取件前，请先交原件")
    lead: full ? session.noticeText : tight ? "" : qsTr("放进柜里、关好门，取件的门就打开")
    leaveText: Theme.largePrint ? qsTr("结束") : qsTr("结束使用")
    mainText: pickup.room === "" ? qsTr("正在找空柜") : Theme.largePrint ? qsTr("开门") : qsTr("打开 %1 号门").arg(pickup.room)
    mainEnabled: pickup.room !== ""
    whyDisabled: full ? qsTr("请到人工窗口") : ""
    sideBySide: false

    ScrollList {
        anchors.fill: parent
        columns: Theme.landscape && (!Theme.largePrint || page.full) ? 2 : 1
        model: page.pickup.originals
        delegate: ListRow {
            required title
            required property bool done
            required property string into
            iconName: done ? "check" : "document"
            markKind: done ? "ok" : "todo"
            subtitle: page.full && page.tight ? "" : into
        }
    }
    bottomItem: Notice {
        width: page.bottomWidth
        visible: !page.full
        kind: "info"
        title: qsTr("没带原件，今天先不取")
        text: page.tight ? "" : qsTr("东西留在柜里，带上原件再来；也可以拨打 %1 询问。").arg(page.session.hotline)
    }
}
