pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// The four facts of an item: how long, how much, what one gets, how it comes. `facts`: [{icon, name, value}].
Panel {
    id: panel
    property alias facts: cells.model
    height: grid.height

    Grid {
        id: grid
        columns: Theme.landscape ? (Theme.largePrint ? 2 : 4) : Theme.largePrint ? 1 : 2
        width: parent.width
        Repeater {
            id: cells
            Item {
                id: fact
                required property var modelData
                width: grid.width / grid.columns
                height: Math.max(150, words.implicitHeight + 48)
                Icon {
                    id: mark
                    x: 30
                    anchors.verticalCenter: parent.verticalCenter
                    name: fact.modelData.icon
                    color: Theme.primary
                }
                Column {
                    id: words
                    anchors.left: mark.right
                    anchors.leftMargin: Theme.s3
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.s2
                    anchors.verticalCenter: parent.verticalCenter
                    AppText {
                        width: parent.width
                        role: "small"
                        color: Theme.inkMuted
                        text: fact.modelData.name
                    }
                    AppText {
                        width: parent.width
                        bold: true
                        text: fact.modelData.value
                    }
                }
            }
        }
    }
}
