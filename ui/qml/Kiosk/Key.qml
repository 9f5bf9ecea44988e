pragma ComponentBehavior: Bound
import QtQuick

// One key. Its touch cell reaches to the middle of the gaps around it, so that there is no dead strip.
Touchable {
    id: key
    property string text
    property string iconName
    property string name // for readers, where the text is a sign or there is an icon only
    property bool functionKey: false
    property bool main: false
    property bool held: false // shift in force
    property bool forcePressed: false
    property bool forceFocus: false

    readonly property int gap: 10
    readonly property bool down: pressed || forcePressed
    readonly property bool lit: down || held
    readonly property color inkColor: lit || main ? Theme.inkOnPrimary : Theme.ink

    accessibleName: name !== "" ? name : text
    radius: 16
    ringShown: false
    implicitWidth: 96 + gap
    implicitHeight: Theme.key + gap

    Rectangle {
        id: face
        anchors.fill: parent
        anchors.margins: key.gap / 2
        radius: key.radius
        color: key.down ? Theme.primaryPressed : key.held || key.main ? Theme.primary : key.functionKey ? Theme.keyFunction : Theme.surface
        border.width: Theme.highContrast ? 3 : key.functionKey || key.main || key.lit ? 0 : 2
        border.color: Theme.highContrast ? (key.lit || key.main ? Theme.primary : Theme.line) : Theme.keyFunction

        Icon {
            anchors.centerIn: parent
            visible: key.iconName !== ""
            name: key.iconName
            size: 44
            color: key.inkColor
        }
        AppText {
            anchors.centerIn: parent
            visible: key.iconName === ""
            // a key keeps its size in large print, and so does its letter
            role: key.functionKey || key.main ? "body" : "label"
            scaleBy: 1 / Theme.k
            bold: key.main
            wrapMode: Text.NoWrap
            color: key.inkColor
            text: key.text
            Accessible.ignored: true
        }
        Loader {
            anchors.fill: parent
            z: 1
            active: key.activeFocus || key.forceFocus
            sourceComponent: FocusRing {
                controlRadius: key.radius
            }
        }
    }
}
