pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Items
import Kiosk.Views

// The pages taken last, in their order, and the place for the next one.
Row {
    id: strip
    property CaptureView capture: null
    property int count: 3
    readonly property real sheetPx: (width - (count - 1) * spacing) / count

    readonly property real ratio: 1.42 // of a sheet's sides

    spacing: Theme.s3
    height: sheetPx * ratio

    Repeater {
        id: sheets
        model: strip.capture?.strip ?? null
        Item {
            id: sheet
            required property int index
            required property int number
            required property int serial
            readonly property bool taken: serial !== 0
            visible: number > 0 && index >= sheets.count - strip.count
            width: strip.sheetPx
            height: strip.height
            Accessible.role: Accessible.Graphic
            Accessible.name: taken ? qsTr("已拍的第 %1 页").arg(number) : qsTr("第 %1 页的位置").arg(number)
            ControlEdge {
                anchors.fill: parent
                dashed: !sheet.taken
                fill: sheet.taken ? Theme.surface : "transparent"
                strokeWidth: Theme.strokeStrong
                stroke: Theme.lineStrong
            }
            PagePicture {
                anchors.fill: parent
                anchors.margins: Theme.s2
                album: strip.capture
                number: sheet.number
                serial: sheet.serial
            }
            AppText {
                anchors.centerIn: parent
                visible: !sheet.taken
                color: Theme.inkMuted
                text: qsTr("第 %1 页").arg(sheet.number)
                Accessible.ignored: true
            }
        }
    }
}
