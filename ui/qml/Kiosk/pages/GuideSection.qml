import QtQuick
import Kiosk

// A heading and its lines.
Column {
    id: section
    property string title
    property string text
    visible: text !== ""
    spacing: 4
    AppText {
        width: parent.width
        bold: true
        text: section.title
        Accessible.role: Accessible.Heading
    }
    AppText {
        width: parent.width
        color: Theme.inkMuted
        text: section.text
    }
}
