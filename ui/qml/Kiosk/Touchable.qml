pragma ComponentBehavior: Bound
import QtQuick

// What every control a person touches has in common: touch and keys, focus ring, name and role for readers.
// Feedback starts with the touch (`pressed`), the action with its end inside the control (`clicked`).
Item {
    id: control
    property string accessibleName
    property string accessibleDescription
    property int accessibleRole: Accessible.Button
    property real radius: Theme.radius
    property bool ringShown: activeFocus
    readonly property bool pressed: (tap.pressed && control.contains(tap.point.position)) || keyHeld
    property bool keyHeld: false
    property bool tappable: true // a row without an action of its own is not

    property point tapPoint // where the last tap ended

    signal clicked

    activeFocusOnTab: true
    Accessible.role: control.accessibleRole
    Accessible.name: control.accessibleName
    Accessible.description: control.accessibleDescription
    Accessible.focusable: true
    Accessible.onPressAction: {
        if (control.enabled)
            control.clicked();
    }
    onActiveFocusChanged: keyHeld = false

    function isPressKey(key: int): bool {
        return key === Qt.Key_Return || key === Qt.Key_Enter || key === Qt.Key_Space || key === Qt.Key_Select;
    }
    Keys.onPressed: event => {
        if (isPressKey(event.key)) {
            event.accepted = true;
            if (!event.isAutoRepeat)
                keyHeld = true;
        }
    }
    Keys.onReleased: event => {
        if (isPressKey(event.key)) {
            event.accepted = true;
            if (!event.isAutoRepeat && keyHeld) {
                keyHeld = false;
                control.clicked();
            }
        }
    }

    TapHandler {
        id: tap
        enabled: control.tappable
        gesturePolicy: TapHandler.ReleaseWithinBounds
        longPressThreshold: 0 // a slow finger is a tap too
        onTapped: eventPoint => {
            control.tapPoint = eventPoint.position;
            control.clicked();
        }
    }
    Loader {
        anchors.fill: parent
        z: 1
        active: control.ringShown
        sourceComponent: FocusRing {
            controlRadius: control.radius
        }
    }
}
