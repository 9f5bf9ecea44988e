pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Picture 01: the skyline and the one big button.
Rectangle {
    id: page
    color: Theme.paper

    Rectangle {
        width: parent.width
        height: Theme.landscape ? 640 : 1130
        color: Theme.highContrast ? Theme.paper : Theme.primary
        Skyline {
            anchors.bottom: parent.bottom
            width: parent.width
            visible: !Theme.landscape
        }
        Column {
            x: Theme.margin
            y: Theme.landscape ? 80 : 274
            AppText {
                role: "display"
                color: Theme.highContrast ? Theme.ink : Theme.inkOnPrimary
                text: "一张身份证\n随时办成事"
            }
            Item {
                width: 1
                height: 24
            }
            AppText {
                role: "heading"
                scaleBy: 1 / Theme.k // the spire stands beside it
                bold: false
                color: Theme.highContrast ? Theme.ink : Theme.inkOnPrimaryMuted
                text: "24 小时开放，大多数事项不收费"
            }
        }
    }
    AppButton {
        x: Theme.margin
        y: Theme.landscape ? 720 : 1520
        width: parent.width - 2 * Theme.margin
        height: 160
        textRole: "heading"
        iconName: "hand"
        text: "触摸屏幕，开始使用"
    }
    Row {
        x: Theme.margin
        y: Theme.landscape ? 930 : 1764
        spacing: 24
        AppButton {
            kind: "outline"
            width: 222
            height: 96
            text: "简体中文"
        }
        AppButton {
            kind: "back"
            bold: false
            width: 222
            height: 96
            text: "English"
        }
        AppButton {
            kind: "back"
            bold: false
            width: 260
            height: 96
            iconName: "accessibility"
            text: "无障碍"
        }
    }
}
