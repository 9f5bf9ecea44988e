import QtQuick

// The frame of every page: header, rail, title, lead, content, last block, footer, by the rules of the grid.
// Content gets all that is left (`contentWidth`, `contentHeight`); `bottomItem` sits 40 px above the footer, or, in
// landscape, at the right beside the content.
FocusScope {
    id: page
    property string title
    property string lead
    property bool centred: false
    property int railIndex: 0
    property int railCount: 0
    property string railName
    property string railNext
    property bool headerVisible: true
    property bool footerVisible: true
    property int contentGap: Theme.landscape ? 24 : 32 // above the content
    property int bottomGap: tight ? Theme.s3 : Theme.s4 // between the last block and the footer
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
    default property alias content: contentItem.data
    property alias bottomItem: bottomSlot.data
    property alias aboveTitle: aboveSlot.data // a word above the title, such as where to look
    property bool sideBySide: Theme.landscape && bottomSlot.children.length > 0
    readonly property bool tight: Theme.landscape && Theme.largePrint // large letters on a low screen: only what is needed
    property real sidePx: (width - 2 * Theme.margin - Theme.s4) / 2 // width of the last block beside the content
    readonly property real contentWidth: contentItem.width
    readonly property real contentHeight: contentItem.height
    readonly property real contentTop: contentItem.y
    readonly property real bottomWidth: bottomSlot.width

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
        readonly property bool railBeside: rail.visible && Theme.landscape && !page.centred
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        height: Math.max(headColumn.y + headColumn.height, rail.visible ? rail.y + rail.height : 0)
        anchors.top: headerItem.bottom

        StepRail {
            id: rail
            anchors.right: parent.right
            y: head.railBeside ? (page.tight ? 28 : 44) : 28
            width: head.railBeside ? 640 : parent.width
            visible: page.railCount > 0
            index: page.railIndex
            count: page.railCount
            name: page.railName
            next: page.railNext
        }
        Column {
            id: headColumn
            y: rail.visible && !head.railBeside ? rail.y + rail.height + (aboveSlot.visible ? 20 : titleText.visible ? 32 : 0) : !titleText.visible ? 0 : page.tight ? 20 : Theme.largePrint ? 28 : 36
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
                visible: page.title !== ""
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
                visible: page.lead !== ""
                color: Theme.inkMuted
                horizontalAlignment: page.centred ? Text.AlignHCenter : Text.AlignLeft
                text: page.lead
            }
        }
    }
    Item {
        id: contentItem
        x: Theme.margin
        width: parent.width - 2 * Theme.margin - (page.sideBySide ? page.sidePx + Theme.s4 : 0)
        anchors.top: head.bottom
        anchors.topMargin: page.contentGap
        anchors.bottom: page.sideBySide || bottomSlot.height === 0 ? footerItem.top : bottomSlot.top
        anchors.bottomMargin: page.sideBySide || bottomSlot.height === 0 ? page.bottomGap : Theme.landscape ? 24 : 32
    }
    Item {
        id: bottomSlot
        x: page.sideBySide ? parent.width - Theme.margin - width : Theme.margin
        y: page.sideBySide ? contentItem.y : footerItem.y - page.bottomGap - height
        width: page.sideBySide ? page.sidePx : parent.width - 2 * Theme.margin
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
