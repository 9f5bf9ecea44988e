import QtQuick

// A word about a thing, with its icon; not touchable. `kind`: info, ok, warning, danger, neutral.
Rectangle {
    id: tag
    property string text
    property string kind: "neutral"
    property string iconName
    property bool bold: false

    readonly property color inkColor: kind === "info" ? (Theme.highContrast ? Theme.ink : Theme.primaryPressed) : kind === "ok" ? Theme.successInk : kind === "warning" ? Theme.warningInk : kind === "danger" ? Theme.dangerInk : Theme.inkMuted
    readonly property color markColor: kind === "info" ? Theme.primary : kind === "ok" ? Theme.success : kind === "warning" ? Theme.warning : kind === "danger" ? Theme.danger : Theme.inkMuted

    implicitHeight: Math.max(48, word.implicitHeight + 6)
    implicitWidth: words.implicitWidth + (iconName === "" ? 36 : 30)
    radius: height / 2
    color: kind === "info" ? Theme.primarySoft : kind === "ok" ? Theme.successSoft : kind === "warning" ? Theme.warningSoft : kind === "danger" ? Theme.dangerSoft : Theme.neutralSoft
    border.width: Theme.highContrast ? 2 : 0
    border.color: kind === "ok" || kind === "neutral" ? Theme.line : markColor
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    Row {
        id: words
        anchors.centerIn: parent
        spacing: 8
        Icon {
            visible: tag.iconName !== ""
            anchors.verticalCenter: parent.verticalCenter
            size: Math.round(30 * Theme.k)
            name: tag.iconName
            color: tag.inkColor
        }
        AppText {
            id: word
            role: "small"
            bold: tag.bold
            color: tag.inkColor
            text: tag.text
            Accessible.ignored: true
        }
    }
}
