import QtQuick

// What must be known here: a soft ground, a bar, an icon, and a sentence. `kind`: info, warning, danger, success.
Item {
    id: notice
    property string kind: "info"
    property string title
    property string text
    property string iconName: kind === "success" ? "check-circle" : kind === "danger" ? "warning" : kind === "info" ? "shield" : "info"
    property bool bar: kind !== "info"

    readonly property color markColor: kind === "success" ? Theme.success : kind === "warning" ? Theme.warning : kind === "danger" ? Theme.danger : Theme.primary

    implicitHeight: words.implicitHeight + 2 * 28
    implicitWidth: 960
    Accessible.role: Accessible.Notification
    Accessible.name: title + (title !== "" && text !== "" ? "。" : "") + text

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: notice.kind === "success" ? Theme.successSoft : notice.kind === "warning" ? Theme.warningSoft : notice.kind === "danger" ? Theme.dangerSoft : Theme.primarySoft
        border.width: Theme.highContrast ? Theme.stroke : 0
        border.color: notice.markColor
        topLeftRadius: notice.bar ? 0 : Theme.radius
        bottomLeftRadius: notice.bar ? 0 : Theme.radius
    }
    Rectangle {
        visible: notice.bar
        width: 8
        height: parent.height
        color: notice.markColor
    }
    Icon {
        id: mark
        x: 32
        y: notice.title === "" ? (parent.height - height) / 2 : 28
        name: notice.iconName
        color: notice.markColor
    }
    Column {
        id: words
        anchors.left: mark.right
        anchors.leftMargin: Theme.s3
        anchors.right: parent.right
        anchors.rightMargin: Theme.s4
        anchors.verticalCenter: parent.verticalCenter
        spacing: 4
        AppText {
            width: parent.width
            visible: notice.title !== ""
            bold: true
            text: notice.title
            Accessible.ignored: true
        }
        AppText {
            width: parent.width
            visible: notice.text !== ""
            text: notice.text
            Accessible.ignored: true
        }
    }
}
