import QtQuick

// A title. When it needs two lines, both get about as much: no single character is left alone on the second.
AppText {
    id: title
    readonly property int lines: width > 0 ? Math.ceil(metrics.advanceWidth / width) : 1

    role: "title"
    rightPadding: lines > 1 && horizontalAlignment === Text.AlignLeft ? sparePx : sparePx / 2
    leftPadding: lines > 1 && horizontalAlignment === Text.AlignHCenter ? sparePx / 2 : 0
    Accessible.role: Accessible.Heading
    Accessible.name: text

    readonly property real sparePx: lines > 1 ? Math.max(0, width - metrics.advanceWidth / lines - sizePx) : 0

    TextMetrics {
        id: metrics
        font: title.font
        text: title.text
    }
}
