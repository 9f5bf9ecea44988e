pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// What the terminal seems to have read, and what speaks against the paper. Nothing fills the form before it is confirmed.
JourneyPage {
    id: page
    readonly property PaperCheckView check: views.paperCheck
    readonly property bool told: session.noticeTitle !== ""

    title: check.reading ? qsTr("正在看纸上写了什么") : told ? session.noticeTitle : qsTr("请核对纸上读到的内容")
    lead: check.reading ? qsTr("马上就好") : tight ? "" : told ? session.noticeText : qsTr("选中的会填进表里，可能读错，请看清楚")
    mainText: check.reading ? qsTr("请稍等") : told ? qsTr("照样用这份") : qsTr("核对好了")
    mainIcon: check.reading ? "" : "check"
    mainEnabled: !check.reading
    sideBySide: false

    ScrollList {
        anchors.fill: parent
        columns: Theme.landscape && !Theme.largePrint ? 2 : 1
        model: page.check.rows
        delegate: ChoiceRow {
            required property string name
            required property bool chosen
            required title
            required subtitle
            selected: chosen
            selectedText: qsTr("填进表里")
            onClicked: page.check.choose(name, !chosen)
        }
    }
    bottomItem: ListRow {
        width: page.bottomWidth
        visible: !page.check.reading
        height: visible ? implicitHeight : 0
        iconName: "document"
        title: page.check.material
        subtitle: Theme.largePrint ? "" : qsTr("已有 %1 页").arg(page.check.pages)
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
