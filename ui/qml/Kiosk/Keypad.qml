import QtQuick

// The on-screen keypad. `mode`: "latin", "number" (digits and what goes with them) or "id" (digits and X).
// It says what was pressed and keeps nothing. An input method may put its candidates above and take `key` first.
FocusScope {
    id: pad
    property string mode: "latin"
    property bool shifted: false
    property bool symbols: false // the second sheet of the Latin keys
    property string doneText: qsTr("完成")
    property string spaceText: qsTr("空格")
    property string extraText // one more function key, such as "中/英"
    property string forcePressedKey // the gallery and screenshots

    signal key(string text)
    signal backspace
    signal done
    signal hide
    signal extra

    onModeChanged: {
        shifted = false;
        symbols = false;
    }

    readonly property bool latin: mode === "latin"
    readonly property real unit: Math.min(106, (width - 20) / 10)
    readonly property var letterRows: ["qwertyuiop", "asdfghjkl", "zxcvbnm"]
    readonly property var symbolRows: ["1234567890", "-/:;()@#&", ".,?!'\"+"]
    readonly property var rows: symbols ? symbolRows : letterRows
    readonly property var digitRows: mode === "id" ? [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"], ["X", "0", "backspace"]] : [["1", "2", "3", "-"], ["4", "5", "6", "."], ["7", "8", "9", "/"], ["hide", "0", "backspace", "done"]]

    implicitWidth: 1080
    implicitHeight: 4 * (Theme.key + 10) + 20
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("屏幕键盘")

    function press(character: string): void {
        pad.key(shifted ? character.toUpperCase() : character);
        shifted = false;
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.keyBed
        Rectangle {
            width: parent.width
            height: Theme.stroke
            color: Theme.line
        }
        // The bed is not a way to what lies under it.
        TapHandler {
            gesturePolicy: TapHandler.ReleaseWithinBounds
        }
    }
    Loader {
        anchors.horizontalCenter: parent.horizontalCenter
        y: 10
        sourceComponent: pad.latin ? letters : digits
    }
    Component {
        id: letters
        Column {
            Repeater {
                model: 3
                Row {
                    id: line
                    required property int index
                    anchors.horizontalCenter: parent?.horizontalCenter
                    Key {
                        visible: line.index === 2
                        width: pad.unit * 1.45
                        functionKey: true
                        held: pad.shifted
                        enabled: !pad.symbols
                        iconName: pad.symbols ? "" : "shift"
                        name: qsTr("大写")
                        onClicked: pad.shifted = !pad.shifted
                    }
                    Repeater {
                        model: pad.rows[line.index].length
                        Key {
                            required property int index
                            readonly property string character: pad.rows[line.index].charAt(index)
                            width: pad.unit
                            text: pad.shifted ? character.toUpperCase() : character
                            forcePressed: pad.forcePressedKey === character
                            onClicked: pad.press(character)
                        }
                    }
                    Key {
                        visible: line.index === 2
                        width: pad.unit * 1.45
                        functionKey: true
                        iconName: "backspace"
                        name: qsTr("删除")
                        onClicked: pad.backspace()
                    }
                }
            }
            Row {
                anchors.horizontalCenter: parent?.horizontalCenter
                Key {
                    width: pad.unit * 1.36
                    functionKey: true
                    text: pad.symbols ? "abc" : "123"
                    name: pad.symbols ? qsTr("字母") : qsTr("数字和符号")
                    onClicked: {
                        pad.symbols = !pad.symbols;
                        pad.shifted = false;
                    }
                }
                Key {
                    visible: pad.extraText !== ""
                    width: pad.unit * 1.36
                    functionKey: true
                    text: pad.extraText
                    onClicked: pad.extra()
                }
                Key {
                    width: pad.unit * (pad.extraText !== "" ? 4.5 : 5.86)
                    text: pad.spaceText
                    onClicked: pad.key(" ")
                }
                Key {
                    width: pad.unit * 1.1
                    functionKey: true
                    iconName: "hide-keyboard"
                    name: qsTr("收起键盘")
                    onClicked: pad.hide()
                }
                Key {
                    width: pad.unit * 1.68
                    main: true
                    text: pad.doneText
                    onClicked: pad.done()
                }
            }
        }
    }
    Component {
        id: digits
        Row {
            spacing: 0
            Column {
                Repeater {
                    model: 4
                    Row {
                        id: digitLine
                        required property int index
                        Repeater {
                            model: pad.digitRows[digitLine.index]
                            Key {
                                required property string modelData
                                readonly property bool sign: modelData.length > 1
                                width: Math.min(pad.width - 20, 1060) * (pad.mode === "id" ? 0.25 : 0.25)
                                functionKey: modelData === "hide" || modelData === "backspace"
                                main: modelData === "done"
                                text: modelData === "done" ? pad.doneText : sign ? "" : modelData
                                iconName: modelData === "backspace" ? "backspace" : modelData === "hide" ? "hide-keyboard" : ""
                                name: modelData === "backspace" ? qsTr("删除") : modelData === "hide" ? qsTr("收起键盘") : ""
                                forcePressed: pad.forcePressedKey === modelData
                                onClicked: {
                                    if (modelData === "backspace")
                                        pad.backspace();
                                    else if (modelData === "done")
                                        pad.done();
                                    else if (modelData === "hide")
                                        pad.hide();
                                    else
                                        pad.key(modelData);
                                }
                            }
                        }
                    }
                }
            }
            Column {
                visible: pad.mode === "id"
                Key {
                    width: Math.min(pad.width - 20, 1060) * 0.25
                    height: 2 * (Theme.key + 10)
                    functionKey: true
                    iconName: "hide-keyboard"
                    name: qsTr("收起键盘")
                    onClicked: pad.hide()
                }
                Key {
                    width: Math.min(pad.width - 20, 1060) * 0.25
                    height: 2 * (Theme.key + 10)
                    main: true
                    text: pad.doneText
                    onClicked: pad.done()
                }
            }
        }
    }
}
