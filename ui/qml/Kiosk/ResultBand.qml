import QtQuick

// The whole width under the header: how it ended, said first. `kind`: success, info, warning, danger.
Rectangle {
    id: band
    property string kind: "success"
    property string title
    property string text
    property string iconName: kind === "success" ? "check" : kind === "info" ? "clock" : "warning"

    readonly property color markColor: kind === "success" ? Theme.success : kind === "info" ? Theme.primary : kind === "warning" ? Theme.warning : Theme.danger

    implicitHeight: Math.max(Theme.landscape ? 170 : 246, words.implicitHeight + 2 * (Theme.landscape ? 20 : Theme.largePrint ? 32 : 46))
    color: kind === "success" ? Theme.successSoft : kind === "info" ? Theme.primarySoft : kind === "warning" ? Theme.warningSoft : Theme.dangerSoft
    Accessible.role: Accessible.Heading
    Accessible.name: title + (text === "" ? "" : "。" + text)

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.stroke
        color: Theme.line
    }
    Rectangle {
        id: disc
        x: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        width: 120
        height: 120
        radius: 60
        color: band.markColor
        Icon {
            anchors.centerIn: parent
            size: 72
            strokePx: 6
            name: band.iconName
            color: Theme.highContrast ? Theme.inkOnPrimary : Theme.surface
        }
    }
    Column {
        id: words
        anchors.left: disc.right
        anchors.leftMargin: 34
        anchors.right: parent.right
        anchors.rightMargin: Theme.s4
        anchors.verticalCenter: parent.verticalCenter
        spacing: 4
        TitleText {
            width: parent.width
            title: band.title
            Accessible.ignored: true
        }
        AppText {
            width: parent.width
            visible: text !== ""
            text: band.text
            Accessible.ignored: true
        }
    }
}
