import QtQuick

// Back left, leave in the middle, the one main action right. The places never move; what has nothing to do is disabled.
Item {
    id: footer
    property string backText: qsTr("返回")
    property string backIcon: "chevron-left"
    property bool backEnabled: true
    property string leaveText: qsTr("退出办理")
    property string leaveIcon: "leave"
    property bool leaveEnabled: true
    property string mainText: qsTr("下一步")
    property string mainIcon: "chevron-right"
    property bool mainEnabled: true
    property string whyDisabled

    signal backClicked
    signal leaveClicked
    signal mainClicked

    implicitHeight: Theme.footer

    Rectangle {
        anchors.fill: parent
        color: Theme.surface
        Rectangle {
            width: parent.width
            height: Theme.stroke
            color: Theme.line
        }
    }
    AppButton {
        id: back
        kind: "back"
        x: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: 1
        iconName: footer.backIcon
        text: footer.backText
        enabled: footer.backEnabled
        onClicked: footer.backClicked()
    }
    Row {
        id: middleRow
        readonly property real freePx: main.x - back.x - back.width - 2 * Theme.targetGap
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: 1
        x: (back.x + back.width + main.x - width) / 2
        spacing: Theme.targetGap

        AppButton {
            kind: "plain"
            paddingPx: enabled ? 12 : 20
            // where the words fill the slot, the icon goes first, then they take two lines
            iconName: footer.leaveEnabled && words.advanceWidth + 80 <= middleRow.freePx ? footer.leaveIcon : ""
            text: footer.leaveText
            width: Math.min(implicitWidth, middleRow.freePx)
            height: back.height
            enabled: footer.leaveEnabled
            visible: footer.leaveText !== ""
            onClicked: footer.leaveClicked()
        }
    }
    TextMetrics {
        id: words
        font.family: Theme.font
        font.pixelSize: Theme.body
        text: footer.leaveText
    }
    AppButton {
        id: main
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: 1
        // grows for long words, but leaves the middle its place
        width: Math.max(Theme.largePrint ? 412 : 372, Math.min(implicitWidth, footer.width - 2 * Theme.margin - back.width - (Theme.largePrint ? 260 : 252)))
        paddingPx: 28
        iconName: footer.mainIcon
        iconTrailing: true
        text: footer.mainText
        whyDisabled: footer.whyDisabled
        enabled: footer.mainEnabled
        onClicked: footer.mainClicked()
    }
}
