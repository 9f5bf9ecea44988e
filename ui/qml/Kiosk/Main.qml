pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views
import "pages"

// The one window: the page of the current step, the layers above it, and the guard against a second tap.
Window {
    id: window
    required property Views views
    property SimulationView simulation: null // with simulated devices, at a desk
    property int guardMs: 250
    property int aheadMs: 40 // pause between two pages that are made ahead; 0 = none is
    readonly property SessionView session: views.session
    readonly property string shownPage: stage.shown
    readonly property bool guarding: guard.running // touches meet the guard
    readonly property bool allMade: stage.made === stage.steps.length

    title: session.terminalName
    color: Theme.paper

    Binding {
        target: Theme
        property: "largePrint"
        value: window.session.largePrint
    }
    Binding {
        target: Theme
        property: "highContrast"
        value: window.session.highContrast
    }
    Binding {
        target: Theme
        property: "landscape"
        value: window.width > window.height
    }

    FocusScope {
        id: stage
        anchors.fill: parent
        focus: true
        property string shown
        property int made: 1 // how many of `steps` are made ahead
        readonly property var steps: ["start", "home", "items", "guide", "identify", "social_card", "eid_qr", "travel_document", "consent", "face", "fetching", "form", "materials", "capture", "paper_check", "review", "sending", "done", "rating", "certificate", "copy", "other_way", "staff_code", "staff_card", "pickup_code", "waiting", "hand_in", "door", "door_trouble", "sign_for", "staff", "stock_item", "staff_door", "staff_trouble", "cell_found", "code", "stopped", "farewell", "out_of_service"]
        readonly property var rare: ["capture", "paper_check", "certificate", "copy", "social_card", "eid_qr", "travel_document", "other_way", "staff_code", "staff_card", "code", "stopped", "farewell", "out_of_service", "pickup_code", "waiting", "hand_in", "door", "door_trouble", "sign_for", "staff", "stock_item", "staff_door", "staff_trouble", "cell_found"] // few come here: 3 MB each are saved

        function loaderOf(step: string): PageLoader {
            return loaders.itemAt(steps.indexOf(step)) as PageLoader;
        }

        // Keys go to the page, unless a layer above it asks something.
        function takeFocus(): void {
            const page = loaderOf(shown).item as Item;
            if (page !== null && window.session.overlay === "")
                page.forceActiveFocus();
        }

        Repeater {
            id: loaders
            model: stage.steps
            PageLoader {
                required property string modelData
                required property int index
                anchors.fill: parent
                step: modelData
                views: window.views
                wanted: window.session.page === step
                ahead: index < stage.made && !stage.rare.includes(step)
                onShownChanged: {
                    if (shown) {
                        stage.shown = step;
                        stage.takeFocus();
                    }
                }
            }
        }
    }
    Timer {
        interval: window.aheadMs
        repeat: true
        running: window.aheadMs > 0 && stage.shown !== "" && !window.allMade
        onTriggered: {
            if (stage.loaderOf(stage.steps[stage.made - 1]).status !== Loader.Loading)
                stage.made += 1;
        }
    }
    Loader {
        id: overlays
        anchors.fill: parent
        readonly property bool wanted: window.session.overlay !== "" || stage.made > 1
        onWantedChanged: {
            if (status === Loader.Null)
                setSource("pages/Overlays.qml", {
                    "session": window.session
                });
        }
    }

    Loader {
        anchors.fill: parent
        z: 900
        active: window.simulation !== null
        sourceComponent: SimulationPanel {
            simulation: window.simulation
        }
    }

    // A second tap must not press what appears under the finger.
    MouseArea {
        anchors.fill: parent
        z: 1000
        enabled: guard.running
        onPressed: mouse => mouse.accepted = !stage.loaderOf(stage.shown).isKey(mouse.x, mouse.y)
    }
    Timer {
        id: guard
        interval: window.guardMs
    }
    QtObject {
        readonly property string place: window.session.page + window.session.topic + window.session.overlay
        onPlaceChanged: guard.restart()
        readonly property string overlay: window.session.overlay
        onOverlayChanged: stage.takeFocus()
    }
}
