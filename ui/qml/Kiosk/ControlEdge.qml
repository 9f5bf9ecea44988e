pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes

// Ground and edge of a control. A dashed edge says "not available" without colour.
Item {
    id: edge
    property color fill: Theme.surface
    property color stroke: Theme.line
    property int strokeWidth: 0
    property real radius: Theme.radius
    property bool dashed: false

    Rectangle {
        anchors.fill: parent
        radius: edge.radius
        color: edge.fill
        border.width: edge.dashed ? 0 : edge.strokeWidth
        border.color: edge.stroke
    }
    Loader {
        anchors.fill: parent
        active: edge.dashed
        sourceComponent: Shape {
            ShapePath {
                strokeColor: edge.stroke
                strokeWidth: edge.strokeWidth
                fillColor: "transparent"
                strokeStyle: ShapePath.DashLine
                dashPattern: [2.5, 2]
                capStyle: ShapePath.FlatCap
                PathRectangle {
                    x: edge.strokeWidth / 2
                    y: edge.strokeWidth / 2
                    width: edge.width - edge.strokeWidth
                    height: edge.height - edge.strokeWidth
                    radius: edge.radius - edge.strokeWidth / 2
                }
            }
        }
    }
}
