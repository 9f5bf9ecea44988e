pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Picture 12 in parts: out of service; with numbered rows and notices of every kind.
ExamplePage {
    id: page
    title: "这台终端正在检修"
    lead: "读卡器故障，已通知维修人员，\n预计今晚 22:00 前恢复"
    backEnabled: false
    leaveEnabled: false
    leaveText: "暂停"
    mainEnabled: false
    whyDisabled: "暂停服务"

    BrokenTerminal {
        anchors.right: parent.right
        y: -220
        visible: !Theme.largePrint
    }
    Column {
        y: Theme.largePrint || Theme.landscape ? 0 : 96
        width: Theme.landscape ? parent.width * 0.48 : parent.width
        spacing: 16
        ListRow {
            width: parent.width
            markKind: "number"
            number: "1"
            title: "竹园社区党群服务中心"
            subtitle: "紫竹六道 21 号，24 小时"
        }
        ListRow {
            width: parent.width
            enabled: false
            iconName: "printer"
            title: "打印证明"
            subtitle: "打印机正在维修"
        }
        Notice {
            width: parent.width
            visible: !Theme.landscape
            title: "已提交的申请不受影响"
            text: "没办完的，换一台终端刷身份证重新办"
        }
        Notice {
            width: parent.width
            visible: !Theme.landscape
            kind: "danger"
            title: "没有读到身份证"
            text: "卡离开得太早，请再放一次"
        }
        Notice {
            width: parent.width
            visible: !Theme.landscape
            kind: "success"
            text: "身份证已读到，可以拿走"
        }
    }
}
