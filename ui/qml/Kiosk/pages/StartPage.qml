pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// One promise, one drawing, three nouns, one button. The whole page is the target.
FocusScope {
    id: page
    required property Views views
    readonly property SessionView session: views.session
    readonly property color onSky: Theme.highContrast ? Theme.ink : Theme.inkOnPrimary

    readonly property real wordsLeft: Theme.landscape ? sky.width : 0 // in landscape the sky stands at the left

    function begin(): void {
        page.session.start(page.session.language);
    }

    Accessible.role: Accessible.Pane
    Accessible.name: promise.text
    Keys.onReturnPressed: page.begin()
    Keys.onEnterPressed: page.begin()
    Keys.onSpacePressed: page.begin()

    Rectangle {
        anchors.fill: parent
        color: Theme.paper
    }
    TapHandler {
        gesturePolicy: TapHandler.ReleaseWithinBounds
        longPressThreshold: 0
        onTapped: page.begin()
    }
    Rectangle {
        id: sky
        width: Theme.landscape ? 1080 : parent.width
        height: Theme.landscape ? parent.height : Math.round(parent.height * 0.589)
        color: Theme.highContrast ? Theme.paper : Theme.primary

        Skyline {
            visible: !(notice.visible && Theme.largePrint) // the words need its place
            width: parent.width
            anchors.bottom: parent.bottom
        }
        Rectangle {
            id: logo
            x: Theme.margin
            y: 64
            width: 84
            height: 84
            radius: 20
            color: Theme.highContrast ? Theme.primary : Theme.inkOnPrimary
            Icon {
                anchors.centerIn: parent
                size: 64
                name: Theme.logo
                color: Theme.highContrast ? Theme.inkOnPrimary : Theme.primary
            }
        }
        Column {
            anchors.left: logo.right
            anchors.leftMargin: 20
            anchors.right: clock.left
            anchors.rightMargin: Theme.s2
            anchors.verticalCenter: logo.verticalCenter
            AppText {
                width: parent.width
                bold: true
                color: page.onSky
                text: page.session.terminalName
            }
            AppText {
                width: parent.width
                role: "small"
                color: page.onSky
                text: Theme.largePrint ? page.session.hallShortName : page.session.hallName
            }
        }
        Column {
            id: clock
            anchors.right: parent.right
            anchors.rightMargin: Theme.margin
            anchors.verticalCenter: logo.verticalCenter
            AppText {
                anchors.right: parent.right
                role: "label"
                color: page.onSky
                text: page.session.time
            }
            AppText {
                anchors.right: parent.right
                role: "small"
                color: page.onSky
                text: Theme.largePrint ? page.session.date : page.session.fullDate
            }
        }
        // What the platform has to tell everybody; the promise makes room for it.
        Notice {
            id: notice
            visible: text !== ""
            x: Theme.margin
            y: 180
            width: parent.width - 2 * Theme.margin
            kind: page.views.notices.kind
            iconName: kind === "warning" ? "info" : "bell"
            text: page.views.notices.text
        }
        AppText {
            id: promise
            readonly property real topPx: Theme.landscape ? 216 : 280
            x: Theme.margin
            y: notice.visible ? Math.max(topPx, notice.y + notice.height + Theme.s4) : topPx
            width: parent.width - 2 * Theme.margin
            role: "display"
            color: page.onSky
            text: qsTr("一张身份证\n随时办成事")
            Accessible.role: Accessible.Heading
        }
        AppText {
            x: Theme.margin
            anchors.top: promise.bottom
            anchors.topMargin: Theme.s3
            width: parent.width - 2 * Theme.margin
            role: Theme.largePrint ? "body" : "heading" // stays clear of the tower
            bold: false
            color: page.onSky
            text: qsTr("24 小时开放，大多数事项不收费")
        }
    }
    Grid {
        id: nouns
        x: page.wordsLeft
        y: Theme.landscape ? (beginButton.y - height) / 2 : sky.height + (beginButton.y - sky.height - height) / 2
        width: parent.width - x
        columns: Theme.landscape ? 1 : 3
        rowSpacing: Theme.s5
        Repeater {
            model: [
                {
                    "icon": "id-card",
                    "title": qsTr("刷证"),
                    "text": qsTr("身份证确认本人")
                },
                {
                    "icon": "form",
                    "title": qsTr("核对"),
                    "text": qsTr("表格多数已填好")
                },
                {
                    "icon": "signature",
                    "title": qsTr("签名"),
                    "text": qsTr("手指一签就提交")
                }
            ]
            // The sign above its words, or beside them.
            Item {
                id: noun
                required property var modelData
                width: nouns.width / nouns.columns
                height: Theme.landscape ? sign.height : words.y + words.height
                Rectangle {
                    id: sign
                    x: Theme.landscape ? Theme.s5 : (parent.width - width) / 2
                    width: 128
                    height: 128
                    radius: 64
                    color: Theme.primarySoft
                    border.width: Theme.highContrast ? Theme.stroke : 0
                    border.color: Theme.primary
                    Icon {
                        anchors.centerIn: parent
                        size: 64
                        name: noun.modelData.icon
                        color: Theme.primary
                    }
                }
                Column {
                    id: words
                    readonly property int alignment: Theme.landscape ? Text.AlignLeft : Text.AlignHCenter
                    x: Theme.landscape ? sign.x + sign.width + Theme.s4 : 12
                    y: Theme.landscape ? (sign.height - height) / 2 : sign.height + 6
                    width: parent.width - x - 12
                    spacing: 6
                    AppText {
                        width: parent.width
                        role: "heading"
                        horizontalAlignment: words.alignment
                        text: noun.modelData.title
                    }
                    AppText {
                        visible: Theme.landscape || !Theme.largePrint
                        width: parent.width
                        role: "small"
                        color: Theme.inkMuted
                        horizontalAlignment: words.alignment
                        text: noun.modelData.text
                    }
                }
            }
        }
    }
    AppButton {
        id: beginButton
        x: page.wordsLeft + Theme.margin
        y: languages.y - (Theme.landscape ? Theme.s4 : 84) - height
        width: parent.width - page.wordsLeft - 2 * Theme.margin
        height: 160
        textRole: "heading"
        iconName: "hand"
        text: qsTr("触摸屏幕，开始使用")
        onClicked: page.begin()
    }
    Row {
        id: languages
        x: beginButton.x
        y: parent.height - Theme.margin - height
        spacing: Theme.gutter
        readonly property real cell: (beginButton.width - spacing * page.session.languages.length) / (page.session.languages.length + 1)
        Repeater {
            model: page.session.languages
            AppButton {
                required property var modelData
                width: languages.cell
                height: Math.max(Theme.target, implicitHeight - 16)
                kind: modelData.code === page.session.language ? "outline" : "back"
                bold: modelData.code === page.session.language
                text: modelData.name
                onClicked: page.session.start(modelData.code)
            }
        }
        AppButton {
            width: languages.cell
            height: Math.max(Theme.target, implicitHeight - 16)
            kind: "back"
            bold: false
            iconName: Theme.largePrint && Theme.landscape ? "" : "accessibility"
            text: qsTr("无障碍")
            onClicked: {
                page.begin();
                page.session.open("display");
            }
        }
    }
}
