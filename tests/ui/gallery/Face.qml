pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Picture 04: the oval with its ring.
ExamplePage {
    id: page
    property alias oval: ovalItem
    title: "请慢慢眨一下眼睛"
    centred: true
    aboveTitle: Row {
        x: (page.contentWidth - width) / 2
        spacing: 12
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            size: 44
            name: "chevron-up"
            color: Theme.primary
        }
        AppText {
            text: "摄像头在屏幕上方"
        }
    }
    railIndex: 1
    railCount: 5
    railName: "确认身份"
    railNext: "核对信息"
    mainEnabled: false
    whyDisabled: "等待核对"

    FaceOval {
        id: ovalItem
        readonly property real fit: Math.min(1, (parent.height - tags.height - 60) / implicitHeight)
        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.max(0, (parent.height - height - tags.height - 60) / 2)
        width: implicitWidth * fit
        height: implicitHeight * fit
        progress: 0.65
    }
    Flow {
        id: tags
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: ovalItem.bottom
        anchors.topMargin: 54
        width: Math.min(parent.width, first.width + second.width + third.width + 2 * spacing)
        spacing: 16
        Tag {
            id: first
            kind: "ok"
            iconName: "check"
            text: "正对镜头"
        }
        Tag {
            id: second
            kind: "ok"
            iconName: "check"
            text: "距离合适"
        }
        Tag {
            id: third
            kind: "info"
            iconName: "clock"
            bold: true
            text: "正在核对，约 3 秒"
        }
    }
    bottomItem: ListRow {
        width: page.contentWidth
        iconName: "shield"
        title: "画面只用来和身份证照片比对"
        subtitle: "比对完马上删除，不保存照片"
        AppButton {
            kind: "outline"
            height: Theme.target
            text: "不刷脸"
        }
    }
}
