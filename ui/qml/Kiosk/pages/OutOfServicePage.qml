pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// Why, where else, what it does not touch, and whom to call. It goes away by itself when the terminal is well again.
JourneyPage {
    id: page
    readonly property NearbyView nearby: views.nearby

    footerVisible: false
    contentGap: tight ? Theme.s3 : 36
    bottomGap: Theme.landscape ? Theme.s3 : Theme.margin
    sideBySide: false

    Grid {
        id: sheet
        readonly property real leftPx: page.tight ? 760 : Theme.landscape ? 880 : width
        readonly property real rightPx: Theme.landscape ? width - leftPx - columnSpacing : width
        width: parent.width
        columns: Theme.landscape ? 2 : 1
        columnSpacing: Theme.s5
        rowSpacing: Theme.largePrint ? Theme.s3 : Theme.s4

        Column {
            width: sheet.leftPx
            spacing: page.tight ? Theme.s3 : Theme.s4
            Item {
                width: parent.width
                height: Math.max(drawing.visible ? drawing.height : 0, why.y + why.height)
                Tag {
                    id: state
                    visible: !page.tight // the title says it too
                    kind: "warning"
                    iconName: "warning"
                    text: qsTr("暂停服务")
                }
                BrokenTerminal {
                    id: drawing
                    anchors.right: parent.right
                    visible: !Theme.largePrint
                }
                TitleText {
                    id: what
                    anchors.top: page.tight ? parent.top : state.bottom
                    anchors.topMargin: page.tight ? 0 : Theme.s3
                    width: drawing.visible ? drawing.x - Theme.s3 : parent.width
                    title: qsTr("这台终端正在检修")
                }
                AppText {
                    id: why
                    anchors.top: what.bottom
                    anchors.topMargin: Theme.s1
                    width: what.width
                    color: Theme.inkMuted
                    text: page.session.noticeTitle + "\n" + qsTr("修好后会自动恢复。")
                }
            }
            Notice {
                visible: Theme.landscape
                width: parent.width
                kind: "info"
                title: qsTr("已提交的申请不受影响")
                text: page.tight ? "" : qsTr("没办完的，换一台终端刷身份证重新办")
            }
            HotlinePanel {
                visible: Theme.landscape
                width: parent.width
                number: page.session.hotline
            }
        }
        Column {
            width: sheet.rightPx
            spacing: Theme.s3
            AppText {
                width: parent.width
                role: "heading"
                text: page.nearby.count > 0 ? qsTr("最近的其他终端") : qsTr("现在可以这样办")
                Accessible.role: Accessible.Heading
            }
            Panel {
                width: parent.width
                height: others.height
                Column {
                    id: others
                    width: parent.width
                    Repeater {
                        model: page.nearby.terminals
                        ListRow {
                            id: other
                            required property int index
                            required property string name
                            required property string place
                            required property string walk
                            required property string distance
                            required number
                            visible: index < 2 || !Theme.largePrint
                            width: others.width
                            leastPx: 146
                            card: false
                            markKind: "number"
                            title: name
                            subtitle: place
                            accessibleDescription: place + "。" + walk + "，" + distance
                            Rectangle {
                                parent: other
                                visible: other.index > 0
                                width: other.width
                                height: Theme.stroke
                                color: Theme.line
                            }
                            Column {
                                AppText {
                                    anchors.right: parent.right
                                    bold: true
                                    text: other.walk
                                    Accessible.ignored: true
                                }
                                AppText {
                                    anchors.right: parent.right
                                    role: "small"
                                    color: Theme.inkMuted
                                    text: other.distance
                                    Accessible.ignored: true
                                }
                            }
                        }
                    }
                    ListRow {
                        visible: page.nearby.count === 0
                        width: others.width
                        card: false
                        iconName: "person"
                        markKind: "todo"
                        title: qsTr("工作时间到大厅人工窗口")
                        subtitle: page.session.hallName
                    }
                }
            }
            Notice {
                visible: !Theme.landscape
                width: parent.width
                kind: "info"
                title: qsTr("已提交的申请不受影响")
                text: Theme.largePrint ? "" : qsTr("没办完的，换一台终端刷身份证重新办")
            }
        }
    }
    bottomItem: Column {
        width: page.contentWidth
        spacing: Theme.s3
        HotlinePanel {
            visible: !Theme.landscape
            width: parent.width
            number: page.session.hotline
        }
        AppText {
            x: Theme.landscape ? sheet.leftPx + sheet.columnSpacing : 0
            width: parent.width - x
            role: "small"
            color: Theme.inkMuted
            horizontalAlignment: Theme.landscape ? Text.AlignLeft : Text.AlignHCenter
            text: qsTr("编号 %1 · 终端 %2").arg(page.session.noticeCode).arg(page.session.terminalId)
        }
    }
}
