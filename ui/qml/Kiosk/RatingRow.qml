import QtQuick

// One grade: a face and its word. `face` 1 (very dissatisfied) to 5 (very satisfied).
Touchable {
    id: row
    property int face: 5
    property string text
    property bool selected: false
    property string selectedText: qsTr("已选")
    property bool forcePressed: false
    property bool forceFocus: false

    readonly property bool down: pressed || forcePressed

    accessibleRole: Accessible.RadioButton
    accessibleName: text
    accessibleDescription: selected ? selectedText : ""
    Accessible.checkable: true
    Accessible.checked: selected
    ringShown: activeFocus || forceFocus
    implicitWidth: 960
    implicitHeight: Theme.largePrint ? 164 : 190

    ControlEdge {
        anchors.fill: parent
        strokeWidth: row.selected ? 0 : Theme.stroke
        stroke: row.down ? Theme.primary : Theme.line
        fill: row.selected ? (row.down ? Theme.primaryPressed : Theme.primary) : row.down ? Theme.primarySoft : Theme.surface
    }
    Icon {
        x: 36
        anchors.verticalCenter: parent.verticalCenter
        name: "face-" + row.face
        size: Math.min(120, row.height - 24)
        color: row.selected ? Theme.inkOnPrimary : Theme.primary
        strokePx: row.selected ? 5 : Theme.iconStroke
    }
    AppText {
        x: 190
        width: (chosen.visible ? chosen.x : parent.width) - x - Theme.s3
        anchors.verticalCenter: parent.verticalCenter
        role: "heading"
        color: row.selected ? Theme.inkOnPrimary : Theme.ink
        text: row.text
        Accessible.ignored: true
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
