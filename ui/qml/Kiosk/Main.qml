import QtQuick
import Kiosk
import Kiosk.Views
import "pages"

// The one window: the page of the current step, the layers above it, and the guard against a second tap.
Window {
    id: window
    required property Views views
    readonly property SessionView session: views.session
    // The page that is on the screen now; follows session.page as soon as that page is made.
    readonly property string shownPage: stage.shown
    readonly property int guardMs: 250
    property bool preloading: true

    title: session.terminalName
    color: Theme.paper

    Binding {
        Theme.largePrint: window.session.largePrint
        Theme.highContrast: window.session.highContrast
        Theme.landscape: window.width > window.height
    }

    Item {
        id: stage
        anchors.fill: parent
        focus: true
        readonly property var pages: ["start", "home", "items", "guide", "identify", "consent", "face", "other_way", "fetching", "form", "materials", "review", "sending", "done", "rating", "stopped", "out_of_service"]
        property string shown: ""
        property int made: 0 // how many of the pages may be made ahead

        Repeater {
            id: loaders
            model: stage.pages
            PageLoader {
                required property string modelData
                required property int index
                anchors.fill: parent
                step: modelData
                views: window.views
                wanted: window.session.page === step
                ahead: index < stage.made
                onShownChanged: if (shown) {
                    stage.shown = step;
                    item.forceActiveFocus();
                }
            }
        }
    }
    // Pages are made ahead one at a time while nothing else happens.
    Timer {
        interval: 30
        repeat: true
        running: window.preloading && stage.shown !== "" && stage.made < stage.pages.length
        onTriggered: {
            const last = loaders.itemAt(stage.made - 1) as PageLoader;
            if (!last || last.status !== Loader.Loading)
                stage.made += 1;
        }
    }
    Overlays {
        anchors.fill: parent
        session: window.session
    }
    // A second tap must not press what appears under the finger.
    MouseArea {
        id: guard
        anchors.fill: parent
        z: 1000
        enabled: guardTimer.running
        onPressed: mouse => {
            const loader = loaders.itemAt(stage.pages.indexOf(stage.shown)) as PageLoader;
            mouse.accepted = !loader || !loader.isKey(mouse.x, mouse.y);
        }
    }
    Timer {
        id: guardTimer
        interval: window.guardMs
    }
    Connections {
        target: window.session
        property string place: ""
        function onChanged(): void {
            const now = window.session.page + window.session.topic + window.session.overlay;
            if (place !== now) {
                place = now;
                guardTimer.restart();
            }
            if (!window.session.occupied)
                window.forget();
        }
    }
    // The person is gone: pages that were theirs are thrown away with all they held, and made afresh.
    property bool occupied: session.occupied
    function forget(): void {
    }
}
