pragma ComponentBehavior: Bound
import QtQuick

// The on-screen keypad. `mode`: "latin", "capitals" (with digits; no other letters), "number" (digits and what goes with
// them) or "id" (digits and X).
// It says what was pressed and keeps nothing. An input method may put its candidates above and take `key` first.
FocusScope {
    id: pad
    property string mode: "latin"
    property bool shifted: false
    property bool symbols: false // the second sheet of the Latin keys
    property string doneText: qsTr("完成")
    property string spaceText: qsTr("空格")
    property string extraText // one more function key, such as "中/英"
    property bool floating: Theme.landscape // a card beside the field rather than the foot of the page
    property string forcePressedKey // the gallery and screenshots

    property string without // in capitals: what never occurs
    property bool dash: false // in capitals: "-" too
    property bool filler: false // in capitals: "<", and a key that fills the line with it

    signal key(string text)
    signal fill
    signal backspace
    signal done
    signal hide
    signal extra

    onModeChanged: {
        shifted = false;
        symbols = false;
    }

    readonly property real unit: Math.min(106, (width - 20) / 10)
    readonly property var rows: mode === "latin" ? latinRows() : mode === "capitals" ? capitalRows() : digitRows()

    function characters(text: string): var {
        return Array.from(text, character => ({
                    "character": character
                }));
    }
    function action(name: string, units: real): var {
        return {
            "action": name,
            "units": units
        };
    }
    function latinRows(): var {
        const lines = (symbols ? ["1234567890", "-/:;()@#&", ".,?!'\"+"] : ["qwertyuiop", "asdfghjkl", "zxcvbnm"]).map(characters);
        const extraKey = extraText === "" ? [] : [action("extra", 1.36)];
        const shift = action(symbols ? "none" : "shift", 1.45);
        return [lines[0], lines[1], [shift, ...lines[2], action("backspace", 1.45)], [action("sheet", 1.36), ...extraKey, action("space", extraText === "" ? 5.86 : 4.5), action("hide", 1.1), action("done", 1.68)]];
    }
    function capitalRows(): var {
        const keys = text => characters(Array.from(text).filter(character => !without.includes(character)).join(""));
        return [keys("1234567890"), keys("QWERTYUIOP"), keys("ASDFGHJKL" + (filler ? "<" : dash ? "-" : "")), [...(filler ? [action("fill", 1.5)] : []), ...keys("ZXCVBNM"), action("backspace", 1.5)]];
    }
    function digitRows(): var {
        const third = 10 / 4;
        const spread = cells => cells.map(cell => Object.assign({
                    "units": third
                }, cell));
        if (mode === "code") {
            const wide = cells => cells.map(cell => Object.assign({
                        "units": 10 / 3
                    }, cell));
            return [wide(characters("123")), wide(characters("456")), wide(characters("789")), [Object.assign({
                        "units": 20 / 3
                    }, characters("0")[0]), action("backspace", 10 / 3)]];
        }
        const side = mode === "id" ? "X" : "-";
        return [spread([...characters("123"), action("backspace", third)]), spread([...characters("456" + side)]), spread([...characters(mode === "id" ? "789" : "789."), ...(mode === "id" ? [action("hide", third)] : [])]), mode === "id" ? [Object.assign({
                    "units": 2 * third
                }, characters("0")[0]), action("done", 2 * third)] : spread([action("hide", third), ...characters("0/"), action("done", third)])];
    }

    implicitWidth: 1080
    implicitHeight: rows.length * (Theme.key + 10) + 20
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("屏幕键盘")

    function press(character: string): void {
        pad.key(shifted ? character.toUpperCase() : character);
        shifted = false;
    }

    function perform(act: string): void {
        switch (act) {
        case "shift":
            shifted = !shifted;
            break;
        case "sheet":
            shifted = false;
            Qt.callLater(() => pad.symbols = !pad.symbols); // the key that was pressed goes away with its sheet
            break;
        case "space":
            pad.key(" ");
            break;
        case "backspace":
            pad.backspace();
            break;
        case "extra":
            pad.extra();
            break;
        case "hide":
            pad.hide();
            break;
        case "fill":
            pad.fill();
            break;
        case "done":
            pad.done();
            break;
        }
    }
    function actionText(act: string): string {
        return act === "sheet" ? (symbols ? "abc" : "123") : act === "space" ? spaceText : act === "extra" ? extraText : act === "fill" ? "<<<" : act === "done" ? doneText : "";
    }
    function actionIcon(act: string): string {
        return act === "backspace" ? "backspace" : act === "hide" ? "hide-keyboard" : act === "shift" ? "shift" : "";
    }
    function actionName(act: string): string {
        return act === "backspace" ? qsTr("删除") : act === "fill" ? qsTr("用 < 填满这一行") : act === "hide" ? qsTr("收起键盘") : act === "shift" ? qsTr("大写") : act === "sheet" ? (symbols ? qsTr("字母") : qsTr("数字和符号")) : "";
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.keyBed
        radius: pad.floating ? Theme.radius : 0
        border.width: pad.floating ? Theme.stroke : 0
        border.color: Theme.line
        Rectangle {
            visible: !pad.floating
            width: parent.width
            height: Theme.stroke
            color: Theme.line
        }
        // The bed is not a way to what lies under it.
        TapHandler {
            gesturePolicy: TapHandler.ReleaseWithinBounds
        }
    }
    Column {
        anchors.horizontalCenter: parent.horizontalCenter
        y: 10
        Repeater {
            model: pad.rows
            Row {
                id: line
                required property var modelData
                anchors.horizontalCenter: parent?.horizontalCenter
                Repeater {
                    model: line.modelData
                    Key {
                        required property var modelData
                        readonly property string act: modelData.action ?? ""
                        readonly property string character: modelData.character ?? ""
                        width: pad.unit * (modelData.units ?? 1)
                        enabled: act !== "none"
                        functionKey: act !== "" && act !== "space" && act !== "done"
                        main: act === "done"
                        held: act === "shift" && pad.shifted
                        text: act === "" ? (pad.shifted ? character.toUpperCase() : character) : pad.actionText(act)
                        iconName: pad.actionIcon(act)
                        name: pad.actionName(act)
                        forcePressed: pad.forcePressedKey !== "" && pad.forcePressedKey === character
                        onClicked: act === "" ? pad.press(character) : pad.perform(act)
                    }
                }
            }
        }
    }
}
