pragma Singleton
// Generated from ui/theme/tokens.css by `python -m ui.theme`; change it there.
import QtQuick

QtObject {
    property bool largePrint: false
    property bool highContrast: false
    property bool landscape: false
    // Screenshots turn movement off.
    property bool animations: true

    readonly property string terminalName: "政务服务自助终端"
    readonly property string logo: "logo"
    readonly property color ink: highContrast ? "#FFFFFF" : "#14213D"
    readonly property color paper: highContrast ? "#000000" : "#FAFAF7"
    readonly property color surface: highContrast ? "#000000" : "#FFFFFF"
    readonly property color line: highContrast ? "#FFFFFF" : "#D9DEE7"
    readonly property color primary: highContrast ? "#FFE600" : "#0B4DA2"
    readonly property color primarySoft: highContrast ? "#000000" : "#E6EEF9"
    readonly property color success: highContrast ? "#FFE600" : "#1B7F4B"
    readonly property color warning: highContrast ? "#FFE600" : "#B25E00"
    readonly property color danger: highContrast ? "#FFE600" : "#B3261E"
    readonly property color inkMuted: highContrast ? "#FFFFFF" : "#3F4A64"
    readonly property color lineStrong: highContrast ? "#FFFFFF" : "#6B7790"
    readonly property color inkOnPrimary: highContrast ? "#000000" : "#FFFFFF"
    readonly property color inkOnPrimaryMuted: highContrast ? "#000000" : "#EEF4FC"
    readonly property color primaryPressed: highContrast ? "#FFF6A0" : "#083A7D"
    readonly property color primaryDeep: highContrast ? "#FFE600" : "#093F86"
    readonly property color successSoft: highContrast ? "#000000" : "#E4F2EA"
    readonly property color warningSoft: highContrast ? "#000000" : "#FBEFE0"
    readonly property color dangerSoft: highContrast ? "#000000" : "#FBE9E7"
    readonly property color successInk: highContrast ? "#FFFFFF" : "#0E5130"
    readonly property color warningInk: highContrast ? "#FFFFFF" : "#6E3A00"
    readonly property color dangerInk: highContrast ? "#FFFFFF" : "#8A1B15"
    readonly property color disabledFill: highContrast ? "#000000" : "#E9ECF1"
    readonly property color disabledInk: highContrast ? "#FFFFFF" : "#3B4760"
    readonly property color neutralSoft: highContrast ? "#000000" : "#EEF0F4"
    readonly property color keyBed: highContrast ? "#000000" : "#E4E8EF"
    readonly property color keyFunction: highContrast ? "#000000" : "#CBD3DF"
    readonly property color figure1: "#CBD5E4"
    readonly property color figure2: "#B9C6DA"
    readonly property color figure3: "#A6B5CC"
    readonly property color figure4: "#7F90AD"
    readonly property color focus: highContrast ? "#FFFFFF" : "#14213D"
    readonly property color scrim: highContrast ? "#E0000000" : "#DB14213D"
    readonly property color screenDark: "#14213D"
    readonly property color inkOnDark: "#FFFFFF"
    readonly property color inkOnDarkMuted: "#D9DEE7"
    readonly property real k: largePrint ? 1.4 : 1
    readonly property string font: "Noto Sans CJK SC"
    readonly property real lhTitle: 1.25
    readonly property real lhBody: 1.45
    readonly property real wRegular: 400
    readonly property real wBold: 700
    readonly property int s1: 8
    readonly property int s2: 16
    readonly property int s3: 24
    readonly property int s4: 40
    readonly property int s5: 64
    readonly property int margin: 60
    readonly property int gutter: 24
    readonly property int header: largePrint ? 160 : 140
    readonly property int footer: largePrint ? 196 : 180
    readonly property int radius: 24
    readonly property int radiusSmall: 12
    readonly property int radiusPill: 999
    readonly property int stroke: highContrast ? 3 : 2
    readonly property int strokeStrong: 3
    readonly property int strokeFocus: 6
    readonly property int focusGap: 4
    readonly property int target: largePrint ? 112 : 96
    readonly property int targetGap: 16
    readonly property int button: largePrint ? 136 : 112
    readonly property int key: 104
    readonly property int iconSmall: largePrint ? 48 : 36
    readonly property int icon: largePrint ? 60 : 48
    readonly property int iconLarge: 72
    readonly property int iconStroke: 3
    readonly property int display: Math.round(96 * k)
    readonly property int title: Math.round(64 * k)
    readonly property int heading: Math.round(44 * k)
    readonly property int label: Math.round(38 * k)
    readonly property int body: Math.round(34 * k)
    readonly property int small: Math.round(28 * k)
}
