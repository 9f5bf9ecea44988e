pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// Asking first (search), the most wanted items second (soft blue), themes third (white). Shade and order give rank.
JourneyPage {
    id: page
    readonly property CatalogueView catalogue: views.catalogue
    readonly property bool large: Theme.largePrint
    readonly property int columns: large ? 2 : 3
    readonly property real tileWidth: (contentWidth - (columns - 1) * Theme.gutter) / columns
    readonly property real shortcutWidth: (contentWidth - 2 * Theme.gutter) / 3
    readonly property int perPage: large ? 6 : 9
    readonly property int pages: Math.max(1, Math.ceil(catalogue.themeCount / perPage))
    property int shownPage: 0

    title: qsTr("您想办什么事？")
    contentGap: large ? 6 : 10
    bottomGap: 24
    leaveText: large ? qsTr("结束") : qsTr("结束使用")
    mainText: large ? qsTr("全部事项") : qsTr("看全部事项")
    mainIcon: "list"
    onVisibleChanged: shownPage = 0

    FontMetrics {
        id: titleMetrics
        font.family: Theme.font
        font.pixelSize: Theme.label
        font.weight: Font.Bold
    }
    FontMetrics {
        id: subtitleMetrics
        font.family: Theme.font
        font.pixelSize: Theme.small
    }
    // The second line of a tile goes away where it would make the tile higher than its row.
    function secondLine(title: string, words: string): string {
        const room = tileWidth - 38;
        return large || titleMetrics.advanceWidth(title) > room || subtitleMetrics.advanceWidth(words) > room ? "" : words;
    }

    SearchBox {
        id: search
        width: parent.width
        askVisible: false
        placeholder: page.large ? qsTr("输入拼音或首字母") : qsTr("输入事项名的拼音或首字母")
        onClicked: page.catalogue.openSearch()
    }
    Row {
        id: favourites
        anchors.top: search.bottom
        anchors.topMargin: page.large ? 20 : 32
        spacing: Theme.gutter
        Repeater {
            model: page.catalogue.favourites
            Tile {
                required property string code
                required iconName
                required title
                required property var model
                subtitle: page.large ? "" : model.subtitle
                kind: "shortcut"
                width: page.shortcutWidth
                height: Math.max(...favourites.children.map(tile => tile.implicitHeight))
                onClicked: page.catalogue.chooseItem(code)
            }
        }
    }
    Item {
        id: themesHead
        anchors.top: favourites.bottom
        anchors.topMargin: page.large ? 12 : 32
        width: parent.width
        height: words.implicitHeight
        AppText {
            id: words
            role: "heading"
            text: qsTr("按主题办")
            Accessible.role: Accessible.Heading
        }
        AppText {
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            role: "small"
            color: Theme.inkMuted
            visible: page.pages > 1
            text: qsTr("第 %1 页，共 %2 页").arg(page.shownPage + 1).arg(page.pages)
        }
        AppText {
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            role: "small"
            color: Theme.inkMuted
            visible: page.pages === 1
            text: qsTr("本机可办 %1 项").arg(page.catalogue.itemCount)
        }
    }
    Grid {
        id: themes
        anchors.top: themesHead.bottom
        anchors.topMargin: page.large ? 12 : 18
        columns: page.columns
        spacing: Theme.gutter
        Repeater {
            model: page.catalogue.themes
            Tile {
                required property int index
                required property string code
                required iconName
                required title
                required property var model
                visible: Math.floor(index / page.perPage) === page.shownPage
                enabled: model.reason === ""
                unavailableReason: page.large ? "" : model.reason
                accessibleDescription: model.reason === "" ? model.subtitle : model.reason
                subtitle: page.secondLine(title, model.subtitle)
                wide: page.large
                width: page.tileWidth
                onClicked: page.catalogue.chooseTheme(code)
            }
        }
    }
    bottomItem: Column {
        width: page.contentWidth
        spacing: Theme.gutter
        Row {
            visible: page.pages > 1
            spacing: Theme.gutter
            AppButton {
                width: page.tileWidth
                kind: "outline"
                iconName: "chevron-up"
                text: qsTr("上一页")
                enabled: page.shownPage > 0
                onClicked: page.shownPage -= 1
            }
            AppButton {
                width: page.tileWidth
                kind: "outline"
                iconName: "chevron-down"
                text: qsTr("下一页")
                enabled: page.shownPage < page.pages - 1
                onClicked: page.shownPage += 1
            }
        }
        Row {
            id: ways
            spacing: Theme.targetGap
            readonly property real cell: (page.contentWidth - 3 * spacing) / 4
            AppButton {
                kind: "header"
                width: ways.cell
                height: Math.max(128, implicitHeight)
                iconName: "text-size"
                text: qsTr("大字")
                selected: page.session.largePrint
                onClicked: page.session.chooseDisplay(!page.session.largePrint, page.session.highContrast)
            }
            AppButton {
                kind: "header"
                width: ways.cell
                height: Math.max(128, implicitHeight)
                iconName: "contrast"
                text: qsTr("高对比")
                selected: page.session.highContrast
                onClicked: page.session.chooseDisplay(page.session.largePrint, !page.session.highContrast)
            }
            AppButton {
                kind: "header"
                width: ways.cell
                height: Math.max(128, implicitHeight)
                iconName: "language"
                text: qsTr("语言")
                onClicked: page.session.open("language")
            }
            AppButton {
                kind: "header"
                width: ways.cell
                height: Math.max(128, implicitHeight)
                iconName: "help"
                text: qsTr("求助")
                onClicked: page.session.open("help")
            }
        }
    }
}
