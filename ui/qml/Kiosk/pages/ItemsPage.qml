pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// The items of a theme, or what was searched for.
JourneyPage {
    id: page
    readonly property CatalogueView catalogue: views.catalogue

    title: catalogue.title
    lead: tight ? "" : catalogue.searching ? "" : qsTr("选一件事，先看办事指南")
    bottomGap: pad.visible && !Theme.landscape ? 0 : Theme.s4
    // In landscape the keypad stands at the right of what is found.
    readonly property real listPx: contentWidth - (Theme.landscape && pad.visible ? pad.width + Theme.s4 : 0)
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
        width: page.listPx
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
        anchors.bottom: pad.visible && !Theme.landscape ? pad.top : parent.bottom
        anchors.bottomMargin: pad.visible && !Theme.landscape ? Theme.s2 : 0
        width: page.listPx
        columns: Theme.landscape && !pad.visible ? 2 : 1
        model: page.catalogue.items
        delegate: ListRow {
            required property string code
            required property string reason
            required title
            required property var model
            required property string tag
            interactive: true
            iconName: reason === "" ? "document" : "warning"
            markKind: reason === "" ? "todo" : "later"
            subtitle: reason === "" ? model.subtitle : reason
            tagText: Theme.largePrint || width < (page.session.language.startsWith("zh") ? 800 : 900) ? "" : reason === "" ? tag : qsTr("暂停办理")
            tagKind: reason === "" ? "info" : "warning"
            onClicked: page.catalogue.chooseItem(code)
        }
    }
    Notice {
        anchors.top: list.top
        width: page.listPx
        visible: list.count === 0
        kind: "info"
        iconName: "search"
        title: qsTr("没有对得上的事项")
        text: qsTr("换几个字母试试，或返回按主题找。")
    }
    Notice {
        width: parent.width
        anchors.bottom: parent.bottom
        visible: !pad.visible && !list.paged && list.count > 0 && list.y + list.naturalPx + Theme.s4 + implicitHeight <= page.contentHeight
        kind: "info"
        iconName: "phone"
        title: qsTr("没有您要办的事？")
        text: qsTr("返回按主题找，或拨打 %1 询问。").arg(page.session.hotline)
    }
    Keypad {
        id: pad
        visible: page.catalogue.typing && page.catalogue.searching
        x: Theme.landscape ? parent.width - width : -Theme.margin
        width: Theme.landscape ? 1080 : page.width
        anchors.bottom: parent.bottom
        mode: "latin"
        onKey: text => page.catalogue.typeKey(text)
        onBackspace: page.catalogue.backspace()
        onDone: page.catalogue.showKeypad(false)
        onHide: page.catalogue.showKeypad(false)
    }
}
