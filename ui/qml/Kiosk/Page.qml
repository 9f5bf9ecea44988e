import QtQuick

// The frame of every page: header, rail, title, lead, content, last block, footer, by the rules of the grid.
// Content gets all that is left (`contentWidth`, `contentHeight`); `bottomItem` sits 40 px above the footer.
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
    Column {
        id: head
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        anchors.top: headerItem.bottom
        // The title's line box is higher than its letters; together this leaves 36 px to see.
        topPadding: rail.visible ? 28 : titleText.visible ? (Theme.largePrint ? 28 : 36) : 0

        StepRail {
            id: rail
            width: parent.width
            visible: page.railCount > 0
            index: page.railIndex
            count: page.railCount
            name: page.railName
            next: page.railNext
        }
        Item {
            visible: rail.visible && titleText.visible
            width: 1
            height: aboveSlot.visible ? 20 : 32
        }
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
            text: page.title
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
    Item {
        id: contentItem
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        anchors.top: head.bottom
        anchors.topMargin: page.contentGap
        anchors.bottom: bottomSlot.height > 0 ? bottomSlot.top : footerItem.top
        anchors.bottomMargin: bottomSlot.height > 0 ? 32 : page.bottomGap
    }
    Item {
        id: bottomSlot
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        height: childrenRect.height
        anchors.bottom: footerItem.top
        anchors.bottomMargin: page.bottomGap
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
