import QtQuick
import Kiosk

// Picture 02: header, tiles and footer in place.
Page {
    title: "您想办什么事？"
    hallName: "香蜜湖街道便民服务中心"
    hallShortName: "香蜜湖街道"
    time: "20:36"
    date: "11月22日 周日"
    leaveText: Theme.largePrint ? "结束" : "结束使用"
    mainText: "刷身份证"
    mainIcon: "id-card"
    contentGap: 152 // the search box's place

    Grid {
        columns: Theme.landscape ? 4 : Theme.largePrint ? 2 : 3
        columnSpacing: 24
        rowSpacing: 24
        Repeater {
            model: [["locker", "我要取件", "执照、印章、证件"], ["document", "我的办件", "进度、补交、重打"], ["heart", "惠民补贴", "看看我能领什么"], ["baby", "生育入户", "出生一件事"], ["graduation", "入学升学", "学位申请"], ["briefcase", "就业创业", "补贴、登记"]]
            Tile {
                required property var modelData
                required property int index
                kind: index < 3 ? "shortcut" : "theme"
                width: Theme.largePrint ? 468 : 304
                wide: Theme.largePrint || Theme.landscape
                iconName: modelData[0]
                title: modelData[1]
                subtitle: Theme.largePrint ? "" : modelData[2]
            }
        }
    }
}
