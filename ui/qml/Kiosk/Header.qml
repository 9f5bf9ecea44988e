import QtQuick

// Name of the terminal and its hall, clock, and the three targets that are always there.
Item {
    id: header
    property string terminalName: Theme.terminalName
    property string hallName
    property string hallShortName: hallName
    property string time
    property string date
    property bool buttonsVisible: true
    property bool ofStaff: false // dark, so that nobody takes it for a page of theirs
    property bool languageEnabled: true
    property string languageText: qsTr("语言")
    property string displayText: qsTr("显示")
    property string helpText: qsTr("求助")

    signal languageClicked
    signal displayClicked
    signal helpClicked

    implicitHeight: Theme.header

    Rectangle {
        anchors.fill: parent
        color: header.ofStaff ? Theme.ink : Theme.surface
        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: Theme.stroke
            color: Theme.line
        }
    }
    Rectangle {
        id: logo
        x: Theme.margin
        y: Theme.largePrint ? 42 : 31
        width: 76
        height: 76
        radius: 18
        color: Theme.primary
        Icon {
            anchors.centerIn: parent
            size: 60
            name: Theme.logo
            color: Theme.inkOnPrimary
        }
    }
    // A long name, as in English: two small lines in place of name and hall; in large print the hall and the time.
    readonly property real wordsPx: Math.max(0, side.x - logo.x - logo.width - 2 * Theme.s2)
    readonly property bool tight: nameMetrics.advanceWidth > wordsPx
    TextMetrics {
        id: nameMetrics
        font.family: Theme.font
        font.pixelSize: Theme.body
        font.weight: Font.Bold
        text: header.terminalName
    }
    TextMetrics {
        id: hallMetrics
        font.family: Theme.font
        font.pixelSize: Theme.small
        text: header.hallName
    }
    AppText {
        id: nameText
        anchors.left: logo.right
        anchors.leftMargin: Theme.s2
        anchors.verticalCenter: parent.top
        anchors.verticalCenterOffset: Theme.largePrint ? 50 : header.tight ? 70 : 48
        width: header.wordsPx
        role: header.tight && !Theme.largePrint ? "small" : "body"
        bold: true
        color: header.ofStaff ? Theme.paper : Theme.ink
        maximumLineCount: header.tight && !Theme.largePrint ? 2 : 1
        elide: Text.ElideRight
        text: header.tight && Theme.largePrint ? header.hallShortName : header.terminalName.replace("-", "\u2011") // breaks between words only
    }
    AppText {
        visible: Theme.largePrint || !header.tight
        anchors.left: nameText.left
        anchors.verticalCenter: parent.top
        anchors.verticalCenterOffset: Theme.largePrint ? 116 : 94
        width: header.wordsPx
        role: "small"
        color: header.ofStaff ? Theme.paper : Theme.inkMuted
        maximumLineCount: 1
        elide: Text.ElideRight
        text: Theme.largePrint ? (header.tight ? header.time : header.hallShortName + " · " + header.time) : hallMetrics.advanceWidth > width ? header.hallShortName : header.hallName
    }
    Row {
        id: side
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        height: parent.height
        spacing: Theme.gutter

        Item {
            visible: !Theme.largePrint
            width: Math.max(timeText.implicitWidth, dateText.implicitWidth)
            height: parent.height
            AppText {
                id: timeText
                anchors.right: parent.right
                anchors.verticalCenter: parent.top
                anchors.verticalCenterOffset: 48
                bold: true
                color: header.ofStaff ? Theme.paper : Theme.ink
                text: header.time
            }
            AppText {
                id: dateText
                anchors.right: parent.right
                anchors.verticalCenter: parent.top
                anchors.verticalCenterOffset: 94
                role: "small"
                color: header.ofStaff ? Theme.paper : Theme.inkMuted
                text: header.date
            }
        }
        Row {
            visible: header.buttonsVisible
            anchors.verticalCenter: parent.verticalCenter
            anchors.verticalCenterOffset: -1
            spacing: Theme.targetGap

            AppButton {
                kind: "header"
                iconName: "language"
                text: header.languageText
                width: Math.max(implicitWidth, Theme.largePrint ? 116 : 96)
                height: Theme.largePrint ? 128 : 104
                enabled: header.languageEnabled
                onClicked: header.languageClicked()
            }
            AppButton {
                kind: "header"
                iconName: "text-size"
                text: header.displayText
                width: Math.max(implicitWidth, Theme.largePrint ? 116 : 96)
                height: Theme.largePrint ? 128 : 104
                onClicked: header.displayClicked()
            }
            AppButton {
                kind: "header"
                iconName: "help"
                text: header.helpText
                width: Math.max(implicitWidth, Theme.largePrint ? 116 : 96)
                height: Theme.largePrint ? 128 : 104
                onClicked: header.helpClicked()
            }
        }
    }
}
