import QtQuick
import QtQuick.Shapes
import Kiosk

// Head and shoulders in an oval, where the live picture will be.
Item {
    id: silhouette
    implicitWidth: 580
    implicitHeight: 760
    Accessible.ignored: true

    Shape {
        width: 580
        height: 760
        transform: Scale {
            xScale: silhouette.width / 580
            yScale: silhouette.height / 760
        }
        Stroke {
            strokeColor: "transparent"
            fillColor: Theme.primarySoft
            path: "M0 380A290 380 0 0 1 580 380 290 380 0 0 1 0 380Z"
        }
        Stroke {
            strokeColor: "transparent"
            fillColor: Theme.figure2
            path: "M77 636C120 602 170 581 220 572H360C410 581 460 602 503 636A290 380 0 0 1 77 636Z"
        }
        Stroke {
            strokeColor: "transparent"
            fillColor: Theme.figure3
            path: "M220 500H360V582C330 618 250 618 220 582Z"
        }
        Stroke {
            strokeColor: "transparent"
            fillColor: Theme.figure4
            path: "M127 370C112 290 118 118 290 118 462 118 468 290 453 370Z"
        }
        Stroke {
            strokeColor: "transparent"
            fillColor: Theme.figure2
            path: "M126 370A22 36 0 0 1 170 370 22 36 0 0 1 126 370ZM410 370A22 36 0 0 1 454 370 22 36 0 0 1 410 370Z"
        }
        Stroke {
            strokeColor: "transparent"
            fillColor: Theme.figure1
            path: "M148 330C148 285 172 246 210 232 262 268 350 270 416 250 428 272 432 300 432 330 432 450 368 541 290 541 212 541 148 450 148 330Z"
        }
    }
}
