pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// At a desk there is no reader and no printer: this drawer at the edge lays the card, steps before the camera, takes the
// paper out. It is there only with simulated devices, and never in the pictures of a journey.
Item {
    id: panel
    required property SimulationView simulation
    property bool open: false

    Rectangle {
        id: drawer
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: panel.open
        width: 700
        height: Math.min(columns.height + 2 * Theme.s3, panel.height)
        clip: true
        color: Theme.surface
        border.width: Theme.strokeStrong
        border.color: Theme.ink
        TapHandler {
            gesturePolicy: TapHandler.ReleaseWithinBounds
        }
        Flickable {
            anchors.fill: parent
            anchors.margins: Theme.s3
            contentHeight: columns.height
            boundsBehavior: Flickable.StopAtBounds
            Row {
                id: columns
                width: parent.width
                spacing: Theme.targetGap
                Column {
                    id: people
                    width: (columns.width - columns.spacing) / 2
                    spacing: Theme.targetGap
                    AppText {
                        width: parent.width
                        bold: true
                        text: qsTr("模拟设备")
                    }
                    Repeater {
                        model: panel.simulation.persons
                        ChoiceRow {
                            required property var modelData
                            width: people.width
                            selectedText: ""
                            title: modelData.name
                            selected: modelData.key === panel.simulation.person
                            onClicked: panel.simulation.choose(modelData.key)
                        }
                    }
                }
                Column {
                    id: things
                    width: people.width
                    spacing: Theme.targetGap
                    Repeater {
                        model: panel.simulation.props
                        AppButton {
                            required property var modelData
                            width: things.width
                            kind: "outline"
                            iconName: modelData.icon
                            text: modelData.label
                            onClicked: panel.simulation.toggle(modelData.key)
                        }
                    }
                }
            }
        }
    }
    Touchable {
        id: handle
        accessibleName: qsTr("模拟设备")
        anchors.right: panel.open ? drawer.left : parent.right
        anchors.verticalCenter: parent.verticalCenter
        width: 48
        height: 160
        radius: Theme.radiusSmall
        onClicked: panel.open = !panel.open
        Rectangle {
            anchors.fill: parent
            radius: Theme.radiusSmall
            color: Theme.neutralSoft
            border.width: Theme.stroke
            border.color: Theme.lineStrong
        }
        Icon {
            anchors.centerIn: parent
            name: panel.open ? "chevron-right" : "chevron-left"
            size: Theme.iconSmall
            color: Theme.ink
        }
    }
}
