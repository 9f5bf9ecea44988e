import QtQuick
import QtQuick.Shapes
import Kiosk

// A page or card with a photograph, and at its foot, lit, the lines that are typed.
Item {
    id: drawing
    property int lines: 2
    readonly property int lineStep: 22
    readonly property int zoneTop: 240 - lineStep * (lines + 0.5)

    implicitWidth: 380
    implicitHeight: 260
    Accessible.ignored: true // the words beside it say it

    Item {
        anchors.centerIn: parent
        width: 380
        height: 260
        scale: Math.min(1, drawing.width / width, drawing.height / height)

        Shape {
            anchors.fill: parent
            Stroke {
                strokeColor: Theme.lineStrong
                fillColor: Theme.surface
                path: "M26 6H354A18 18 0 0 1 372 24V236A18 18 0 0 1 354 254H26A18 18 0 0 1 8 236V24A18 18 0 0 1 26 6Z"
            }
            Stroke {
                strokeColor: Theme.lineStrong
                fillColor: Theme.neutralSoft
                path: "M34 30H116V136H34Z"
            }
            Stroke {
                strokeColor: Theme.lineStrong
                path: "M75 50A20 20 0 0 1 75 90A20 20 0 0 1 75 50M44 136C44 112 56 100 75 100C94 100 106 112 106 136"
            }
            Stroke {
                strokeColor: Theme.lineStrong
                strokeWidth: 6
                path: "M142 46H322M142 80H286M142 114H306"
            }
        }
        Rectangle {
            x: 22
            y: drawing.zoneTop
            width: 336
            height: drawing.lineStep * (drawing.lines + 0.1)
            radius: 8
            color: Theme.highContrast ? Theme.figure4 : Theme.primarySoft
            border.width: 3
            border.color: Theme.primary
        }
        Shape {
            anchors.fill: parent
            Stroke {
                strokeColor: Theme.highContrast ? Theme.ink : Theme.primary
                path: drawing.fillers()
            }
        }
    }

    // As on every zone: letters are not told apart at this size, fillers are.
    function fillers(): string {
        let path = "";
        for (let line = 0; line < lines; ++line)
            for (let at = 0; at < 20; ++at)
                path += `M${48 + at * 15} ${zoneTop + 8 + line * lineStep}l-8 5l8 5`;
        return path;
    }
}
