pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// What there is to do at the cabinet: put something in, take back what nobody came for, look into doubtful cells.
JourneyPage {
    id: page
    readonly property StockView stock: views.stock

    header.ofStaff: true
    title: qsTr("要做什么？")
    lead: tight || stock.done === "" ? "" : qsTr("%1（本次第 %2 件）").arg(stock.done).arg(stock.doneCount)
    leaveText: Theme.largePrint ? qsTr("退出") : qsTr("退出登录")
    mainText: Theme.largePrint ? qsTr("刷新") : qsTr("刷新清单")
    mainIcon: "refresh"
    sideBySide: false

    ScrollList {
        id: list
        anchors.fill: parent
        columns: Theme.landscape && !Theme.largePrint ? 2 : 1
        model: page.stock.chores
        delegate: ListRow {
            required property string chore
            required property string cell
            required property string icon
            required property string reason
            required title
            required property var model
            interactive: reason === ""
            enabled: reason === ""
            iconName: icon
            markKind: chore === "stock" ? "todo" : "later"
            subtitle: reason !== "" ? reason : page.tight ? "" : model.subtitle
            onClicked: page.stock.choose(chore, cell)
        }
    }
    bottomItem: SessionNotice {
        width: page.bottomWidth
        session: page.session
        text: page.tight ? "" : session.noticeText
    }
}
