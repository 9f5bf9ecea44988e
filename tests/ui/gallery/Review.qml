pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Picture 07: check, promise, sign.
ExamplePage {
    id: page
    property alias pad: padItem
    title: "请核对，没问题就签名"
    railIndex: 4
    railCount: 5
    railName: "确认并签名"
    railNext: "提交"
    mainText: "提交申请"
    mainIcon: "send"
    contentGap: 12
    bottomGap: 28

    Panel {
        id: card
        width: Theme.landscape ? parent.width * 0.55 : parent.width
        height: rows.height
        Column {
            id: rows
            width: parent.width
            Repeater {
                model: Theme.landscape ? (Theme.largePrint ? 2 : 3) : Theme.largePrint ? 3 : 5
                ReviewRow {
                    required property int index
                    readonly property var topic: [["申请人", "林小禾  4403********1234", ""], ["居住地址", "香蜜湖街道竹园社区紫竹六道 8 号 3 栋 1204", ""], ["材料", "5 份：已备好 4 份", "劳动合同承诺 12月4日前补交"], ["工作单位", "深圳市明朗科技有限公司", ""], ["领证方式", "邮寄到居住地址（免费）", ""]][index]
                    width: parent.width
                    lineAbove: index > 0
                    label: topic[0]
                    value: topic[1]
                    note: topic[2]
                }
            }
        }
    }
    Column {
        x: Theme.landscape ? card.width + 40 : 0
        anchors.top: Theme.landscape ? card.top : card.bottom
        anchors.topMargin: Theme.landscape ? 0 : 16
        width: parent.width - x
        spacing: 12
        CheckBox {
            width: parent.width
            checked: true
            text: "以上内容属实；材料按承诺时间补交"
        }
        SignaturePad {
            id: padItem
            width: parent.width
            height: Theme.landscape ? 400 : 430
        }
    }
}
