import QtQuick

// The frame of every page: header, rail, title, lead, content, last block, footer, by the rules of the grid.
// Content gets all that is left (`contentWidth`, `contentHeight`); `bottomItem` sits 40 px above the footer, or, in
// landscape, fills the right half beside the content.
FocusScope {
    id: page
    property string title
    property string lead
    property bool centred: false
    property int railIndex: 0
    property int railCount: 0
    property string railName
    property string railNext
    property bool typing: false // the keypad is up: on a low screen rail and title make room for the field
    property bool headerVisible: true
    property bool footerVisible: true
    property int contentGap: 32 // above the content
    property int bottomGap: Theme.s4 // between the last block and the footer
    property alias header: headerItem
    property alias footer: footerItem
    property alias backText: footerItem.backText
    property alias backIcon: footerItem.backIcon
    property alias backEnabled: footerItem.backEnabled
    property alias leaveText: footerItem.leaveText
    property alias leaveEnabled: footerItem.leaveEnabled
    property alias mainText: footerItem.mainText
    property alias mainIcon: footerItem.mainIcon
    property alias mainEnabled: footerItem.mainEnabled
    property alias whyDisabled: footerItem.whyDisabled
    property alias terminalName: headerItem.terminalName
    property alias hallName: headerItem.hallName
    property alias hallShortName: headerItem.hallShortName
    property alias time: headerItem.time
    property alias date: headerItem.date
    property alias footerExtra: footerItem.middle
    default property alias content: contentItem.data
    property alias bottomItem: bottomSlot.data
    property alias aboveTitle: aboveSlot.data // a word above the title, such as where to look
    property bool sideBySide: Theme.landscape && bottomSlot.children.length > 0
    readonly property real contentWidth: contentItem.width
    readonly property real contentHeight: contentItem.height
    readonly property real contentTop: contentItem.y

    signal backClicked
    signal leaveClicked
    signal mainClicked
    signal helpClicked
    signal displayClicked
    signal languageClicked

    Accessible.role: Accessible.Pane
    Accessible.name: title

    Rectangle {
        anchors.fill: parent
        color: Theme.paper
    }
    Header {
        id: headerItem
        width: parent.width
        visible: page.headerVisible
        height: visible ? implicitHeight : 0
        onHelpClicked: page.helpClicked()
        onDisplayClicked: page.displayClicked()
        onLanguageClicked: page.languageClicked()
    }
    Item {
        id: head
        readonly property bool low: page.typing && Theme.landscape
        readonly property bool railBeside: rail.visible && Theme.landscape && !page.centred
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        height: Math.max(headColumn.y + headColumn.height, rail.visible ? rail.y + rail.height : 0)
        anchors.top: headerItem.bottom

        StepRail {
            id: rail
            anchors.right: parent.right
            y: head.railBeside ? 44 : 28
            width: head.railBeside ? 640 : parent.width
            visible: page.railCount > 0 && !head.low
            index: page.railIndex
            count: page.railCount
            name: page.railName
            next: page.railNext
        }
        Column {
            id: headColumn
            y: rail.visible && !head.railBeside ? rail.y + rail.height + (aboveSlot.visible ? 20 : titleText.visible ? 32 : 0) : !titleText.visible ? 0 : Theme.largePrint ? 28 : 36
            width: page.centred && page.sideBySide ? contentItem.width : parent.width - (head.railBeside ? rail.width + Theme.s4 : 0)

            Item {
                id: aboveSlot
                width: parent.width
                height: childrenRect.height
                visible: children.length > 0
            }
            TitleText {
                id: titleText
                width: parent.width
                visible: page.title !== "" && !head.low
                horizontalAlignment: page.centred ? Text.AlignHCenter : Text.AlignLeft
                title: page.title
            }
            Item {
                visible: leadText.visible
                width: 1
                height: 5
            }
            AppText {
                id: leadText
                width: parent.width
                visible: page.lead !== "" && !head.low
                color: Theme.inkMuted
                horizontalAlignment: page.centred ? Text.AlignHCenter : Text.AlignLeft
                text: page.lead
            }
        }
    }
    Item {
        id: contentItem
        x: Theme.margin
        width: page.sideBySide ? bottomSlot.width : parent.width - 2 * Theme.margin
        anchors.top: head.bottom
        anchors.topMargin: page.contentGap
        anchors.bottom: page.sideBySide || bottomSlot.height === 0 ? footerItem.top : bottomSlot.top
        anchors.bottomMargin: page.sideBySide || bottomSlot.height === 0 ? page.bottomGap : 32
    }
    Item {
        id: bottomSlot
        x: page.sideBySide ? parent.width - Theme.margin - width : Theme.margin
        y: page.sideBySide ? contentItem.y : footerItem.y - page.bottomGap - height
        width: page.sideBySide ? (parent.width - 2 * Theme.margin - Theme.s4) / 2 : parent.width - 2 * Theme.margin
        height: childrenRect.height
    }
    Footer {
        id: footerItem
        width: parent.width
        anchors.bottom: parent.bottom
        visible: page.footerVisible
        height: visible ? implicitHeight : 0
        onBackClicked: page.backClicked()
        onLeaveClicked: page.leaveClicked()
        onMainClicked: page.mainClicked()
    }
}
