pragma ComponentBehavior: Bound
import QtQuick

// What happens next, in order. `entries`: [{mark, title, text}]; mark "ok" is done, anything else names an icon.
Column {
    id: timeline
    property var entries: []
    property int gap: 36

    spacing: gap
    Accessible.role: Accessible.List

    Repeater {
        model: timeline.entries
        Item {
            id: entry
            required property var modelData
            required property int index
            readonly property bool done: modelData.mark === "ok"
            width: timeline.width
            height: Math.max(disc.height, words.y + words.height)
            Accessible.role: Accessible.ListItem
            Accessible.name: modelData.title + "。" + modelData.text

            Rectangle {
                visible: entry.index < timeline.entries.length - 1
                x: disc.width / 2 - width / 2
                y: disc.height + 8
                width: Theme.strokeStrong
                height: entry.height - disc.height + timeline.gap - 16
                color: Theme.lineStrong
            }
            Rectangle {
                id: disc
                width: Math.round(56 * Math.min(1.2, Theme.k))
                height: width
                radius: width / 2
                color: entry.done ? Theme.success : Theme.surface
                border.width: entry.done ? 0 : Theme.strokeStrong
                border.color: Theme.lineStrong
                Icon {
                    anchors.centerIn: parent
                    size: 36
                    name: entry.done ? "check" : entry.modelData.mark
                    color: entry.done ? (Theme.highContrast ? Theme.inkOnPrimary : Theme.surface) : Theme.ink
                }
            }
            Column {
                id: words
                anchors.left: disc.right
                anchors.leftMargin: 28
                anchors.right: parent.right
                y: Math.max(0, (disc.height - title.lineHeight) / 2) // the first line beside the disc
                AppText {
                    id: title
                    width: parent.width
                    bold: true
                    text: entry.modelData.title
                    Accessible.ignored: true
                }
                AppText {
                    width: parent.width
                    visible: text !== ""
                    role: "small"
                    color: Theme.inkMuted
                    text: entry.modelData.text
                    Accessible.ignored: true
                }
            }
        }
    }
}
