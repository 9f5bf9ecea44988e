import QtQuick

// Rows, or a grid of them, that drag and also page with big arrows; the arrows appear only when there is more than fits:
// below the rows, or beside them on a low screen. A page ends where a row ends: none is cut. Rows get their width from
// here; all are made at once, so a list is to be of a length that a person would page through.
FocusScope {
    id: list
    property alias model: rows.model
    property alias delegate: rows.delegate
    property alias count: rows.count
    property int columns: 1
    property int spacing: Theme.s2
    property bool even: columns > 1 // all rows as high as the highest
    property int kept: -1 // the row that stays in sight however the pages are divided anew

    readonly property real naturalPx: grid.height // without turning pages
    readonly property bool beside: Theme.landscape
    property bool paged: false
    readonly property real columnPx: (grid.width - (columns - 1) * spacing) / columns
    readonly property real evenPx: Math.max(0, ...grid.children.map(row => row.implicitHeight))
    readonly property real roomPx: paged && !beside ? height - Theme.button - Theme.s2 : height
    readonly property real ringPx: Theme.focusGap + Theme.strokeFocus // around the rows, so that no focus is cut
    property var edges: [0, 0] // where each page begins, and where the last one ends
    property int page: 1
    readonly property int pages: edges.length - 1
    readonly property bool resting: !view.moving && !slide.running
    readonly property real shownPx: paged && resting ? edges[page] - edges[page - 1] : roomPx

    // Arrows beside the rows make them narrower, and so perhaps higher: whether it goes without arrows is known only when
    // the rows were laid out without them. So it is judged at once as things are, for the frame that is being made, and
    // for good when nothing waits to be laid out any more.
    property bool judging: false
    function glance(): void {
        if (judging || !visible)
            return;
        const fits = naturalPx <= height + 1;
        if (!fits || !beside)
            paged = !fits;
        divide();
        if (paged)
            Qt.callLater(judge);
    }
    function judge(): void {
        if (judging || !visible)
            return;
        judging = true;
        if (beside)
            paged = false;
        layOut(grid);
        paged = grid.height > height + 1;
        if (paged && beside)
            layOut(grid);
        divide();
        judging = false;
    }
    function divide(): void {
        const found = [0];
        while (paged && found[found.length - 1] + roomPx + 1 < grid.height && found.length < 100)
            found.push(endOf(found[found.length - 1]));
        edges = [...found, grid.height];
        const row = kept < 0 ? null : rows.itemAt(kept);
        show(row === null ? page : pageAt(row.y), false);
    }
    function layOut(item: Item): void {
        for (const child of item.children)
            layOut(child);
        if (item instanceof Column)
            (item as Column).forceLayout();
        else if (item instanceof Grid)
            (item as Grid).forceLayout();
        else if (item instanceof Row)
            (item as Row).forceLayout();
    }
    onNaturalPxChanged: glance()
    onHeightChanged: glance()
    onWidthChanged: glance()
    onColumnsChanged: glance()
    onCountChanged: glance()
    onKeptChanged: divide()

    // Where the page ends that begins at `top`.
    function endOf(top: real): real {
        const end = whole(grid, 0, top, top + roomPx);
        return end > top + 1 ? end : top + roomPx;
    }
    // The last place above `end` where nothing in `parts` is cut; `y` is where `parts` begins. What would leave a quarter
    // of the page empty is cut between its own parts or lines, if more than a sliver of it finds room. A heading goes
    // with what follows it.
    function whole(parts: Item, y: real, top: real, end: real): real {
        let last = end;
        let heading = null;
        for (const part of parts.children) {
            const from = y + part.y;
            if (part.visible && from < last - 1 && from + part.height > last + 1) {
                const within = top + roomPx - from > roomPx / 4 ? cutWithin(part, from, top, last) : from;
                last = within - from > Theme.s5 ? within : heading !== null && y + heading.y > top ? y + heading.y : from;
            }
            if (part.visible)
                heading = part instanceof AppText ? part : null;
        }
        return last < end ? whole(parts, y, top, last) : last;
    }
    function cutWithin(part: Item, from: real, top: real, end: real): real {
        if (part instanceof AppText) {
            const linePx = (part as AppText).lineHeight;
            return from + Math.floor((end - from) / linePx) * linePx;
        }
        const divisible = part instanceof Column || part instanceof Grid || part instanceof Panel || part.height > roomPx;
        return divisible ? whole(part, from, top, end) : from;
    }

    function show(wanted: int, slowly: bool): void {
        page = Math.max(1, Math.min(pages, wanted));
        slide.stop();
        slide.to = edges[page - 1];
        if (slowly && Theme.animations)
            slide.start();
        else
            view.contentY = slide.to;
    }
    function pageAt(y: real): int {
        let found = 1;
        while (found < pages && edges[found] <= y + 1)
            found += 1;
        return found;
    }
    function showBeginning(): void {
        show(1, false);
    }
    // A drag goes on to the page it was heading for.
    function settle(): void {
        const at = pageAt(view.contentY);
        const ahead = (view.contentY - edges[at - 1]) / roomPx;
        show(ahead > (at < page ? 0.85 : 0.15) ? at + 1 : at, true);
    }

    // Whoever comes to a list sees its beginning.
    onVisibleChanged: {
        showBeginning();
        glance();
    }
    // Keys reach rows on other pages too: these come into sight.
    readonly property Item focused: Window.activeFocusItem
    onFocusedChanged: {
        let row = paged ? focused : null;
        while (row !== null && row.parent !== grid)
            row = row.parent;
        if (row !== null)
            show(pageAt(focused.mapToItem(grid, 0, 0).y), false);
    }

    Accessible.role: Accessible.List

    Item {
        x: -Theme.s2
        y: -list.ringPx
        width: parent.width + 2 * Theme.s2 - (list.paged && list.beside ? pager.width + Theme.gutter : 0)
        height: list.shownPx + 2 * list.ringPx
        clip: list.paged
        Flickable {
            id: view
            width: parent.width
            height: list.roomPx + 2 * list.ringPx
            contentHeight: list.edges[list.pages - 1] + height
            boundsBehavior: Flickable.StopAtBounds
            flickableDirection: Flickable.VerticalFlick
            interactive: list.paged
            onMovementEnded: list.settle()
            Grid {
                id: grid
                x: Theme.s2
                y: list.ringPx
                width: view.width - 2 * Theme.s2
                columns: list.columns
                spacing: list.spacing
                Repeater {
                    id: rows
                    onItemAdded: (index, item) => {
                        item.width = Qt.binding(() => list.columnPx);
                        // What is not on the page is not seen in the room for the ring either, and the software renderer
                        // does not clip shapes, such as dashed edges.
                        item.opacity = Qt.binding(() => item.y + item.height > view.contentY && item.y < view.contentY + list.shownPx ? 1 : 0);
                        item.height = Qt.binding(() => list.even ? list.evenPx : item.implicitHeight);
                    }
                }
            }
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
        anchors.right: parent.right
        width: upright ? implicitWidth : parent.width
        height: upright ? list.height : implicitHeight
        upright: list.beside
        visible: list.paged
        page: list.page
        pages: list.pages
        onUp: list.show(list.page - 1, true)
        onDown: list.show(list.page + 1, true)
    }
}
