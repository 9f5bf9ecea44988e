pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// 办事指南: the four facts first, then who, what to bring, and the rest; in landscape what to bring stands at the right.
JourneyPage {
    id: page
    readonly property GuideView guide: views.guide

    title: guide.title
    lead: tight ? "" : guide.department
    leaveText: Theme.largePrint ? qsTr("结束") : qsTr("结束使用")
    mainText: Theme.largePrint ? qsTr("开始办") : qsTr("开始办理")
    mainIcon: "id-card"
    mainEnabled: guide.reason === ""
    whyDisabled: qsTr("暂停办理")

    ScrollList {
        anchors.fill: parent
        model: 1
        delegate: Column {
            id: sheet
            spacing: 28
            SessionNotice {
                session: page.session
            }
            Notice {
                width: sheet.width
                visible: page.guide.reason !== "" && page.session.noticeTitle === ""
                kind: "warning"
                title: qsTr("这件事现在不能在这里办")
                text: page.guide.reason + "\n" + page.views.nearby.advice
            }
            GuideFacts {
                width: sheet.width
                facts: [
                    {
                        "icon": "clock",
                        "name": qsTr("多久办好"),
                        "value": page.guide.days
                    },
                    {
                        "icon": "wallet",
                        "name": qsTr("收费"),
                        "value": page.guide.fee
                    },
                    {
                        "icon": "document",
                        "name": qsTr("办好得到"),
                        "value": page.guide.outcome
                    },
                    {
                        "icon": "parcel",
                        "name": qsTr("怎么拿到"),
                        "value": page.guide.delivery
                    }
                ]
            }
            Grid {
                id: parts
                readonly property real columnPx: (width - (columns - 1) * spacing) / columns
                width: sheet.width
                columns: Theme.landscape ? 2 : 1
                spacing: Theme.landscape ? Theme.s4 : 28
                Column {
                    width: parts.columnPx
                    spacing: 28
                    GuideSection {
                        width: parent.width
                        title: qsTr("哪些人可以办")
                        text: page.guide.who
                    }
                    GuideSection {
                        width: parent.width
                        shown: Theme.landscape
                        title: notes.title
                        text: notes.text
                    }
                    GuideSection {
                        width: parent.width
                        shown: Theme.landscape
                        title: basis.title
                        text: basis.text
                    }
                }
                Column {
                    width: parts.columnPx
                    spacing: Theme.s2
                    visible: materials.count > 0
                    AppText {
                        width: parent.width
                        bold: true
                        text: qsTr("需要的材料")
                        Accessible.role: Accessible.Heading
                    }
                    Panel {
                        width: parent.width
                        height: list.height
                        Column {
                            id: list
                            width: parent.width
                            Repeater {
                                id: materials
                                model: page.guide.materials
                                ListRow {
                                    required property int index
                                    required title
                                    required subtitle
                                    width: list.width
                                    card: false
                                    leastPx: 116
                                    markKind: "number"
                                    number: index + 1
                                }
                            }
                        }
                    }
                }
                GuideSection {
                    id: notes
                    width: parts.columnPx
                    shown: !Theme.landscape
                    title: qsTr("要注意")
                    text: page.guide.notes
                }
                GuideSection {
                    id: basis
                    width: parts.columnPx
                    shown: !Theme.landscape
                    title: qsTr("依据")
                    text: page.guide.legalBasis
                }
            }
        }
    }
}
