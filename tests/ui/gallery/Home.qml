pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Pictures 02: search, shortcuts, themes, accessibility, in portrait, large print and landscape.
ExamplePage {
    id: page
    title: "您想办什么事？"
    leaveText: Theme.largePrint ? "结束" : "结束使用"
    mainText: "刷身份证"
    mainIcon: "id-card"
    contentGap: Theme.largePrint ? 12 : 16

    readonly property real leftPx: Theme.landscape ? 680 : contentWidth
    readonly property var shortcuts: [["locker", "我要取件", "执照、印章、证件"], ["document", "我的办件", "进度、补交、重打"], ["heart", "惠民补贴", "看看我能领什么"]]
    readonly property var themes: [["baby", "生育入户", "出生一件事"], ["graduation", "入学升学", "学位申请"], ["briefcase", "就业创业", "补贴、登记"], ["card", "社会保障", "社保、养老"], ["medical", "医疗医保", "参保、报销"], ["house", "住房安居", "公租房、租赁"], ["shop", "开办企业", "执照、印章"], ["passport", "户政出行", "居住证、签注"], ["printer", "打印证明", "25 种当场打"]]

    SearchBox {
        id: search
        width: page.leftPx
        placeholder: Theme.largePrint || Theme.landscape ? "事项名或拼音" : "事项名、拼音或首字母"
    }
    Grid {
        id: returning
        anchors.top: search.bottom
        anchors.topMargin: Theme.largePrint ? 28 : Theme.landscape ? 24 : 32
        columns: Theme.landscape ? 1 : 3
        columnSpacing: 24
        rowSpacing: Theme.landscape && Theme.largePrint ? 16 : 24
        Repeater {
            model: page.shortcuts
            Tile {
                required property var modelData
                kind: "shortcut"
                width: Theme.landscape ? page.leftPx : 304
                wide: Theme.landscape
                height: Theme.landscape && Theme.largePrint ? 112 : implicitHeight
                chevron: Theme.landscape
                iconName: modelData[0]
                title: modelData[1]
                subtitle: Theme.largePrint ? "" : modelData[2]
            }
        }
    }
    AppText {
        id: heading
        x: Theme.landscape ? page.leftPx + 64 : 0
        y: Theme.landscape ? -90 : returning.y + returning.height + (Theme.largePrint ? 20 : 40)
        role: "heading"
        text: "按主题办"
    }
    AppButton {
        visible: !Theme.largePrint
        anchors.right: parent.right
        anchors.verticalCenter: heading.verticalCenter
        height: Theme.target
        anchors.verticalCenterOffset: Theme.landscape ? 0 : -14
        kind: "plain"
        bold: true
        link: true
        paddingPx: 0
        iconName: "chevron-right"
        iconTrailing: true
        text: "全部 1970 项，按部门找"
    }
    Grid {
        id: grid
        x: heading.x
        anchors.top: heading.bottom
        anchors.topMargin: Theme.landscape ? 24 : Theme.largePrint ? 12 : 16
        columns: Theme.largePrint ? 2 : 3
        columnSpacing: 24
        rowSpacing: 24
        Repeater {
            model: Theme.largePrint ? 6 : 9
            Tile {
                required property int index
                readonly property var theme: page.themes[index]
                width: Theme.landscape ? (Theme.largePrint ? 516 : 336) : Theme.largePrint ? 468 : 304
                height: Theme.landscape ? (Theme.largePrint ? 142 : 174) : implicitHeight
                wide: Theme.largePrint || Theme.landscape
                iconName: theme[0]
                title: theme[1]
                subtitle: Theme.largePrint ? "" : theme[2]
            }
        }
    }
    Pager {
        visible: Theme.largePrint && !Theme.landscape
        anchors.top: grid.bottom
        anchors.topMargin: 24
        width: parent.width
        height: 112
        pages: 2
    }
    Row {
        visible: !Theme.landscape
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.largePrint ? 4 : 8
        spacing: 16
        Repeater {
            model: Theme.largePrint ? [["text-size", "大字"], ["contrast", "高对比"], ["sound", "语音"], ["video", "真人"]] : [["text-size", "大字"], ["contrast", "高对比"], ["sound", "语音引导"], ["low-reach", "低位操作"], ["video", "视频人工"]]
            AppButton {
                required property var modelData
                required property int index
                kind: "header"
                width: Theme.largePrint ? 228 : 179
                height: Theme.largePrint ? 148 : 128
                iconName: modelData[0]
                text: modelData[1]
                selected: (Theme.largePrint && index === 0) || (Theme.highContrast && index === 1)
            }
        }
    }
}
