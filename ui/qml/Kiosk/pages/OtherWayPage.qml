pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// For who declines the face check, did not pass it, or has no portrait to compare with: what works here and now.
JourneyPage {
    id: page
    readonly property FaceView face: views.face
    readonly property OtherWaysView ways: views.otherWays
    readonly property PickupView pickup: views.pickup
    readonly property StaffCardView staff: views.staffCard

    title: session.noticeTitle !== "" ? session.noticeTitle : qsTr("换一种方式确认身份")
    lead: tight ? "" : qsTr("还没有提交任何内容。下面的方式都可以办。")
    mainText: face.mayTry ? (Theme.largePrint ? qsTr("再刷脸") : qsTr("再刷一次脸")) : (Theme.largePrint ? qsTr("输代码") : qsTr("输入代码"))
    mainIcon: face.mayTry ? "face" : "phone"
    mainConfirms: face.mayTry
    onMainClicked: if (!face.mayTry)
        ways.wantStaffCode()
    mainEnabled: face.mayTry || ways.online
    whyDisabled: qsTr("请到人工窗口")
    sideBySide: false

    ScrollList {
        anchors.fill: parent
        columns: Theme.landscape ? 2 : 1
        model: page.rows()
        delegate: ListRow {
            required property var modelData
            interactive: modelData.does !== ""
            enabled: modelData.does !== "code" || page.ways.online
            iconName: modelData.icon
            markKind: "todo"
            title: modelData.title
            subtitle: page.tight && modelData.does !== "" ? "" : modelData.subtitle
            onClicked: {
                if (modelData.does === "code")
                    page.ways.wantStaffCode();
                else if (modelData.does === "card")
                    page.staff.begin();
                else if (modelData.does === "pickup")
                    page.pickup.wantCode();
                else
                    page.ways.skipFace();
            }
        }
    }

    function row(does: string, icon: string, title: string, subtitle: string): var {
        return {
            "does": does,
            "icon": icon,
            "title": title,
            "subtitle": subtitle
        };
    }
    function rows(): var {
        const code = row("code", "phone", qsTr("拨打 %1，拿代码接着办").arg(session.hotline), ways.online ? qsTr("报终端编号 %1；拿到代码后点这里输入").arg(session.terminalId) : qsTr("要联网核对，网络现在不通"));
        const counter = row("", "person", qsTr("到本大厅人工窗口"), ways.hall);
        const skip = row("skip", "document", qsTr("不刷脸，直接办"), qsTr("这件事凭证件就能办"));
        const card = row("card", "card", qsTr("工作人员在场，刷卡确认"), qsTr("请他核对您和证件，再插工作卡"));
        const pickup = row("pickup", "parcel", qsTr("输入取件码"), qsTr("6 位数字，在取件通知里"));
        const first = [...(ways.maySkipFace ? [skip] : []), ...(page.pickup.mayTypeCode ? [pickup] : [])];
        return [...first, code, ...(page.staff.offered ? [card] : []), counter];
    }
    bottomItem: Notice {
        width: page.bottomWidth
        kind: "info"
        title: qsTr("您的证件信息没有保存")
        text: page.tight ? "" : qsTr("您离开后，这台终端不留任何资料。")
    }
}
