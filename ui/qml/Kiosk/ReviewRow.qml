import QtQuick

// One topic on the check page: what it is, what was said, and the way to change it, always in the same column.
Item {
    id: row
    property string label
    property string value
    property string note
    property string editText: qsTr("修改")
    property bool editable: true
    property bool lineAbove: true

    signal editClicked

    property real labelPx: 150
    property bool stacked: Theme.largePrint // the label above its value, so that both have room

    implicitWidth: 960
    implicitHeight: Math.max(Theme.target + Theme.s1, words.implicitHeight + 2 * 14, stacked ? 0 : labelText.implicitHeight + 2 * 14)
    Accessible.role: Accessible.ListItem
    Accessible.name: label + "：" + value + (note === "" ? "" : "。" + note)

    Rectangle {
        visible: row.lineAbove
        width: parent.width
        height: Theme.stroke
        color: Theme.line
    }
    AppText {
        id: labelText
        visible: !row.stacked
        x: 30
        width: row.labelPx
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.inkMuted
        text: row.label
        Accessible.ignored: true
    }
    Column {
        id: words
        x: row.stacked ? 30 : 30 + row.labelPx + 24
        width: (row.editable ? edit.x : parent.width - 30) - x - Theme.s2 // whether it is editable, not whether it is on the screen now
        anchors.verticalCenter: parent.verticalCenter
        AppText {
            width: parent.width
            visible: row.stacked
            role: "small"
            color: Theme.inkMuted
            text: row.label
            Accessible.ignored: true
        }
        AppText {
            width: parent.width
            text: row.value
            Accessible.ignored: true
        }
        AppText {
            width: parent.width
            visible: text !== ""
            role: "small"
            color: Theme.inkMuted
            text: row.note
            Accessible.ignored: true
        }
    }
    AppButton {
        id: edit
        visible: row.editable
        anchors.right: parent.right
        anchors.rightMargin: 8
        anchors.verticalCenter: parent.verticalCenter
        height: Theme.target
        paddingPx: 20
        kind: "plain"
        bold: true
        link: true
        iconName: "pencil"
        text: row.editText
        accessibleName: row.editText + " " + row.label
        onClicked: row.editClicked()
    }
}
