pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// Asking first (search), the most wanted items second (soft blue), themes third (white). Shade and order give rank.
JourneyPage {
    id: page
    readonly property CatalogueView catalogue: views.catalogue
    readonly property PickupView pickup: views.pickup
    readonly property bool large: Theme.largePrint
    // In landscape asking and returning stand left, the themes right.
    readonly property real leftPx: Theme.landscape ? 680 : contentWidth
    readonly property real rightX: Theme.landscape ? leftPx + Theme.s5 : 0
    readonly property int columns: large ? 2 : 3
    readonly property real tileWidth: themes.columnPx

    title: Theme.landscape ? "" : qsTr("您想办什么事？")
    contentGap: Theme.landscape ? (large ? 16 : 36) : large ? 6 : 10
    bottomGap: Theme.landscape ? (large ? 16 : 40) : 24
    leaveText: large ? qsTr("结束") : qsTr("结束使用")
    mainText: large ? qsTr("全部事项") : qsTr("看全部事项")
    mainIcon: "list"

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
    function secondLine(title: string, words: string, widthPx: real): string {
        const room = widthPx - (Theme.landscape ? 144 : 38);
        return large || titleMetrics.advanceWidth(title) > room || subtitleMetrics.advanceWidth(words) > room ? "" : words;
    }

    TitleText {
        id: question
        visible: Theme.landscape
        width: page.leftPx
        title: qsTr("您想办什么事？")
    }
    SearchBox {
        id: search
        y: question.visible ? question.height + (page.large ? 8 : 16) : 0
        width: page.leftPx
        askVisible: false
        placeholder: page.large ? qsTr("输入拼音或首字母") : qsTr("输入事项名的拼音或首字母")
        onClicked: page.catalogue.openSearch()
    }
    Grid {
        id: favourites
        anchors.top: search.bottom
        anchors.topMargin: page.large ? (Theme.landscape ? 12 : 20) : Theme.landscape ? 24 : 32
        columns: Theme.landscape ? 1 : 3
        spacing: page.large && Theme.landscape ? Theme.s2 : Theme.gutter
        readonly property real tallest: Math.max(...children.map(tile => tile.implicitHeight))
        readonly property real cellPx: (page.leftPx - (columns - 1) * spacing) / columns
        Tile {
            visible: page.pickup.canPickUp
            iconName: "parcel"
            title: qsTr("我要取件")
            subtitle: page.secondLine(title, qsTr("执照、印章、证件"), favourites.cellPx)
            kind: "shortcut"
            wide: Theme.landscape
            chevron: Theme.landscape && !page.large
            width: favourites.cellPx
            height: favourites.tallest
            onClicked: page.pickup.begin()
        }
        Repeater {
            model: page.catalogue.favourites
            Tile {
                required property string code
                required property int index
                required iconName
                required title
                required property var model
                visible: index < 3 - (page.pickup.canPickUp ? 1 : 0)
                subtitle: page.secondLine(title, model.subtitle, favourites.cellPx)
                kind: "shortcut"
                wide: Theme.landscape
                chevron: Theme.landscape && !page.large
                width: favourites.cellPx
                height: favourites.tallest
                onClicked: page.catalogue.chooseItem(code)
            }
        }
    }
    Item {
        id: themesHead
        x: page.rightX
        y: Theme.landscape ? 0 : favourites.y + favourites.height + (page.large ? 12 : 32)
        width: parent.width - x
        height: Theme.landscape ? question.height : words.implicitHeight
        AppText {
            id: words
            anchors.verticalCenter: parent.verticalCenter
            role: "heading"
            text: qsTr("按主题办")
            Accessible.role: Accessible.Heading
        }
        AppText {
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            role: "small"
            color: Theme.inkMuted
            visible: !themes.paged
            text: qsTr("本机可办 %1 项").arg(page.catalogue.itemCount)
        }
    }
    ScrollList {
        id: themes
        x: page.rightX
        anchors.top: themesHead.bottom
        anchors.topMargin: page.large ? 12 : Theme.landscape ? 16 : 18
        anchors.bottom: parent.bottom
        width: parent.width - x
        columns: page.columns
        spacing: page.large && Theme.landscape ? Theme.s2 : Theme.gutter
        model: page.catalogue.themes
        delegate: Tile {
            required property string code
            required iconName
            required title
            required property var model
            enabled: model.reason === ""
            unavailableReason: page.large ? "" : model.reason
            accessibleDescription: model.reason === "" ? model.subtitle : model.reason
            subtitle: page.secondLine(title, model.subtitle, page.tileWidth)
            wide: page.large || Theme.landscape
            onClicked: page.catalogue.chooseTheme(code)
        }
    }
    // The header has the same buttons within reach where the screen is low.
    sideBySide: false
    bottomItem: Row {
        id: ways
        visible: !Theme.landscape
        height: visible ? implicitHeight : 0
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
