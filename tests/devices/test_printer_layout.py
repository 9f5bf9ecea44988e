"""Receipts as lines: nothing wider than the paper, nothing lost."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.contract.receipt_printer import Align, Feed, PairLine, QrCode, Receipt, Rule, TextLine
from drivers.printer.layout import PrintedLine, clean, columns_of, lay_out, wrap
from drivers.printer.profiles import PROFILES, profile_for

ANY_TEXT = st.text(st.characters(), max_size=120)
MIXED_TEXT = st.text("政务服务，。（）《》、：abc XYZ 0123-/.,()㐀𠮷é①￥ \t\u3000", max_size=120)


def lines_of(*parts: TextLine | PairLine | Rule | QrCode | Feed, columns: int = 48) -> list[str]:
    return [line.text for line in lay_out(Receipt(parts), columns) if isinstance(line, PrintedLine)]


def without_spaces(text: str) -> str:
    return text.replace(" ", "")


@given(ANY_TEXT | MIXED_TEXT, st.sampled_from([2, 16, 21, 24, 32, 42, 48]))
def test_wrapping_keeps_the_width_and_every_character(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert lines
    assert all(columns_of(line) <= columns for line in lines)
    assert without_spaces("".join(lines)) == without_spaces(clean(text))


@given(ANY_TEXT)
def test_cleaned_text_holds_nothing_that_commands_a_printer(text: str) -> None:
    cleaned = clean(text)
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in cleaned)
    assert min(cleaned.encode("gb18030"), default=0x20) >= 0x20


@given(
    st.lists(st.builds(PairLine, ANY_TEXT, ANY_TEXT, st.sampled_from([1, 2])), max_size=5), st.sampled_from([32, 48])
)
def test_pairs_keep_the_width_and_every_character(pairs: list[PairLine], columns: int) -> None:
    laid_out = lay_out(Receipt(tuple(pairs)), columns)
    texts = [line for line in laid_out if isinstance(line, PrintedLine)]
    assert all(columns_of(line.text) * line.scale <= columns for line in texts)
    printed = without_spaces("".join(line.text for line in texts))
    wanted = "".join(clean("".join((p.label + "\n" + p.value).splitlines())) for p in pairs)
    assert sorted(printed) == sorted(without_spaces(wanted))


@given(
    st.lists(
        st.builds(TextLine, MIXED_TEXT, st.sampled_from(Align), st.booleans(), st.sampled_from([1, 2])), max_size=4
    )
)
def test_text_lines_keep_their_style_and_width(parts: list[TextLine]) -> None:
    for part in parts:
        for line in lay_out(Receipt((part,)), 32):
            assert isinstance(line, PrintedLine)
            assert (line.align, line.bold, line.scale) == (part.align, part.bold, part.scale)
            assert columns_of(line.text) * line.scale <= 32


def test_values_of_neighbouring_pairs_stand_under_each_other() -> None:
    lines = lines_of(PairLine("事项", "无犯罪记录证明"), PairLine("提交时间", "2026-11-22 13:05"), columns=32)
    assert lines == ["事项      无犯罪记录证明", "提交时间  2026-11-22 13:05"]


def test_a_long_value_hangs_under_its_beginning() -> None:
    lines = lines_of(PairLine("事项", "房屋租赁合同登记备案（个人，不含跨区换证）"), columns=32)
    assert lines == ["事项  房屋租赁合同登记备案（个", "      人，不含跨区换证）"]


def test_a_label_longer_than_half_the_paper_gets_its_own_line() -> None:
    lines = lines_of(PairLine("Name of the department in charge", "公安局"), PairLine("Fee", "0.00"), columns=32)
    assert lines == ["Name of the department in charge", "     公安局", "Fee  0.00"]


def test_a_pair_without_value_is_its_label() -> None:
    assert lines_of(PairLine("备注", "")) == ["备注"]


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("请保存好这张回执，谢谢", 16, ["请保存好这张回", "执，谢谢"]),
        ("工作日前（含当日）办结", 10, ["工作日前", "（含当日）", "办结"]),
        ("call 12345 now", 11, ["call 12345", "now"]),
        ("0193a7f2-6c1e-7bb4-9d2e", 16, ["0193a7f2-6c1e-", "7bb4-9d2e"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("", 32, [""]),
    ],
)
def test_lines_break_where_readers_expect_it(text: str, columns: int, lines: list[str]) -> None:
    assert wrap(text, columns) == lines


def test_a_centred_line_that_wraps_leaves_no_orphan() -> None:
    number = TextLine("4403 0426 1122 0007", Align.CENTRE, bold=True, scale=2)
    assert lines_of(number, columns=32) == ["4403 0426", "1122 0007"]
    assert lines_of(number, columns=48) == ["4403 0426 1122 0007"]


def test_a_centred_line_is_never_broken_inside_a_word() -> None:
    assert lines_of(TextLine("Application receipt", Align.CENTRE, scale=2), columns=32) == ["Application", "receipt"]


def test_every_character_outside_ascii_takes_two_columns() -> None:
    assert [columns_of(character) for character in "A~é①￥℃㐀𠮷政"] == [1, 1, 2, 2, 2, 2, 2, 2, 2]


def test_what_no_printer_can_show_becomes_a_mark_or_goes() -> None:
    assert clean("a\x1bV\ud800\u200b字\ufe0f\u00a0b") == "aV〓字  b"


def test_a_rule_spans_the_paper_and_paragraphs_are_kept() -> None:
    assert lines_of(Rule(), TextLine("一\n二"), TextLine(""), columns=32) == ["-" * 32, "一", "二", ""]


def test_profiles_state_their_columns() -> None:
    assert {name: profile.columns for name, profile in PROFILES.items() if name.startswith(("generic", "tm"))} == {
        "generic-58": 32,
        "generic-80": 48,
        "tm-t88-80": 42,
    }
    with pytest.raises(ValueError, match="generic-80"):
        profile_for(100)
