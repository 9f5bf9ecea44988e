import QtQuick

// One of several words of which any number may be chosen.
Touchable {
    id: chip
    property string text
    property bool selected: false
    property bool forceFocus: false

    accessibleRole: Accessible.CheckBox
    accessibleName: text
    Accessible.checkable: true
    Accessible.checked: selected
    ringShown: activeFocus || forceFocus
    implicitWidth: Math.max(228, content.implicitWidth + 2 * Theme.s3)
    implicitHeight: Math.max(Theme.target, content.implicitHeight + 2 * Theme.s2)

    ControlEdge {
        anchors.fill: parent
        strokeWidth: Theme.strokeStrong
        stroke: chip.selected || chip.pressed ? Theme.primary : Theme.lineStrong
        fill: chip.selected || chip.pressed ? Theme.primarySoft : Theme.surface
    }
    Row {
        id: content
        anchors.centerIn: parent
        spacing: 12
        Icon {
            visible: chip.selected
            anchors.verticalCenter: parent.verticalCenter
            size: Theme.iconSmall
            name: "check"
            color: Theme.primary
        }
        AppText {
            bold: chip.selected
            text: chip.text
            Accessible.ignored: true
        }
    }
}
