pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// What was approved, or the copy of the application, on A4: asked first, watched while it prints, and only the person says that the sheet is good.
JourneyPage {
    id: page
    readonly property CertificateView certificate: views.certificate
    readonly property string stage: certificate.stage
    readonly property bool copy: certificate.isCopy
    readonly property bool working: stage === "fetching" || stage === "sending" || stage === "printing"
    readonly property bool asks: stage === "asking"
    readonly property bool troubled: certificate.trouble !== "" && !working

    title: troubled ? certificate.trouble : said().title
    lead: troubled ? certificate.troubleText : tight ? "" : said().lead
    leaveText: Theme.largePrint ? qsTr("结束") : qsTr("结束使用")
    mainText: said().main
    mainIcon: said().icon
    mainEnabled: !working
    whyDisabled: ""
    sideBySide: false

    function step(title: string, lead: string, main: string, icon: string): var {
        return {
            "title": title,
            "lead": lead,
            "main": main,
            "icon": icon
        };
    }
    function said(): var {
        const on = copy ? qsTr("继续") : qsTr("去评价");
        if (copy && ["offered", "fetching", "printed"].includes(stage))
            return saidOfCopy();
        switch (stage) {
        case "offered":
            return step(qsTr("要打印纸质证明吗？"), qsTr("不打印也有效，以后凭回执还能打"), qsTr("打印"), "printer");
        case "fetching":
            return step(qsTr("正在取证明"), qsTr("最多 20 秒，请稍等"), qsTr("请稍等"), "");
        case "sending":
        case "printing":
            return step(certificate.again ? qsTr("再打印一张，请稍等") : copy ? qsTr("正在打印申请表") : qsTr("正在打印证明"), qsTr("纸上有您的资料，请等它出来再走"), qsTr("正在打印"), "");
        case "held_up":
            return step(qsTr("打印机停下了"), "", qsTr("不等了"), "cross");
        case "asking":
            return step(copy ? qsTr("拿到申请表了吗？") : qsTr("拿到证明了吗？"), qsTr("请看一看：%1 张，字清楚，纸没有破").arg(certificate.sheets), Theme.largePrint ? qsTr("拿到了") : qsTr("拿到了，清楚"), "check");
        case "printed":
            return step(qsTr("证明打印好了"), qsTr("请拿好，别忘在出纸口"), on, "chevron-right");
        default:
            return step(qsTr("这次没有打印"), "", certificate.mayRetry ? qsTr("再试一次") : on, certificate.mayRetry ? "refresh" : "chevron-right");
        }
    }
    function saidOfCopy(): var {
        switch (stage) {
        case "offered":
            return step(qsTr("要打印申请表吗？"), qsTr("您提交的全部内容，留作底稿；不打印也不影响办理"), qsTr("打印"), "printer");
        case "fetching":
            return step(qsTr("正在准备申请表"), qsTr("最多 20 秒，请稍等"), qsTr("请稍等"), "");
        default:
            return step(qsTr("申请表打印好了"), qsTr("请拿好，别忘在出纸口"), qsTr("继续"), "chevron-right");
        }
    }
    function aboutPaper(): string {
        if (stage === "offered")
            return copy ? qsTr("A4 纸，不收费；上面有您的姓名、证件号码和签名") : qsTr("A4 纸 1 张，不收费；上面有您的姓名和证件号码");
        if (stage === "printed")
            return copy ? qsTr("上面有您的资料，请收好") : qsTr("签发机关已电子签名，扫纸上的码可以核验");
        return working || stage === "held_up" ? qsTr("从屏幕下方右侧的出纸口出来") : "";
    }

    StatusBand {
        id: band
        width: parent.width
        visible: !page.asks && !(page.tight && page.troubled)
        kind: page.stage === "printed" ? "success" : page.troubled ? "warning" : "info"
        iconName: page.stage === "printed" ? "check" : page.troubled ? "warning" : "printer"
        title: page.certificate.name
        text: page.aboutPaper()
    }
    AppText {
        id: heading
        anchors.top: band.visible ? band.bottom : parent.top
        anchors.topMargin: band.visible ? Theme.s3 : 0
        width: parent.width
        visible: page.certificate.mayReprint && !page.tight
        bold: true
        text: qsTr("纸有问题？点原因，再打一张")
        Accessible.role: Accessible.Heading
    }
    ScrollList {
        anchors.top: heading.visible ? heading.bottom : band.visible ? band.bottom : parent.top
        anchors.topMargin: heading.visible || band.visible ? Theme.s3 : 0
        anchors.bottom: parent.bottom
        width: parent.width
        columns: Theme.landscape && !Theme.largePrint ? 2 : 1
        model: page.rows()
        delegate: ListRow {
            required property var modelData
            interactive: true
            iconName: modelData.icon
            markKind: "todo"
            title: modelData.title
            subtitle: page.tight ? "" : modelData.subtitle
            onClicked: {
                if (modelData.code === "")
                    page.certificate.decline();
                else
                    page.certificate.refuse(modelData.code);
            }
        }
    }
    bottomItem: SessionNotice {
        width: page.bottomWidth
        session: page.session
        text: page.tight ? "" : session.noticeText
    }

    function rows(): var {
        const decline = {
            "code": "",
            "icon": "chevron-right",
            "title": copy ? qsTr("不打印，返回") : qsTr("不打印，去评价"),
            "subtitle": copy ? qsTr("受理号和回执就能查进度") : qsTr("以后带身份证和回执，还能打印")
        };
        const reasons = certificate.reasons.map(reason => ({
                    "code": reason.code,
                    "icon": "refresh",
                    "title": reason.title,
                    "subtitle": ""
                }));
        if (certificate.mayReprint)
            return reasons;
        return stage === "offered" || certificate.mayRetry ? [decline] : [];
    }
}
