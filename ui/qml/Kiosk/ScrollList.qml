import QtQuick

// Rows, or a grid of them, that drag and also page with big arrows; the arrows appear only when there is more than fits:
// below the rows, or beside them on a low screen. Rows get their width from here; all are made at once, so a list is
// to be of a length that a person would page through.
FocusScope {
    id: list
    property alias model: rows.model
    property alias delegate: rows.delegate
    property alias count: rows.count
    property int columns: 1
    property int spacing: Theme.s2
    property bool even: columns > 1 // all rows as high as the highest, and none cut by the edge

    readonly property real naturalPx: grid.height // without turning pages
    readonly property bool beside: Theme.landscape
    property bool paged: false
    readonly property real columnPx: (grid.width - (columns - 1) * spacing) / columns
    readonly property real evenPx: Math.max(0, ...grid.children.map(row => row.implicitHeight))
    readonly property real roomPx: paged && !beside ? height - Theme.button - Theme.s2 : height
    readonly property real shownPx: paged && even && evenPx <= roomPx ? Math.floor((roomPx + spacing) / (evenPx + spacing)) * (evenPx + spacing) - spacing : roomPx
    readonly property int pages: paged ? Math.ceil((grid.height + spacing) / (shownPx + spacing)) : 1
    readonly property int page: !paged || view.contentY < 1 ? 1 : view.contentY >= furthest - 1 ? pages : Math.max(2, Math.min(pages - 1, Math.round(view.contentY / (shownPx + spacing)) + 1))
    readonly property real furthest: Math.max(0, grid.height - shownPx)

    // Arrows beside the rows make the rows narrower, and so perhaps of another height: whether it goes without is tried
    // a few times for each shape of the list (rows are laid out in several goes), or it could go to and fro for ever.
    property int tries: 0
    function judge(): void {
        const fits = naturalPx <= height + 1;
        if (!fits || !beside)
            paged = !fits;
        else if (paged && tries < 6) {
            tries += 1;
            paged = false;
        }
    }
    function judgeAnew(): void {
        tries = 0;
        paged = false;
        judge();
    }
    onNaturalPxChanged: judge()
    onHeightChanged: judgeAnew()
    onWidthChanged: judgeAnew()
    onColumnsChanged: judgeAnew()
    onCountChanged: judgeAnew()

    // Turns so that a row cut by the edge is whole on the next page.
    function turn(direction: int): void {
        let target = view.contentY + direction * (list.shownPx + list.spacing);
        const row = grid.childAt(1, target);
        if (row !== null)
            target = direction > 0 || row.y === target ? row.y : row.y + row.height + list.spacing;
        if (Math.abs(target - view.contentY) < 1)
            target = view.contentY + direction * list.shownPx; // a row higher than the page
        slide.stop();
        slide.to = Math.max(0, Math.min(list.furthest, target));
        if (Theme.animations)
            slide.start();
        else
            view.contentY = slide.to;
    }
    function showRow(index: int): void {
        const row = rows.itemAt(index);
        if (row === null)
            return;
        slide.stop();
        if (row.y < view.contentY || row.height > list.shownPx)
            view.contentY = Math.min(list.furthest, row.y);
        else if (row.y + row.height > view.contentY + list.shownPx)
            view.contentY = row.y + row.height - list.shownPx;
    }
    function showBeginning(): void {
        slide.stop();
        view.contentY = 0;
    }

    // Whoever comes to a list sees its beginning.
    onVisibleChanged: {
        judgeAnew();
        showBeginning();
    }
    onFurthestChanged: view.contentY = Math.min(view.contentY, furthest)

    Accessible.role: Accessible.List

    Item {
        x: -Theme.s2 // room for the focus ring
        width: parent.width + 2 * Theme.s2 - (list.paged && list.beside ? pager.width + Theme.gutter : 0)
        height: list.shownPx
        clip: list.paged
        Flickable {
            id: view
            anchors.fill: parent
            contentHeight: grid.height
            boundsBehavior: Flickable.StopAtBounds
            flickableDirection: Flickable.VerticalFlick
            interactive: list.paged
            Grid {
                id: grid
                x: Theme.s2
                width: view.width - 2 * Theme.s2
                columns: list.columns
                spacing: list.spacing
                Repeater {
                    id: rows
                    onItemAdded: (index, item) => {
                        item.width = Qt.binding(() => list.columnPx);
                        // The software renderer does not clip shapes, such as dashed edges.
                        item.opacity = Qt.binding(() => item.y + item.height > view.contentY && item.y < view.contentY + view.height ? 1 : 0);
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
        onUp: list.turn(-1)
        onDown: list.turn(1)
    }
}
