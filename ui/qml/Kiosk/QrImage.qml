import QtQuick

// A QR code, black on white in every theme, with the quiet zone of four modules that readers need.
Rectangle {
    id: qr
    property string payload
    property string name: qsTr("二维码")
    readonly property int modulePx: code.implicitWidth > 0 ? Math.max(1, Math.floor(Math.min(width, height) / (code.implicitWidth + 8))) : 1

    implicitWidth: 264
    implicitHeight: width
    color: "white"
    Accessible.role: Accessible.Graphic
    Accessible.name: name

    Image {
        id: code
        anchors.centerIn: parent
        width: implicitWidth * qr.modulePx
        height: implicitHeight * qr.modulePx
        smooth: false
        source: qr.payload === "" ? "" : "image://qr/" + encodeURIComponent(qr.payload)
        Accessible.ignored: true
    }
}
