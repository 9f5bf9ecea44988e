import QtQuick

// One thing asked for: label and source above, the box, and below it the hint or what is wrong and how to mend it.
// It shows; the keypad and the view model write. Blue means already known, white means yours to fill.
Item {
    id: field
    property string label
    property string value
    property string placeholder
    property string hint
    property string error
    property string sourceText
    property string sourceKind // "licence", "card", "last", "yours", or "" for none
    property bool prefilled: false
    property bool editing: false
    property string composing // what an input method has not committed yet
    property int cursor: value.length
    property bool masked: false
    property bool choice: false // opens a list rather than the keypad
    property string editText: qsTr("修改")
    property bool forceFocus: false

    readonly property bool wrong: error !== ""
    readonly property bool known: prefilled && !editing && !wrong
    readonly property string shownValue: masked && !editing ? "•".repeat(value.length) : value

    signal clicked
    signal editClicked
    signal cursorPlaced(int position) // a tap into the text while editing

    implicitWidth: 960
    implicitHeight: box.y + box.height + (below.visible ? 24 + below.implicitHeight : 0)

    AppText {
        id: labelText
        anchors.verticalCenter: parent.top
        anchors.verticalCenterOffset: Math.max(tag.height, implicitHeight) / 2
        width: parent.width - (tag.visible ? tag.width + Theme.s2 : 0)
        bold: true
        text: field.label
        visible: text !== ""
        Accessible.ignored: true
    }
    Tag {
        id: tag
        anchors.right: parent.right
        anchors.verticalCenter: labelText.verticalCenter
        visible: field.sourceText !== "" && implicitWidth < 0.45 * field.width // never at the label's cost
        text: field.sourceText
        kind: field.sourceKind === "yours" ? "warning" : "info"
        iconName: field.sourceKind === "yours" ? "pencil" : field.sourceKind === "last" ? "clock" : "id-card"
    }
    Touchable {
        id: box
        y: labelText.visible || tag.visible ? Math.max(tag.visible ? tag.height : 0, labelText.visible ? labelText.implicitHeight : 0) + Theme.s3 : 0
        width: parent.width
        height: Math.max(Theme.button, valueText.implicitHeight + 2 * Theme.s3)
        accessibleRole: Accessible.EditableText
        accessibleName: field.label
        accessibleDescription: field.wrong ? field.error : field.value !== "" ? (field.masked ? "" : field.value) : field.placeholder !== "" ? field.placeholder : field.hint
        ringShown: activeFocus || field.editing || field.forceFocus
        onClicked: {
            if (field.editing)
                field.cursorPlaced(valueText.positionAt(tapPoint.x - valueText.x, tapPoint.y - valueText.y));
            field.clicked();
        }

        ControlEdge {
            anchors.fill: parent
            fill: field.known ? Theme.primarySoft : Theme.surface
            strokeWidth: field.known && !Theme.highContrast ? 0 : Theme.strokeStrong
            stroke: field.wrong ? Theme.danger : field.editing || box.ringShown || field.known ? Theme.primary : Theme.lineStrong
        }
        // Never takes the touch itself: it only lays out the value and knows where its caret is.
        TextEdit {
            id: valueText
            readonly property bool empty: field.shownValue === "" && field.composing === "" && !field.editing
            readonly property int composingStart: Math.min(field.cursor, field.shownValue.length)
            x: 30
            width: parent.width - x - (rightSide.visible ? rightSide.width + 24 : 30)
            anchors.verticalCenter: parent.verticalCenter
            enabled: false
            readOnly: true
            activeFocusOnPress: false
            textFormat: TextEdit.PlainText
            wrapMode: TextEdit.Wrap
            font.family: Theme.font
            font.pixelSize: Theme.body
            color: empty ? Theme.inkMuted : Theme.ink
            text: empty ? field.placeholder : field.shownValue.substring(0, composingStart) + field.composing + field.shownValue.substring(composingStart)
            Accessible.ignored: true

            function rectangleAt(position: int): rect {
                // width and font are named so that the binding follows them
                return !field.editing || width < 0 || font.pixelSize < 0 ? Qt.rect(0, 0, 0, 0) : positionToRectangle(Math.min(position, length));
            }
            Rectangle {
                readonly property rect from: valueText.rectangleAt(valueText.composingStart)
                readonly property rect to: valueText.rectangleAt(valueText.composingStart + field.composing.length)
                visible: field.editing && field.composing !== "" && from.y === to.y
                x: from.x
                y: to.y + to.height - 4
                width: to.x - from.x
                height: 3
                color: Theme.primary
            }
            Rectangle {
                readonly property rect at: valueText.rectangleAt(valueText.composingStart + field.composing.length)
                visible: field.editing
                x: at.x
                y: at.y + 2
                width: 4
                height: at.height - 4
                color: Theme.primary
                SequentialAnimation on opacity {
                    running: field.editing && Theme.animations
                    loops: Animation.Infinite
                    PropertyAction {
                        value: 1
                    }
                    PauseAnimation {
                        duration: 600
                    }
                    PropertyAction {
                        value: 0
                    }
                    PauseAnimation {
                        duration: 400
                    }
                }
            }
        }
        Item {
            id: rightSide
            visible: field.known || field.wrong || field.choice // not the visibility of its own children: that follows this one
            anchors.right: parent.right
            anchors.rightMargin: field.known ? 8 : 18
            anchors.verticalCenter: parent.verticalCenter
            width: field.known ? editButton.width : mark.width
            height: parent.height
            AppButton {
                id: editButton
                visible: field.known
                anchors.verticalCenter: parent.verticalCenter
                height: Theme.target
                paddingPx: 24
                kind: "plain"
                bold: true
                link: true
                iconName: "pencil"
                text: field.editText
                accessibleName: field.editText + " " + field.label
                onClicked: field.editClicked()
            }
            Icon {
                id: mark
                visible: !field.known && (field.wrong || field.choice)
                anchors.verticalCenter: parent.verticalCenter
                size: 44
                name: field.wrong ? "cross-circle" : "chevron-down"
                color: field.wrong ? Theme.danger : Theme.primary
            }
        }
    }
    Row {
        id: below
        anchors.top: box.bottom
        anchors.topMargin: 24
        width: parent.width
        spacing: 12
        visible: field.wrong || field.hint !== ""
        Icon {
            id: belowMark
            y: (belowText.lineHeight - height) / 2
            size: Theme.iconSmall
            name: field.wrong ? "warning" : "info"
            color: field.wrong ? Theme.danger : Theme.inkMuted
        }
        AppText {
            id: belowText
            width: parent.width - belowMark.width - 12
            role: "small"
            color: field.wrong ? Theme.dangerInk : Theme.inkMuted
            text: field.wrong ? field.error : field.hint
        }
    }
}
