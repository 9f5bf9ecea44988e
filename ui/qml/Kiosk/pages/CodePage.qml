pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// What a code is that was shown without having been asked for, and what to do with it.
JourneyPage {
    id: page
    readonly property ScannedCodeView code: views.scannedCode

    title: code.asking ? qsTr("正在查询") : session.noticeTitle !== "" ? session.noticeTitle : code.title
    lead: tight ? "" : code.asking ? qsTr("最多 8 秒，请稍等") : session.noticeTitle !== "" ? session.noticeText : code.text
    backText: qsTr("首页")
    backIcon: "house"
    leaveText: Theme.largePrint ? qsTr("结束") : qsTr("结束使用")
    mainText: qsTr("知道了")
    mainIcon: "check"
    sideBySide: false

    ScrollList {
        anchors.fill: parent
        columns: Theme.landscape ? 2 : 1
        model: page.rows()
        delegate: ListRow {
            required property var modelData
            iconName: modelData.icon
            markKind: "todo"
            title: modelData.title
            subtitle: modelData.subtitle
        }
    }

    function rows(): var {
        const known = [
            {
                "icon": "document",
                "title": code.receiptState,
                "subtitle": qsTr("现在办到这一步")
            },
            {
                "icon": "ticket",
                "title": code.receiptNumber,
                "subtitle": qsTr("受理号")
            },
            {
                "icon": "calendar",
                "title": code.receiptMade,
                "subtitle": qsTr("提交日期")
            }
        ].filter(row => row.title !== "");
        const genuine = code.certificate.map(row => ({
                    "icon": "check",
                    "title": row.title,
                    "subtitle": row.subtitle
                }));
        const hotline = {
            "icon": "phone",
            "title": qsTr("拨打 %1").arg(session.hotline),
            "subtitle": qsTr("24 小时有人接听，告诉您怎么办")
        };
        return code.asking ? [] : [...known, ...genuine, hotline];
    }
}
