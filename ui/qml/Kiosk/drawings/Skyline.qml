import QtQuick
import QtQuick.Shapes
import Kiosk

// The start page's drawing: hills, the civic hall under its wing roof, towers. 570 high; the ground runs the whole width.
Item {
    id: skyline
    property color sky: Theme.highContrast ? Theme.paper : Theme.primary
    property color stroke: Theme.highContrast ? Theme.ink : Theme.inkOnPrimary

    implicitWidth: 1080
    implicitHeight: 570
    Accessible.ignored: true

    Shape {
        visible: !Theme.highContrast
        width: 1080
        height: parent.height
        transform: Scale {
            xScale: skyline.width / 1080
        }
        Stroke {
            strokeColor: "transparent"
            fillColor: Theme.primaryDeep
            path: "M0 409C120 345 190 328 258 328 350 328 400 369 493 369 610 369 650 284 818 284 920 284 990 320 1080 350V570H0Z"
        }
        Stroke {
            strokeColor: "transparent"
            fillColor: Theme.primaryPressed
            path: "M0 478C150 450 230 448 320 452 480 460 600 436 757 436 900 436 980 440 1080 457V570H0Z"
        }
    }
    Rectangle {
        y: 529
        width: parent.width
        height: 41
        color: Theme.highContrast ? skyline.sky : Theme.primaryPressed
    }
    Shape {
        anchors.horizontalCenter: parent.horizontalCenter
        width: 1080
        height: parent.height
        Stroke {
            strokeColor: skyline.stroke
            fillColor: skyline.sky
            path: "M96 530V310H180V530M196 530V230L236 202 276 230V530M724 530V340H800V530M820 530V160L846 71 872 160V530M892 530V280H984V530M372 530V410H436V530M584 530V410H648V530M436 530V440H584V530M472 530V476H548V530"
        }
        Stroke {
            strokeColor: skyline.stroke
            path: "M116 340H160M116 370H160M116 400H160M116 430H160M116 460H160M216 260H257M216 294H257M216 328H257M216 362H257M216 396H257M216 430H257M216 464H257M744 366H780M744 396H780M744 426H780M744 456H780M846 71V29M820 160H872M836 189V530M856 189V530M938 280V530M892 310H984M892 350H984M892 390H984M892 430H984M892 470H984M510 476V530"
        }
        Stroke {
            strokeColor: skyline.stroke
            fillColor: skyline.sky
            path: "M300 414C330 385 355 373 379 373 425 373 460 402 510 402 560 402 595 373 641 373 665 373 690 385 720 414 700 405 685 403 668 403 625 403 570 430 510 430 450 430 395 403 351 403 335 403 320 405 300 414Z"
        }
        Stroke {
            strokeColor: skyline.stroke
            path: "M404 354V382M616 354V382"
        }
    }
    Rectangle {
        y: 529
        width: parent.width
        height: 3
        color: skyline.stroke
    }
}
