import QtQuick
import QtQuick.Shapes
import Kiosk

// One line or area of a drawing, as an SVG path.
ShapePath {
    property alias path: svg.path
    strokeWidth: Theme.strokeStrong
    strokeColor: Theme.ink
    fillColor: "transparent"
    capStyle: ShapePath.RoundCap
    joinStyle: ShapePath.RoundJoin
    PathSvg {
        id: svg
    }
}
