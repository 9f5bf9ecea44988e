pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// The machine-readable zone, line by line as on the document: the place of the next key is lit, stretches that do not
// fit their check digits are marked. A tap puts the place there.
Touchable {
    id: box
    required property ZoneView zone
    readonly property int linePx: Math.round(letterPx * 1.6)
    readonly property int letterPx: Math.min(56, Math.floor((width - 2 * edge) / zone.width * 2))
    readonly property real cellPx: letterPx / 2 // every character of this font is half as wide as it is high
    readonly property int edge: Theme.s2

    accessibleRole: Accessible.EditableText
    accessibleName: qsTr("证件下方的机读码")
    accessibleDescription: zone.words
    ringShown: activeFocus
    implicitHeight: lines.height + 2 * Theme.s2 + words.implicitHeight
    onClicked: {
        const row = Math.max(0, Math.min(zone.lines.length - 1, Math.floor((tapPoint.y - lines.y) / linePx)));
        const column = Math.max(0, Math.min(zone.width - 1, Math.floor((tapPoint.x - lines.x) / cellPx)));
        zone.placeAt(row * zone.width + column);
    }

    ControlEdge {
        anchors.fill: parent
        fill: Theme.surface
        strokeWidth: Theme.strokeStrong
        stroke: box.zone.isWrong ? Theme.danger : Theme.primary
    }
    Column {
        id: lines
        x: box.edge + (box.width - 2 * box.edge - box.cellPx * box.zone.width) / 2
        y: Theme.s2
        Repeater {
            model: box.zone.lines
            Item {
                id: line
                required property string modelData
                required property int index
                readonly property int from: index * box.zone.width
                width: box.cellPx * box.zone.width
                height: box.linePx
                Repeater {
                    model: box.zone.wrong
                    Rectangle {
                        required property var modelData
                        readonly property int first: Math.max(0, modelData.start - line.from)
                        readonly property int last: Math.min(box.zone.width, modelData.end - line.from)
                        visible: last > first
                        x: first * box.cellPx
                        width: (last - first) * box.cellPx
                        height: parent.height - 6
                        color: Theme.dangerSoft
                        Rectangle {
                            anchors.bottom: parent.bottom
                            width: parent.width
                            height: 4
                            color: Theme.danger
                        }
                    }
                }
                Rectangle {
                    readonly property int column: box.zone.place - line.from
                    visible: box.zone.place >= 0 && column >= 0 && column < box.zone.width
                    x: column * box.cellPx
                    width: box.cellPx
                    height: parent.height - 6
                    color: Theme.primarySoft
                    Rectangle {
                        anchors.bottom: parent.bottom
                        width: parent.width
                        height: 5
                        color: Theme.primary
                    }
                }
                Text {
                    height: parent.height - 6
                    verticalAlignment: Text.AlignVCenter
                    font.family: "Noto Sans Mono CJK SC"
                    font.pixelSize: box.letterPx
                    textFormat: Text.PlainText
                    color: Theme.ink
                    text: line.modelData
                    Accessible.ignored: true
                }
            }
        }
    }
    AppText {
        id: words
        anchors.top: lines.bottom
        x: Theme.s3
        width: parent.width - 2 * x
        role: "small"
        bold: box.zone.isWrong
        color: box.zone.isWrong ? Theme.dangerInk : Theme.inkMuted
        text: box.zone.words
        Accessible.ignored: true
    }
}
