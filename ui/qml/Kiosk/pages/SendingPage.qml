import QtQuick
import Kiosk
import Kiosk.Views

// Safe first, then sent. A bar shows how long this page waits at most; nothing here depends on the person.
JourneyPage {
    id: page
    readonly property SendingView sending: views.sending
    property real waited: 0 // 0 to 1

    title: sending.safe ? qsTr("已收好，正在送达") : qsTr("正在提交，请稍候")
    lead: tight ? "" : qsTr("最多等 %1 秒，不会丢，也不会重复").arg(sending.answerSeconds)
    mainText: qsTr("正在提交")
    mainIcon: ""
    mainEnabled: false
    sideBySide: false
    onVisibleChanged: waited = 0

    Timer {
        interval: 200
        repeat: true
        running: page.visible && Theme.animations
        onTriggered: page.waited = Math.min(1, page.waited + interval / 1000 / page.sending.answerSeconds)
    }
    Grid {
        id: rows
        readonly property real cellPx: (width - (columns - 1) * spacing) / columns
        width: parent.width
        columns: Theme.landscape ? 2 : 1
        spacing: Theme.s2
        ListRow {
            width: rows.cellPx
            markKind: page.sending.safe ? "ok" : "todo"
            iconName: page.sending.safe ? "check" : "lock"
            title: qsTr("加密存好")
            subtitle: page.sending.safe ? qsTr("已存好，断电也不会丢") : qsTr("正在加密")
        }
        ListRow {
            width: rows.cellPx
            markKind: "todo"
            iconName: "send"
            title: qsTr("送到办理部门")
            subtitle: page.sending.safe ? qsTr("正在送达，马上有受理号") : qsTr("存好后马上送")
        }
        ListRow {
            width: rows.cellPx
            markKind: "todo"
            iconName: "printer"
            title: qsTr("打印回执")
            subtitle: qsTr("从屏幕下方左侧的出纸口取走")
        }
    }
    bottomItem: StatusBand {
        width: page.bottomWidth
        iconName: "send"
        title: qsTr("正在等办理部门回话")
        text: page.tight ? "" : qsTr("没等到也没关系，连上后自动送达")
        value: page.waited
    }
}
