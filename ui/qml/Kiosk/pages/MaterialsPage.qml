pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// The title is the count. Finished rows are quiet, open rows carry their button; the consequence stands once, below.
JourneyPage {
    id: page
    readonly property MaterialsView materials: views.materials

    title: materials.title
    lead: Theme.landscape ? "" : materials.lead // the rows need the room; the title and the notice say it too
    mainEnabled: materials.whyDisabled === ""
    whyDisabled: materials.whyDisabled

    sideBySide: false
    ScrollList {
        anchors.fill: parent
        columns: Theme.landscape && !Theme.largePrint ? 2 : 1
        model: page.materials.rows
        delegate: ListRow {
            id: row
            required property string code
            required property string mark
            required property string tag
            required property bool canDefer
            required property bool deferred
            required property bool canCapture
            required iconName
            required title
            required subtitle
            required tagKind
            leastPx: Theme.landscape ? 116 : 186
            markKind: mark
            tagText: tag
            AppButton {
                visible: row.canCapture
                kind: row.mark === "ok" ? "back" : "soft"
                paddingPx: 28
                text: row.mark === "ok" ? qsTr("重拍") : qsTr("现在拍")
                accessibleName: text + " " + row.title
                onClicked: page.materials.capture(row.code)
            }
            AppButton {
                visible: row.canDefer
                kind: row.deferred ? "back" : "outline"
                iconName: row.deferred ? "refresh" : ""
                bold: !row.deferred
                paddingPx: 28
                text: row.deferred ? qsTr("撤回") : qsTr("以后补")
                accessibleName: text + " " + row.title
                onClicked: page.materials.defer(row.code, !row.deferred)
            }
        }
    }
    bottomItem: Column {
        width: page.contentWidth
        spacing: Theme.s3
        SessionNotice {
            session: page.session
        }
        Notice {
            width: parent.width
            visible: page.materials.promise === "" && page.mainEnabled && page.session.noticeTitle === "" && !Theme.landscape
            kind: "info"
            iconName: "signature"
            title: qsTr("接下来核对并签名")
            text: Theme.largePrint ? "" : qsTr("签名前，每一项都还能改。")
        }
        Notice {
            width: parent.width
            visible: page.materials.promise !== "" && page.session.noticeTitle === ""
            kind: "warning"
            iconName: "info"
            title: page.materials.promise
            text: page.materials.promiseText
        }
    }
}
