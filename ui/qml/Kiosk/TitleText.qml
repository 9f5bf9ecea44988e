import QtQuick

// A title. When it needs two lines it breaks after a comma if there is one in the right place, and otherwise in the
// middle: no single character is left alone on the second line.
AppText {
    id: text
    property string title

    readonly property int lines: width > 0 ? Math.ceil(metrics.advanceWidth / width) : 1
    readonly property int breakAt: lines === 2 ? breakAfterComma(Math.floor(title.length * width / metrics.advanceWidth)) : 0
    readonly property real sparePx: lines > 1 && breakAt === 0 ? Math.max(0, width - metrics.advanceWidth / lines - sizePx) : 0

    role: "title"
    scaleBy: Theme.largePrint && Theme.landscape ? 0.8 : 1
    text: breakAt > 0 ? title.substring(0, breakAt) + "\n" + title.substring(breakAt).trim() : title
    rightPadding: horizontalAlignment === Text.AlignHCenter ? sparePx / 2 : sparePx
    leftPadding: horizontalAlignment === Text.AlignHCenter ? sparePx / 2 : 0
    Accessible.role: Accessible.Heading
    Accessible.name: title

    // The comma nearest the middle that leaves two parts short enough for a line each; 0 when there is none.
    function breakAfterComma(charactersPerLine: int): int {
        let best = 0;
        for (let i = 1; i < title.length; i++)
            if ("，、：；。？,;:".includes(title[i - 1]) && i <= charactersPerLine && title.length - i <= charactersPerLine)
                if (best === 0 || Math.abs(i - title.length / 2) < Math.abs(best - title.length / 2))
                    best = i;
        return best;
    }

    TextMetrics {
        id: metrics
        font: text.font
        text: text.title
    }
}
