import QtQuick

// Previous and next page of a list, with where one is. `page` counts from 1.
Item {
    id: pager
    property int page: 1
    property int pages: 1
    property string upText: qsTr("上一页")
    property string downText: qsTr("下一页")
    readonly property string caption: qsTr("第 %1 页，共 %2 页").arg(page).arg(pages)

    signal up
    signal down

    implicitWidth: 960
    implicitHeight: Theme.button

    readonly property real middlePx: position.visible ? position.implicitWidth + 2 * Theme.s3 : Theme.gutter

    AppButton {
        kind: "outline"
        width: (pager.width - pager.middlePx) / 2
        height: parent.height
        iconName: "chevron-up"
        text: pager.upText
        enabled: pager.page > 1
        onClicked: pager.up()
    }
    AppText {
        id: position
        visible: implicitWidth < pager.width * 0.3
        anchors.centerIn: parent
        role: "small"
        color: Theme.inkMuted
        text: pager.caption
    }
    AppButton {
        anchors.right: parent.right
        kind: "outline"
        width: (pager.width - pager.middlePx) / 2
        height: parent.height
        iconName: "chevron-down"
        text: pager.downText
        enabled: pager.page < pager.pages
        onClicked: pager.down()
    }
}
