pragma ComponentBehavior: Bound
import QtQuick

// Where the person is on the way: bars, "step 2 of 5 · name", and what comes next.
Item {
    id: rail
    property int index: 1 // 1-based
    property int count: 5
    property string name
    property string next

    implicitHeight: 10 + 12 + caption.implicitHeight
    Accessible.role: Accessible.StaticText
    Accessible.name: position.text + " · " + name + (nextText.text === "" ? "" : "。" + nextText.text)

    Row {
        id: bars
        width: parent.width
        spacing: Theme.s1
        Repeater {
            model: rail.count
            Rectangle {
                required property int index
                width: (bars.width - (rail.count - 1) * bars.spacing) / rail.count
                height: 10
                radius: 5
                color: index < rail.index ? Theme.primary : Theme.highContrast ? Theme.surface : Theme.line
                border.width: Theme.highContrast ? 2 : 0
                border.color: index < rail.index ? Theme.primary : Theme.line
            }
        }
    }
    Row {
        id: caption
        anchors.top: bars.bottom
        anchors.topMargin: 13
        AppText {
            id: position
            role: "small"
            color: Theme.inkMuted
            text: qsTr("第 %1 步，共 %2 步").arg(rail.index).arg(rail.count)
            Accessible.ignored: true
        }
        AppText {
            role: "small"
            color: Theme.inkMuted
            text: " · "
            Accessible.ignored: true
        }
        AppText {
            role: "small"
            bold: true
            text: rail.name
            Accessible.ignored: true
        }
    }
    AppText {
        id: nextText
        anchors.right: parent.right
        anchors.verticalCenter: caption.verticalCenter
        visible: implicitWidth < rail.width - caption.width - Theme.s2
        role: "small"
        color: Theme.inkMuted
        text: rail.next === "" ? "" : qsTr("下一步：%1").arg(rail.next)
        Accessible.ignored: true
    }
}
