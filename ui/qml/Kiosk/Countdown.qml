import QtQuick
import QtQuick.Shapes

// A ring that empties, with the seconds in it.
Item {
    id: countdown
    property real remaining: 15
    property real total: 15

    implicitWidth: Theme.largePrint ? 300 : 248
    implicitHeight: implicitWidth
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("还有 %1 秒").arg(Math.ceil(remaining))

    readonly property real ringPx: 14
    readonly property real ringRadius: (width - ringPx) / 2

    Shape {
        anchors.fill: parent
        ShapePath {
            strokeColor: Theme.highContrast ? Theme.inkMuted : Theme.line
            strokeWidth: Theme.highContrast ? 3 : countdown.ringPx
            fillColor: "transparent"
            PathAngleArc {
                centerX: countdown.width / 2
                centerY: countdown.height / 2
                radiusX: countdown.ringRadius
                radiusY: countdown.ringRadius
                startAngle: 0
                sweepAngle: 360
            }
        }
        ShapePath {
            strokeColor: countdown.remaining > 0 ? Theme.primary : "transparent"
            strokeWidth: countdown.ringPx
            capStyle: ShapePath.RoundCap
            fillColor: "transparent"
            PathAngleArc {
                centerX: countdown.width / 2
                centerY: countdown.height / 2
                radiusX: countdown.ringRadius
                radiusY: countdown.ringRadius
                startAngle: -90
                sweepAngle: 360 * Math.max(0, Math.min(1, countdown.remaining / countdown.total))
            }
        }
    }
    AppText {
        anchors.centerIn: parent
        role: "display"
        text: Math.ceil(countdown.remaining)
        Accessible.ignored: true
    }
}
