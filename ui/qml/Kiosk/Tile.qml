import QtQuick

// A theme or a shortcut on the home page: icon, name, two or three words. `wide` puts the icon beside the words.
Touchable {
    id: tile
    property string iconName
    property string title
    property string subtitle
    property string kind: "theme" // "theme", "shortcut"
    property string unavailableReason // not empty: dashed, and it replaces the second line
    property bool wide: false
    property bool chevron: false
    property bool forcePressed: false
    property bool forceFocus: false

    readonly property bool down: pressed || forcePressed
    readonly property bool available: unavailableReason === "" && enabled
    readonly property bool shortcut: kind === "shortcut"
    readonly property real wordsTop: 112 // below the icon, where the tile is not wide
    readonly property int wideLeastPx: Theme.landscape ? (Theme.largePrint || shortcut ? 126 : 174) : Theme.largePrint ? 158 : 126
    readonly property string secondLine: unavailableReason !== "" ? unavailableReason : subtitle

    accessibleName: title
    accessibleDescription: secondLine
    ringShown: activeFocus || forceFocus
    implicitWidth: 304
    implicitHeight: wide ? Math.max(wideLeastPx, words.implicitHeight + 2 * Theme.s1) : Theme.largePrint && secondLine === "" ? Math.max(214, wordsTop + words.implicitHeight + Theme.s2) : Math.max(232, wordsTop + words.implicitHeight + Theme.s2)

    ControlEdge {
        anchors.fill: parent
        dashed: !tile.available
        strokeWidth: !tile.available ? Theme.strokeStrong : tile.shortcut && !tile.down && !Theme.highContrast ? 0 : Theme.stroke
        stroke: !tile.available ? Theme.lineStrong : tile.down || tile.shortcut ? Theme.primary : Theme.line
        fill: !tile.available ? Theme.disabledFill : tile.shortcut || tile.down ? Theme.primarySoft : Theme.surface
    }
    Icon {
        id: mark
        readonly property bool centred: !tile.wide && Theme.largePrint && tile.secondLine === ""
        x: tile.wide ? 34 : centred ? (tile.width - width) / 2 : 20
        y: tile.wide ? (tile.height - height) / 2 : centred ? 28 : 28
        size: Theme.iconLarge
        name: tile.iconName
        color: tile.available ? Theme.primary : Theme.disabledInk
    }
    // A word of letters is not broken; the title becomes a little smaller instead.
    TextMetrics {
        id: longestWord
        font.family: Theme.font
        font.pixelSize: Theme.largePrint ? Theme.body : Theme.label
        font.weight: Font.Bold
        text: tile.title.split(/[^\x21-\u024f]+/).reduce((longest, word) => word.length > longest.length ? word : longest, "–")
    }
    Column {
        id: words
        x: tile.wide ? 34 + Theme.iconLarge + 20 : mark.centred ? 6 : 26
        y: tile.wide ? (tile.height - height) / 2 : tile.wordsTop
        width: tile.width - x - (tile.chevron ? 84 : mark.centred ? 6 : 12)
        AppText {
            width: parent.width
            role: Theme.largePrint ? "body" : "label"
            bold: true
            scaleBy: Math.min(1, words.width / longestWord.advanceWidth)
            horizontalAlignment: mark.centred ? Text.AlignHCenter : Text.AlignLeft
            color: tile.available ? Theme.ink : Theme.disabledInk
            text: tile.title
            Accessible.ignored: true
        }
        AppText {
            width: parent.width
            visible: tile.secondLine !== ""
            role: "small"
            color: !tile.available ? Theme.disabledInk : tile.shortcut ? Theme.ink : Theme.inkMuted
            text: tile.secondLine
            Accessible.ignored: true
        }
    }
    Icon {
        visible: tile.chevron
        anchors.right: parent.right
        anchors.rightMargin: 34
        anchors.verticalCenter: parent.verticalCenter
        size: 40
        name: "chevron-right"
        color: Theme.primary
    }
}
