pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import Kiosk

// A face that does what is asked for, on a disc: turned with an arrow, mouth open, eyes shut, nodding, mask coming off.
// Left and right are the person's own, as in a mirror. What is to be done twice has its number; what is to be done to
// one side and then to the other has two arrows, with which is the first.
Rectangle {
    id: drawing
    property string prompt: "" // a FaceInstruction that is acted out
    readonly property bool twice: prompt.endsWith("_twice")
    readonly property string action: prompt.replace("_twice", "") // turn_left, turn_right, open_mouth, blink, nod, mask
    readonly property bool leftFirst: prompt === "turn_left_right"
    readonly property bool bothSides: leftFirst || prompt === "turn_right_left"
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
        x: (parent.width - 200) / 2 - 26 * drawing.side - (drawing.twice && drawing.side === 0 ? 18 : 0)
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
    Repeater {
        model: drawing.bothSides ? [-1, 1] : drawing.side !== 0 ? [drawing.side] : []
        delegate: Item {
            id: arrow
            required property int modelData
            readonly property bool toRight: modelData > 0
            x: toRight ? drawing.width - (drawing.bothSides ? 54 : 66) : drawing.bothSides ? 6 : 18
            anchors.verticalCenter: drawing.verticalCenter
            width: 48
            height: 60
            Shape {
                anchors.fill: parent
                transform: Scale {
                    origin.x: 24
                    xScale: arrow.toRight ? 1 : -1
                }
                preferredRendererType: Shape.CurveRenderer
                Stroke {
                    strokeColor: drawing.line
                    strokeWidth: 8
                    path: drawing.bothSides ? "M20 12L38 30 20 48" : "M4 30H42M26 12L44 30 26 48"
                }
            }
            Number {
                visible: drawing.bothSides
                x: (parent.width - width) / 2 + (arrow.toRight ? -4 : 4)
                y: -30
                text: arrow.toRight === drawing.leftFirst ? "2" : "1"
            }
        }
    }
    Number {
        visible: drawing.twice
        x: drawing.side < 0 ? 26 : drawing.width - width - (drawing.side > 0 ? 26 : 14)
        y: drawing.side !== 0 ? 126 : (drawing.height - height) / 2
        text: "×2"
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

    // Part of the drawing: it does not grow with the words.
    component Number: Text {
        color: drawing.line
        font.family: Theme.font
        font.bold: true
        font.pixelSize: 36
    }
}
