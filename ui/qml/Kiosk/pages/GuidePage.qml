pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// 办事指南: the four facts first, then who, what to bring, and the rest.
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
            GuideSection {
                width: sheet.width
                title: qsTr("哪些人可以办")
                text: page.guide.who
            }
            Column {
                width: sheet.width
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
                    Grid {
                        id: list
                        width: parent.width
                        columns: Theme.landscape ? 2 : 1
                        Repeater {
                            id: materials
                            model: page.guide.materials
                            ListRow {
                                required property int index
                                required title
                                required subtitle
                                width: list.width / list.columns
                                card: false
                                leastPx: 116
                                markKind: "number"
                                number: index + 1
                            }
                        }
                    }
                }
            }
            Grid {
                id: last
                readonly property real cellPx: (width - (columns - 1) * spacing) / columns
                width: sheet.width
                columns: Theme.landscape ? 2 : 1
                spacing: Theme.landscape ? Theme.s4 : 28
                GuideSection {
                    width: last.cellPx
                    title: qsTr("收费说明")
                    text: page.guide.feeNote
                }
                GuideSection {
                    width: last.cellPx
                    title: qsTr("要注意")
                    text: page.guide.notes
                }
                GuideSection {
                    width: last.cellPx
                    title: qsTr("依据")
                    text: page.guide.legalBasis
                }
            }
        }
    }
}
