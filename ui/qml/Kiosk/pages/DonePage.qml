pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// Safe first (a band with words), the number second, what happens next third. The paper's state stays below.
JourneyPage {
    id: page
    readonly property DoneView done: views.done
    readonly property bool troubled: done.receiptTitle !== ""
    property real printed: 0

    railCount: 0
    contentGap: 0
    backText: qsTr("首页")
    backIcon: "house"
    leaveText: Theme.largePrint ? qsTr("结束") : qsTr("不评价，结束")
    mainText: qsTr("去评价")
    onVisibleChanged: printed = 0

    Timer {
        interval: 200
        repeat: true
        running: page.visible && Theme.animations && page.done.receipt === "printing"
        onTriggered: page.printed = Math.min(0.95, page.printed + 0.04)
    }
    ResultBand {
        id: band
        x: -Theme.margin
        width: page.width
        kind: page.done.answered ? "success" : "info"
        iconName: page.done.answered ? "check" : "shield"
        title: page.done.headline
        text: page.done.subline
    }
    ScrollList {
        anchors.top: band.bottom
        anchors.topMargin: Theme.s4
        anchors.bottom: parent.bottom
        width: parent.width
        model: 1
        delegate: Column {
            id: sheet
            width: ListView.view.width
            spacing: 28
            Panel {
                width: sheet.width
                height: Math.max(340, numberWords.implicitHeight + 64)
                Column {
                    id: numberWords
                    x: 40
                    anchors.verticalCenter: parent.verticalCenter
                    width: qr.x - x - Theme.s3
                    spacing: 4
                    AppText {
                        width: parent.width
                        color: Theme.inkMuted
                        text: page.done.numberName
                    }
                    AppText {
                        width: parent.width
                        role: page.done.answered ? "title" : "heading"
                        scaleBy: page.done.answered && Theme.largePrint ? 0.8 : 1
                        text: page.done.number
                    }
                    AppText {
                        width: parent.width
                        role: "small"
                        color: Theme.inkMuted
                        text: qsTr("拍下来，打电话查进度时报这个号")
                    }
                }
                QrImage {
                    id: qr
                    anchors.right: parent.right
                    anchors.rightMargin: 24
                    anchors.verticalCenter: parent.verticalCenter
                    width: 290
                    height: width
                    payload: page.done.payload
                }
            }
            AppText {
                width: sheet.width
                role: "heading"
                text: qsTr("接下来")
                Accessible.role: Accessible.Heading
            }
            Panel {
                width: sheet.width
                height: steps.implicitHeight + 72
                Timeline {
                    id: steps
                    x: 40
                    y: 36
                    width: parent.width - 80
                    entries: page.done.timeline
                }
            }
        }
    }
    bottomItem: Column {
        width: page.contentWidth
        spacing: Theme.s2
        StatusBand {
            width: parent.width
            visible: !page.troubled
            kind: page.done.receipt === "printed" ? "success" : "info"
            title: page.done.receipt === "printed" ? qsTr("回执已打印，请取走") : qsTr("正在打印回执，约 5 秒")
            text: qsTr("从屏幕下方左侧的出纸口取走")
            value: page.done.receipt === "printing" ? page.printed : -1
            ReceiptSlot {
                out: page.done.receipt === "printed" ? 1 : page.printed
            }
        }
        Notice {
            width: parent.width
            visible: page.troubled
            kind: "warning"
            iconName: "printer"
            title: page.done.receiptTitle
            text: page.done.receiptText
        }
        AppButton {
            visible: page.troubled
            width: parent.width
            kind: "outline"
            iconName: "printer"
            text: qsTr("再打印一次")
            onClicked: page.done.reprint()
        }
    }
}
