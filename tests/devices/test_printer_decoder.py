"""What is sent is what the paper shows: encoder and decoder held against each other, the decoder against noise."""

import contextlib
import re
from pathlib import Path

import cv2
import numpy as np
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from drivers.contract.receipt_printer import Align, Feed, PairLine, QrCode, Receipt, ReceiptPart, Rule, TextLine
from drivers.printer.escpos_commands import DecodeError, IncompleteCommand, commands
from drivers.printer.escpos_decoder import decode, qr_payloads_of, text_of
from drivers.printer.escpos_encoder import encode, without_real_time_commands
from drivers.printer.layout import clean
from drivers.printer.profiles import PROFILES, profile_for

QR_PAYLOAD = "https://kiosk.example/s/0193a7f26c1e7bb49d2e5f0a1c3b7e88?sig=3f9c1ab2"
RECEIPT = Receipt(
    (
        TextLine("深圳市福田区政务服务", Align.CENTRE),
        TextLine("业务受理回执", Align.CENTRE, bold=True, scale=2),
        Rule(),
        PairLine("事项", "房屋租赁合同登记备案"),
        PairLine("申请人", "张*㐀 𠮷"),
        PairLine("证件号码", "4403********1234"),
        PairLine("提交时间", "2026-11-22 13:05"),
        Rule(),
        TextLine("受理号", Align.CENTRE),
        TextLine("4403 0426 1122 0007", Align.CENTRE, bold=True, scale=2),
        PairLine("办件编号", "0193a7f2-6c1e-7bb4-9d2e-5f0a1c3b7e88"),
        PairLine("费用", "￥0.00（免费）"),
        Rule(),
        TextLine("接下来", bold=True),
        TextLine("工作人员将在 5 个工作日内办结。查进度请拨打咨询电话，报上面的受理号，或到人工窗口出示下面的二维码。"),
        QrCode(QR_PAYLOAD),
        TextLine("咨询热线 12345 ①②℃", Align.CENTRE),
        Feed(2),
    )
)
TEXT = st.text(st.characters(), max_size=60)
PARTS = st.one_of(
    st.builds(TextLine, TEXT, st.sampled_from(Align), st.booleans(), st.sampled_from([1, 2])),
    st.builds(PairLine, TEXT, TEXT),
    st.just(Rule()),
    st.builds(QrCode, st.text(st.characters(exclude_categories=["Cs"]), max_size=80), st.integers(1, 16)),
    st.builds(Feed, st.integers(0, 5)),
)
PRINTABLE = st.sampled_from(sorted(PROFILES))
COMMAND_SOUP = st.lists(
    st.sampled_from([b"\x1b@", b"\x1c&", b"\x1c.", b"\x1ba\x01", b"\x1d!\x11", b"\x1dV\x00", b"\x1d(k\x03\x001C\x06"])
    | st.sampled_from(
        [b"\x1d(k\x04\x001P0A", b"\x1d(k\x03\x001Q0", b"\x1dv0\x00\x01\x00\x02\x00\xaa\x55", b"\x1b3\xff"]
    )
    | st.binary(max_size=12),
    max_size=20,
).map(b"".join)


def read_qr(picture: Image.Image) -> str:
    pixels = np.asarray(picture.convert("L"))
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(pixels)
    return text


@pytest.mark.parametrize("paper_mm", [58, 80])
def test_a_receipt_can_be_read_back_from_its_bytes(paper_mm: int) -> None:
    printed = text_of(encode(RECEIPT, profile_for(paper_mm)), paper_mm)
    for words in ("深圳市福田区政务服务", "业务受理回执", "张*㐀 𠮷", "4403********1234", "￥0.00（免费）", "①②℃"):
        assert words in printed
    assert "-" * profile_for(paper_mm).columns in printed.splitlines()
    assert "44030426" in printed.replace(" ", "").replace("\n", "")


@pytest.mark.parametrize("paper_mm", [58, 80])
def test_the_qr_symbol_on_the_paper_can_be_scanned(paper_mm: int) -> None:
    data = encode(RECEIPT, profile_for(paper_mm))
    assert qr_payloads_of(data) == [QR_PAYLOAD]
    assert read_qr(decode(data, paper_mm)) == QR_PAYLOAD


def test_the_qr_symbol_has_its_quiet_zone() -> None:
    """ISO/IEC 18004 wants four modules of white around it, also above and below between two lines of text."""
    ink = TextLine("口" * 24)
    dark = np.asarray(decode(encode(Receipt((ink, QrCode("AB", 6), ink)), profile_for(80))).convert("L")) < 128
    rows = np.flatnonzero(dark[:, 32:-32].any(axis=1))
    gaps = np.diff(rows)
    assert sorted(gaps[gaps > 6])[-2:] >= [4 * 6, 4 * 6]


def test_the_paper_is_as_wide_as_the_roll_and_as_long_as_the_text() -> None:
    short = decode(encode(Receipt((TextLine("一"),)), profile_for(80)))
    longer = decode(encode(Receipt((TextLine("一"), TextLine("二"))), profile_for(80)))
    assert short.width == 80 * 8 + 2 * 24
    assert longer.height - short.height == 30
    assert short.mode == "RGB"


def test_alignment_size_and_weight_show_on_the_paper() -> None:
    def ink_columns(line: TextLine) -> tuple[int, int, int]:
        dark = np.asarray(decode(encode(Receipt((line,)), profile_for(80))).convert("L")) < 128
        columns = np.flatnonzero(dark.any(axis=0))
        return int(columns[0]), int(columns[-1]), int(dark.sum())

    left, centre, right = (ink_columns(TextLine("政务", align)) for align in (Align.LEFT, Align.CENTRE, Align.RIGHT))
    assert left[0] < centre[0] < right[0]
    assert abs((centre[0] + centre[1]) / 2 - (80 * 8 / 2 + 24)) < 3
    double = ink_columns(TextLine("政务", scale=2))
    assert 1.8 < (double[1] - double[0]) / (left[1] - left[0]) < 2.2
    assert ink_columns(TextLine("政务", bold=True))[2] > left[2] * 1.2


