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

    ScrollList {
        anchors.fill: parent
        model: page.identity.asked
        delegate: ListRow {
            required iconName
            required title
            required subtitle
            width: ListView.view.width
            markKind: "todo"
        }
    }
    bottomItem: Column {
        width: page.contentWidth
        spacing: Theme.s3
        Notice {
            width: parent.width
            kind: "info"
            title: qsTr("只用来办“%1”").arg(page.identity.item)
            text: Theme.largePrint ? "" : qsTr("离开后，这台终端不留您的任何资料。")
        }
        AppButton {
            width: parent.width
            kind: "outline"
            iconName: "person"
            text: qsTr("不刷脸，换一种方式")
            onClicked: page.session.declineFace()
        }
    }
}
