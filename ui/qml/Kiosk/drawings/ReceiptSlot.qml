import QtQuick
import QtQuick.Shapes
import Kiosk

// A slip coming out of its slot. `out` 0 to 1: how much of it is out.
Item {
    id: slot
    property real out: 1
    implicitWidth: 96
    implicitHeight: 72
    Accessible.ignored: true

    Shape {
        y: 2
        Stroke {
            fillColor: Theme.surface
            path: "M2 1H94V30H2Z"
        }
    }
    // The slip grows out of the slot: clipping a longer one would not do, software rendering draws shapes unclipped.
    Shape {
        y: 17
        Stroke {
            readonly property real end: 8 + 43 * Math.max(0, Math.min(1, slot.out))
            readonly property real tooth: end - 8
            fillColor: Theme.surface
            path: `M20 0V${end}L29 ${tooth} 38 ${end} 48 ${tooth} 57 ${end} 66 ${tooth} 76 ${end}V0`
        }
        Stroke {
            strokeColor: slot.out > 0.9 ? Theme.primary : "transparent"
            path: "M31 15H64M31 27H55"
        }
    }
    Shape {
        Stroke {
            path: "M15 17H82"
        }
    }
}
