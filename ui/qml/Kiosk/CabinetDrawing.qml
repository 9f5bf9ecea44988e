pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Views

// The cabinet from the front, as it stands before the person: every door in its place, one lit, and where the screen is.
Rectangle {
    id: cabinet
    required property DoorView door
    property string heading
    readonly property real framePx: 20
    readonly property real innerWidth: width - 2 * framePx
    readonly property real innerHeight: height - 2 * framePx

    color: Theme.surface
    radius: Theme.radius
    border.width: Theme.strokeStrong
    border.color: Theme.ink
    Accessible.role: Accessible.Graphic
    Accessible.name: heading + " " + door.where

    Rectangle {
        id: terminal
        visible: cabinet.door.terminalLeft >= 0
        x: cabinet.framePx + cabinet.door.terminalLeft * cabinet.innerWidth + 6
        y: cabinet.framePx
        width: cabinet.door.terminalWide * cabinet.innerWidth - 12
        height: cabinet.innerHeight
        radius: 10
        color: Theme.primarySoft
        Rectangle {
            id: camera
            anchors.horizontalCenter: parent.horizontalCenter
            y: parent.height * 0.03
            width: 12
            height: 12
            radius: 6
            color: Theme.ink
        }
        Rectangle {
            id: screen
            anchors.horizontalCenter: parent.horizontalCenter
            y: parent.height * 0.08
            width: parent.width * 0.78
            height: parent.height * 0.38
            radius: 10
            color: Theme.surface
            border.width: Theme.stroke
            border.color: Theme.ink
            AppText {
                anchors.centerIn: parent
                width: parent.width - 16
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.Wrap
                role: "small"
                text: qsTr("您在这里")
                Accessible.ignored: true
            }
        }
        Rectangle {
            id: reader
            anchors.horizontalCenter: parent.horizontalCenter
            y: parent.height * 0.52
            width: parent.width * 0.56
            height: 44
            radius: 8
            color: Theme.surface
            border.width: Theme.stroke
            border.color: Theme.ink
        }
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: parent.height * 0.52 + 64
            width: parent.width * 0.66
            height: 18
            radius: 9
            color: Theme.ink
        }
    }
    Repeater {
        model: cabinet.door.doors
        Item {
            id: door
            required property string cell
            required property real leftPart
            required property real topPart
            required property real widthPart
            required property real heightPart
            required property bool lit
            required property bool ajar
            z: lit ? 1 : 0
            x: cabinet.framePx + leftPart * cabinet.innerWidth + 5
            y: cabinet.framePx + topPart * cabinet.innerHeight + 5
            width: widthPart * cabinet.innerWidth - 10
            height: heightPart * cabinet.innerHeight - 10

            readonly property bool low: height < 110 // no room for a number within a frame

            Rectangle {
                anchors.fill: parent
                anchors.margins: door.lit ? -4 : 0
                radius: 10
                color: door.lit && door.low ? Theme.primary : Theme.surface
                border.width: !door.lit ? Theme.stroke : door.low ? 0 : 12
                border.color: door.lit ? Theme.primary : Theme.lineStrong
            }
            Rectangle { // the handle
                visible: !door.ajar
                anchors.right: parent.right
                anchors.rightMargin: 14
                anchors.verticalCenter: parent.verticalCenter
                width: 4
                height: Math.min(36, parent.height / 3)
                radius: 2
                color: !door.lit ? Theme.lineStrong : door.low ? Theme.inkOnPrimary : Theme.primary
            }
            Text {
                visible: door.lit || door.height >= 34 // what could not be read is left out
                x: door.lit ? (parent.width - width) / 2 : 12
                y: door.lit ? (parent.height - height) / 2 : 6
                font.family: Theme.font
                font.pixelSize: door.lit ? Math.min(64, parent.height * (door.low ? 0.72 : 0.5), parent.width * 0.4) : Math.min(30, parent.height * 0.55)
                font.weight: door.lit ? Font.Bold : Font.Normal
                textFormat: Text.PlainText
                color: !door.lit ? Theme.ink : door.low ? Theme.inkOnPrimary : Theme.primary
                text: door.cell
                Accessible.ignored: true
            }
            Rectangle { // the door itself, turned to the right
                visible: door.ajar
                anchors.left: parent.right
                anchors.leftMargin: 4
                y: -10
                width: Math.min(58, parent.width * 0.45)
                height: parent.height + 20
                color: Theme.primarySoft
                border.width: Theme.strokeStrong
                border.color: Theme.primary
                Rectangle {
                    anchors.right: parent.right
                    anchors.rightMargin: 10
                    anchors.verticalCenter: parent.verticalCenter
                    width: 5
                    height: 40
                    radius: 2
                    color: Theme.primary
                }
            }
        }
    }
}
