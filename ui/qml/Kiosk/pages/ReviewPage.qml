pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// One answer per row, "change" always in one column; the declaration directly above the signature.
// Where both do not fit on one screen (large print, landscape, many rows) the rows come first, the signature after them.
JourneyPage {
    id: page
    readonly property ReviewView review: views.review
    readonly property bool split: Theme.largePrint || Theme.landscape || review.rowCount > fittingRows
    readonly property int fittingRows: 5
    property bool signing: false
    readonly property bool rowsShown: !split || !signing
    readonly property bool padShown: !split || signing

    title: split ? (signing ? qsTr("请签名") : qsTr("请核对")) : qsTr("请核对，没问题就签名")
    lead: split && signing ? review.itemName : ""
    mainText: padShown ? qsTr("提交申请") : qsTr("核对好了")
    mainIcon: padShown ? "send" : "chevron-right"
    contentGap: 14
    onVisibleChanged: {
        signing = false;
        if (visible && !review.signed)
            pad.clear();
    }
    // The page stays for the next person; the strokes of this one do not.
    readonly property bool occupied: session.occupied
    onOccupiedChanged: pad.clear()
    mainConfirms: padShown
    onMainClicked: if (!padShown)
        Qt.callLater(() => page.signing = true)

    Panel {
        id: panel
        visible: page.rowsShown
        width: parent.width
        anchors.top: parent.top
        anchors.bottom: page.padShown ? promise.top : notice.visible ? notice.top : parent.bottom
        anchors.bottomMargin: page.padShown || notice.visible ? Theme.s2 : 0
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
                width: ListView.view.width
                labelPx: page.session.language.startsWith("zh") ? 150 : 220
                lineAbove: index > 0
                editable: topic >= -1
                onEditClicked: page.review.change(topic)
            }
        }
    }
    CheckBox {
        id: promise
        visible: page.padShown
        width: parent.width
        y: pad.y - Theme.s2 - height
        text: page.review.declaration
        onToggled: checked => page.review.declare(checked)
        Binding on checked {
            value: page.review.declared
        }
    }
    SignaturePad {
        id: pad
        visible: page.padShown
        width: parent.width
        height: page.split ? Math.min(1000, parent.height - promise.height - 2 * Theme.s2 - (notice.visible ? notice.height + Theme.s2 : 0)) : 430
        anchors.bottom: notice.visible ? notice.top : parent.bottom
        anchors.bottomMargin: notice.visible ? Theme.s2 : 0
        onChanged: page.review.sign(canvas)
    }
    SessionNotice {
        id: notice
        anchors.bottom: parent.bottom
        session: page.session
    }
}
