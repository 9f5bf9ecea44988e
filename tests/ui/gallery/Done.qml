pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Picture 08: safe first, number second, what happens next third.
ExamplePage {
    id: page
    backText: "首页"
    backIcon: "house"
    leaveText: Theme.largePrint ? "结束" : "不评价，结束"
    mainText: "去评价"
    contentGap: 0

    ResultBand {
        id: band
        x: -Theme.margin
        width: parent.width + 2 * Theme.margin
        title: "已受理，申请已送达"
        text: "居住证申领 · 11月22日 20:36"
    }
    Panel {
        id: number
        anchors.top: band.bottom
        anchors.topMargin: Theme.landscape ? 24 : 40
        width: Theme.landscape ? 860 : parent.width
        height: 344
        Column {
            x: 42
            anchors.verticalCenter: parent.verticalCenter
            AppText {
                color: Theme.inkMuted
                text: "受理号"
            }
            AppText {
                role: "title"
                scaleBy: Theme.largePrint ? 0.7 : 1
                text: "4403 0420\n2611 2203 86"
            }
        }
        QrImage {
            anchors.right: parent.right
            anchors.rightMargin: 34
            anchors.verticalCenter: parent.verticalCenter
            width: 280
            payload: "FT-XMH-017/44030420261122038601"
        }
    }
    Timeline {
        visible: !Theme.largePrint
        x: Theme.landscape ? 940 : 42
        anchors.top: Theme.landscape ? band.bottom : number.bottom
        anchors.topMargin: Theme.landscape ? 24 : 40
        width: parent.width - x - 42
        gap: Theme.landscape ? 16 : 36
        entries: [
            {
                "mark": "ok",
                "title": "今天：申请已受理",
                "text": "查进度拨打 12345"
            },
            {
                "mark": "form",
                "title": "12月4日前：补交劳动合同",
                "text": "带上原件和这张回执"
            },
            {
                "mark": "clock",
                "title": "补交后 5 个工作日内：出结果",
                "text": "公安机关审核，不需要您到场"
            }
        ]
    }
    StatusBand {
        visible: !Theme.landscape
        anchors.bottom: parent.bottom
        width: parent.width
        title: "正在打印回执，约 5 秒"
        text: "从屏幕下方左侧的出纸口取走"
        value: 0.64
        ReceiptSlot {}
    }
}
