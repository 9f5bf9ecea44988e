import QtQuick

// One grade: a face and its word. `face` 1 (very dissatisfied) to 5 (very satisfied).
Touchable {
    id: row
    property int face: 5
    property string text
    property bool selected: false
    property bool upright: false // the face above its word
    property string selectedText: qsTr("已选")
    property bool forcePressed: false
    property bool forceFocus: false

    readonly property bool down: pressed || forcePressed
    readonly property int wordsY: 160 // below the face

    accessibleRole: Accessible.RadioButton
    accessibleName: text
    accessibleDescription: selected ? selectedText : ""
    Accessible.checkable: true
    Accessible.checked: selected
    ringShown: activeFocus || forceFocus
    implicitWidth: 960
    implicitHeight: upright ? wordsY + words.implicitHeight + Theme.s3 : Theme.largePrint ? 164 : 190

    ControlEdge {
        anchors.fill: parent
        strokeWidth: row.selected ? 0 : Theme.stroke
        stroke: row.down ? Theme.primary : Theme.line
        fill: row.selected ? (row.down ? Theme.primaryPressed : Theme.primary) : row.down ? Theme.primarySoft : Theme.surface
    }
    Icon {
        x: row.upright ? (parent.width - width) / 2 : 36
        y: row.upright ? Theme.s3 : (parent.height - height) / 2
        name: "face-" + row.face
        size: row.upright ? 120 : Math.min(120, row.height - 24)
        color: row.selected ? Theme.inkOnPrimary : Theme.primary
        strokePx: row.selected ? 5 : Theme.iconStroke
    }
    AppText {
        id: words
        x: row.upright ? 12 : 190
        y: row.upright ? row.wordsY : (parent.height - height) / 2
        width: row.upright ? parent.width - 2 * x : (chosen.visible ? chosen.x : parent.width) - x - Theme.s3
        horizontalAlignment: row.upright ? Text.AlignHCenter : Text.AlignLeft
        role: row.upright && Theme.largePrint ? "body" : "heading"
        bold: true
        color: row.selected ? Theme.inkOnPrimary : Theme.ink
        text: row.text
        Accessible.ignored: true
    }
    Chosen {
        id: chosen
        visible: row.selected && !row.upright
        anchors.right: parent.right
        anchors.rightMargin: 36
        anchors.verticalCenter: parent.verticalCenter
        text: row.selectedText
    }
}
