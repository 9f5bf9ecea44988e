pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Picture 06: list rows with tags and buttons, and the notice above the footer.
ExamplePage {
    id: page
    title: "5 份材料，已备好 3 份"
    lead: "还差 2 份：1 份现在拍，1 份可以以后补"
    railIndex: 3
    railCount: 5
    railName: "准备材料"
    railNext: "确认并签名"
    mainEnabled: false
    whyDisabled: "还差 2 份"

    Column {
        width: parent.width
        spacing: 16
        Repeater {
            model: Theme.landscape ? (Theme.largePrint ? 0 : 1) : Theme.largePrint ? 1 : 2
            ListRow {
                required property int index
                readonly property var row: [["居民身份证", "刚才已读取，2036年4月到期", "已有"], ["社会保险参保证明", "电子证照，市人社局，11月20日签发", "免提交"]][index]
                width: parent.width
                height: Math.max(Theme.landscape ? 136 : 186, implicitHeight)
                markKind: "ok"
                title: row[0]
                subtitle: row[1]
                tagText: row[2]
                tagKind: "ok"
            }
        }
        ListRow {
            width: parent.width
            height: Math.max(Theme.landscape ? 136 : 186, implicitHeight)
            markKind: "todo"
            iconName: "camera"
            title: "近期正面照片"
            subtitle: "在本机拍摄，约 1 分钟"
            AppButton {
                height: Math.max(104, Theme.target)
                paddingPx: 32
                iconName: "camera"
                text: "现在拍"
            }
        }
        ListRow {
            width: parent.width
            height: Math.max(Theme.landscape ? 136 : 186, implicitHeight)
            markKind: "later"
            iconName: "form"
            title: "劳动合同"
            subtitle: "没带原件？可以先受理后补交"
            AppButton {
                kind: "outline"
                height: Math.max(104, Theme.target)
                paddingPx: 26
                text: "扫描"
            }
            AppButton {
                kind: "outline"
                height: Math.max(104, Theme.target)
                paddingPx: 26
                text: "以后补"
            }
        }
    }
    bottomItem: Notice {
        width: page.contentWidth
        kind: "warning"
        title: "选“以后补”要签一份承诺书"
        text: "12月4日前到人工窗口补交劳动合同；逾期未交，本次申请自动撤回。"
    }
}
