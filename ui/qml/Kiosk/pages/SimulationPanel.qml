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
        width: 420
        height: column.height + 2 * Theme.s3
        color: Theme.surface
        border.width: Theme.strokeStrong
        border.color: Theme.ink
        TapHandler {
            gesturePolicy: TapHandler.ReleaseWithinBounds
        }
        Column {
            id: column
            x: Theme.s3
            y: Theme.s3
            width: parent.width - 2 * Theme.s3
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
                    width: column.width
                    selectedText: ""
                    title: modelData.name
                    selected: modelData.key === panel.simulation.person
                    onClicked: panel.simulation.choose(modelData.key)
                }
            }
            AppButton {
                width: parent.width
                kind: "outline"
                iconName: "id-card"
                text: panel.simulation.cardLaid ? qsTr("拿走身份证") : qsTr("放上身份证")
                onClicked: panel.simulation.toggleCard()
            }
            AppButton {
                width: parent.width
                kind: "outline"
                iconName: "face"
                text: panel.simulation.inFront ? qsTr("离开镜头") : qsTr("站到镜头前")
                onClicked: panel.simulation.toggleInFront()
            }
            AppButton {
                width: parent.width
                kind: "outline"
                iconName: "printer"
                text: panel.simulation.paperOut ? qsTr("装上纸") : qsTr("取走纸")
                onClicked: panel.simulation.togglePaper()
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
