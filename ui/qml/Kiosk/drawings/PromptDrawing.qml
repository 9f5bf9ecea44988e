import QtQuick
import QtQuick.Shapes
import Kiosk

// A face that does what is asked for, on a disc: turned with an arrow, mouth open, eyes shut, nodding, mask coming off.
// Left and right are the person's own, as in a mirror.
Rectangle {
    id: drawing
    property string action: "" // turn_left, turn_right, open_mouth, blink, nod, mask
    readonly property bool downwards: action === "nod" || action === "mask"
    readonly property int side: action === "turn_left" ? -1 : action === "turn_right" ? 1 : 0
    readonly property color line: Theme.inkOnPrimary

    implicitWidth: 200
    implicitHeight: 200
    radius: width / 2
    color: Theme.primary
    border.width: 8
    border.color: Theme.paper
    Accessible.ignored: true

    Item {
        id: face
        x: (parent.width - 200) / 2 - 26 * drawing.side
        y: (parent.height - 200) / 2 - (drawing.downwards ? 18 : 0)
        width: 200
        height: 200
        Shape {
            anchors.fill: parent
            preferredRendererType: Shape.CurveRenderer
            Stroke {
                strokeColor: drawing.line
                strokeWidth: 7
                path: "M62 88C62 54 78 40 100 40 122 40 138 54 138 88 138 128 120 158 100 158 80 158 62 128 62 88Z"
            }
        }
        // Turned to a side, the features move there, as they do in a mirror.
        Shape {
            x: 15 * drawing.side
            y: drawing.action === "nod" ? 10 : 0
            width: 200
            height: 200
            preferredRendererType: Shape.CurveRenderer
            Stroke {
                strokeColor: drawing.line
                strokeWidth: 7
                path: drawing.action === "blink" ? "M76 90Q84 98 92 90M108 90Q116 98 124 90" : "M84 86V92M116 86V92"
            }
            Stroke {
                strokeColor: drawing.action === "mask" ? "transparent" : drawing.line
                strokeWidth: 6
                path: drawing.action === "open_mouth" ? "M100 94V108" : "M100 96V114"
            }
            Stroke {
                strokeColor: drawing.line
                strokeWidth: 7
                fillColor: drawing.action === "open_mouth" ? drawing.line : "transparent"
                path: drawing.action === "open_mouth" ? "M88 130A12 15 0 0 1 112 130 12 15 0 0 1 88 130Z" : "M90 132H110"
            }
            Stroke {
                strokeColor: drawing.action === "mask" ? drawing.line : "transparent"
                strokeWidth: 7
                fillColor: drawing.action === "mask" ? drawing.line : "transparent"
                path: "M66 106Q100 96 134 106V134Q100 164 66 134Z"
            }
            Stroke {
                strokeColor: drawing.action === "mask" ? Theme.primary : "transparent"
                strokeWidth: 5
                path: "M78 120H122M82 133H118"
            }
        }
    }
    Shape {
        visible: drawing.side !== 0
        x: drawing.side > 0 ? parent.width - 66 : 18
        anchors.verticalCenter: parent.verticalCenter
        width: 48
        height: 60
        transform: Scale {
            origin.x: 24
            xScale: drawing.side > 0 ? 1 : -1
        }
        preferredRendererType: Shape.CurveRenderer
        Stroke {
            strokeColor: drawing.line
            strokeWidth: 8
            path: "M4 30H42M26 12L44 30 26 48"
        }
    }
    Shape {
        visible: drawing.downwards
        anchors.horizontalCenter: parent.horizontalCenter
        y: parent.height - 56
        width: 60
        height: 44
        preferredRendererType: Shape.CurveRenderer
        Stroke {
            strokeColor: drawing.line
            strokeWidth: 8
            path: "M12 8L30 28 48 8"
        }
    }
}
