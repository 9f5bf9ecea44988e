import QtQuick

// Previous and next page of a list, with where one is. `page` counts from 1. `upright` stands beside the list: arrows
// without words.
Item {
    id: pager
    property int page: 1
    property int pages: 1
    property bool upright: false
    property string upText: qsTr("上一页")
    property string downText: qsTr("下一页")
    readonly property string caption: qsTr("第 %1 页，共 %2 页").arg(page).arg(pages)

    signal up
    signal down

    implicitWidth: upright ? Theme.button : 960
    implicitHeight: upright ? 2 * Theme.button + Theme.targetGap : Theme.button

    readonly property real middlePx: position.visible ? position.implicitWidth + 2 * Theme.s3 : Theme.gutter
    readonly property real buttonPx: upright ? width : (width - middlePx) / 2

    AppButton {
        kind: "outline"
        width: pager.buttonPx
        height: pager.upright ? Theme.button : pager.height
        iconName: "chevron-up"
        text: pager.upright ? "" : pager.upText
        accessibleName: pager.upText
        enabled: pager.page > 1
        onClicked: pager.up()
    }
    AppText {
        id: position
        visible: pager.upright ? pager.height >= 2 * (Theme.button + Theme.s2) + lineHeight : implicitWidth < pager.width * 0.3
        anchors.centerIn: parent
        role: "small"
        color: Theme.inkMuted
        text: pager.upright ? pager.page + " / " + pager.pages : pager.caption
        Accessible.name: pager.caption
    }
    AppButton {
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        kind: "outline"
        width: pager.buttonPx
        height: pager.upright ? Theme.button : pager.height
        iconName: "chevron-down"
        text: pager.upright ? "" : pager.downText
        accessibleName: pager.downText
        enabled: pager.page < pager.pages
        onClicked: pager.down()
    }
}
