pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// 办事指南: the four facts first, then who, what to bring, and the rest.
JourneyPage {
    id: page
    readonly property GuideView guide: views.guide

    title: guide.title
    lead: guide.department
    leaveText: Theme.largePrint ? qsTr("结束") : qsTr("结束使用")
    mainText: Theme.largePrint ? qsTr("开始办") : qsTr("开始办理")
    mainIcon: "id-card"
    mainEnabled: guide.reason === ""
    whyDisabled: qsTr("暂停办理")

    ScrollList {
        anchors.fill: parent
        spacing: 28
        model: 1
        delegate: Column {
            id: sheet
            width: ListView.view.width
            spacing: 28

            SessionNotice {
                session: page.session
            }
            Notice {
                width: sheet.width
                visible: page.guide.reason !== "" && page.session.noticeTitle === ""
                kind: "warning"
                title: qsTr("这件事现在不能在这里办")
                text: page.guide.reason + "\n" + qsTr("请换一台终端，或拨打 %1。").arg(page.session.hotline)
            }
            Panel {
                width: sheet.width
                height: facts.height
                Grid {
                    id: facts
                    columns: Theme.largePrint ? 1 : 2
                    width: parent.width
                    Repeater {
                        model: [
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
                        Item {
                            id: fact
                            required property var modelData
                            width: facts.width / facts.columns
                            height: Math.max(150, words.implicitHeight + 48)
                            Icon {
                                id: mark
                                x: 30
                                anchors.verticalCenter: parent.verticalCenter
                                name: fact.modelData.icon
                                color: Theme.primary
                            }
                            Column {
                                id: words
                                anchors.left: mark.right
                                anchors.leftMargin: Theme.s3
                                anchors.right: parent.right
                                anchors.rightMargin: Theme.s2
                                anchors.verticalCenter: parent.verticalCenter
                                AppText {
                                    width: parent.width
                                    role: "small"
                                    color: Theme.inkMuted
                                    text: fact.modelData.name
                                }
                                AppText {
                                    width: parent.width
                                    bold: true
                                    text: fact.modelData.value
                                }
                            }
                        }
                    }
                }
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
                                markKind: "number"
                                number: index + 1
                            }
                        }
                    }
                }
            }
            GuideSection {
                width: sheet.width
                title: qsTr("要注意")
                text: page.guide.notes
            }
            GuideSection {
                width: sheet.width
                title: qsTr("依据")
                text: page.guide.legalBasis
            }
        }
    }
}
