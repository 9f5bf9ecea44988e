import QtQuick
import Kiosk

// Where the identity card goes, drawn and said.
Panel {
    id: place
    IdentifyDrawing {
        anchors.top: parent.top
        anchors.topMargin: Theme.s3
        anchors.bottom: where.top
        anchors.bottomMargin: Theme.s2
        width: parent.width
    }
    Row {
        id: where
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.s4
        spacing: Theme.s2
        Icon {
            id: pin
            anchors.verticalCenter: parent.verticalCenter
            name: "place"
            color: Theme.primary
        }
        AppText {
            width: Math.min(implicitWidth, place.width - pin.width - 80)
            text: qsTr("读卡区在屏幕右下方，亮着绿灯")
        }
    }
}
