pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// The items of a theme, or what was searched for.
JourneyPage {
    id: page
    readonly property CatalogueView catalogue: views.catalogue

    title: catalogue.title
    lead: catalogue.searching ? "" : qsTr("选一件事，先看办事指南")
    bottomGap: pad.visible ? 0 : Theme.s4
    leaveText: Theme.largePrint ? qsTr("结束") : qsTr("结束使用")
    mainText: qsTr("请选一项")
    mainIcon: ""
    mainEnabled: false

    function isKey(x: real, y: real): bool {
        return pad.visible && pad.contains(pad.mapFromItem(page, x, y));
    }

    SearchBox {
        id: search
        visible: page.catalogue.searching
        width: parent.width
        height: visible ? implicitHeight : 0
        askVisible: false
        editing: page.catalogue.typing
        text: page.catalogue.query
        placeholder: Theme.largePrint ? qsTr("输入拼音或首字母") : qsTr("输入事项名的拼音或首字母")
        onClicked: page.catalogue.showKeypad(true)
    }
    ScrollList {
        id: list
        anchors.top: search.bottom
        anchors.topMargin: search.visible ? Theme.s3 : 0
        anchors.bottom: pad.visible ? pad.top : parent.bottom
        anchors.bottomMargin: pad.visible ? Theme.s2 : 0
        width: parent.width
        model: page.catalogue.items
        delegate: ListRow {
            required property string code
            required property string reason
            required title
            required property var model
            required property string tag
            width: ListView.view.width
            interactive: true
            iconName: reason === "" ? "document" : "warning"
            markKind: reason === "" ? "todo" : "later"
            subtitle: reason === "" ? model.subtitle : reason
            tagText: Theme.largePrint ? "" : reason === "" ? tag : qsTr("暂停办理")
            tagKind: reason === "" ? "info" : "warning"
            onClicked: page.catalogue.chooseItem(code)
        }
    }
    Notice {
        anchors.top: list.top
        width: parent.width
        visible: list.count === 0
        kind: "info"
        iconName: "search"
        title: qsTr("没有对得上的事项")
        text: qsTr("换几个字母试试，或返回按主题找。")
    }
    Keypad {
        id: pad
        visible: page.catalogue.typing && page.catalogue.searching
        x: -Theme.margin
        width: page.width
        anchors.bottom: parent.bottom
        mode: "latin"
        onKey: text => page.catalogue.typeKey(text)
        onBackspace: page.catalogue.backspace()
        onDone: page.catalogue.showKeypad(false)
        onHide: page.catalogue.showKeypad(false)
    }
}
