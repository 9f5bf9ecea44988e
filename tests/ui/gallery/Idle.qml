pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Picture 11: the idle warning over a form.
Item {
    property alias dialog: dialogItem
    Form {
        anchors.fill: parent
    }
    Dialog {
        id: dialogItem
        open: true
        remaining: 11
        total: 15
        title: "您还在吗？"
        text: "11 秒后自动退出，并清除您填写的内容"
        mutedText: "已提交的申请不受影响"
        mainText: "我还在，继续办理"
        secondText: "退出并清除"
        secondIcon: "leave"
    }
}
