import QtQuick

// A white card that groups things.
Rectangle {
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.stroke
    border.color: Theme.line
}
