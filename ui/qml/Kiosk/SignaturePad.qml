import QtQuick
import QtQuick.Shapes
import Kiosk.Items

// Where a person signs. `canvas` holds the strokes and gives the picture (`canvas.png()` in Python).
FocusScope {
    id: pad
    property alias canvas: canvasItem
    property string hint: qsTr("用手指在框里签名")
    property string clearText: qsTr("重写")
    readonly property alias hasInk: canvasItem.hasInk

    signal changed

    function clear(): void {
        canvasItem.clear();
    }

    implicitWidth: 960
    implicitHeight: 450
    Accessible.role: Accessible.Canvas
    Accessible.name: hint

    ControlEdge {
        anchors.fill: parent
        strokeWidth: Theme.strokeStrong
        stroke: Theme.lineStrong
    }
    AppText {
        x: 30
        y: 22
        width: clearButton.x - x - Theme.s2
        role: "small"
        color: Theme.inkMuted
        text: pad.hint
    }
    Shape {
        x: 66
        y: pad.height - 68
        ShapePath {
            strokeColor: Theme.lineStrong
            strokeWidth: Theme.strokeStrong
            strokeStyle: ShapePath.DashLine
            dashPattern: [2, 1.4]
            capStyle: ShapePath.FlatCap
            fillColor: "transparent"
            PathLine {
                x: pad.width - 132
                y: 0
            }
        }
    }
    SignatureCanvas {
        id: canvasItem
        anchors.fill: parent
        anchors.margins: 4
        inkColor: Theme.ink
        onChanged: pad.changed()
    }
    AppButton {
        id: clearButton
        anchors.right: parent.right
        anchors.rightMargin: 23
        y: 22
        kind: "back"
        bold: false
        width: implicitWidthForText
        readonly property real implicitWidthForText: Theme.largePrint ? 236 : 180
        height: Theme.target
        paddingPx: 20
        iconName: "cross"
        text: pad.clearText
        onClicked: pad.clear()
    }
}
