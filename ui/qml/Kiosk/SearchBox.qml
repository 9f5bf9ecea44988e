import QtQuick

// Where one says what one wants: a wide box, and beside it the way to ask in one's own words.
Item {
    id: box
    property string text
    property string placeholder
    property string askText: qsTr("问一问")
    property bool askVisible: true
    property bool editing: false

    signal clicked
    signal askClicked

    implicitWidth: 960
    implicitHeight: Theme.largePrint && !Theme.landscape ? 136 : 120

    Touchable {
        id: area
        anchors.fill: parent
        accessibleRole: Accessible.EditableText
        accessibleName: box.placeholder
        accessibleDescription: box.text
        ringShown: activeFocus || box.editing
        onClicked: box.clicked()

        ControlEdge {
            anchors.fill: parent
            strokeWidth: Theme.strokeStrong
            stroke: area.pressed || area.ringShown ? Theme.primary : Theme.lineStrong
        }
        Icon {
            id: mark
            x: 34
            anchors.verticalCenter: parent.verticalCenter
            size: 52
            name: "search"
            color: Theme.primary
        }
        AppText {
            id: words
            anchors.left: mark.right
            anchors.leftMargin: 18
            width: Math.min(implicitWidth, (ask.visible ? ask.x : parent.width) - x - Theme.s2)
            anchors.verticalCenter: parent.verticalCenter
            maximumLineCount: 1
            elide: Text.ElideLeft
            wrapMode: Text.NoWrap
            color: box.text === "" ? Theme.inkMuted : Theme.ink
            text: box.text === "" ? box.placeholder : box.text
            Accessible.ignored: true
        }
        Rectangle {
            visible: box.editing && box.text !== ""
            anchors.left: words.right
            anchors.verticalCenter: parent.verticalCenter
            width: 4
            height: words.lineHeight
            color: Theme.primary
        }
    }
    AppButton {
        id: ask
        visible: box.askVisible
        anchors.right: parent.right
        anchors.rightMargin: 15
        anchors.verticalCenter: parent.verticalCenter
        height: parent.height - 24
        paddingPx: 32
        kind: "soft"
        radius: 18
        textColor: Theme.ink
        iconName: Theme.largePrint && box.width < 760 ? "" : "ask"
        text: box.askText
        onClicked: box.askClicked()
    }
}
