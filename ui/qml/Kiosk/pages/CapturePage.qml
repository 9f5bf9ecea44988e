import QtQuick
import Kiosk
import Kiosk.Items
import Kiosk.Views

// One order, the table as the camera sees it, what has been taken. Pages are taken by themselves once they lie well.
JourneyPage {
    id: page
    readonly property CaptureView capture: views.capture
    readonly property bool troubled: session.noticeTitle !== ""

    title: troubled ? session.noticeTitle : capture.instruction
    lead: troubled ? session.noticeText : tight ? "" : capture.material
    mainText: capture.pages === 0 ? qsTr("等待拍照") : qsTr("就这些，用这 %1 页").arg(capture.pages)
    mainIcon: capture.pages === 0 ? "" : "check"
    mainEnabled: capture.pages > 0
    sideBySide: false

    Rectangle {
        id: table
        readonly property real pictureRatio: 9 / 16
        width: Theme.landscape ? parent.width * 0.68 : parent.width
        height: Math.min(parent.height, width * pictureRatio)
        radius: Theme.radius
        color: Theme.disabledFill
        border.width: Theme.strokeStrong
        border.color: page.capture.progress > 0 ? Theme.success : Theme.lineStrong
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("台面上的画面")
        CameraPreview {
            anchors.fill: parent
            anchors.margins: Theme.strokeStrong
            portrait: false
            maskColor: Theme.disabledFill
            frames: page.capture.active && page.visible ? page.views.frames : null
        }
    }
    Image {
        anchors.left: Theme.landscape ? table.right : parent.left
        anchors.leftMargin: Theme.landscape ? Theme.s3 : 0
        anchors.right: parent.right
        anchors.top: Theme.landscape ? parent.top : table.bottom
        anchors.topMargin: Theme.landscape ? 0 : Theme.s3
        anchors.bottom: parent.bottom
        visible: page.capture.last !== "" && height > 160
        source: page.capture.last
        sourceSize.height: 900
        fillMode: Image.PreserveAspectFit
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("刚拍的一页")
    }
    bottomItem: ListRow {
        width: page.contentWidth
        iconName: "document"
        title: page.capture.pages === 0 ? qsTr("放平，手拿开，自动拍") : qsTr("已拍 %1 页").arg(page.capture.pages)
        subtitle: Theme.largePrint ? "" : page.capture.pages === 0 ? qsTr("一页一页放，不用按键") : qsTr("请看清楚：字要都能读")
        AppButton {
            visible: page.capture.pages > 0
            kind: "outline"
            iconName: "refresh"
            text: qsTr("重拍")
            height: Theme.target
            paddingPx: 32
            onClicked: page.capture.drop()
        }
    }
}
