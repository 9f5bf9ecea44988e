pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Long words: every control with more text than its Chinese needs.
Page {
    title: "What would you like to do?"
    lead: "Ask first, then choose"
    terminalName: "Self-Service Terminal"
    hallName: "Xiangmihu Public Service Centre"
    hallShortName: "Xiangmihu"
    time: "20:36"
    date: "Sun, 22 Nov"
    header.languageText: "Language"
    header.displayText: "Display"
    header.helpText: "Help"
    backText: "Back"
    leaveText: Theme.largePrint ? "Finish" : "Finish without rating"
    mainText: "Check my details and sign"
    railIndex: 2
    railCount: 5
    railName: "Check your details"
    railNext: "Prepare documents"

    Column {
        width: parent.width
        spacing: 16
        Field {
            width: parent.width
            label: "Where do you live?"
            value: "Room 1204, Building 3, No. 8 Zizhu 6th Road"
            prefilled: true
            editText: "Change"
            sourceText: "From your permit"
            sourceKind: "licence"
        }
        ListRow {
            width: parent.width
            visible: !Theme.landscape || !Theme.largePrint
            markKind: "later"
            iconName: "form"
            title: "Labour contract"
            subtitle: "Not with you? Hand it in later"
            AppButton {
                kind: "outline"
                text: "Scan"
            }
            AppButton {
                kind: "outline"
                text: "Later"
            }
        }
        Row {
            visible: !Theme.landscape
            spacing: 24
            Tile {
                width: Theme.largePrint ? 440 : 304
                iconName: "briefcase"
                title: "Employment and business"
                subtitle: "Subsidies, registration"
            }
            Tile {
                width: Theme.largePrint ? 440 : 304
                iconName: "medical"
                title: "Health"
                subtitle: "Insurance"
                unavailableReason: "The printer is being repaired"
            }
        }
    }
}
