import QtQuick

// A row of a list: mark, two lines, and at the right a tag, buttons (the default slot), or a chevron when it can be touched.
Touchable {
    id: row
    property string iconName
    property string markKind: "none" // "ok", "todo", "later", "number", "none": the disc behind the icon
    property string number // with markKind "number"
    property string title
    property string subtitle
    property string tagText
    property string tagKind: "neutral"
    property bool interactive: false
    property bool card: true // false inside a card that holds several rows
    property bool selected: false
    property int leastPx: Theme.landscape ? 112 : 136
    property bool forcePressed: false
    property bool forceFocus: false
    default property alias buttons: buttonsRow.data

    readonly property bool marked: markKind !== "none"
    readonly property color markColor: !enabled ? Theme.disabledInk : markKind === "ok" ? Theme.success : markKind === "later" ? Theme.warning : Theme.primary
    readonly property bool down: interactive && (pressed || forcePressed)

    accessibleRole: interactive ? Accessible.Button : Accessible.ListItem
    accessibleName: title
    accessibleDescription: subtitle + (tagText === "" ? "" : (subtitle === "" ? "" : "。") + tagText)
    activeFocusOnTab: interactive
    tappable: interactive
    ringShown: (interactive && activeFocus) || forceFocus
    implicitWidth: 960
    implicitHeight: Math.max(leastPx, words.implicitHeight + 2 * (Theme.landscape ? 12 : 28))

    ControlEdge {
        anchors.fill: parent
        visible: row.card || row.down
        radius: row.card ? Theme.radius : 0
        dashed: !row.enabled
        fill: !row.enabled ? Theme.disabledFill : row.down || row.selected ? Theme.primarySoft : Theme.surface
        strokeWidth: row.card ? (row.enabled ? Theme.stroke : Theme.strokeStrong) : 0
        stroke: !row.enabled ? Theme.lineStrong : row.down || row.selected ? Theme.primary : Theme.line
    }
    Rectangle {
        id: disc
        visible: row.marked || row.iconName !== ""
        x: row.marked ? 30 : 22
        anchors.verticalCenter: parent.verticalCenter
        width: row.markKind === "number" ? Math.round(60 * Math.max(1, Theme.k * 0.9)) : 72
        height: width
        radius: width / 2
        color: {
            switch (row.markKind) {
            case "ok":
                return Theme.successSoft;
            case "todo":
                return Theme.primarySoft;
            case "later":
                return Theme.warningSoft;
            case "number":
                return Theme.primary;
            default:
                return "transparent";
            }
        }
        border.width: Theme.highContrast && row.marked ? 2 : 0
        border.color: row.markColor
        Icon {
            visible: row.markKind !== "number"
            anchors.centerIn: parent
            name: row.iconName !== "" ? row.iconName : row.markKind === "ok" ? "check" : ""
            color: row.markColor
            size: row.marked ? 44 : Math.min(60, Theme.icon + 4)
        }
        AppText {
            visible: row.markKind === "number"
            anchors.centerIn: parent
            bold: true
            color: Theme.inkOnPrimary
            text: row.number
            Accessible.ignored: true
        }
    }
    Column {
        id: words
        anchors.left: disc.visible ? disc.right : parent.left
        anchors.leftMargin: disc.visible ? (row.marked ? 24 : 16) : 30
        anchors.right: side.left
        anchors.rightMargin: Theme.s2
        anchors.verticalCenter: parent.verticalCenter
        AppText {
            width: parent.width
            bold: true
            color: row.enabled ? Theme.ink : Theme.disabledInk
            text: row.title
            Accessible.ignored: true
        }
        AppText {
            width: parent.width
            visible: row.subtitle !== ""
            role: "small"
            color: row.enabled ? Theme.inkMuted : Theme.disabledInk
            text: row.subtitle
            Accessible.ignored: true
        }
    }
    Row {
        id: side
        anchors.right: parent.right
        anchors.rightMargin: 26
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.targetGap
        Tag {
            visible: row.tagText !== ""
            anchors.verticalCenter: parent.verticalCenter
            text: row.tagText
            kind: row.tagKind
            Accessible.ignored: true
        }
        Row {
            id: buttonsRow
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.targetGap
        }
        Icon {
            visible: row.interactive && row.enabled && buttonsRow.children.length === 0
            anchors.verticalCenter: parent.verticalCenter
            size: 40
            name: "chevron-right"
        }
    }
}
