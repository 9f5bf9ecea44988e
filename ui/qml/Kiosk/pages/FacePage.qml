import QtQuick
import Kiosk
import Kiosk.Views

// Camera direction, one order, the oval with its ring. Refusing is a real button beside the privacy sentence.
JourneyPage {
    id: page
    readonly property FaceView face: views.face
    readonly property bool troubled: session.noticeTitle !== ""

    mainText: qsTr("等待核对")
    mainIcon: ""
    mainEnabled: false
    contentGap: 20

    Row {
        id: direction
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.s2
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: "chevron-up"
            color: Theme.primary
        }
        AppText {
            text: qsTr("摄像头在屏幕上方")
        }
    }
    TitleText {
        id: order
        anchors.top: direction.bottom
        anchors.topMargin: 4
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        title: page.troubled ? page.session.noticeTitle : page.face.instruction
    }
    AppText {
        id: advice
        anchors.top: order.bottom
        anchors.topMargin: 4
        width: parent.width
        color: Theme.inkMuted
        horizontalAlignment: Text.AlignHCenter
        text: page.session.noticeText // keeps its line when there is nothing to tell
    }
    Item {
        anchors.top: advice.bottom
        anchors.topMargin: Theme.s3
        anchors.bottom: tags.top
        anchors.bottomMargin: Theme.s3
        width: parent.width
        FaceOval {
            anchors.centerIn: parent
            height: Math.min(814, parent.height)
            width: height * 634 / 814
            frames: page.face.active && page.visible ? page.views.frames : null
            progress: page.face.progress
            ok: page.face.progress >= 1
        }
    }
    Flow {
        id: tags
        anchors.bottom: parent.bottom
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width, implicitWidthOfAll)
        readonly property real implicitWidthOfAll: front.implicitWidth + near.implicitWidth + state.implicitWidth + 2 * spacing
        spacing: Theme.s2
        Tag {
            id: front
            kind: page.face.placed ? "ok" : "neutral"
            iconName: page.face.placed ? "check" : "face"
            text: qsTr("正对镜头")
        }
        Tag {
            id: near
            kind: page.face.distanceRight ? "ok" : "neutral"
            iconName: page.face.distanceRight ? "check" : "person"
            text: qsTr("距离合适")
        }
        Tag {
            id: state
            kind: page.troubled ? "warning" : "info"
            bold: true
            iconName: page.troubled ? "refresh" : "clock"
            text: page.troubled ? qsTr("还可以试 %1 次").arg(page.face.triesLeft) : page.face.checking ? qsTr("正在核对，约 1 秒") : qsTr("等您就位")
        }
    }
    bottomItem: ListRow {
        width: page.contentWidth
        height: Math.max(140, implicitHeight)
        iconName: "shield"
        title: qsTr("画面只用来和身份证照片比对")
        subtitle: qsTr("比对完马上删除，不保存照片")
        AppButton {
            kind: "outline"
            text: qsTr("不刷脸")
            height: Theme.target
            paddingPx: 32
            onClicked: page.session.declineFace()
        }
    }
}
