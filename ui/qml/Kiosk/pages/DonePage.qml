pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// Safe first (a band with words), the number second, what happens next third. The paper's state stays below; in
// landscape it stands under the number, and what happens next at the right.
JourneyPage {
    id: page
    readonly property DoneView done: views.done
    property real printed: 0

    railCount: 0
    contentGap: 0
    bottomGap: Theme.landscape ? Theme.s2 : Theme.s4
    backText: qsTr("首页")
    backIcon: "house"
    leaveText: Theme.largePrint || views.certificate.offered ? qsTr("结束") : qsTr("不评价，结束")
    mainText: views.certificate.offered ? qsTr("打印证明") : qsTr("去评价")
    mainIcon: views.certificate.offered ? "printer" : "chevron-right"
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
        anchors.topMargin: Theme.landscape ? Theme.s2 : Theme.s4
        anchors.bottom: parent.bottom
        width: parent.width
        model: 1
        delegate: Grid {
            id: sheet
            readonly property bool parted: columns > 1
            readonly property real leftPx: parted ? 0.46 * width : width
            readonly property real rightPx: parted ? width - leftPx - spacing : width
            columns: Theme.landscape && !Theme.largePrint ? 2 : 1
            spacing: parted ? Theme.s4 : 28
            Column {
                width: sheet.leftPx
                spacing: Theme.s2
                Panel {
                    width: parent.width
                    height: Theme.landscape ? Math.max(numberWords.implicitHeight, qr.height) + 40 : Math.max(340, numberWords.implicitHeight + 64)
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
                        TitleText {
                            width: parent.width
                            role: page.done.answered ? "title" : "heading"
                            scaleBy: page.done.answered && Theme.largePrint ? 0.8 : 1
                            title: page.done.number
                            Accessible.role: Accessible.StaticText
                        }
                        AppText {
                            width: parent.width
                            visible: !Theme.largePrint
                            role: "small"
                            color: Theme.inkMuted
                            text: qsTr("拍下来，拨打 %1 查进度时报这个号").arg(page.session.hotline)
                        }
                    }
                    QrImage {
                        id: qr
                        anchors.right: parent.right
                        anchors.rightMargin: 24
                        anchors.verticalCenter: parent.verticalCenter
                        width: Theme.landscape ? 240 : 290
                        height: width
                        payload: page.done.payload
                    }
                }
                PaperState {
                    visible: Theme.landscape
                    width: parent.width
                    done: page.done
                    printed: page.printed
                }
            }
            Column {
                width: sheet.rightPx
                spacing: Theme.landscape ? Theme.s2 : 28
                AppText {
                    width: parent.width
                    role: "heading"
                    text: page.done.whatFollows
                    Accessible.role: Accessible.Heading
                }
                Panel {
                    width: parent.width
                    height: steps.implicitHeight + 2 * steps.y
                    Timeline {
                        id: steps
                        x: 40
                        y: Theme.landscape ? 20 : 36
                        width: parent.width - 80
                        gap: Theme.landscape ? 20 : 36
                        entries: page.done.timeline
                    }
                }
                ListRow {
                    visible: page.views.certificate.copyOffered
                    width: parent.width
                    interactive: true
                    markKind: "todo"
                    iconName: "printer"
                    title: qsTr("申请表打印一份")
                    onClicked: page.views.certificate.wantCopy()
                }
            }
        }
    }
    sideBySide: false
    bottomItem: PaperState {
        visible: !Theme.landscape
        width: page.contentWidth
        height: visible ? implicitHeight : 0
        done: page.done
        printed: page.printed
    }
}
