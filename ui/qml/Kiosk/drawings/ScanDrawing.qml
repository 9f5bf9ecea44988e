import QtQuick
import QtQuick.Shapes
import Kiosk

// A phone that shows a code, held before the scanner of the terminal.
Item {
    id: drawing
    property string description: qsTr("把手机上的二维码对准扫码口")

    implicitWidth: 960
    implicitHeight: 620
    Accessible.role: Accessible.Graphic
    Accessible.name: description

    Item {
        anchors.centerIn: parent
        width: 960
        height: 620
        scale: Math.min(1, drawing.width / width, drawing.height / height)

        Shape {
            anchors.fill: parent
            Stroke {
                fillColor: Theme.surface
                path: "M120 470H840L900 560V588A18 18 0 0 1 882 606H78A18 18 0 0 1 60 588V560Z"
            }
            Stroke {
                strokeColor: Theme.primary
                strokeWidth: 4
                fillColor: Theme.primarySoft
                path: "M356 492H604L628 540H332Z"
            }
            Stroke {
                strokeColor: Theme.primary
                strokeWidth: 4
                strokeStyle: ShapePath.DashLine
                dashPattern: [4.5, 2.6]
                path: "M356 492 322 352M604 492 638 352"
            }
        }
        Item {
            id: phone
            width: 960
            height: 360
            Shape {
                anchors.fill: parent
                Stroke {
                    strokeColor: Theme.primary
                    strokeWidth: 5
                    fillColor: Theme.surface
                    path: "M372 10H588A26 26 0 0 1 614 36V314A26 26 0 0 1 588 340H372A26 26 0 0 1 346 314V36A26 26 0 0 1 372 10Z"
                }
                Stroke {
                    strokeColor: Theme.primary
                    strokeWidth: 4
                    path: "M456 34H504"
                }
                Stroke {
                    strokeColor: Theme.ink
                    strokeWidth: 10
                    path: "M398 84H458V144H398ZM502 84H562V144H502ZM398 188H458V248H398Z"
                }
                Stroke {
                    strokeColor: Theme.ink
                    strokeWidth: 16
                    path: "M428 114h.1M532 114h.1M428 218h.1M480 92h.1M480 130h.1M506 190h.1M540 190h.1M520 222h.1M558 218h.1M506 250h.1M552 250h.1M480 190h.1M480 236h.1M562 168h.1"
                }
                Stroke {
                    strokeColor: Theme.lineStrong
                    strokeWidth: 6
                    path: "M420 292H540"
                }
            }
            SequentialAnimation on y {
                running: Theme.animations && drawing.visible
                loops: Animation.Infinite
                NumberAnimation {
                    from: -24
                    to: 20
                    duration: 1200
                    easing.type: Easing.InOutQuad
                }
                PauseAnimation {
                    duration: 800
                }
            }
        }
    }
}
