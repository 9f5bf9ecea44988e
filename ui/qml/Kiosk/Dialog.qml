pragma ComponentBehavior: Bound
import QtQuick

// A question over everything else. Show it by `open`; what lies below cannot be touched and is hidden from bystanders.
FocusScope {
    id: dialog
    property bool open: false
    property string title
    property string text
    property string mutedText
    property string mainText
    property string mainIcon
    property string secondText
    property string secondIcon
    property real remaining: -1 // seconds; shown as a ring when not negative
    property real total: 15
    property bool centred: true
    default property alias content: slot.data

    signal mainClicked
    signal secondClicked

    anchors.fill: parent
    visible: open
    z: 100
    onOpenChanged: takeFocus()
    Component.onCompleted: takeFocus()

    // The tabulator key goes round within the dialog, beginning at the safe button.
    function takeFocus(): void {
        if (!open)
            return;
        const stops = [...controlsIn(slot), ...[mainButton, secondButton].filter(button => button.text !== "")];
        stops.forEach((stop, at) => {
            stop.KeyNavigation.tab = stops[(at + 1) % stops.length];
            stop.KeyNavigation.backtab = stops[(at + stops.length - 1) % stops.length];
        });
        (mainButton.text !== "" ? mainButton : secondButton).forceActiveFocus();
    }
    function controlsIn(parent: Item): list<Item> {
        let found = [];
        for (const child of parent.children)
            found = found.concat(child instanceof Touchable ? [child] : controlsIn(child));
        return found;
    }
    Accessible.role: Accessible.Dialog
    Accessible.name: title
    Accessible.description: text

    Rectangle {
        anchors.fill: parent
        color: Theme.scrim
        // Swallows every touch that is not meant for the dialog.
        TapHandler {
            gesturePolicy: TapHandler.ReleaseWithinBounds
        }
        DragHandler {
            target: null
        }
        WheelHandler {}
    }
    Rectangle {
        id: card
        anchors.centerIn: parent
        width: Math.min(Theme.landscape ? 1200 : 900, parent.width - 2 * Theme.margin)
        height: Math.min(column.implicitHeight + 2 * 60 + 10, parent.height - 2 * Theme.margin)
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.strokeStrong
        border.color: Theme.ink

        Column {
            id: column
            x: 60
            y: 70
            width: parent.width - 120
            spacing: 0

            Loader {
                anchors.horizontalCenter: parent.horizontalCenter
                active: dialog.remaining >= 0
                visible: active
                sourceComponent: Countdown {
                    remaining: dialog.remaining
                    total: dialog.total
                }
            }
            Item {
                width: 1
                height: 40
                visible: dialog.remaining >= 0
            }
            TitleText {
                width: parent.width
                horizontalAlignment: dialog.centred ? Text.AlignHCenter : Text.AlignLeft
                title: dialog.title
            }
            Item {
                width: 1
                height: 16
            }
            AppText {
                width: parent.width
                visible: text !== ""
                horizontalAlignment: dialog.centred ? Text.AlignHCenter : Text.AlignLeft
                text: dialog.text
            }
            AppText {
                width: parent.width
                visible: text !== ""
                color: Theme.inkMuted
                horizontalAlignment: dialog.centred ? Text.AlignHCenter : Text.AlignLeft
                text: dialog.mutedText
            }
            Item {
                id: slot
                width: parent.width
                height: childrenRect.height > 0 ? childrenRect.height + 24 : 0
                visible: children.length > 0
            }
            Item {
                width: 1
                height: 44
            }
            // Side by side where the screen is low.
            Grid {
                width: parent.width
                columns: Theme.landscape ? 2 : 1
                layoutDirection: Theme.landscape ? Qt.RightToLeft : Qt.LeftToRight
                spacing: Theme.s3
                readonly property real buttonPx: Theme.landscape && mainButton.visible && secondButton.visible ? (width - spacing) / 2 : width

                AppButton {
                    id: mainButton
                    width: parent.buttonPx
                    height: Theme.largePrint ? 168 : 144
                    focus: true
                    textRole: "heading"
                    iconName: dialog.mainIcon
                    text: dialog.mainText
                    visible: text !== ""
                    onClicked: dialog.mainClicked()
                }
                AppButton {
                    id: secondButton
                    width: parent.buttonPx
                    height: Theme.landscape ? mainButton.height : implicitHeight
                    kind: "back"
                    bold: false
                    iconName: dialog.secondIcon
                    text: dialog.secondText
                    visible: text !== ""
                    onClicked: dialog.secondClicked()
                }
            }
        }
    }
}
