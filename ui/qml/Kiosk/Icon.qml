import QtQuick

// One of the line icons in icons/. The line on screen is 3 px at every size (`strokePx`).
Image {
    property string name
    property int size: Theme.icon
    property color color: Theme.ink
    property real strokePx: Theme.iconStroke

    width: size
    height: size
    sourceSize: Qt.size(size, size)
    source: name === "" ? "" : "image://icon/" + name + "/" + color.toString().substring(1) + "/" + size + "/" + strokePx
    Accessible.ignored: true
}
