import QtQuick
import QtQuick.Shapes
import Kiosk

// Where the card goes: the terminal at the left, its reader large at the right, the card moving down onto it.
Item {
    id: drawing
    property string label: qsTr("读卡区")
    property string description: qsTr("把身份证平放在读卡区")
    property bool lit: true // the reader's green light

    implicitWidth: 960
    implicitHeight: 620
    Accessible.role: Accessible.Graphic
    Accessible.name: description

    Item {
        anchors.centerIn: parent
        width: 960
        height: 620
        scale: Math.min(1, drawing.width / width, drawing.height / height)

        Item {
            y: -84
            width: 960
            height: 704
            Shape {
                anchors.fill: parent
                Stroke {
                    strokeColor: Theme.lineStrong
                    fillColor: Theme.surface
                    path: "M96 333V110A17 17 0 0 1 113 93H248A17 17 0 0 1 265 110V333"
                }
                Stroke {
                    strokeColor: "transparent"
                    fillColor: Theme.highContrast ? Theme.figure4 : Theme.primarySoft
                    path: "M120 120H241A6 6 0 0 1 247 126V306A6 6 0 0 1 241 312H120A6 6 0 0 1 114 306V126A6 6 0 0 1 120 120Z"
                }
                Stroke {
                    strokeColor: Theme.lineStrong
                    strokeWidth: 8
                    path: "M180 106h.1"
                }
                Stroke {
                    strokeColor: Theme.lineStrong
                    fillColor: Theme.surface
                    path: "M83 333H278L297 380H64ZM112 380V695M248 380V695M70 695H290"
                }
                Stroke {
                    strokeColor: Theme.primary
                    fillColor: Theme.primary
                    path: "M202 345H260V367H202Z"
                }
                Stroke {
                    strokeColor: Theme.primary
                    strokeWidth: 5
                    strokeStyle: ShapePath.DashLine
                    dashPattern: [0.02, 2.8]
                    path: "M268 356H322V602H364"
                }
                Stroke {
                    fillColor: Theme.surface
                    path: "M448 341H833L912 581H368ZM368 581H912V658A18 18 0 0 1 894 676H386A18 18 0 0 1 368 658Z"
                }
                Stroke {
                    strokeColor: Theme.primary
                    strokeWidth: 4
                    fillColor: Theme.primarySoft
                    strokeStyle: ShapePath.DashLine
                    dashPattern: [4.5, 2.6]
                    path: "M505 377H776L822 548H458Z"
                }
                Stroke {
                    strokeColor: Theme.primary
                    strokeWidth: 8
                    path: "M640 276V440M614 411 640 440 666 411"
                }
                Stroke {
                    strokeColor: drawing.lit ? Theme.success : Theme.lineStrong
                    strokeWidth: 22
                    path: "M424 628h.1"
                }
            }
            AppText {
                x: 640 - width / 2
                y: 628 - height / 2
                role: "heading"
                scaleBy: 1 / Theme.k
                text: drawing.label
                Accessible.ignored: true
            }
            Shape {
                id: card
                width: 960
                height: 300
                Stroke {
                    strokeColor: Theme.primary
                    strokeWidth: 5
                    fillColor: Theme.surface
                    path: "M506 114H775L810 256H470Z"
                }
                Stroke {
                    strokeColor: Theme.primary
                    strokeWidth: 4
                    path: "M536 150H626M528 180H650M519 210H610M676 230C680 194 764 194 768 230M741.5 164a21.5 21.5 0 1 1-43 0 21.5 21.5 0 1 1 43 0Z"
                }
                SequentialAnimation on y {
                    running: Theme.animations && drawing.visible
                    loops: Animation.Infinite
                    NumberAnimation {
                        from: 0
                        to: 120
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
}
