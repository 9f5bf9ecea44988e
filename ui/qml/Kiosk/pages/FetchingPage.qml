import QtQuick
import Kiosk

// What is being done while the platform is asked.
JourneyPage {
    id: page
    title: qsTr("正在取您的资料")
    lead: tight ? "" : qsTr("最多几秒。取不到也能办，您手工填写就行。")
    mainText: qsTr("请稍候")
    mainIcon: ""
    mainEnabled: false

    Grid {
        id: rows
        readonly property real cellPx: (width - (columns - 1) * spacing) / columns
        width: parent.width
        columns: Theme.landscape ? 2 : 1
        spacing: Theme.s2
        ListRow {
            width: rows.cellPx
            markKind: "ok"
            title: qsTr("身份证")
            subtitle: qsTr("已读取")
        }
        ListRow {
            width: rows.cellPx
            markKind: "ok"
            title: qsTr("本人核对")
            subtitle: qsTr("已通过")
        }
        ListRow {
            width: rows.cellPx
            markKind: "todo"
            iconName: "database"
            title: qsTr("电子证照和上次填的信息")
            subtitle: qsTr("正在查询")
        }
    }
}
