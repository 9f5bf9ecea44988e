pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// What the terminal seems to have read, and what speaks against the paper. Nothing fills the form before it is confirmed.
JourneyPage {
    id: page
    readonly property PaperCheckView check: views.paperCheck
    readonly property bool told: session.noticeTitle !== ""
    readonly property bool onlyTurned: check.turned !== "" && !check.reads

    title: check.reading ? qsTr("正在看纸上写了什么") : told ? session.noticeTitle : onlyTurned ? qsTr("纸放倒了，已经转正") : qsTr("请核对纸上读到的内容")
    lead: check.reading ? qsTr("马上就好") : tight ? "" : told ? session.noticeText : check.reads ? qsTr("选中的会填进表里，可能读错，请看清楚") : qsTr("请看看字是不是正的")
    mainText: check.reading ? qsTr("请稍等") : told ? qsTr("照样用这份") : qsTr("核对好了")
    mainIcon: check.reading ? "" : "check"
    mainEnabled: !check.reading
    sideBySide: false

    // What is being read, for as long as that takes.
    PageStrip {
        anchors.centerIn: parent
        visible: page.check.reading
        width: Math.min(count > 1 ? parent.width : parent.width / 1.6, count * parent.height / ratio)
        capture: page.views.capture
        count: Math.max(1, Math.min(page.check.pages, 3))
    }
    PageStrip {
        id: beside
        visible: page.onlyTurned && Theme.landscape
        anchors.right: parent.right
        width: visible ? 2 * parent.height / ratio + spacing : 0
        capture: page.views.capture
        count: 2
    }
    ScrollList {
        anchors.fill: parent
        visible: !page.check.reading
        anchors.rightMargin: beside.width > 0 ? beside.width + Theme.gutter : 0
        columns: Theme.landscape && !Theme.largePrint && !page.onlyTurned ? 2 : 1
        model: page.check.rows
        delegate: ChoiceRow {
            required property string name
            required property bool chosen
            required title
            required subtitle
            selected: chosen
            selectedText: name === "" ? qsTr("已转正") : qsTr("填进表里")
            onClicked: name === "" ? page.check.turn(!chosen) : page.check.choose(name, !chosen)
        }
    }
    bottomItem: Column {
        width: page.bottomWidth
        spacing: Theme.s3
        PageStrip {
            width: parent.width
            visible: page.onlyTurned && !page.tight && !Theme.landscape
            capture: page.views.capture
            count: Theme.largePrint ? 3 : 2
        }
        ListRow {
            width: parent.width
            visible: !page.check.reading
            height: visible ? implicitHeight : 0
            iconName: "document"
            title: page.check.material
            subtitle: page.check.turned !== "" && page.check.reads ? qsTr("%1，已转正").arg(page.check.turned) : Theme.largePrint ? "" : qsTr("已有 %1 页").arg(page.check.pages)
            AppButton {
                kind: "outline"
                iconName: page.check.pageMissing ? "plus" : "refresh"
                text: page.check.pageMissing ? qsTr("接着拍") : qsTr("重新拍")
                height: Theme.target
                paddingPx: 32
                onClicked: page.check.pageMissing ? page.session.back() : page.check.dropAll()
            }
        }
    }
}
