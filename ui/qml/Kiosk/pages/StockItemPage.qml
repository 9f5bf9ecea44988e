pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// What staff have in their hands: scanned, or its code typed; then what it is, how big, and where it goes.
JourneyPage {
    id: page
    readonly property StockView stock: views.stock
    readonly property bool inspects: stock.chore === "inspect"
    readonly property real leftPx: contentWidth - (Theme.landscape && pad.visible ? pad.width + Theme.s3 : 0)

    header.ofStaff: true
    title: stock.hasThing ? (inspects ? qsTr("%1 号格里是这件吗？").arg(stock.cell) : qsTr("放进哪一格？")) : qsTr("请扫物件上的条码")
    lead: tight || stock.hasThing ? "" : stock.done !== "" ? stock.done : qsTr("扫不出来，就在下面输入")
    contentGap: Theme.landscape || Theme.largePrint ? 16 : 32
    bottomGap: Theme.landscape ? Theme.s2 : 0
    leaveText: Theme.largePrint ? qsTr("退出") : qsTr("退出登录")
    mainText: stock.asking ? qsTr("正在核对") : !stock.hasThing ? qsTr("查询") : inspects ? qsTr("登记") : qsTr("打开柜门")
    mainIcon: stock.hasThing ? "check" : "search"
    mainEnabled: !stock.asking && (stock.hasThing ? inspects || stock.cell !== "" : stock.typed !== "")
    whyDisabled: stock.asking ? qsTr("请稍等") : stock.hasThing ? qsTr("请选格口大小") : qsTr("还没有扫码")
    sideBySide: false

    function isKey(x: real, y: real): bool {
        return pad.visible && pad.contains(pad.mapFromItem(page, x, y));
    }

    Column {
        width: page.leftPx
        spacing: page.tight ? Theme.s2 : Theme.s3
        Rectangle {
            width: parent.width
            visible: !page.stock.hasThing
            height: code.implicitHeight + 2 * Theme.s2
            radius: Theme.radius
            color: Theme.surface
            border.width: Theme.strokeStrong
            border.color: Theme.primary
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("条码") + " " + code.text
            Text {
                id: code
                anchors.centerIn: parent
                width: parent.width - 2 * Theme.s3
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.WrapAnywhere
                font.family: "Noto Sans Mono CJK SC"
                font.pixelSize: text.length > 18 ? 36 : 56
                textFormat: Text.PlainText
                color: Theme.ink
                text: page.stock.typed === "" ? " " : page.stock.typed
                Accessible.ignored: true
            }
        }
        ListRow {
            width: parent.width
            visible: page.stock.hasThing
            iconName: "parcel"
            markKind: "ok"
            title: page.stock.title
            subtitle: !page.tight ? page.stock.subtitle : page.stock.title === page.stock.parcel ? "" : page.stock.parcel
            AppButton {
                kind: "outline"
                text: qsTr("换一件")
                enabled: !page.stock.asking
                onClicked: page.stock.another()
            }
        }
        Flow {
            id: sizes
            width: parent.width
            visible: page.stock.hasThing && !page.inspects
            spacing: Theme.targetGap
            Repeater {
                model: page.stock.sizes
                Chip {
                    required property string size
                    required property string label
                    required property bool chosen
                    required property bool free
                    text: label
                    selected: chosen
                    visible: free
                    onClicked: page.stock.chooseSize(size)
                }
            }
        }
        ListRow {
            width: parent.width
            visible: page.stock.hasThing && !page.inspects && page.stock.cell !== ""
            iconName: "locker"
            markKind: "todo"
            title: qsTr("%1 号格").arg(page.stock.cell)
            subtitle: page.tight ? "" : page.views.door.where
        }
        SessionNotice {
            width: parent.width
            session: page.session
            text: Theme.landscape || (Theme.largePrint && pad.visible) ? "" : session.noticeText
        }
    }
    Keypad {
        id: pad
        visible: !page.stock.hasThing
        x: Theme.landscape ? parent.width - width : -Theme.margin
        width: Theme.landscape ? 1080 : page.width
        anchors.bottom: parent.bottom
        mode: "capitals"
        dash: true
        onKey: text => page.stock.type(text)
        onBackspace: page.stock.backspace()
    }
}
