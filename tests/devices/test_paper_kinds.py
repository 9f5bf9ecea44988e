"""From lines to kinds and fields, by templates; and what passes between the terminal and the reading process."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.child_messages import decode, encode
from drivers.contract.document import PaperDoubt, PaperReading, ReadLine
from drivers.document import reader_wire as wire
from drivers.document.paper_kinds import KINDS, PaperKindsError, interpreted, load_kinds, normalised
from drivers.errors import ProtocolError
from kiosk.services.papers import missing_pages

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=40)
PARTS = st.floats(0, 1)
GARBAGE = "paper_reader.garbage"
LINES = st.builds(ReadLine, TEXTS, st.tuples(PARTS, PARTS, PARTS, PARTS), PARTS)


def line(text: str, left: float, top: float, confidence: float = 0.9) -> ReadLine:
    return ReadLine(text, (left, top, left + 0.02 * len(text), top + 0.02), confidence)


def read(*lines: ReadLine, kind: str = "", side: str = "", today: str = "") -> PaperReading:
    return interpreted(lines, 0, load_kinds(KINDS), kind=kind, side=side, today=today)


def card_front() -> list[ReadLine]:
    words = ("姓名林小禾", "性别女 民族汉", "出生1990年6月18日", "住址示范路8号", "公民身份号码440304199006189989")
    return [line(text, 0.1, 0.1 + 0.15 * at) for at, text in enumerate(words)]


def card_back() -> list[ReadLine]:
    return [
        line("中华人民共和国", 0.3, 0.1),
        line("居民身份证", 0.3, 0.3),
        line("签发机关 深圳市公安局福田分局", 0.2, 0.6),
        line("有效期限 2018.05.20-2038.05.20", 0.2, 0.8, 0.77),
    ]


def test_the_sides_of_a_card() -> None:
    front, back = read(*card_front(), kind="resident_card", side="front"), read(*card_back(), kind="resident_card")
    assert (front.kind, front.side, front.doubts) == ("resident_card", "front", ())
    assert {field.name: field.value for field in front.fields}["number"] == "440304199006189989"
    assert (back.kind, back.side, back.valid_to) == ("resident_card", "back", "2038-05-20")
    assert next(field for field in back.fields if field.name == "valid_to").confidence == 0.77


def test_the_wrong_side() -> None:
    assert read(*card_back(), kind="resident_card", side="front").doubts == (PaperDoubt.WRONG_SIDE,)


@pytest.mark.parametrize(("today", "doubts"), [("2038-05-20", ()), ("2038-05-21", (PaperDoubt.EXPIRED,))])
def test_a_paper_is_good_on_its_last_day(today: str, doubts: tuple[PaperDoubt, ...]) -> None:
    assert read(*card_back(), kind="resident_card", today=today).doubts == doubts


def test_no_end_is_no_expiry() -> None:
    lines = [*card_back()[:3], line("有效期限 2012.12.06-长期", 0.2, 0.8)]
    reading = read(*lines, kind="resident_card", today="2099-01-01")
    assert (reading.valid_to, reading.doubts) == ("", ())


def test_a_value_in_the_next_cell_and_a_label_torn_apart() -> None:
    reading = read(
        line("营业执照", 0.4, 0.05),
        line("统一社会信用代码", 0.1, 0.2),
        line("名", 0.1, 0.3),
        line("称：示例商店", 0.16, 0.302),
        line("注册资本：壹万元", 0.6, 0.301),
        line("法定代表人", 0.1, 0.4),
        line("：林小禾", 0.3, 0.4),
    )
    values = {field.name: field.value for field in reading.fields}
    assert values == {"name": "示例商店", "legal_representative": "林小禾"}


def test_what_no_template_knows() -> None:
    reading = read(line("购物清单", 0.1, 0.1), line("苹果 三斤", 0.1, 0.2), kind="lease_contract")
    assert (reading.kind, reading.fields, reading.doubts) == ("", (), (PaperDoubt.WRONG_KIND,))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("第 2 页 共 3 页", (2, 3)),
        ("2/3", (2, 3)),
        ("第3页，共3页", (3, 3)),
        ("第4页共3页", (0, 0)),
        ("1/8/26", (0, 0)),
    ],
)
def test_page_numbers(text: str, numbers: tuple[int, int]) -> None:
    reading = read(line("正文", 0.1, 0.1), line(text, 0.4, 0.95))
    assert (reading.page_number, reading.page_count) == numbers


def test_missing_pages() -> None:
    pages = [PaperReading(0, page_number=number, page_count=4) for number in (1, 4)]
    assert missing_pages(pages) == (2, 3)
    assert missing_pages([PaperReading(0)]) == ()
    assert missing_pages([]) == ()


def test_a_site_adds_kinds_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "kinds.toml"
    file.write_text('[permit]\nsize = "a5"\n[permit.sides.front]\nkeywords = ["排污许可证"]\nleast = 1\n', "utf-8")
    kinds = load_kinds(KINDS, file)
    assert {"permit", "business_licence"} <= kinds.keys()
    lines = [line("排污许可证", 0.4, 0.1), line("甲", 0.1, 0.3)]
    assert interpreted(lines, 0, kinds, kind="permit", side="", today="").kind == "permit"


SIDE = '[permit.sides.front]\nkeywords = ["a"]\nleast = 1\n'


@pytest.mark.parametrize(
    "text",
    [
        '[permit]\nsize = "a5"',
        f'[permit]\nsize = "a0"\n{SIDE}',
        f'[permit]\nsize = "a5"\npages = "two"\n{SIDE}',
        f'[permit]\nsize = "a5"\nvalid_to = "end"\n{SIDE}',
        f'[permit]\nsize = "a5"\n{SIDE}[permit.fields]\nx = {{ label = "x", pattern = "(" }}',
        "permit = 3",
        "[permit",
    ],
)
def test_a_file_that_cannot_be_used_says_so(tmp_path: Path, text: str) -> None:
    file = tmp_path / "kinds.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(PaperKindsError, match=r"kinds\.toml"):
        load_kinds(file)


@given(st.lists(LINES, max_size=12), st.sampled_from(["", *load_kinds(KINDS)]))
def test_any_lines_are_interpreted(lines: list[ReadLine], kind: str) -> None:
    reading = read(*lines, kind=kind, today="2026-11-22")
    assert reading.lines == tuple(lines)
    assert 0 <= reading.page_number <= reading.page_count


@given(st.lists(LINES, max_size=12), st.sampled_from([0, 90, 180, 270]))
def test_lines_pass_the_wire(lines: list[ReadLine], turn: int) -> None:
    answer = decode(encode({"seq": 1, "turn": turn, "lines": wire.encode_lines(lines)}), GARBAGE)
    received_turn, received = wire.decode_reading(answer)
    assert received_turn == turn
    assert [line.text for line in received] == [line.text for line in lines]


@given(st.binary(max_size=200))
def test_any_bytes_are_an_answer_or_garbage(data: bytes) -> None:
    try:
        wire.decode_reading(decode(data, GARBAGE))
    except ProtocolError as error:
        assert error.code == GARBAGE  # noqa: PT017 most bytes are


@given(st.recursive(st.none() | st.booleans() | st.floats() | TEXTS, lambda inner: st.lists(inner, max_size=6)))
def test_any_lines_are_an_answer_or_garbage(lines: object) -> None:
    try:
        turn, _ = wire.decode_reading({"turn": 0, "lines": lines})
    except ProtocolError:
        return
    assert turn == 0


def test_full_width_forms_are_narrow_and_spaces_gone() -> None:
    assert normalised("名　称：ＡＢ 12") == "名称:AB12"
