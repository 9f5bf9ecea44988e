import QtQuick

// A vertical list that drags and also pages with big arrows; the arrows appear only when there is more than fits.
FocusScope {
    id: list
    property alias model: view.model
    property alias delegate: view.delegate
    property alias spacing: view.spacing
    property alias currentIndex: view.currentIndex
    property alias count: view.count
    property alias listHeader: view.header
    readonly property bool paged: view.contentHeight > list.height + 1
    readonly property real shownPx: paged ? height - pager.height - Theme.s2 : height
    readonly property int pages: paged ? Math.ceil(view.contentHeight / shownPx) : 1
    readonly property int page: !paged || view.atYBeginning ? 1 : view.atYEnd ? pages : Math.max(2, Math.min(pages - 1, Math.round((view.contentY - view.originY) / shownPx) + 1))

    // Turns so that a row cut by the edge is whole on the next page.
    function turn(direction: int): void {
        const top = view.originY;
        const bottom = Math.max(top, top + view.contentHeight - list.shownPx);
        let target = view.contentY + direction * list.shownPx;
        const row = view.itemAt(view.width / 2, target);
        if (row !== null)
            target = direction > 0 ? row.y : row.y < target ? row.y + row.height + view.spacing : row.y;
        if (Math.abs(target - view.contentY) < 1)
            target = view.contentY + direction * list.shownPx; // a row higher than the page
        slide.stop();
        slide.to = Math.max(top, Math.min(bottom, target));
        if (Theme.animations)
            slide.start();
        else
            view.contentY = slide.to;
    }
    // Keeps the control the keys are on in sight.
    function reveal(item: Item): void {
        const y = item.mapToItem(view.contentItem, 0, 0).y;
        if (item.height > list.shownPx)
            view.contentY = y;
        else if (y < view.contentY)
            view.contentY = Math.max(view.originY, y - 16);
        else if (y + item.height > view.contentY + list.shownPx)
            view.contentY = y + item.height - list.shownPx + 16;
    }

    function showRow(index: int): void {
        const row = view.itemAtIndex(index);
        if (row !== null)
            reveal(row);
        else
            view.positionViewAtIndex(index, ListView.Contain);
    }

    // Whoever comes to a list sees its beginning.
    onVisibleChanged: view.positionViewAtBeginning()

    Accessible.role: Accessible.List

    // The view keeps its height whether there are arrows or not, since how much there is to show depends on it.
    Item {
        x: -Theme.s2 // room for the focus ring
        width: parent.width + 2 * Theme.s2
        height: list.shownPx
        clip: list.paged
        ListView {
            id: view
            x: Theme.s2
            width: list.width
            height: list.height
            bottomMargin: list.height - list.shownPx
            spacing: Theme.s2
            boundsBehavior: Flickable.StopAtBounds
            flickableDirection: Flickable.VerticalFlick
            interactive: list.paged
            cacheBuffer: Math.max(0, 2 * height)
            keyNavigationEnabled: false
        }
    }
    NumberAnimation {
        id: slide
        target: view
        property: "contentY"
        duration: 160
        easing.type: Easing.OutCubic
    }
    Pager {
        id: pager
        anchors.bottom: parent.bottom
        width: parent.width
        visible: list.paged
        page: list.page
        pages: list.pages
        onUp: list.turn(-1)
        onDown: list.turn(1)
    }
}
