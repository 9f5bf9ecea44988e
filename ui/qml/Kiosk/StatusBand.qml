import QtQuick

// What a machine part is doing now: a drawing (default slot) or icon, two lines, and how far it is. `value` < 0 hides the bar.
Rectangle {
    id: band
    property string iconName
    property string title
    property string text
    property real value: -1
    property string kind: "info" // "info", "success", "warning"
    default property alias drawing: slot.data

    implicitWidth: 960
    implicitHeight: Math.max(Theme.landscape ? 130 : 170, words.implicitHeight + 2 * Theme.s3)
    radius: Theme.radius
    color: kind === "success" ? Theme.successSoft : kind === "warning" ? Theme.warningSoft : Theme.primarySoft
    border.width: Theme.highContrast ? Theme.stroke : 0
    border.color: Theme.primary
    Accessible.role: Accessible.Notification
    Accessible.name: title + (text === "" ? "" : "。" + text)

    Item {
        id: slot
        x: 40
        width: 96
        height: childrenRect.height
        anchors.verticalCenter: parent.verticalCenter
    }
    Icon {
        visible: band.iconName !== ""
        x: 52
        anchors.verticalCenter: parent.verticalCenter
        size: Theme.iconLarge
        name: band.iconName
        color: band.kind === "success" ? Theme.success : band.kind === "warning" ? Theme.warning : Theme.primary
    }
    Column {
        id: words
        x: 172
        width: parent.width - x - 34
        anchors.verticalCenter: parent.verticalCenter
        AppText {
            width: parent.width
            bold: true
            text: band.title
            Accessible.ignored: true
        }
        AppText {
            width: parent.width
            visible: text !== ""
            role: "small"
            text: band.text
            Accessible.ignored: true
        }
        Item {
            width: 1
            height: 12
            visible: bar.visible
        }
        ProgressBar {
            id: bar
            width: parent.width
            visible: band.value >= 0
            value: band.value
            name: band.title
        }
    }
}
