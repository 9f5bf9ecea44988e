import QtQuick

// One of several answers. Chosen: filled, with a tick and the word, so that colour is not the only sign.
Touchable {
    id: row
    property string iconName
    property string title
    property string subtitle
    property bool selected: false
    property string selectedText: qsTr("已选")
    property bool forcePressed: false
    property bool forceFocus: false

    readonly property bool down: pressed || forcePressed
    readonly property color inkColor: selected ? Theme.inkOnPrimary : Theme.ink

    accessibleRole: Accessible.RadioButton
    accessibleName: title
    accessibleDescription: (subtitle === "" ? "" : subtitle + "。") + (selected ? selectedText : "")
    Accessible.checkable: true
    Accessible.checked: selected
    ringShown: activeFocus || forceFocus
    implicitWidth: 960
    implicitHeight: Math.max(Theme.button, words.implicitHeight + 2 * Theme.s3)

    ControlEdge {
        anchors.fill: parent
        dashed: !row.enabled
        strokeWidth: row.selected && row.enabled ? 0 : Theme.strokeStrong
        stroke: row.down ? Theme.primary : Theme.lineStrong
        fill: !row.enabled ? Theme.disabledFill : row.selected ? (row.down ? Theme.primaryPressed : Theme.primary) : row.down ? Theme.primarySoft : Theme.surface
    }
    Icon {
        id: mark
        visible: row.iconName !== ""
        x: 34
        anchors.verticalCenter: parent.verticalCenter
        name: row.iconName
        size: Math.min(60, Theme.icon + 8)
        color: row.selected ? Theme.inkOnPrimary : Theme.primary
    }
    Column {
        id: words
        anchors.left: mark.visible ? mark.right : parent.left
        anchors.leftMargin: mark.visible ? Theme.s3 : 34
        anchors.right: chosen.visible ? chosen.left : parent.right
        anchors.rightMargin: Theme.s3
        anchors.verticalCenter: parent.verticalCenter
        AppText {
            width: parent.width
            bold: true
            color: row.inkColor
            text: row.title
            Accessible.ignored: true
        }
        AppText {
            width: parent.width
            visible: row.subtitle !== ""
            role: "small"
            color: row.selected ? Theme.inkOnPrimary : Theme.inkMuted
            text: row.subtitle
            Accessible.ignored: true
        }
    }
    Chosen {
        id: chosen
        visible: row.selected
        anchors.right: parent.right
        anchors.rightMargin: 36
        anchors.verticalCenter: parent.verticalCenter
        text: row.selectedText
    }
}
