import QtQuick
import Kiosk
import Kiosk.Views

// Where the receipt is: coming out, to be taken, or why there is none and how to get it.
Column {
    id: state
    required property DoneView done
    property real printed: 0 // 0 to 1
    readonly property bool troubled: done.receiptTitle !== ""
    spacing: Theme.s2

    StatusBand {
        width: parent.width
        visible: !state.troubled
        kind: state.done.receipt === "printed" ? "success" : "info"
        title: state.done.receipt === "printed" ? qsTr("回执已打印，请取走") : qsTr("正在打印回执，约 5 秒")
        text: qsTr("从屏幕下方左侧的出纸口取走")
        value: state.done.receipt === "printing" ? state.printed : -1
        iconName: Theme.landscape ? "printer" : ""
        ReceiptSlot {
            visible: !Theme.landscape // there it stands in a list, which cannot cut shapes
            out: state.done.receipt === "printed" ? 1 : state.printed
        }
    }
    Notice {
        width: parent.width
        visible: state.troubled
        kind: "warning"
        iconName: "printer"
        title: state.done.receiptTitle
        text: state.done.receiptText
    }
    AppButton {
        visible: state.troubled
        width: parent.width
        kind: "outline"
        iconName: "printer"
        text: qsTr("再打印一次")
        onClicked: state.done.reprint()
    }
}
