pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Picture 14: every control in every look.
Rectangle {
    id: gallery
    color: Theme.paper
    implicitWidth: 1080
    implicitHeight: 1920

    Column {
        x: Theme.margin
        y: 52
        width: parent.width - 2 * Theme.margin
        spacing: 32

        Grid {
            columns: 5
            columnSpacing: 24
            rowSpacing: 32
            verticalItemAlignment: Grid.AlignVCenter
            Repeater {
                model: ["", "常态", "按下", "焦点", "不可用"]
                AppText {
                    required property string modelData
                    width: modelData === "" ? 96 : 192
                    height: 40
                    horizontalAlignment: Text.AlignHCenter
                    role: "small"
                    color: Theme.inkMuted
                    text: modelData
                }
            }
            Repeater {
                model: 20
                Item {
                    id: cell
                    required property int index
                    readonly property int kindIndex: Math.floor(index / 5)
                    readonly property int look: index % 5
                    width: look === 0 ? 96 : 192
                    height: 112
                    AppText {
                        visible: cell.look === 0
                        anchors.verticalCenter: parent.verticalCenter
                        role: "small"
                        color: Theme.inkMuted
                        text: ["主要", "次要", "返回", "无框"][cell.kindIndex]
                    }
                    AppButton {
                        visible: cell.look > 0
                        width: 192
                        height: 112
                        paddingPx: 8
                        kind: ["main", "outline", "back", "plain"][cell.kindIndex]
                        text: ["下一步", "扫描", "返回", "退出"][cell.kindIndex]
                        whyDisabled: cell.kindIndex === 0 ? "还差 2 份" : ""
                        enabled: cell.look !== 4
                        forcePressed: cell.look === 2
                        forceFocus: cell.look === 3
                    }
                }
            }
        }
        Row {
            spacing: 24
            Tile {
                iconName: "card"
                title: "社会保障"
                subtitle: "常态"
            }
            Tile {
                iconName: "card"
                title: "社会保障"
                subtitle: "按下"
                forcePressed: true
            }
            Tile {
                iconName: "card"
                title: "社会保障"
                subtitle: "焦点"
                forceFocus: true
            }
        }
        Grid {
            columns: 2
            columnSpacing: 24
            rowSpacing: 32
            Field {
                width: 468
                value: "预填"
                prefilled: true
            }
            Field {
                width: 468
                value: "待填"
            }
            Field {
                width: 468
                value: "正在输入"
                editing: true
            }
            Field {
                width: 468
                value: "1380013"
                error: "手机号少 4 位，请补全"
            }
        }
        Flow {
            width: parent.width
            spacing: 14
            Tag {
                text: "来自居住登记"
                kind: "info"
                iconName: "id-card"
            }
            Tag {
                text: "免提交"
                kind: "ok"
                iconName: "check"
            }
            Tag {
                text: "暂停服务"
                kind: "warning"
                iconName: "warning"
            }
            Tag {
                text: "读卡失败"
                kind: "danger"
                iconName: "cross-circle"
            }
            Tag {
                text: "已过期"
                iconName: "clock"
            }
        }
        Rectangle {
            width: parent.width
            height: icons.height + 64
            color: Theme.surface
            radius: Theme.radius
            border.width: Theme.stroke
            border.color: Theme.line
            Grid {
                id: icons
                x: 36
                y: 32
                columns: 12
                columnSpacing: 28
                rowSpacing: 34
                Repeater {
                    model: ["language", "text-size", "help", "chevron-left", "chevron-right", "chevron-up", "chevron-down", "leave", "search", "ask", "locker", "document", "heart", "accessibility", "house", "baby", "shop", "card", "id-card", "medical", "elder", "briefcase", "car", "graduation", "passport", "rings", "printer", "ticket", "place", "phone", "check", "check-circle", "warning", "info", "cross-circle", "clock", "camera", "scan", "pencil", "cross", "backspace", "shift", "hide-keyboard", "qr", "face", "sound", "contrast", "low-reach", "video", "network", "database", "shield", "settings", "send", "download", "power", "bell", "parcel", "grid", "form", "hand", "list"]
                    Icon {
                        required property string modelData
                        name: modelData
                        size: 48
                    }
                }
            }
        }
    }
}
