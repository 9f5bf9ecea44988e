import QtQuick

// Drawn around its parent: 6 px, 4 px away from the edge.
Rectangle {
    property real controlRadius: Theme.radius
    readonly property int reach: Theme.focusGap + Theme.strokeFocus

    anchors.fill: parent
    anchors.margins: -reach
    color: "transparent"
    radius: controlRadius + reach
    border.width: Theme.strokeFocus
    border.color: Theme.focus
    z: 1
}
