pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// One topic per row, "change" always in one column; the declaration directly above the signature, in landscape at the
// right of the rows. Where all of it does not fit on one screen the rows come first, the signature on a second leaf.
JourneyPage {
    id: page
    readonly property ReviewView review: views.review
    readonly property int leastPadPx: Theme.landscape ? 220 : 240
    readonly property real signingPx: promise.height + Theme.s2 + leastPadPx // what declaration and signature need
    readonly property bool split: !Theme.landscape && rowsPx + Theme.s2 + signingPx > contentHeight
    property real rowsPx: 0 // of the rows as they were last seen: hidden ones may be laid out otherwise
    property bool signing: false
    readonly property bool rowsShown: !split || !signing
    readonly property bool padShown: !split || signing
    readonly property real noticePx: notice.visible ? notice.height + Theme.s2 : 0
    readonly property real leftPx: Theme.landscape ? 1120 : contentWidth
    readonly property real rightX: Theme.landscape ? leftPx + Theme.s4 : 0

    title: split ? (signing ? qsTr("请签名") : qsTr("请核对")) : qsTr("请核对，没问题就签名")
    mainText: padShown ? qsTr("提交申请") : qsTr("核对好了")
    mainIcon: padShown ? "send" : "chevron-right"
    contentGap: 14
    // Whoever comes here checks the rows first; who is told about the signature sees it.
    onVisibleChanged: {
        signing = visible && session.noticeTitle !== "";
        rowsPx = panel.naturalPx;
        if (visible && !review.signed)
            pad.clear();
    }
    // The page stays for the next person; the strokes of this one do not.
    readonly property bool occupied: session.occupied
    onOccupiedChanged: pad.clear()
    // Within the page both buttons turn its leaf.
    mainConfirms: padShown
    onMainClicked: if (!padShown)
        Qt.callLater(() => page.signing = true)
    backGoesBack: rowsShown
    onBackClicked: if (!rowsShown)
        Qt.callLater(() => page.signing = false)

    Panel {
        id: panel
        readonly property real naturalPx: head.height + rows.naturalPx + 12
        visible: page.rowsShown
        onNaturalPxChanged: if (visible)
            page.rowsPx = naturalPx
        width: page.leftPx
        height: Math.min(naturalPx, Theme.landscape ? parent.height : (page.padShown ? promise.y - Theme.s2 : parent.height - page.noticePx))
        Rectangle {
            id: head
            width: parent.width
            height: itemName.implicitHeight + 36
            topLeftRadius: Theme.radius
            topRightRadius: Theme.radius
            color: Theme.primarySoft
            border.width: Theme.highContrast ? Theme.stroke : 0
            border.color: Theme.primary
            Icon {
                id: mark
                x: 30
                anchors.verticalCenter: parent.verticalCenter
                name: "document"
                color: Theme.primary
            }
            AppText {
                id: itemName
                anchors.left: mark.right
                anchors.leftMargin: Theme.s2
                anchors.right: parent.right
                anchors.rightMargin: 30
                anchors.verticalCenter: parent.verticalCenter
                bold: true
                text: page.review.itemName
                Accessible.role: Accessible.Heading
            }
        }
        ScrollList {
            id: rows
            anchors.top: head.bottom
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 12
            x: 12
            width: parent.width - 24
            spacing: 0
            model: page.review.rows
            delegate: ReviewRow {
                required property int index
                required property int topic
                required label
                required value
                required note
                labelPx: page.session.language.startsWith("zh") ? 150 : 190
                lineAbove: index > 0
                editable: topic >= -1
                onEditClicked: page.review.change(topic)
            }
        }
    }
    Notice {
        width: parent.width
        anchors.bottom: parent.bottom
        visible: page.split && page.rowsShown && !rows.paged && !notice.visible && page.rowsPx + Theme.s4 + implicitHeight <= page.contentHeight
        kind: "info"
        iconName: "signature"
        title: qsTr("核对好了，下一页签名")
        text: qsTr("有错就点“修改”，改好会回到这里。")
    }
    // Not the page's lead: whether all fits on one leaf must not depend on the leaf that is shown.
    AppText {
        id: signedItem
        visible: page.split && page.signing
        width: parent.width
        color: Theme.inkMuted
        text: page.review.itemName
    }
    CheckBox {
        id: promise
        visible: page.padShown
        x: page.rightX
        width: parent.width - x
        y: Theme.landscape ? 0 : pad.y - Theme.s2 - height
        text: page.review.declaration
        onToggled: checked => page.review.declare(checked)
        Binding on checked {
            value: page.review.declared
        }
    }
    SignaturePad {
        id: pad
        // As high as there is room, within reason; between the rows and the footer no higher than drawn.
        readonly property real roomPx: parent.height - page.noticePx - promise.height - Theme.s2 - (page.split ? signedItem.height + Theme.s2 : Theme.landscape ? 0 : page.rowsPx + Theme.s2)
        visible: page.padShown
        x: page.rightX
        width: parent.width - x
        height: Math.max(page.leastPadPx, Math.min(page.split ? 1000 : Theme.landscape ? 480 : 450, roomPx))
        y: Theme.landscape ? promise.height + Theme.s2 : parent.height - page.noticePx - height
        onChanged: page.review.sign(canvas)
    }
    SessionNotice {
        id: notice
        x: page.rightX
        width: parent.width - x
        anchors.bottom: parent.bottom
        session: page.session
        text: page.tight ? "" : session.noticeText
    }
}
