import QtQuick
import Kiosk
import Kiosk.Views

// Asking first (search), the most wanted second (soft blue), themes third (white).
JourneyPage {
    id: page
    readonly property CatalogueView catalogue: views.catalogue
    readonly property int columns: Theme.largePrint ? 2 : 3
    readonly property int tileWidth: (contentWidth - (columns - 1) * Theme.gutter) / columns
    readonly property int perPage: Theme.largePrint ? 6 : 9
    readonly property int pages: Math.max(1, Math.ceil(catalogue.themeCount / perPage))
    property int shownPage: 0

    title: qsTr("您想办什么事？")
    contentGap: Theme.s2
    leaveText: qsTr("结束使用")
    mainText: Theme.largePrint ? qsTr("全部事项") : qsTr("看全部事项")
    mainIcon: "list"

    Touchable {
        id: search
        width: parent.width
        height: Theme.largePrint ? 136 : 120
        accessibleName: qsTr("搜索事项")
        accessibleDescription: searchWords.text
        onClicked: page.catalogue.openSearch()
        ControlEdge {
            anchors.fill: parent
            strokeWidth: Theme.strokeStrong
            stroke: search.pressed ? Theme.primary : Theme.lineStrong
            fill: search.pressed ? Theme.primarySoft : Theme.surface
        }
        Icon {
            id: glass
            x: 34
            anchors.verticalCenter: parent.verticalCenter
            name: "search"
            color: Theme.primary
        }
        AppText {
            id: searchWords
            anchors.left: glass.right
            anchors.leftMargin: Theme.s3
            anchors.right: parent.right
            anchors.rightMargin: 30
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.inkMuted
            text: Theme.largePrint ? qsTr("拼音或首字母") : qsTr("事项名的拼音或首字母")
            Accessible.ignored: true
        }
    }
    Grid {
        id: favourites
        anchors.top: search.bottom
        anchors.topMargin: Theme.largePrint ? 28 : 32
        columns: page.columns
        spacing: Theme.gutter
        Repeater {
            model: page.catalogue.favourites
            Tile {
                required property string code
                required property string iconName
                required title
                required subtitle
                visible: Positioner.index < page.columns
                kind: "shortcut"
                width: page.tileWidth
                onClicked: page.catalogue.chooseItem(code)
            }
        }
    }
}
