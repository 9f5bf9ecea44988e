import QtQuick
import Kiosk
import Kiosk.Views

// What staff saw in a cell of which something was in doubt. Their word ends the doubt, with the tag of their card.
JourneyPage {
    id: page
    readonly property StockView stock: views.stock

    header.ofStaff: true
    title: qsTr("%1 号格里有什么？").arg(stock.cell)
    lead: tight ? "" : qsTr("按看到的登记，这格的疑问就了结了")
    leaveText: Theme.largePrint ? qsTr("退出") : qsTr("退出登录")
    mainText: stock.asking ? qsTr("正在登记") : qsTr("请选一项")
    mainIcon: ""
    mainEnabled: false
    whyDisabled: ""
    sideBySide: false

    Column {
        width: parent.width
        spacing: Theme.s3
        ListRow {
            width: parent.width
            interactive: !page.stock.asking
            iconName: "cross-circle"
            markKind: "todo"
            title: qsTr("空的")
            onClicked: page.stock.sayInside("")
        }
        ListRow {
            width: parent.width
            visible: page.stock.hasThing
            interactive: !page.stock.asking
            iconName: "parcel"
            markKind: "todo"
            title: page.stock.title
            subtitle: page.tight ? "" : page.stock.subtitle
            onClicked: page.stock.sayInside(page.stock.parcel)
        }
        ListRow {
            width: parent.width
            interactive: !page.stock.asking
            iconName: "scan"
            markKind: "todo"
            title: page.stock.hasThing ? qsTr("是别的物件，扫它的条码") : qsTr("有物件，扫它的条码")
            onClicked: page.stock.sayOther()
        }
        SessionNotice {
            width: parent.width
            session: page.session
            text: page.tight ? "" : session.noticeText
        }
    }
}
