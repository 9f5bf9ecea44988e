import QtQuick

// A promise or a consent: a box and its sentence; the whole line is the target.
Touchable {
    id: box
    property bool checked: false
    property string text
    property bool forceFocus: false

    signal toggled(bool checked)

    accessibleRole: Accessible.CheckBox
    accessibleName: text
    Accessible.checkable: true
    Accessible.checked: checked
    radius: Theme.radiusSmall
    ringShown: activeFocus || forceFocus
    implicitWidth: square.width + Theme.s3 + words.implicitWidth
    implicitHeight: Math.max(Theme.target, words.implicitHeight)
    onClicked: {
        box.checked = !box.checked;
        box.toggled(box.checked);
    }

    Rectangle {
        id: square
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.largePrint ? 72 : 56
        height: width
        radius: Theme.radiusSmall
        color: !box.enabled ? Theme.disabledFill : box.checked ? (box.pressed ? Theme.primaryPressed : Theme.primary) : box.pressed ? Theme.primarySoft : Theme.surface
        border.width: box.checked && box.enabled ? 0 : Theme.strokeStrong
        border.color: box.pressed ? Theme.primary : Theme.lineStrong
        Icon {
            anchors.centerIn: parent
            visible: box.checked
            size: square.width - 12
            name: "check"
            color: box.enabled ? Theme.inkOnPrimary : Theme.disabledInk
        }
    }
    AppText {
        id: words
        anchors.left: square.right
        anchors.leftMargin: Theme.s3
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        color: box.enabled ? Theme.ink : Theme.disabledInk
        text: box.text
        Accessible.ignored: true
    }
}
