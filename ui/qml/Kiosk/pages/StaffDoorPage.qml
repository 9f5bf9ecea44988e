import QtQuick
import Kiosk
import Kiosk.Views

// A door that staff have open: put in, take out, or look. As for everybody, back and leave are held meanwhile.
JourneyPage {
    id: page
    readonly property StockView stock: views.stock
    readonly property DoorView door: views.door
    readonly property bool unseen: door.phase === "unseen" // no sensor: staff say when it is shut
    readonly property bool narrow: tight || (Theme.landscape && !unseen) // a notice takes the row's place
    readonly property real drawingPx: Theme.landscape ? contentWidth * 0.56 : contentWidth
    readonly property real sideX: Theme.landscape ? drawingPx + Theme.s4 : 0

    header.ofStaff: true
    title: stock.heading
    lead: tight ? "" : door.where
    contentGap: Theme.landscape ? 16 : 24
    leaveText: Theme.largePrint ? qsTr("先关门") : qsTr("关门后可退出")
    mainText: unseen ? qsTr("门已关好") : door.ajar ? qsTr("等您关门") : qsTr("正在开门")
    mainIcon: unseen ? "check" : ""
    mainEnabled: unseen
    whyDisabled: ""
    sideBySide: false

    CabinetDrawing {
        id: drawing
        door: page.door
        heading: page.title
        width: page.drawingPx
        height: Math.min(Theme.landscape ? parent.height : parent.height - below.height - Theme.s3, width * Math.max(0.95, page.door.heightOverWidth))
    }
    Column {
        id: below
        x: page.sideX
        width: parent.width - x
        anchors.top: Theme.landscape ? parent.top : drawing.bottom
        anchors.topMargin: Theme.landscape ? 0 : Theme.s3
        spacing: page.tight ? Theme.s2 : Theme.s4

        DoorStages {
            width: parent.width
            visible: !Theme.largePrint && !page.unseen
            words: [qsTr("门已打开"), page.stock.chore === "stock" ? qsTr("放进物件") : page.stock.chore === "inspect" ? qsTr("看清里面") : qsTr("取出物件"), qsTr("把门关好")]
            door: page.door
        }
        ListRow {
            width: parent.width
            visible: !page.narrow || page.session.noticeTitle === "" || page.door.phase === "open"
            iconName: page.stock.hasThing ? "parcel" : "locker"
            title: page.stock.hasThing ? page.stock.title : qsTr("不知道里面是什么")
            subtitle: page.tight ? "" : page.stock.subtitle
            AppButton {
                visible: page.door.ajar
                kind: "outline"
                text: qsTr("门没开")
                onClicked: page.stock.sayStuck()
            }
        }
        SessionNotice {
            width: parent.width
            session: page.session
            text: page.narrow ? "" : session.noticeText
        }
    }
}
