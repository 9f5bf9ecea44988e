pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Picture 05: the fields of a form.
ExamplePage {
    title: "您住在哪里、在哪上班？"
    railIndex: 2
    railCount: 5
    railName: "核对信息"
    railNext: "准备材料"
    contentGap: 24

    Column {
        width: Theme.landscape ? 680 : parent.width
        spacing: 32
        Field {
            width: parent.width
            visible: !Theme.largePrint && !Theme.landscape
            label: "居住地址"
            value: "香蜜湖街道竹园社区紫竹六道 8 号 3 栋 1204"
            sourceText: "来自居住登记"
            sourceKind: "licence"
            prefilled: true
        }
        Field {
            width: parent.width
            visible: !Theme.landscape && !Theme.largePrint
            label: "手机号码"
            value: "138 **** 5612"
            sourceText: "来自上次办理"
            sourceKind: "last"
            prefilled: true
        }
        Field {
            width: parent.width
            label: "工作单位"
            value: "深圳市明朗"
            composing: "ke'j"
            sourceText: "请您填写"
            sourceKind: "yours"
            hint: "写营业执照上的全称；没有单位可写“无”"
            editing: true
        }
    }
    Keypad {
        x: Theme.landscape ? 720 : -Theme.margin
        y: parent.height + (Theme.landscape ? 0 : 40) - height
        width: Theme.landscape ? 1080 : parent.width + 2 * Theme.margin
        forcePressedKey: "j"
    }
}
