import QtQuick
import Kiosk

// Whom to call, in large figures.
Panel {
    id: panel
    property string number
    height: Math.max(180, words.implicitHeight + 48)
    Icon {
        id: phone
        x: 36
        anchors.verticalCenter: parent.verticalCenter
        size: 56
        name: "phone"
        color: Theme.primary
    }
    Column {
        id: words
        anchors.left: phone.right
        anchors.leftMargin: Theme.s3
        anchors.right: parent.right
        anchors.rightMargin: Theme.s3
        anchors.verticalCenter: parent.verticalCenter
        AppText {
            width: parent.width
            role: "small"
            color: Theme.inkMuted
            text: qsTr("有急事请拨打，24 小时有人接听")
        }
        AppText {
            width: parent.width
            role: "title"
            text: panel.number
        }
    }
}
