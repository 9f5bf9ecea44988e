import QtQuick
import QtQuick.Shapes
import Kiosk

// The terminal with a warning on its screen: out of service.
Item {
    implicitWidth: 280
    implicitHeight: 300
    Accessible.ignored: true

    Shape {
        Stroke {
            fillColor: Theme.surface
            path: "M70 178V44A16 16 0 0 1 86 28H194A16 16 0 0 1 210 44V178"
        }
        Stroke {
            strokeColor: "transparent"
            fillColor: Theme.primarySoft
            path: "M90 46H190A4 4 0 0 1 194 50V158A4 4 0 0 1 190 162H90A4 4 0 0 1 86 158V50A4 4 0 0 1 90 46Z"
        }
        Stroke {
            strokeColor: Theme.warning
            strokeWidth: 5
            fillColor: Theme.surface
            path: "M105 104A35 35 0 0 1 175 104 35 35 0 0 1 105 104Z"
        }
        Stroke {
            strokeColor: Theme.warning
            strokeWidth: 6
            path: "M140 87V108M140 121h.1"
        }
        Stroke {
            fillColor: Theme.surface
            path: "M58 178H222L240 220H40Z"
        }
        Stroke {
            path: "M94 220V270M186 220V270M53 270H227"
        }
    }
}
