import QtQuick
import QtQuick.Shapes
import Kiosk.Items

// The live picture in an oval with a quiet ring around it. Without a picture a silhouette shows where to look.
Item {
    id: oval
    property var frames: null // a drivers.contract.FrameSource
    property real progress: 0 // 0 to 1
    property bool ok: false
    property string drawn: "" // a FaceInstruction to act out, or "mask" to take off
    property bool cameraVisible: true
    readonly property alias hasPicture: preview.hasPicture

    readonly property real ringPx: 14
    readonly property real innerGap: 20 // between the ring's middle and the picture

    implicitWidth: 634
    implicitHeight: 814
    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("摄像头画面")

    Item {
        anchors.fill: parent
        anchors.margins: oval.ringPx / 2 + oval.innerGap
        Silhouette {
            anchors.fill: parent
            visible: !preview.hasPicture
        }
        CameraPreview {
            id: preview
            anchors.fill: parent
            visible: oval.cameraVisible
            opacity: hasPicture ? 1 : 0
            frames: oval.frames
            maskColor: Theme.paper
        }
    }
    Shape {
        anchors.fill: parent
        ShapePath {
            strokeColor: Theme.line
            strokeWidth: Theme.highContrast ? 3 : oval.ringPx
            fillColor: "transparent"
            PathAngleArc {
                centerX: oval.width / 2
                centerY: oval.height / 2
                radiusX: (oval.width - oval.ringPx) / 2
                radiusY: (oval.height - oval.ringPx) / 2
                startAngle: 0
                sweepAngle: 360
            }
        }
        ShapePath {
            strokeColor: oval.ok ? Theme.success : oval.progress > 0 ? Theme.primary : "transparent"
            strokeWidth: oval.ringPx
            capStyle: ShapePath.RoundCap
            fillColor: "transparent"
            PathAngleArc {
                centerX: oval.width / 2
                centerY: oval.height / 2
                radiusX: (oval.width - oval.ringPx) / 2
                radiusY: (oval.height - oval.ringPx) / 2
                startAngle: -90
                sweepAngle: oval.ok ? 360 : 360 * Math.max(0, Math.min(1, oval.progress))
            }
        }
    }
    PromptDrawing {
        visible: oval.drawn !== "" && !oval.ok
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.verticalCenter: parent.bottom
        anchors.verticalCenterOffset: -height * scale / 4
        scale: Math.min(1, oval.height / 814)
        prompt: oval.drawn
    }
    Rectangle {
        visible: oval.ok
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.verticalCenter: parent.bottom
        anchors.verticalCenterOffset: -oval.ringPx / 2
        width: 112
        height: 112
        radius: 56
        color: Theme.success
        border.width: 8
        border.color: Theme.paper
        Icon {
            anchors.centerIn: parent
            size: 60
            strokePx: 5
            name: "check"
            color: Theme.highContrast ? Theme.inkOnPrimary : Theme.surface
        }
    }
}
