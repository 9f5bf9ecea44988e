pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// Originals that are owed: each into a free cell, or before the camera, before any door with the person's own things
// opens.
JourneyPage {
    id: page
    readonly property PickupView pickup: views.pickup
    readonly property bool told: session.noticeTitle !== ""
    readonly property bool shows: pickup.mayShow && pickup.room === "" && (told || !pickup.mayKeep)
    readonly property bool chooses: pickup.mayShow && pickup.mayKeep && !shows && !pickup.noting

    title: told ? session.noticeTitle : qsTr("取件前，请先交原件")
    lead: told ? session.noticeText : tight ? "" : chooses ? qsTr("放进柜里，或者拍下来自己带走") : pickup.mayKeep ? qsTr("放进柜里、关好门，取件的门就打开") : qsTr("拍下来就行，原件您带走")
    leaveText: Theme.largePrint ? qsTr("结束") : qsTr("结束使用")
    mainText: pickup.noting ? qsTr("正在记下") : shows ? qsTr("开始拍照") : pickup.room === "" ? qsTr("正在找空柜") : Theme.largePrint ? qsTr("开门") : qsTr("打开 %1 号门").arg(pickup.room)
    mainEnabled: !pickup.noting && (pickup.room !== "" || shows)
    whyDisabled: told && !mainEnabled ? qsTr("请到人工窗口") : ""
    sideBySide: false

    ScrollList {
        anchors.fill: parent
        columns: Theme.landscape && (!Theme.largePrint || page.told) ? 2 : 1
        model: page.pickup.originals
        delegate: ListRow {
            required title
            required property bool done
            required property string into
            iconName: done ? "check" : "document"
            markKind: done ? "ok" : "todo"
            subtitle: page.told && page.tight ? "" : into
        }
    }
    bottomItem: Column {
        width: page.bottomWidth
        spacing: Theme.s3
        ListRow {
            width: parent.width
            visible: page.chooses
            height: visible ? implicitHeight : 0
            interactive: true
            iconName: "scan"
            markKind: "todo"
            title: qsTr("拍下来，原件自己带走")
            subtitle: Theme.largePrint ? "" : qsTr("和放进柜里一样算数")
            onClicked: page.pickup.show()
        }
        Notice {
            width: parent.width
            visible: !page.told && !(page.chooses && page.tight)
            height: visible ? implicitHeight : 0
            kind: "info"
            title: qsTr("没带原件，今天先不取")
            text: page.tight ? "" : qsTr("东西留在柜里，带上原件再来；也可以拨打 %1 询问。").arg(page.session.hotline)
        }
    }
}
