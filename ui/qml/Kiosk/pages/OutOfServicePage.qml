import QtQuick
import Kiosk

// Why, what it does not touch, and whom to call. It goes away by itself when the terminal is well again.
JourneyPage {
    id: page
    footerVisible: false
    contentGap: 36
    bottomGap: Theme.margin

    Tag {
        id: state
        kind: "warning"
        iconName: "warning"
        text: qsTr("暂停服务")
    }
    BrokenTerminal {
        id: drawing
        anchors.right: parent.right
        visible: !Theme.largePrint
    }
    AppText {
        id: what
        anchors.top: state.bottom
        anchors.topMargin: Theme.s3
        width: drawing.visible ? drawing.x - Theme.s3 : parent.width
        role: "title"
        text: qsTr("这台终端正在检修")
        Accessible.role: Accessible.Heading
    }
    AppText {
        id: why
        anchors.top: what.bottom
        anchors.topMargin: Theme.s1
        width: what.width
        color: Theme.inkMuted
        text: page.session.noticeTitle + "\n" + qsTr("修好后会自动恢复。")
    }
    Column {
        y: Math.max(drawing.visible ? drawing.height : 0, why.y + why.height)
        topPadding: Theme.s4
        width: parent.width
        spacing: Theme.s2
        AppText {
            width: parent.width
            role: "heading"
            text: qsTr("现在可以这样办")
            Accessible.role: Accessible.Heading
        }
        ListRow {
            width: parent.width
            markKind: "number"
            number: "1"
            title: qsTr("到附近的另一台终端")
            subtitle: qsTr("街道、社区、地铁站都有，刷身份证就能办")
        }
        ListRow {
            width: parent.width
            markKind: "number"
            number: "2"
            title: qsTr("工作时间到大厅人工窗口")
            subtitle: page.session.hallName
        }
        Notice {
            width: parent.width
            kind: "info"
            title: qsTr("已提交的申请不受影响")
            text: qsTr("在任一终端刷身份证，就能继续办理")
        }
    }
    bottomItem: Column {
        width: page.contentWidth
        spacing: Theme.s3
        Panel {
            width: parent.width
            height: Math.max(180, phoneWords.implicitHeight + 48)
            Icon {
                id: phone
                x: 36
                anchors.verticalCenter: parent.verticalCenter
                size: 56
                name: "phone"
                color: Theme.primary
            }
            Column {
                id: phoneWords
                anchors.left: phone.right
                anchors.leftMargin: Theme.s3
                anchors.right: parent.right
                anchors.rightMargin: Theme.s3
                anchors.verticalCenter: parent.verticalCenter
                AppText {
                    width: parent.width
                    role: "small"
                    color: Theme.inkMuted
                    text: qsTr("有急事请拨打，24 小时有人接听，告诉您最近的终端")
                }
                AppText {
                    width: parent.width
                    role: "title"
                    text: page.session.hotline
                }
            }
        }
        AppText {
            width: parent.width
            role: "small"
            color: Theme.inkMuted
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("编号 %1 · 终端 %2").arg(page.session.noticeCode).arg(page.session.terminalId)
        }
    }
}
