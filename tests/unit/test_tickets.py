"""Tickets and slips as data: whole in every language, on both papers, in usual and in large print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from drivers.contract.receipt_printer import PairLine, QrCode, Receipt, TextLine
from drivers.printer.escpos_decoder import decode, qr_payloads_of, text_of
from drivers.printer.escpos_encoder import encode
from drivers.printer.layout import PrintedLine, columns_of, lay_out
from drivers.printer.profiles import profile_for
from kiosk.paper.receipt_templates import TEMPLATES, Part, Template, template
from kiosk.paper.tickets import (
    Printing,
    collection_receipt,
    pickup_slip,
    printer_test_page,
    queue_ticket,
    resume_slip,
)

NOW = datetime(2026, 11, 22, 20, 36, 59, tzinfo=timezone(timedelta(hours=8)))
LANGUAGES = ("zh-CN", "zh-HK", "en")
ITEM = {"zh-CN": "公共场所卫生许可证", "zh-HK": "公共場所衞生許可證", "en": "Hygiene permit"}
THINGS = ({"zh-CN": "营业执照正副本", "en": "Business licence"}, {"zh-CN": "公章四枚", "en": "Four seals"})
PLACE = {"zh-CN": "香蜜湖街道便民服务中心 3 号柜", "en": "Xiangmihu centre, cabinet 3"}
HOURS = {"zh-CN": "24 小时", "en": "any hour"}


def printing(language: str = "zh-CN", *, large_print: bool = False) -> Printing:
    hall = {"zh-CN": "香蜜湖街道便民服务中心", "en": "Xiangmihu Service Centre"}
    return Printing("SZ-FT-0001", hall, "12345", NOW, language, large_print)


PAPERS: dict[str, Callable[[Printing], Receipt]] = {
    "ticket": lambda p: queue_ticket(
        p, number="A023", item=ITEM, ahead=7, counters="3、4", wait_minutes=20, code="A023"
    ),
    "resume": lambda p: resume_slip(p, item=ITEM, secret="R1.c2VjcmV0", until=NOW + timedelta(hours=24)),
    "pickup": lambda p: pickup_slip(
        p, order="O-7", things=THINGS, place=PLACE, hours=HOURS, until=NOW, pickup_code="48213377", code="P1.x"
    ),
    "collected": lambda p: collection_receipt(p, order="O-7", things=THINGS, collector="林小禾", code="K1.x"),
    "test_page": lambda p: printer_test_page(p, model="generic-80", columns=48, version="0.1.0"),
}


def texts_of(receipt: Receipt) -> list[str]:
    lines = [part for part in receipt.parts if isinstance(part, TextLine | PairLine)]
    return [line.text if isinstance(line, TextLine) else f"{line.label} {line.value}" for line in lines]


@pytest.mark.parametrize("paper_mm", [58, 80])
@pytest.mark.parametrize("large_print", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAPERS)
def test_each_paper_prints_whole(name: str, language: str, large_print: bool, paper_mm: int) -> None:
    receipt = PAPERS[name](printing(language, large_print=large_print))
    profile = profile_for(paper_mm)
    lines = [line for line in lay_out(receipt, profile.columns) if isinstance(line, PrintedLine)]
    assert all(columns_of(line.text) * line.scale <= profile.columns for line in lines)
    printed = encode(receipt, profile)
    (code,) = [part.payload for part in receipt.parts if isinstance(part, QrCode)]
    assert qr_payloads_of(printed) == [code]
    assert decode(printed, paper_mm).width > paper_mm * 8
    said = "".join(text_of(printed, paper_mm).split())
    for text in texts_of(receipt):
        assert set("".join(text.split())) <= set(said)


@pytest.mark.parametrize("file", sorted(file.stem for file in TEMPLATES.glob("*.toml")))
def test_every_word_is_there_in_every_language(file: str) -> None:
    paper = template(file)
    words = [said for part in paper.part for said in (part.text, part.label, part.value)]
    texts = [*(said for said in words if said is not None and not isinstance(said, str)), *paper.words.values()]
    assert texts
    for text in texts:
        assert set(text) == set(LANGUAGES), text


def test_the_number_on_a_ticket_can_be_read_across_the_hall() -> None:
    (number,) = [part for part in PAPERS["ticket"](printing()).parts if getattr(part, "text", "") == "A023"]
    assert isinstance(number, TextLine)
    assert number.scale == 4


def test_english_papers_are_english() -> None:
    for name in ("ticket", "resume", "pickup", "collected"):
        texts = "".join(texts_of(PAPERS[name](printing("en"))))
        without_name = texts.replace("林**", "").replace("3、4", "")
        assert without_name.isascii(), name


def test_who_collected_is_masked() -> None:
    assert "取件人 林**" in texts_of(PAPERS["collected"](printing()))


def test_what_is_not_known_is_left_out() -> None:
    texts = texts_of(queue_ticket(printing(), number="A001", item=ITEM, ahead=0))
    assert not any(text.startswith(("约等", "窗口")) for text in texts)
    assert "前面 0 人" in texts


def test_the_ruler_of_the_test_page_goes_from_edge_to_edge() -> None:
    page = printer_test_page(printing(), model="generic-58", columns=32, version="0.1.0")
    assert "12345678901234567890123456789012" in texts_of(page)


@given(st.text(max_size=30))
def test_what_is_filled_in_is_never_a_placeholder(text: str) -> None:
    texts = texts_of(queue_ticket(printing(), number=text, item={"zh-CN": "{hall}" + text}, ahead=1))
    assert text in texts
    assert f"业务 {{hall}}{text}" in texts


@pytest.mark.parametrize(
    "part", [{}, {"text": "a", "rule": True}, {"label": "a"}, {"text": "a", "value": "b"}, {"colour": "red"}]
)
def test_a_part_that_is_none_or_two_kinds_is_refused(part: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Part.model_validate(part)
    with pytest.raises(ValidationError):
        Template.model_validate({"part": [part]})
