pragma ComponentBehavior: Bound
import QtQuick

// The one button. `kind`: main (filled, one per page), outline, back, plain (leave), header (icon over word), soft.
Touchable {
    id: button
    property string kind: "main"
    property string text
    property string iconName
    property bool iconTrailing: false
    property string whyDisabled // replaces the text while disabled: says what is missing
    property string textRole: "body"
    property bool selected: false // header and outline kinds: the choice in force
    property bool danger: false
    property bool link: false // plain, in the colour of links on soft blue
    property bool bold: kind !== "plain" && !stacked
    property real paddingPx: Theme.s4
    property bool forcePressed: false // the gallery shows every look
    property bool forceFocus: false

    readonly property string shownText: !enabled && whyDisabled !== "" ? whyDisabled : text
    readonly property bool down: pressed || forcePressed
    readonly property bool marked: iconName !== "" && (enabled || whyDisabled === "")
    readonly property bool stacked: kind === "header"
    readonly property bool filled: enabled && (kind === "main" || (selected && stacked))
    property color textColor: "transparent" // replaces the colour of the kind
    readonly property color inkColor: textColor.a > 0 && enabled ? textColor : !enabled ? Theme.disabledInk : filled ? Theme.inkOnPrimary : danger ? Theme.dangerInk : link && Theme.highContrast ? Theme.primary : kind === "soft" || link ? (Theme.highContrast ? Theme.ink : Theme.primaryPressed) : kind === "outline" ? (down || selected ? Theme.primaryPressed : Theme.primary) : Theme.ink
    readonly property int iconPx: stacked ? (Theme.largePrint ? 44 : 40) : link ? Theme.iconSmall : textRole === "heading" ? 56 : 44

    // Words take two lines where they must, and smaller ones where two would not do.
    readonly property real naturalPx: Math.ceil(metrics.advanceWidth) + 1 // of all words in one line
    readonly property real wordsPx: Math.max(1, width - 2 * Math.min(12, paddingPx) - (marked && !stacked ? mark.width + row.spacing : 0))
    readonly property bool tight: !stacked && naturalPx > 1.5 * wordsPx

    accessibleName: text !== "" ? shownText : iconName
    ringShown: activeFocus || forceFocus
    implicitHeight: stacked ? Math.max(104, textItem.implicitHeight + iconPx + 10) : kind === "plain" ? Theme.target : Theme.button
    implicitWidth: Math.max(kind === "back" ? (Theme.largePrint ? 288 : 228) : Theme.target, stacked ? naturalPx + 24 : naturalPx + (marked ? mark.width + row.spacing : 0) + 2 * paddingPx)

    TextMetrics {
        id: metrics
        font.family: Theme.font
        font.pixelSize: button.stacked || button.textRole === "small" ? Theme.small : button.textRole === "heading" ? Theme.heading : Theme.body
        font.weight: button.bold ? Font.Bold : Font.Normal
        text: button.shownText
    }
    ControlEdge {
        anchors.fill: parent
        radius: button.radius
        dashed: !button.enabled
        strokeWidth: !button.enabled || button.kind !== "header" ? Theme.strokeStrong : Theme.stroke
        stroke: {
            if (!button.enabled)
                return Theme.lineStrong;
            switch (button.kind) {
            case "main":
                return "transparent";
            case "outline":
                return button.danger ? Theme.danger : button.down ? Theme.primaryPressed : Theme.primary;
            case "back":
                return button.down ? Theme.ink : Theme.lineStrong;
            case "header":
                return button.selected ? Theme.primary : Theme.line;
            case "soft":
                return Theme.highContrast ? Theme.primary : "transparent";
            default:
                return "transparent";
            }
        }
        fill: {
            if (!button.enabled)
                return Theme.disabledFill;
            switch (button.kind) {
            case "main":
                return button.down ? Theme.primaryPressed : Theme.primary;
            case "outline":
                return button.down || button.selected ? Theme.primarySoft : Theme.surface;
            case "back":
                return button.down ? (Theme.highContrast ? Theme.surface : Theme.line) : Theme.surface;
            case "header":
                return button.selected ? (button.down ? Theme.primaryPressed : Theme.primary) : button.down ? Theme.primarySoft : Theme.surface;
            case "soft":
                return Theme.primarySoft;
            default:
                return button.down ? (Theme.highContrast ? Theme.surface : Theme.line) : "transparent";
            }
        }
    }
    Grid {
        id: row
        anchors.centerIn: parent
        anchors.verticalCenterOffset: button.stacked ? 2 : 0
        columns: button.stacked || !button.marked || button.shownText === "" ? 1 : 2
        spacing: button.stacked ? (Theme.largePrint ? 4 : 0) : Theme.largePrint || button.textRole === "heading" ? Theme.s2 : 12
        layoutDirection: button.iconTrailing ? Qt.RightToLeft : Qt.LeftToRight
        horizontalItemAlignment: Grid.AlignHCenter
        verticalItemAlignment: Grid.AlignVCenter

        Icon {
            id: mark
            visible: button.marked
            name: button.iconName
            size: button.iconPx
            color: button.inkColor
        }
        AppText {
            id: textItem
            visible: button.shownText !== ""
            role: button.stacked || button.tight ? "small" : button.textRole
            bold: button.bold
            color: button.inkColor
            text: button.shownText
            width: Math.min(implicitWidth, button.wordsPx)
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
        }
    }
}
