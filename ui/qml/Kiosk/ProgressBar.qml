import QtQuick

// How far something is: `value` from 0 to 1.
Rectangle {
    id: bar
    property real value: 0
    property string name

    implicitWidth: 760
    implicitHeight: 12
    radius: height / 2
    color: Theme.surface
    border.width: Theme.highContrast ? 2 : 0
    border.color: Theme.line
    Accessible.role: Accessible.ProgressBar
    Accessible.name: name !== "" ? name : qsTr("进度")

    Rectangle {
        width: Math.max(bar.height, Math.min(1, Math.max(0, bar.value)) * bar.width)
        visible: bar.value > 0
        height: bar.height
        radius: bar.radius
        color: Theme.primary
    }
}
