pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// One topic of the form. Blue = already known, white = yours to fill; field and keypad fit without scrolling by hand.
JourneyPage {
    id: page
    readonly property FormView form: views.form
    readonly property bool filling: form.keypad !== ""
    // In landscape keypad and choices stand at the right, the field being filled at their left.
    readonly property bool beside: filling && Theme.landscape
    readonly property real fieldsPx: contentWidth - (beside ? bedPx + Theme.s4 : 0)
    readonly property real bedPx: Theme.landscape ? 1080 : width

    title: form.title
    onTitleChanged: list.showBeginning()
    bottomGap: filling && !Theme.landscape ? 0 : Theme.s4
    mainText: qsTr("下一步")

    function isKey(x: real, y: real): bool {
        return pad.visible && pad.contains(pad.mapFromItem(page, x, y));
    }

    SessionNotice {
        id: notice
        visible: session.noticeTitle !== "" && !((Theme.largePrint || Theme.landscape) && page.filling)
        session: page.session
    }
    ScrollList {
        id: list
        anchors.top: notice.visible ? notice.bottom : parent.top
        anchors.topMargin: notice.visible ? Theme.s3 : 0
        anchors.bottom: Theme.landscape ? parent.bottom : pad.visible ? pad.top : choices.visible ? choices.top : parent.bottom
        anchors.bottomMargin: page.filling && !Theme.landscape ? Theme.s2 : 0
        width: page.fieldsPx
        columns: Theme.landscape && !page.filling ? 2 : 1
        even: false
        spacing: Theme.landscape ? Theme.s4 : 36
        model: page.form.fields
        kept: page.form.editingIndex
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
            onClicked: page.form.edit(name)
            onEditClicked: page.form.edit(name)
        }
    }
    // What few fields leave free says what comes next.
    Notice {
        width: parent.width
        anchors.bottom: parent.bottom
        visible: !page.filling && !notice.visible && !list.paged && list.naturalPx + Theme.s4 + implicitHeight <= page.contentHeight
        kind: "info"
        iconName: page.form.prefilled ? "pencil" : "info"
        title: page.form.prefilled ? qsTr("蓝底的不对，就点“修改”") : qsTr("填错了也不要紧")
        text: qsTr("提交前还会请您再核对一遍。")
    }
    Keypad {
        id: pad
        visible: page.filling && page.form.keypad !== "choices"
        x: Theme.landscape ? parent.width - width : -Theme.margin
        width: page.bedPx
        anchors.bottom: parent.bottom
        mode: visible ? page.form.keypad : "latin"
        onKey: text => page.form.typeKey(text)
        onBackspace: page.form.backspace()
        onDone: page.form.done()
        onHide: page.form.hide()
    }
    Rectangle {
        id: choices
        readonly property real roomPx: page.contentHeight * (Theme.landscape ? 1 : Theme.largePrint ? 0.55 : 0.6)
        readonly property real edgePx: Theme.landscape ? Theme.s3 : Theme.margin
        visible: page.form.keypad === "choices"
        x: Theme.landscape ? parent.width - width : -Theme.margin
        width: page.bedPx
        height: Math.min(roomPx, sheet.naturalPx + 2 * Theme.s3)
        anchors.bottom: parent.bottom
        color: Theme.keyBed
        radius: Theme.landscape ? Theme.radius : 0
        border.width: Theme.landscape ? Theme.stroke : 0
        border.color: Theme.line
        Rectangle {
            visible: !Theme.landscape
            width: parent.width
            height: Theme.stroke
            color: Theme.line
        }
        ScrollList {
            id: sheet
            x: choices.edgePx
            y: Theme.s3
            width: parent.width - 2 * x
            height: parent.height - 2 * y
            columns: !Theme.largePrint && page.form.choices.length > 6 ? 3 : 2
            spacing: Theme.targetGap
            model: page.form.choices
            delegate: ChoiceRow {
                required property var modelData
                title: modelData.label
                selected: modelData.selected
                selectedText: ""
                onClicked: page.form.choose(modelData.value)
            }
        }
    }
}
