import QtQuick
import Kiosk.Views

// One page of the journey: made at once when wanted, or ahead of time in small portions while nothing else happens.
Loader {
    id: loader
    required property string step
    required property Views views
    property bool wanted: false
    property bool ahead: false
    readonly property bool shown: wanted && status === Loader.Ready

    function isKey(x: real, y: real): bool {
        const page = loader.item as JourneyPage;
        return page !== null && page.isKey(x, y);
    }
    function fileOf(name: string): string {
        return name.split("_").map(part => part.charAt(0).toUpperCase() + part.substring(1)).join("") + "Page.qml";
    }

    // Qt loses the initial properties when `asynchronous` changes under a load: a page that is wanted before it is ready
    // begins again. Once made it stays.
    function follow(): void {
        if (status === Loader.Ready || !(wanted || ahead))
            return;
        source = "";
        asynchronous = !wanted;
        setSource(Qt.resolvedUrl(fileOf(step)), {
            "views": views
        });
    }

    visible: shown
    onAheadChanged: follow()
    onWantedChanged: follow()
    Component.onCompleted: follow()
}
