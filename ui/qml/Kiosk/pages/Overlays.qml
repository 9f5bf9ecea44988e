pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// The layers above every page: still there?, really leave?, help, display, language. At most one is open.
Item {
    id: overlays
    required property SessionView session
    readonly property string shown: session.overlay
    property real remaining: 0

    onShownChanged: remaining = session.warningSeconds

    Timer {
        interval: 200
        repeat: true
        running: overlays.shown === "idle_warning" && Theme.animations
        onTriggered: overlays.remaining = Math.max(0, overlays.remaining - interval / 1000)
    }
    Dialog {
        open: overlays.shown === "idle_warning"
        title: qsTr("您还在吗？")
        text: qsTr("%1 秒后自动退出，清除填写内容").arg(Math.ceil(overlays.remaining))
        mutedText: qsTr("已提交的申请不受影响")
        remaining: overlays.remaining
        total: overlays.session.warningSeconds
        mainText: qsTr("我还在，继续办理")
        secondText: qsTr("退出并清除")
        secondIcon: "leave"
        onMainClicked: overlays.session.close()
        onSecondClicked: overlays.session.confirmLeave()
    }
    Dialog {
        open: overlays.shown === "leave"
        title: qsTr("要退出吗？")
        text: qsTr("您填写的内容会清除，这次不提交")
        mutedText: qsTr("已提交的申请不受影响")
        mainText: qsTr("不退出，继续办理")
        secondText: qsTr("退出并清除")
        secondIcon: "leave"
        onMainClicked: overlays.session.close()
        onSecondClicked: overlays.session.confirmLeave()
    }
    Dialog {
        open: overlays.shown === "help"
        title: qsTr("需要帮忙？")
        text: qsTr("拨打 %1，24 小时有人接听").arg(overlays.session.hotline)
        mutedText: qsTr("工作时间也可以找大厅工作人员。您填的内容会留在这里。")
        mainText: qsTr("知道了，继续办理")
        onMainClicked: overlays.session.close()
    }
    Dialog {
        open: overlays.shown === "display"
        title: qsTr("怎样更清楚？")
        mainText: qsTr("好了")
        onMainClicked: overlays.session.close()
        Column {
            y: Theme.s3
            width: parent.width
            spacing: Theme.s2
            ChoiceRow {
                width: parent.width
                iconName: "text-size"
                title: qsTr("大字")
                selected: overlays.session.largePrint
                onClicked: overlays.session.chooseDisplay(!overlays.session.largePrint, overlays.session.highContrast)
            }
            ChoiceRow {
                width: parent.width
                iconName: "contrast"
                title: qsTr("高对比，黑底亮字")
                selected: overlays.session.highContrast
                onClicked: overlays.session.chooseDisplay(overlays.session.largePrint, !overlays.session.highContrast)
            }
            ChoiceRow {
                width: parent.width
                visible: overlays.session.canSpeak
                iconName: "sound"
                title: qsTr("提示读出声")
                selected: overlays.session.spoken
                onClicked: overlays.session.chooseSpeech(!overlays.session.spoken)
            }
        }
    }
    Dialog {
        open: overlays.shown === "language"
        title: qsTr("语言") + " · Language"
        secondText: qsTr("返回")
        onSecondClicked: overlays.session.close()
        Column {
            y: Theme.s3
            width: parent.width
            spacing: Theme.s2
            Repeater {
                model: overlays.session.languages
                ChoiceRow {
                    required property var modelData
                    width: parent?.width ?? 0
                    title: modelData.name
                    selected: modelData.code === overlays.session.language
                    onClicked: overlays.session.chooseLanguage(modelData.code)
                }
            }
        }
    }
}
