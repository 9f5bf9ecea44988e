import QtQuick

// The tick and the word on a chosen row.
Row {
    property alias text: word.text
    spacing: Theme.s2
    Icon {
        anchors.verticalCenter: parent.verticalCenter
        name: "check"
        color: Theme.inkOnPrimary
        size: 44
    }
    AppText {
        id: word
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.inkOnPrimary
        Accessible.ignored: true
    }
}
