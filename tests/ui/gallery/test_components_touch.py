"""Fingers, keys and readers: what happens at touch-down, at lift, and when it should not."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickItem

from ui.touch import kind_of

from .conftest import Show, Stage

TWO_BUTTONS = """
Item {
    AppButton { objectName: "first"; x: 60; y: 100; text: "一"; width: 372 }
    AppButton { objectName: "second"; x: 60; y: 300; text: "二"; width: 372 }
}"""


def named(stage: Stage, name: str) -> QQuickItem:
    (found,) = (item for item in stage.items() if item.objectName() == name)
    return found


def test_feedback_comes_with_the_touch_and_the_action_with_the_lift(show: Show) -> None:
    stage = show(qml=TWO_BUTTONS)
    button = named(stage, "first")
    clicks = stage.heard(button, "clicked")
    before = stage.view.grabWindow().pixelColor(100, 120).name()
    stage.down(stage.centre(button))
    assert button.property("pressed")
    assert stage.view.grabWindow().pixelColor(100, 120).name() == "#083a7d" != before
    assert clicks == []
    stage.up(stage.centre(button))
    assert len(clicks) == 1
    assert not button.property("pressed")


def test_sliding_off_takes_it_back(show: Show) -> None:
    stage = show(qml=TWO_BUTTONS)
    first, second = named(stage, "first"), named(stage, "second")
    clicks = stage.heard(first, "clicked") + stage.heard(second, "clicked")
    stage.down(stage.centre(first))
    stage.move(stage.centre(second))
    assert not first.property("pressed")
    stage.up(stage.centre(second))
    assert clicks == []


def test_two_fingers_press_two_buttons(show: Show) -> None:
    stage = show(qml=TWO_BUTTONS)
    first, second = named(stage, "first"), named(stage, "second")
    one, two = stage.heard(first, "clicked"), stage.heard(second, "clicked")
    stage.down(stage.centre(first), finger=0)
    stage.down(stage.centre(second), finger=1)
    assert first.property("pressed")
    assert second.property("pressed")
    stage.up(stage.centre(second), finger=1)
    stage.up(stage.centre(first), finger=0)
    assert (len(one), len(two)) == (1, 1)


def test_disabled_says_why_and_does_nothing(show: Show) -> None:
    stage = show(qml='AppButton { text: "下一步"; whyDisabled: "还差 2 份"; enabled: false }')
    button = stage.root
    clicks = stage.heard(button, "clicked")
    stage.down(QPoint(200, 50))
    stage.up(QPoint(200, 50))
    interface = QAccessible.queryAccessibleInterface(button)
    assert interface is not None
    interface.actionInterface().doAction("Press")
    assert clicks == []
    assert interface.text(QAccessible.Text.Name) == "还差 2 份"
    assert [item.property("text") for item in stage.items() if item.inherits("QQuickText")] == ["还差 2 份"]


def test_keys_move_the_ring_and_press(show: Show) -> None:
    stage = show(qml=TWO_BUTTONS)
    first, second = named(stage, "first"), named(stage, "second")
    clicks = stage.heard(second, "clicked")
    stage.press_key(Qt.Key.Key_Tab)
    assert first.hasActiveFocus()
    stage.press_key(Qt.Key.Key_Tab)
    assert second.hasActiveFocus()
    (ring,) = (item for item in stage.items() if kind_of(item) == "FocusRing")
    assert stage.rect(ring) == stage.rect(second).adjusted(-10, -10, 10, 10)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Enter):
        stage.press_key(key)
    assert len(clicks) == 3


def test_readers_can_press(show: Show) -> None:
    stage = show(qml=TWO_BUTTONS)
    button = named(stage, "second")
    clicks = stage.heard(button, "clicked")
    interface = QAccessible.queryAccessibleInterface(button)
    assert interface is not None
    assert interface.role() == QAccessible.Role.Button
    interface.actionInterface().doAction("Press")
    assert len(clicks) == 1


def test_change_inside_a_field_is_not_the_field(show: Show) -> None:
    stage = show(qml='Item { Field { x: 60; y: 60; label: "地址"; value: "竹园"; prefilled: true } }')
    field = stage.find("Field")
    whole, edit = stage.heard(field, "clicked"), stage.heard(field, "editClicked")
    stage.tap(stage.find("AppButton"))
    assert (len(whole), len(edit)) == (0, 1)
    touchable = stage.find("Touchable", accessibleName="地址")
    stage.down(stage.rect(touchable).topLeft().toPoint() + QPoint(60, 40))
    stage.up(stage.rect(touchable).topLeft().toPoint() + QPoint(60, 40))
    assert (len(whole), len(edit)) == (1, 1)


def test_tap_into_the_text_places_the_caret(show: Show) -> None:
    stage = show(qml='Item { Field { x: 60; y: 60; value: "深圳市明朗科技"; editing: true } }')
    placed = stage.heard(stage.find("Field"), "cursorPlaced")
    touchable = stage.find("Touchable")
    left = stage.rect(touchable).topLeft().toPoint() + QPoint(30, 56)
    for x in (2, 34 * 3 + 2):
        stage.down(left + QPoint(x, 0))
        stage.up(left + QPoint(x, 0))
    assert placed == [(0,), (3,)]


def test_ask_inside_the_search_box_is_not_the_search(show: Show) -> None:
    stage = show(qml='Item { SearchBox { x: 60; y: 60; placeholder: "事项名" } }')
    box = stage.find("SearchBox")
    search, ask = stage.heard(box, "clicked"), stage.heard(box, "askClicked")
    stage.tap(stage.find("AppButton"))
    assert (len(search), len(ask)) == (0, 1)
    stage.down(QPoint(200, 120))
    stage.up(QPoint(200, 120))
    assert (len(search), len(ask)) == (1, 1)


def test_nothing_below_a_dialog_can_be_touched(show: Show) -> None:
    stage = show("Idle")
    dialog = stage.find("Dialog")
    below = [item for item in stage.items() if kind_of(item) == "AppButton" and not dialog.isAncestorOf(item)]
    clicks = [stage.heard(button, "clicked") for button in below]
    for button in below:
        if not stage.rect(dialog.childItems()[1]).contains(stage.rect(button)):
            stage.tap(button)
    assert len(below) >= 6
    assert all(each == [] for each in clicks)
    main, second = stage.heard(dialog, "mainClicked"), stage.heard(dialog, "secondClicked")
    stage.tap(stage.find("AppButton", text="我还在，继续办理"))
    stage.tap(stage.find("AppButton", text="退出并清除"))
    assert (len(main), len(second)) == (1, 1)


def test_a_dialog_holds_the_keys_and_starts_on_the_safe_button(show: Show) -> None:
    stage = show("Idle")
    safe, leave = stage.find("AppButton", text="我还在，继续办理"), stage.find("AppButton", text="退出并清除")
    assert safe.hasActiveFocus()
    stage.press_key(Qt.Key.Key_Tab)
    assert leave.hasActiveFocus()
    stage.press_key(Qt.Key.Key_Tab)
    assert safe.hasActiveFocus()
    stage.press_key(Qt.Key.Key_Backtab)
    assert leave.hasActiveFocus()


def test_check_box_toggles_with_its_words(show: Show) -> None:
    stage = show(qml='Item { CheckBox { x: 60; y: 60; text: "以上内容属实" } }')
    box = stage.find("CheckBox")
    toggled = stage.heard(box, "toggled")
    stage.tap(box)
    stage.tap(box)
    assert toggled == [(True,), (False,)]
    interface = QAccessible.queryAccessibleInterface(box)
    assert interface is not None
    stage.tap(box)
    assert interface.state().checked


def test_the_card_moves_only_where_movement_is_wanted(show: Show) -> None:
    stage = show(qml="Item { IdentifyDrawing { width: 960; height: 620 } }")
    theme = stage.engine.singletonInstance("Kiosk", "Theme")
    still = stage.view.grabWindow()
    assert stage.view.grabWindow() == still
    theme.setProperty("animations", True)
    stage.wait_for(lambda: stage.view.grabWindow() != still)
    theme.setProperty("animations", False)


# ---- lists ----


LIST = """
Item {
    ScrollList {
        x: 60; y: 60; width: 960; height: 900
        model: 12
        delegate: ListRow {
            required property int index
            interactive: true
            title: "第 " + (index + 1) + " 项"
        }
    }
}"""


def rows_in_sight(stage: Stage) -> list[str]:
    """Titles of the rows that show; every one of them whole."""
    rows = [item for item in stage.items() if kind_of(item) == "ListRow" and item.opacity() > 0]
    page = next(item for item in stage.items() if item.clip())
    assert all(stage.rect(page).contains(stage.rect(row)) for row in rows)
    return [row.property("title") for row in rows]


def test_arrows_turn_a_list_without_losing_a_row(show: Show) -> None:
    stage = show(qml=LIST)
    scroll = stage.find("ScrollList")
    assert scroll.property("paged")
    seen = set(rows_in_sight(stage))
    up, down = stage.find("AppButton", text="上一页"), stage.find("AppButton", text="下一页")
    assert not up.isEnabled()
    while down.isEnabled():
        stage.tap(down)
        seen |= set(rows_in_sight(stage))
    assert seen == {f"第 {number} 项" for number in range(1, 13)}
    assert up.isEnabled()
    stage.tap(up)
    while up.isEnabled():
        stage.tap(up)
    assert rows_in_sight(stage)[0] == "第 1 项"


def test_dragging_scrolls_and_chooses_nothing(show: Show) -> None:
    stage = show(qml=LIST)
    rows = [item for item in stage.items() if kind_of(item) == "ListRow"]
    clicks = [stage.heard(row, "clicked") for row in rows]
    first = rows_in_sight(stage)
    stage.drag(QPoint(400, 700), QPoint(400, 200))
    stage.wait_for(lambda: stage.find("ScrollList").property("resting"))
    assert not set(first) & set(rows_in_sight(stage))
    assert all(each == [] for each in clicks)


def test_a_short_drag_comes_back_to_the_page(show: Show) -> None:
    stage = show(qml=LIST)
    first = rows_in_sight(stage)
    stage.drag(QPoint(400, 700), QPoint(400, 640))
    stage.wait_for(lambda: stage.find("ScrollList").property("resting"))
    assert rows_in_sight(stage) == first


def test_a_row_that_keys_reach_comes_into_sight(show: Show) -> None:
    stage = show(qml=LIST)
    grid = next(item for item in stage.items() if item.inherits("QQuickGrid"))
    next(row for row in grid.childItems() if row.property("title") == "第 11 项").forceActiveFocus()
    assert "第 11 项" in rows_in_sight(stage)


def test_a_row_higher_than_the_page_is_cut_between_its_lines(show: Show) -> None:
    stage = show(
        qml="""
