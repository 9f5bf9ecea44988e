pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// What is done at a door: it opens, what lies inside is moved, it is closed.
Flow {
    id: stages
    required property DoorView door
    required property var words
    spacing: Theme.s4
    Repeater {
        model: stages.words
        Row {
            id: stage
            required property string modelData
            required property int index
            readonly property int now: !stages.door.ajar ? 0 : stages.door.phase === "left_open" ? 2 : 1
            readonly property bool done: index < now
            spacing: Theme.s1
            Accessible.role: Accessible.ListItem
            Accessible.name: modelData
            Rectangle {
                id: mark
                anchors.verticalCenter: parent.verticalCenter
                width: Math.round(52 * Math.min(1.2, Theme.k))
                height: width
                radius: width / 2
                color: stage.done ? Theme.success : stage.index === stage.now ? Theme.primary : Theme.surface
                border.width: stage.done || stage.index === stage.now ? 0 : Theme.strokeStrong
                border.color: Theme.lineStrong
                Icon {
                    visible: stage.done
                    anchors.centerIn: parent
                    size: 32
                    name: "check"
                    color: Theme.inkOnPrimary
                }
                AppText {
                    visible: !stage.done
                    anchors.centerIn: parent
                    role: "small"
                    color: stage.index === stage.now ? Theme.inkOnPrimary : Theme.ink
                    text: stage.index + 1
                    Accessible.ignored: true
                }
            }
            AppText {
                anchors.verticalCenter: parent.verticalCenter
                bold: stage.index === stage.now
                text: stage.modelData
                Accessible.ignored: true
            }
        }
    }
}
