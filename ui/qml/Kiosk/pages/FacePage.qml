import QtQuick
import Kiosk
import Kiosk.Views

// Camera direction, one order, the oval with its ring. Refusing is a real button beside the privacy sentence.
JourneyPage {
    id: page
    readonly property FaceView face: views.face
    readonly property bool troubled: session.noticeTitle !== ""
    readonly property bool prompted: face.prompt !== "" && !troubled

    mainText: prompted ? qsTr("做不了这个动作") : qsTr("等待核对")
    mainIcon: ""
    mainEnabled: prompted
    mainConfirms: false
    onMainClicked: session.declinePrompt()
    contentGap: 20
    sideBySide: false

    // In portrait one column; in landscape the oval at the left, all words at its right.
    readonly property real wordsLeft: tight ? 600 : Theme.landscape ? 720 : 0
    readonly property real wordsPx: contentWidth - wordsLeft
    readonly property int alignment: Theme.landscape ? Text.AlignLeft : Text.AlignHCenter

    Row {
        id: direction
        x: Theme.landscape ? page.wordsLeft : (parent.width - width) / 2
        y: Theme.landscape && !page.tight ? Theme.s4 : 0
        visible: !Theme.largePrint // the order says it too
        height: visible ? implicitHeight : 0
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
        x: page.wordsLeft
        width: page.wordsPx
        horizontalAlignment: page.alignment
        title: page.troubled ? page.session.noticeTitle : page.face.instruction
    }
    AppText {
        id: advice
        anchors.top: order.bottom
        anchors.topMargin: 4
        x: page.wordsLeft
        width: page.wordsPx
        color: Theme.inkMuted
        horizontalAlignment: page.alignment
        text: page.session.noticeText // keeps its line when there is nothing to tell
    }
    Item {
        anchors.top: Theme.landscape ? parent.top : advice.bottom
        anchors.topMargin: Theme.landscape ? Theme.s4 - page.contentTop + page.header.height : Theme.s3 // beside the rail
        anchors.bottom: Theme.landscape ? parent.bottom : tags.top
        anchors.bottomMargin: Theme.landscape ? 0 : Theme.s3
        width: Theme.landscape ? page.wordsLeft - Theme.s5 : parent.width
        FaceOval {
            anchors.centerIn: parent
            height: Math.min(814, parent.height)
            width: height * 634 / 814
            frames: page.face.active && page.visible ? page.views.frames : null
            drawn: page.troubled ? "" : page.face.drawing
            progress: page.face.progress
            ok: page.face.progress >= 1
        }
    }
    Flow {
        id: tags
        x: Theme.landscape ? page.wordsLeft : (parent.width - width) / 2
        y: Theme.landscape ? advice.y + advice.height + (page.tight ? Theme.s2 : Theme.s4) : parent.height - height
        width: Math.min(page.wordsPx, implicitWidthOfAll)
        readonly property real implicitWidthOfAll: state.implicitWidth + (Theme.largePrint ? 0 : front.implicitWidth + near.implicitWidth + 2 * spacing)
        spacing: Theme.s2
        Tag {
            id: front
            visible: !Theme.largePrint
            kind: page.face.placed ? "ok" : "neutral"
            iconName: page.face.placed ? "check" : "face"
            text: qsTr("正对镜头")
        }
        Tag {
            id: near
            visible: !Theme.largePrint
            kind: page.face.distanceRight ? "ok" : "neutral"
            iconName: page.face.distanceRight ? "check" : "person"
            text: qsTr("距离合适")
        }
        Tag {
            id: state
            kind: page.troubled ? "warning" : "info"
            bold: true
            iconName: page.troubled ? "refresh" : "clock"
            text: page.troubled ? qsTr("还可以试 %1 次").arg(page.face.triesLeft) : page.prompted ? qsTr("照着提示做") : page.face.checking ? qsTr("正在核对，约 1 秒") : qsTr("等您就位")
        }
    }
    bottomItem: ListRow {
        x: page.wordsLeft
        width: page.wordsPx
        height: Math.max(140, implicitHeight)
        iconName: "shield"
        title: qsTr("画面只用来和身份证照片比对")
        subtitle: Theme.largePrint ? "" : qsTr("比对完马上删除，不保存照片")
        AppButton {
            kind: "outline"
            text: qsTr("不刷脸")
            height: Theme.target
            paddingPx: 32
            onClicked: page.session.declineFace()
        }
    }
}
