import QtQuick
import Kiosk
import Kiosk.Views

// A door that did not open, or behind which nothing was moved: once more, another cell, or on without it.
JourneyPage {
    id: page
    readonly property StockView stock: views.stock

    header.ofStaff: true
    title: session.noticeTitle
    lead: tight ? "" : session.noticeText
    leaveText: Theme.largePrint ? qsTr("退出") : qsTr("退出登录")
    mainText: !stock.mayTryAgain ? qsTr("回清单") : Theme.largePrint ? qsTr("再开一次") : qsTr("再开一次门")
    mainIcon: stock.mayTryAgain ? "refresh" : "list"
    sideBySide: false

    Column {
        width: parent.width
        spacing: Theme.s3
        ListRow {
            width: parent.width
            iconName: "locker"
            markKind: "later"
            title: qsTr("%1 号格").arg(page.stock.cell)
            subtitle: page.tight ? "" : page.stock.title
        }
        ListRow {
            width: parent.width
            visible: page.stock.otherRoom !== ""
            interactive: true
            iconName: "grid"
            markKind: "todo"
            title: qsTr("换到 %1 号格").arg(page.stock.otherRoom)
            onClicked: page.stock.takeOtherCell()
        }
        ListRow {
            width: parent.width
            visible: page.stock.mayTryAgain
            interactive: true
            iconName: "chevron-right"
            markKind: "todo"
            title: qsTr("先不办这件")
            subtitle: page.tight ? "" : qsTr("回到清单，以后再办")
            onClicked: page.stock.giveUp()
        }
    }
}
