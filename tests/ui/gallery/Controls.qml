pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// What the drawn pages do not show: choices, lists that page, number keys, unavailable tiles.
ExamplePage {
    id: page
    property alias list: listItem
    property alias keypad: keypadItem
    title: "控件"
    footerVisible: false

    Column {
        id: choices
        width: Theme.landscape ? parent.width / 2 - 20 : parent.width
        spacing: 16
        ChoiceRow {
            width: parent.width
            title: "邮寄到居住地址"
            subtitle: "免费，3 天内"
            iconName: "parcel"
            selected: true
        }
        ChoiceRow {
            width: parent.width
            title: "到大厅领取"
        }
        CheckBox {
            visible: !Theme.landscape
            text: "我同意"
        }
        Tile {
            visible: !Theme.landscape
            width: parent.width
            wide: true
            iconName: "printer"
            title: "打印证明"
            subtitle: "25 种当场打"
            unavailableReason: "打印机正在维修"
        }
        Field {
            width: parent.width
            visible: !Theme.landscape && !Theme.largePrint
            label: "婚姻状况"
            value: "未婚"
            choice: true
        }
    }
    ScrollList {
        id: listItem
        x: Theme.landscape ? parent.width / 2 + 20 : 0
        y: Theme.landscape ? 0 : choices.height + 32
        width: Theme.landscape ? parent.width / 2 - 20 : parent.width
        height: (Theme.landscape ? parent.height : keypadItem.y - 24) - y
        model: 12
        delegate: ListRow {
            required property int index
            interactive: true
            title: "第 " + (index + 1) + " 项"
        }
    }
    Keypad {
        id: keypadItem
        visible: !Theme.landscape
        x: -Theme.margin
        y: parent.height + 40 - height
        width: parent.width + 2 * Theme.margin
        mode: "id"
    }
}
