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
        color: Theme.surface
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
    AppText {
        id: nameText
        anchors.left: logo.right
        anchors.leftMargin: Theme.s2
        anchors.verticalCenter: parent.top
        anchors.verticalCenterOffset: Theme.largePrint ? 50 : 48
        width: Math.max(0, side.x - x - Theme.s2)
        bold: true
        maximumLineCount: 1
        elide: Text.ElideRight
        text: header.terminalName
    }
    AppText {
        anchors.left: nameText.left
        anchors.verticalCenter: parent.top
        anchors.verticalCenterOffset: Theme.largePrint ? 116 : 94
        width: Math.max(0, side.x - x - Theme.s2)
        role: "small"
        color: Theme.inkMuted
        maximumLineCount: 1
        elide: Text.ElideRight
        text: Theme.largePrint ? header.hallShortName + " · " + header.time : header.hallName
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
                text: header.time
            }
            AppText {
                id: dateText
                anchors.right: parent.right
                anchors.verticalCenter: parent.top
                anchors.verticalCenterOffset: 94
                role: "small"
                color: Theme.inkMuted
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
