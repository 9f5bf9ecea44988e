import QtQuick

// Text in one of the theme's sizes. Line heights are those of the tokens, not the font's own.
Text {
    id: text
    property string role: "body" // display, title, heading, label, body, small
    property bool bold: role === "title" || role === "heading" || role === "label" || role === "display"
    property real scaleBy: 1

    readonly property int sizePx: Math.round(scaleBy * (role === "display" ? Theme.display : role === "title" ? Theme.title : role === "heading" ? Theme.heading : role === "label" ? Theme.label : role === "small" ? Theme.small : Theme.body))

    color: Theme.ink
    font.family: Theme.font
    font.pixelSize: sizePx
    font.weight: bold ? Font.Bold : Font.Normal
    font.features: ({ "tnum": 1 })
    lineHeightMode: Text.FixedHeight
    lineHeight: Math.round(sizePx * (role === "body" || role === "small" ? Theme.lhBody : Theme.lhTitle))
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    verticalAlignment: Text.AlignVCenter
}
