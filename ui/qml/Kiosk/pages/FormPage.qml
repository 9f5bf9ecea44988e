pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// One topic of the form. Blue = already known, white = yours to fill; field and keypad fit without scrolling by hand.
JourneyPage {
    id: page
    readonly property FormView form: views.form
    readonly property bool filling: form.keypad !== ""

    title: form.title
    bottomGap: filling ? 0 : Theme.s4
    mainText: qsTr("下一步")

    function isKey(x: real, y: real): bool {
        return pad.visible && pad.contains(pad.mapFromItem(page, x, y));
    }
    // The field being filled comes into sight, also after the keypad has taken its place.
    function showEdited(): void {
        if (form.editingIndex >= 0)
            list.showRow(form.editingIndex);
    }

    SessionNotice {
        id: notice
        session: page.session
    }
    ScrollList {
        id: list
        anchors.top: notice.visible ? notice.bottom : parent.top
        anchors.topMargin: notice.visible ? Theme.s3 : 0
        anchors.bottom: pad.visible ? pad.top : choices.visible ? choices.top : parent.bottom
        anchors.bottomMargin: page.filling ? Theme.s2 : 0
        width: parent.width
        spacing: 36
        model: page.form.fields
        onHeightChanged: page.showEdited()
        delegate: Field {
            required property string name
            required label
            required value
            required placeholder
            required hint
            required error
            required sourceText
            required sourceKind
            required prefilled
            required editing
            required choice
            width: ListView.view.width
            onClicked: page.form.edit(name)
            onEditClicked: page.form.edit(name)
        }
    }
    Connections {
        target: page.form
        function onChanged(): void {
            page.showEdited();
        }
    }
    Keypad {
        id: pad
        visible: page.filling && page.form.keypad !== "choices"
        x: -Theme.margin
        width: page.width
        anchors.bottom: parent.bottom
        mode: visible ? page.form.keypad : "latin"
        onKey: text => page.form.typeKey(text)
        onBackspace: page.form.backspace()
        onDone: page.form.done()
        onHide: page.form.hide()
    }
    Rectangle {
        id: choices
        visible: page.form.keypad === "choices"
        x: -Theme.margin
        width: page.width
        height: grid.height + 2 * Theme.s3
        anchors.bottom: parent.bottom
        color: Theme.keyBed
        Rectangle {
            width: parent.width
            height: Theme.stroke
            color: Theme.line
        }
        Grid {
            id: grid
            x: Theme.margin
            y: Theme.s3
            width: parent.width - 2 * Theme.margin
            columns: !Theme.largePrint && rows.count > 6 ? 3 : 2
            spacing: Theme.targetGap
            Repeater {
                id: rows
                model: page.form.choices
                ChoiceRow {
                    required property string value
                    required property string label
                    required selected
                    width: (grid.width - (grid.columns - 1) * grid.spacing) / grid.columns
                    selectedText: ""
                    title: label
                    onClicked: page.form.choose(value)
                }
            }
        }
    }
}
