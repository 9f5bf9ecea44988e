import QtQuick
import Kiosk
import Kiosk.Items
import Kiosk.Views

// One order, the table as the camera sees it with the page outlined, what has been taken. Pages are taken by themselves
// once they lie well. With a scanner the sheets are drawn in instead.
JourneyPage {
    id: page
    readonly property CaptureView capture: views.capture
    readonly property bool troubled: session.noticeTitle !== ""
    readonly property bool scansFirst: capture.byScanner && capture.pages === 0

    title: troubled ? session.noticeTitle : capture.instruction
    lead: troubled ? session.noticeText : tight ? "" : capture.material
    mainText: capture.scanning ? qsTr("正在扫描") : scansFirst ? qsTr("开始扫描") : capture.pages === 0 ? qsTr("等待拍照") : qsTr("完成")
    mainIcon: capture.pages === 0 || capture.scanning ? "" : "check"
    mainEnabled: !capture.scanning && (capture.pages > 0 || capture.byScanner)
    mainConfirms: !scansFirst
    onMainClicked: if (scansFirst)
        capture.scan()
    sidePx: 560

    Rectangle {
        id: table
        readonly property real pictureRatio: 9 / 16
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width, parent.height / pictureRatio)
        height: width * pictureRatio
        radius: Theme.radius
        color: Theme.disabledFill
        border.width: Theme.strokeStrong
        border.color: page.capture.progress > 0 ? Theme.success : Theme.lineStrong
        Accessible.role: Accessible.Graphic
        Accessible.name: page.capture.byScanner ? qsTr("扫描仪") : qsTr("台面上的画面")
        CameraPreview {
            anchors.fill: parent
            anchors.margins: Theme.strokeStrong
            visible: !page.capture.byScanner
            portrait: false
            maskColor: Theme.disabledFill
            outlineColor: page.capture.progress > 0 ? "#4CD08A" : "#FFE600"
            frames: page.capture.active && page.visible ? page.views.frames : null
        }
        Icon {
            anchors.centerIn: parent
            visible: page.capture.byScanner
            name: "scan"
            size: 160
            color: Theme.primary
        }
    }
    bottomItem: Column {
        width: page.bottomWidth
        spacing: Theme.s3
        PageStrip {
            width: parent.width
            visible: !page.tight && !(Theme.landscape && page.troubled)
            capture: page.capture
            count: Theme.landscape ? 2 : 3
        }
        ListRow {
            width: parent.width
            iconName: Theme.largePrint ? "" : "document"
            title: page.capture.pages > 0 ? qsTr("已有 %1 页").arg(page.capture.pages) : page.capture.byScanner ? qsTr("可以一次放几页") : qsTr("放平，手拿开，自动拍")
            subtitle: Theme.largePrint || Theme.landscape ? "" : page.capture.pages > 0 ? qsTr("请看清楚：字要都能读") : page.capture.byScanner ? qsTr("字朝哪一面，看机器上的图") : qsTr("一页一页放，不用按键")
            AppButton {
                visible: page.capture.byScanner && page.capture.pages > 0
                enabled: !page.capture.scanning
                kind: "outline"
                text: qsTr("再扫")
                height: Theme.target
                paddingPx: 32
                onClicked: page.capture.scan()
            }
            AppButton {
                visible: !page.capture.byScanner && page.capture.pages > 0
                kind: "outline"
                iconName: "refresh"
                text: qsTr("重拍")
                accessibleName: qsTr("重拍第 %1 页").arg(page.capture.pages)
                height: Theme.target
                paddingPx: 32
                onClicked: page.capture.dropLast()
            }
        }
    }
}
