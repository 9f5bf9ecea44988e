import QtQuick
import Kiosk
import Kiosk.Views

// What all pages share: the frame, filled from the session, and the buttons that are always there.
Page {
    id: page
    required property Views views
    readonly property SessionView session: views.session
    // False while the button only turns a leaf of this page.
    property bool mainConfirms: true
    property bool backGoesBack: true

    terminalName: session.terminalName
    hallName: session.hallName
    hallShortName: session.hallShortName
    time: session.time
    date: session.date
    railIndex: session.railIndex
    railCount: session.railCount
    railName: session.railName
    railNext: session.railNext
    backEnabled: session.backEnabled
    leaveEnabled: session.leaveEnabled
    onBackClicked: if (backGoesBack)
        session.back()
    onLeaveClicked: session.leave()
    onMainClicked: if (mainConfirms)
        session.confirm()
    onHelpClicked: session.open("help")
    onDisplayClicked: session.open("display")
    onLanguageClicked: session.open("language")

    // Whether a finger at this place is typing: keys are never swallowed by the guard after a page change.
    function isKey(x: real, y: real): bool {
        return false;
    }
}