def test_a_printer_without_four_byte_characters_gets_the_line_as_a_picture() -> None:
    receipt = Receipt((TextLine("张𠮷"), TextLine("李四")))
    data = encode(receipt, profile_for(80, "gb2312"))
    assert [command.name for command in commands(data)].count(b"\x1dv") == 1
    assert text_of(data).split("\n")[0] == "李四"
    picture = np.asarray(decode(data).convert("L"))
    whole = np.asarray(decode(encode(receipt, profile_for(80))).convert("L"))
    assert picture.shape == whole.shape
    first_line = slice(24 + 40, 24 + 40 + 24)
    assert (abs(picture[first_line].astype(int) - whole[first_line]) < 128).mean() > 0.99


@given(st.binary(max_size=300))
def test_pictures_never_hide_a_real_time_command(raster: bytes) -> None:
    hidden = without_real_time_commands(raster)
    assert not re.search(rb"\x10[\x04\x05\x14]", hidden)
    assert len(hidden) == len(raster)
    assert sum(a != b for a, b in zip(hidden, raster, strict=True)) == len(
        re.findall(rb"\x10(?=[\x04\x05\x14])", raster)
    )


@given(st.lists(PARTS, max_size=5).map(tuple), PRINTABLE)
def test_any_receipt_is_printed_and_no_text_becomes_a_command(
    parts: tuple[ReceiptPart, ...], profile_name: str
) -> None:
    profile = PROFILES[profile_name]
    data = encode(Receipt(parts), profile)
    names = [command.name for command in commands(data)]
    assert names.count(b"\x1dV") == 1 == names.count(b"\x1b@")
    assert names[-1] == b"\x1dV"
    assert not re.search(rb"\x10[\x04\x05\x14]", data)
    if profile.four_byte and profile.width_dots in (384, 576):
        printed = text_of(data, profile.paper_mm).replace(" ", "").replace("\n", "")
        for part in parts:
            if isinstance(part, TextLine):
                assert clean("".join(part.text.splitlines())).replace(" ", "") in printed


def test_a_payload_too_long_for_a_symbol_is_printed_as_words() -> None:
    payload = "x" * 2000
    data = encode(Receipt((QrCode(payload),)), profile_for(80))
    assert qr_payloads_of(data) == []
    assert payload in text_of(data).replace("\n", "")


def test_a_wide_symbol_shrinks_until_it_fits_the_paper() -> None:
    payload = "z" * 200
    data = encode(Receipt((QrCode(payload, module_dots=16),)), profile_for(58))
    assert qr_payloads_of(data) == [payload]
    assert read_qr(decode(data, 58)) == payload


def test_bytes_outside_kanji_mode_are_code_page_437() -> None:
    assert text_of(b"\x1b@\x9c1\n\x1c&" + "政".encode("gb18030") + b"\n\x1c.\x9c\n") == "£1\n政\n£"


def test_a_line_longer_than_the_paper_goes_on_in_the_next() -> None:
    assert text_of(b"a" * 50 + b"\n") == "a" * 48 + "\naa"


def test_each_cut_gives_a_piece_of_paper() -> None:
    one, two = decode(b"a\n\x1dV\x00"), decode(b"a\n\x1dV\x00b\n\x1dV\x42\x00")
    assert two.height > one.height + 40


@given(st.binary(max_size=200) | COMMAND_SOUP)
def test_noise_is_drawn_or_refused_and_never_crashes(noise: bytes) -> None:
    with contextlib.suppress(DecodeError):
        assert text_of(noise).count("\n") <= noise.count(b"\n") + 255 * noise.count(b"\x1bd") + len(noise)
        assert decode(noise).height > 0


def test_a_job_cut_off_anywhere_inside_a_command_is_incomplete() -> None:
    data = encode(Receipt((TextLine("一", Align.CENTRE, bold=True), QrCode("AB"))), profile_for(80, "gb2312"))
    boundaries = {command.end for command in commands(data)}
    inside_text = {end for end in range(len(data)) if data[end - 1] >= 0x80}
    for end in set(range(1, len(data))) - boundaries - inside_text:
        with pytest.raises(IncompleteCommand) as refused:
            list(commands(data[:end]))
        assert refused.value.offset < end


def test_a_roll_has_an_end() -> None:
    with pytest.raises(DecodeError, match="paper"):
        decode(b"\x1bd\xff" * 10)


def test_the_same_receipt_gives_the_same_bytes_and_the_same_picture(tmp_path: Path) -> None:
    first, second = (encode(RECEIPT, profile_for(80)) for _ in range(2))
    assert first == second
    decode(first).save(tmp_path / "one.png")
    decode(second).save(tmp_path / "two.png")
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


@pytest.mark.parametrize("byte_count", [1, 14, 15, 62, 63, 180, 181, 331, 332, 560, 561, 997, 998, 1024])
def test_modules_are_as_large_as_the_symbol_of_the_standard_allows(byte_count: int) -> None:
    """The size is looked up; segno really makes the symbol."""
    payload = "a" * byte_count
    modules = segno.make(payload.encode(), error="m", micro=False, boost_error=False).symbol_size(border=0)[0]
    printed = encode(Receipt((QrCode(payload, module_dots=16),)), profile_for(80))
    (size,) = re.findall(rb"\x1d\(k\x03\x001C(.)", printed, re.DOTALL)
    assert size[0] == min(16, 576 // (modules + 4))
