pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Picture 10: five faces with words, and reasons.
ExamplePage {
    id: page
    title: "这次办得怎么样？"
    lead: "居住证申领。您的评价不影响办理结果"
    sideBySide: false
    mainText: "提交评价"
    mainIcon: "check"
    leaveText: "不评价"

    Grid {
        width: parent.width
        columns: Theme.landscape ? 3 : 1
        columnSpacing: 24
        rowSpacing: Theme.landscape || Theme.largePrint ? 16 : 20
        Repeater {
            model: ["非常满意", "满意", "基本满意", "不满意", "非常不满意"]
            RatingRow {
                required property string modelData
                required property int index
                width: Theme.landscape ? (page.contentWidth - 48) / 3 : page.contentWidth
                height: Theme.landscape ? 116 : Theme.largePrint ? 150 : implicitHeight
                face: 5 - index
                text: modelData
                selected: index === 1 && !(Theme.landscape && Theme.largePrint)
            }
        }
    }
    bottomItem: Flow {
        width: page.contentWidth
        spacing: 16
        Repeater {
            model: ["步骤少", "看得懂", "不用纸", "速度快"]
            Chip {
                required property string modelData
                required property int index
                text: modelData
                selected: index % 2 === 0
            }
        }
    }
}
