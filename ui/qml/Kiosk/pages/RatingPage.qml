pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import Kiosk.Views

// Five words with faces, best first; the reasons change with the grade.
JourneyPage {
    id: page
    readonly property RatingView rating: views.rating

    title: qsTr("这次办得怎么样？")
    lead: Theme.largePrint ? "" : rating.lead
    leaveText: Theme.largePrint ? qsTr("结束") : qsTr("不评价")
    mainText: qsTr("提交评价")
    mainIcon: "check"
    mainEnabled: rating.whyDisabled === ""
    whyDisabled: rating.whyDisabled

    sideBySide: false
    ScrollList {
        anchors.fill: parent
        columns: Theme.landscape ? 5 : 1
        spacing: Theme.largePrint ? 12 : 20
        model: page.rating.grades
        delegate: RatingRow {
            required property int grade
            upright: Theme.landscape
            required text
            required selected
            face: grade
            onClicked: page.rating.choose(grade)
        }
    }
    bottomItem: Column {
        width: page.contentWidth
        spacing: Theme.s2
        AppText {
            width: parent.width
            visible: text !== ""
            bold: true
            text: page.rating.question
            Accessible.role: Accessible.Heading
        }
        Grid {
            id: reasons
            columns: Theme.largePrint && !Theme.landscape ? 2 : 4
            spacing: Theme.targetGap
            Repeater {
                model: page.rating.reasons
                Chip {
                    required property string code
                    required text
                    required selected
                    width: (page.contentWidth - (reasons.columns - 1) * reasons.spacing) / reasons.columns
                    onClicked: page.rating.toggle(code)
                }
            }
        }
    }
}