Item {
    ScrollList {
        x: 60; y: 60; width: 960; height: 900
        model: 1
        delegate: Column {
            id: sheet
            AppText { width: sheet.width; role: "heading"; text: "依据" }
            AppText { objectName: "lines"; width: sheet.width; text: "一行\\n".repeat(60) }
        }
    }
}"""
    )
    scroll, text = stage.find("ScrollList"), named(stage, "lines")
    edges = [float(edge) for edge in scroll.property("edges").toVariant()]
    line = float(text.property("lineHeight"))
    assert len(edges) > 3
    assert all((edge - text.y()) % line == 0 for edge in edges[1:-1])
    assert all(after - before <= 900 for before, after in pairwise(edges))


def test_a_tap_on_a_row_chooses_it(show: Show) -> None:
    stage = show(qml=LIST)
    row = stage.find("ListRow", title="第 2 项")
    clicks = stage.heard(row, "clicked")
    stage.tap(row)
    assert len(clicks) == 1


def test_a_short_list_has_no_arrows(show: Show) -> None:
    stage = show(qml=LIST.replace("model: 12", "model: 3"))
    assert not stage.find("ScrollList").property("paged")
    assert not [item for item in stage.items() if kind_of(item) == "AppButton"]


# ---- keypad ----


def keypad(show: Show, mode: str, *modes: str) -> tuple[Stage, QQuickItem, list[tuple[object, ...]]]:
    stage = show("", *modes, qml=f'Item {{ Keypad {{ y: 300; width: parent.width; mode: "{mode}" }} }}')
    pad = stage.find("Keypad")
    return stage, pad, stage.heard(pad, "key")


def hit(stage: Stage, name: str) -> None:
    stage.tap(stage.find("Key", accessibleName=name))


def test_latin_keys_shift_once(show: Show) -> None:
    stage, _, typed = keypad(show, "latin")
    hit(stage, "q")
    hit(stage, "大写")
    hit(stage, "W")
    hit(stage, "e")
    hit(stage, "空格")
    assert typed == [("q",), ("W",), ("e",), (" ",)]


def test_second_sheet_has_digits_and_signs(show: Show) -> None:
    stage, _, typed = keypad(show, "latin")
    hit(stage, "数字和符号")
    hit(stage, "7")
    hit(stage, "@")
    hit(stage, "字母")
    hit(stage, "m")
    assert typed == [("7",), ("@",), ("m",)]


def test_identity_number_keys(show: Show) -> None:
    for modes in ((), ("landscape",)):
        stage, pad, typed = keypad(show, "id", *modes)
        backspaces, done, hide = (stage.heard(pad, name) for name in ("backspace", "done", "hide"))
        for character in "1234567890X":
            hit(stage, character)
        hit(stage, "删除")
        hit(stage, "收起键盘")
        hit(stage, "完成")
        assert "".join(str(text) for (text,) in typed) == "1234567890X"
        assert (len(backspaces), len(done), len(hide)) == (1, 1, 1)


def test_keys_have_no_dead_strip_between_them(show: Show) -> None:
    stage, _, typed = keypad(show, "latin")
    left = stage.rect(stage.find("Key", accessibleName="q"))
    edge = left.topRight().toPoint()
    for x in range(-6, 7):
        stage.down(edge + QPoint(x, 50))
        stage.up(edge + QPoint(x, 50))
    assert len(typed) == 13
    assert {text for (text,) in typed} == {"q", "w"}


def test_fast_typing_with_two_fingers_loses_nothing(show: Show) -> None:
    stage, _, typed = keypad(show, "latin")
    a, b = (stage.centre(stage.find("Key", accessibleName=name)) for name in "ab")
    stage.down(a, finger=0)
    stage.down(b, finger=1)
    stage.up(a, finger=0)
    stage.up(b, finger=1)
    assert typed == [("a",), ("b",)]


def test_every_latin_key_is_at_least_96_by_104_of_face(show: Show) -> None:
    for modes in ((), ("largePrint",), ("landscape",)):
        stage, _, _ = keypad(show, "latin", *modes)
        keys = [item for item in stage.items() if kind_of(item) == "Key"]
        assert len(keys) >= 31
        for key in keys:
            face = stage.rect(key).adjusted(5, 5, -5, -5)
            assert face.width() >= 96
            assert face.height() >= 104
