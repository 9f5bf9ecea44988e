import QtQuick
import Kiosk
import Kiosk.Views

// What the session has to tell on this page: what happened, what it means, what to do.
Notice {
    required property SessionView session
    width: parent?.width ?? 0
    height: visible ? implicitHeight : 0
    visible: session.noticeTitle !== ""
    kind: "warning"
    title: session.noticeTitle
    text: session.noticeText
}
