pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// What is fetched and looked at, and why; nothing happens before "agree".
JourneyPage {
    id: page
    readonly property IdentityView identity: views.identity

    title: qsTr("同意后，我们帮您取资料")
    lead: identity.name + "  " + identity.number
    mainText: qsTr("同意")
    mainIcon: "check"

    sideBySide: false
    ScrollList {
        anchors.fill: parent
        columns: Theme.landscape ? 2 : 1
        model: page.identity.asked
        delegate: ListRow {
            required iconName
            required title
            required subtitle
            markKind: "todo"
        }
    }
    bottomItem: Grid {
        id: below
        columns: Theme.landscape ? 2 : 1
        spacing: Theme.s3
        verticalItemAlignment: Grid.AlignVCenter
        readonly property real cellPx: (page.contentWidth - (columns - 1) * spacing) / columns
        SessionNotice {
            width: below.cellPx
            session: page.session
            text: Theme.largePrint || Theme.landscape ? "" : session.noticeText
        }
        Notice {
            width: below.cellPx
            visible: page.session.noticeTitle === ""
            kind: "info"
            title: qsTr("只用来办“%1”").arg(page.identity.item)
            text: Theme.largePrint || Theme.landscape ? "" : qsTr("离开后，这台终端不留您的任何资料。")
        }
        AppButton {
            width: below.cellPx
            kind: "outline"
            iconName: "person"
            text: qsTr("不刷脸，换一种方式")
            onClicked: page.session.declineFace()
        }
    }
}
