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
    Item {
        y: 17
        width: parent.width
        height: 55
        clip: true
        Shape {
            y: -54 * (1 - Math.max(0, Math.min(1, slot.out)))
            Stroke {
                fillColor: Theme.surface
                path: "M20 0V51L29 43 38 51 48 43 57 51 66 43 76 51V0"
            }
            Stroke {
                strokeColor: Theme.primary
                path: "M31 15H64M31 27H55"
            }
        }
    }
    Shape {
        Stroke {
            path: "M15 17H82"
        }
    }
}
