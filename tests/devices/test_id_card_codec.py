"""Frames, text blocks and number checks of identity cards: pure bytes."""

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from drivers.contract.id_card import CardKind, IdentityCard
from drivers.errors import DeviceError, MediaError, ProtocolError
from drivers.id_card import base_information, number, text
from drivers.id_card.name import Name
from drivers.id_card.number import Division, IdentityNumber, OldForeignerNumber, Origin, Validity
from drivers.id_card.sdt import (
    PREAMBLE,
    Answer,
    Command,
    FrameParser,
    Sw3,
    decode_answer,
    decode_sam_id,
    encode_answer,
    encode_frame,
    encode_request,
    error_of,
)

# ---- frames --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "frame"),
    [
        (Command.RESET, "AAAAAA9669 0003 10FF EC"),
        (Command.STATUS, "AAAAAA9669 0003 11FF ED"),
        (Command.SAM_ID, "AAAAAA9669 0003 12FF EE"),
        (Command.FIND, "AAAAAA9669 0003 2001 22"),
        (Command.SELECT, "AAAAAA9669 0003 2002 21"),
        (Command.READ_BASE, "AAAAAA9669 0003 3001 32"),
        (Command.READ_BASE_WITH_FINGERPRINT, "AAAAAA9669 0003 3010 23"),
        (Command.READ_NEW_ADDRESS, "AAAAAA9669 0003 3003 30"),
        (Command.BAUD_115200, "AAAAAA9669 0003 6000 63"),
        (Command.BAUD_9600, "AAAAAA9669 0003 6004 67"),
    ],
)
def test_requests_are_those_of_the_protocol(command: Command, frame: str) -> None:
    assert encode_request(command) == bytes.fromhex(frame)


def test_the_largest_frame_to_the_antenna_is_told_as_data() -> None:
    assert encode_request(Command.RF_FRAME, b"\x50") == bytes.fromhex("AAAAAA9669 0004 61FF50 CA")


def test_the_modules_number_is_shown_as_on_its_label() -> None:
    data = bytes.fromhex("0500 0100 25273501 01000000 B168DE3A")
    assert decode_sam_id(data) == "05.01-20260645-0000000001-0987654321"
    with pytest.raises(ProtocolError):
        decode_sam_id(data[:15])


@pytest.mark.parametrize(
    ("answer", "frame"),
    [
        (Answer(Sw3.OK), "AAAAAA9669 0004 000090 94"),
        (Answer(Sw3.FOUND, bytes(4)), "AAAAAA9669 0008 00009F 00000000 97"),
        (Answer(Sw3.NO_CARD), "AAAAAA9669 0004 000080 84"),
        (Answer(Sw3.SELECT_FAILED), "AAAAAA9669 0004 000081 85"),
        (Answer(Sw3.READ_FAILED), "AAAAAA9669 0004 000041 45"),
    ],
)
def test_answers_are_those_of_the_protocol(answer: Answer, frame: str) -> None:
    assert encode_answer(answer) == bytes.fromhex(frame)
    assert parse(bytes.fromhex(frame)) == [encode_answer(answer)[7:-1]]
    assert decode_answer(encode_answer(answer)[7:-1]) == answer


def test_base_information_is_as_long_as_the_protocol_says() -> None:
    frame = encode_answer(Answer(Sw3.OK, bytes(4 + 256 + 1024)))
    assert len(frame) == 1295
    assert frame[5:7] == bytes.fromhex("0508")


def parse(*pieces: bytes) -> list[bytes | str]:
    """Bodies in the order in which they come out, and codes of what was spoilt in between."""
    parser = FrameParser()
    out: list[bytes | str] = []
    for piece in pieces:
        parser.feed(piece)
        while True:
            try:
                body = parser.take()
            except ProtocolError as error:
                out.append(error.code)
                continue
            if body is None:
                break
            out.append(body)
    return out


OK_BODY = bytes.fromhex("000090")
OK_FRAME = encode_frame(OK_BODY)

noise = st.binary(max_size=60)
lying = st.tuples(st.just(PREAMBLE), st.binary(min_size=2, max_size=12)).map(b"".join)
line = st.lists(noise | lying | st.sampled_from([PREAMBLE[:3], b"\xaa" * 7, OK_FRAME[:-1]]), max_size=8).map(b"".join)


@given(line)
def test_the_parser_raises_nothing_but_protocol_errors_and_resynchronises(garbage: bytes) -> None:
    """A lying length may claim up to 2,567 bytes; after that many the parser is in step for good."""
    copies = (len(garbage) + 2 * 2567) // len(OK_FRAME) + 1
    assert parse(garbage, OK_FRAME * copies, OK_FRAME, OK_FRAME)[-2:] == [OK_BODY, OK_BODY]


@given(line)
def test_after_a_reset_the_next_frame_is_read_whatever_came_before(garbage: bytes) -> None:
    parser = FrameParser()
    parser.feed(garbage)
    parser.reset()
    parser.feed(OK_FRAME)
    assert parser.take() == OK_BODY
    assert parser.take() is None
    assert not parser.begun


@given(line, st.lists(st.integers(1, 40), max_size=40))
def test_how_the_bytes_are_cut_makes_no_difference(data: bytes, sizes: list[int]) -> None:
    data += OK_FRAME
    pieces: list[bytes] = []
    rest = data
    for size in sizes:
        pieces.append(rest[:size])
        rest = rest[size:]
    assert parse(*pieces, rest) == parse(data)


@given(st.lists(st.binary(min_size=2, max_size=300), max_size=5))
def test_frames_back_to_back_come_out_in_order(bodies: list[bytes]) -> None:
    assert parse(b"".join(encode_frame(body) for body in bodies)) == bodies


@given(st.binary(min_size=2, max_size=60), st.data())
def test_a_flipped_bit_never_passes_for_a_frame(body: bytes, data: st.DataObject) -> None:
    frame = bytearray(encode_frame(body))
    place = data.draw(st.integers(0, len(frame) - 1))
    frame[place] ^= 1 << data.draw(st.integers(0, 7))
    assert bytes(body) not in parse(bytes(frame))


def test_a_frame_inside_a_lying_one_is_found() -> None:
    lie = PREAMBLE + b"\x00\x20" + b"junk"
    assert parse(lie + OK_FRAME + bytes(32)) == ["id_card.garbage", OK_BODY]


@given(st.integers(0, 255))
def test_every_status_byte_has_an_error(sw3: int) -> None:
    error = error_of(sw3)
    assert isinstance(error, DeviceError)
    assert error.code.startswith("id_card.")
    assert error.data["sw3"] == f"{sw3:02x}"


@given(st.binary(max_size=2))
def test_an_answer_without_its_three_status_bytes_is_garbage(body: bytes) -> None:
    with pytest.raises(ProtocolError):
        decode_answer(body)


# ---- numbers -------------------------------------------------------------------------------------------------------

VALID = [
    "11010519491231002X",  # the example of GB 11643, a woman
    "440524188001010014",  # the other example: a county that is no more
    "810000199408230021",  # Hong Kong
    "82000019840515001" + "5",  # Macao
    "83000019800412001X",  # Taiwan
    "931234199012300014",  # a foreigner's, 2023
]


@pytest.mark.parametrize("valid", VALID)
def test_valid_numbers_are_valid_wherever_they_are_from(valid: str) -> None:
    assert number.is_valid(valid)
    assert number.check_digit(valid[:17]) == valid[17]


@pytest.mark.parametrize("valid", VALID)
def test_any_single_wrong_digit_and_any_two_swapped_are_noticed(valid: str) -> None:
    for place in range(17):
        for digit in set("0123456789") - {valid[place]}:
            assert not number.is_valid(valid[:place] + digit + valid[place + 1 :])
    for place in range(17):
        if valid[place] != valid[place + 1]:
            assert not number.is_valid(valid[:place] + valid[place + 1] + valid[place] + valid[place + 2 :])


def test_birth_and_sex_are_in_the_number() -> None:
    assert number.birth("11010519491231002X") == "1949-12-31"
    assert number.sex("11010519491231002X") == "2"
    assert number.sex("440524188001010014") == "1"


@pytest.mark.parametrize(
    ("valid", "origin", "division"),
    [
        ("11010519491231002X", Origin.MAINLAND, "110105"),
        ("440524188001010014", Origin.MAINLAND, "440524"),
        ("810000199408230021", Origin.HONG_KONG, "810000"),
        ("820000198405150015", Origin.MACAO, "820000"),
        ("83000019800412001X", Origin.TAIWAN, "830000"),
        ("931234199012300014", Origin.FOREIGN, None),
    ],
)
def test_a_number_tells_where_it_comes_from(valid: str, origin: Origin, division: str | None) -> None:
    value = IdentityNumber(valid)
    assert value.origin is origin
    assert (value.division.code if value.division else None) == division
    if value.division:
        assert value.division.city.startswith(value.division.province)
    assert valid not in repr(value)


@given(
    st.integers(100000, 999999),
    st.dates(),
    st.integers(0, 999),
)
def test_every_number_that_can_be_given_out_is_a_value_and_says_what_was_put_in(
    place: int, day: date, order: int
) -> None:
    first_17 = f"{place}{day.year:04d}{day.month:02d}{day.day:02d}{order:03d}"
    value = IdentityNumber(first_17 + number.check_digit(first_17))
    assert value.birth == day
    assert value.sex == ("1" if order % 2 else "2")


@pytest.mark.parametrize(
    "text", ["FRA11019012345", "fra110190123456", "FRA1101901234567", "FR1110190123456", "FRA11019012345６"]
)
def test_old_foreigners_numbers_are_three_letters_and_twelve_digits(text: str) -> None:
    assert OldForeignerNumber("FRA110190123456").country == "FRA"
    with pytest.raises(ValueError, match="three letters"):
        OldForeignerNumber(text)


@pytest.mark.parametrize("text", ["𠮷永㐀", "古丽努尔·艾山", "\ue000三", "DUPONT, JEAN"])
def test_names_are_kept_to_the_character(text: str) -> None:
    assert Name(text).text == text
    assert text not in repr(Name(text))


@pytest.mark.parametrize("text", ["", "  \u3000", "林\u0000", "林\ud842"])
def test_what_cannot_be_a_name_was_misread(text: str) -> None:
    with pytest.raises(ValueError, match="a name"):
        Name(text)


@pytest.mark.parametrize("code", ["44030", "4403044", "44030X", "４４０３０４"])
def test_a_division_has_six_digits(code: str) -> None:
    with pytest.raises(ValueError, match="six digits"):
        Division(code)


@given(st.dates(), st.none() | st.dates(), st.dates())
def test_a_card_counts_from_its_first_day_to_its_last(first: date, last: date | None, day: date) -> None:
    if last is not None and last < first:
        with pytest.raises(ValueError, match="before it begins"):
            Validity(first, last)
    else:
        assert (day in Validity(first, last)) == (first <= day <= (last or date.max))


@given(st.text(max_size=20) | st.text("0123456789Xx１", min_size=17, max_size=19))
def test_anything_else_is_refused_with_nothing_but_value_error(candidate: str) -> None:
    for call in (number.check_digit, number.birth, number.sex):
        try:
            call(candidate)
        except ValueError:
            continue
    if number.is_valid(candidate):
        assert len(candidate) == 18
        assert candidate.isascii()


# ---- text block ----------------------------------------------------------------------------------------------------

PORTRAIT = bytes(1024)


def written(characters: str, utf16_units: int) -> st.SearchStrategy[str]:
    """Text as on a card: it fits, and does not end in padding."""
    return (
        st.text(characters, max_size=utf16_units)
        .map(lambda value: value.rstrip(" \u3000"))
        .filter(lambda value: len(value.encode("utf-16-le")) <= 2 * utf16_units)
    )


HANZI = "陈大文王小明𠮷㐀䶮喆·〇 　"
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ ,-'"
dates = st.dates().map(lambda day: day.isoformat())


@st.composite
def cards(draw: st.DrawFn) -> IdentityCard:
    kind = draw(st.sampled_from(CardKind))
    foreigner = kind in (CardKind.FOREIGNER_2017, CardKind.FOREIGNER_2023)
    birth, first = draw(dates), draw(dates)
    first_17 = f"{draw(st.integers(110000, 939999))}{birth.replace('-', '')}{draw(st.integers(0, 999)):03d}"
    latin_units = 60 if kind is CardKind.FOREIGNER_2017 else 46
    name = draw(written(HANZI, 15))
    latin_name = draw(written(LATIN, latin_units)) if foreigner else ""
    assume((name or latin_name).strip())
    return IdentityCard(
        kind=kind,
        name=name or latin_name,
        sex=draw(st.sampled_from("0129")),
        nation=draw(st.sampled_from(["FRA", "USA"] if foreigner else ["01", "56", "97", "98"])),
        birth=birth,
        address="" if foreigner else draw(written(HANZI + "０1号路", 35)),
        number="FRA110190123456" if kind is CardKind.FOREIGNER_2017 else first_17 + number.check_digit(first_17),
        authority="" if kind is CardKind.FOREIGNER_2023 else draw(written(HANZI, 4)),
        valid_from=first,
        valid_to=draw(st.just("") | st.dates(date.fromisoformat(first)).map(date.isoformat)),
        portrait=PORTRAIT,
        latin_name=latin_name,
        pass_number=draw(written("HM0123456789", 9)) if kind is CardKind.HMT_RESIDENCE else "",
    )


@given(cards())
def test_every_layout_survives_the_way_to_the_card_and_back(card: IdentityCard) -> None:
    block = text.encode(card)
    assert len(block) == 256
    assert text.decode(block, PORTRAIT) == card


def resident() -> IdentityCard:
    return IdentityCard(
        kind=CardKind.RESIDENT,
        name="𠮷永㐀·古丽",
        sex="1",
        nation="01",
        birth="1880-01-01",
        address="广东省汕头市潮阳区",
        number="440524188001010014",
        authority="深圳市公安局福田分局",
        valid_from="2016-05-04",
        valid_to="",
        portrait=PORTRAIT,
    )


def test_fields_lie_where_the_readers_put_them() -> None:
    block = text.encode(resident())

    def at(offset: int, width: int) -> str:
        return block[offset : offset + width].decode("utf-16-le")

    assert at(0, 30) == "𠮷永㐀·古丽        "
    assert at(30, 2) == "1"
    assert at(32, 4) == "01"
    assert at(36, 16) == "18800101"
    assert at(122, 36) == "440524188001010014"
    assert at(158, 30).rstrip() == "深圳市公安局福田分局"
    assert at(188, 16) == "20160504"
    assert at(204, 16).rstrip() == "长期"
    assert at(248, 2) == " "


@pytest.mark.parametrize(("kind", "flag"), [("foreigner_2017", "I"), ("hmt_residence", "J"), ("foreigner_2023", "Y")])
def test_the_flag_tells_the_layout(kind: str, flag: str) -> None:
    block = text.encode(replace(resident(), kind=CardKind(kind), authority="4403", number="FRA110190123456"))
    assert block[248:250].decode("utf-16-le") == flag


def test_a_layout_of_the_future_is_the_wrong_kind() -> None:
    block = bytearray(text.encode(resident()))
    block[248:250] = "Z".encode("utf-16-le")
    with pytest.raises(MediaError) as caught:
        text.decode(bytes(block), PORTRAIT)
    assert caught.value.code == "id_card.wrong_kind"


@pytest.mark.parametrize(
    ("field", "offset", "value"),
    [
        ("birth", 36, "18801301"),
        ("birth", 36, "１８８００１０１"),
        ("valid_from", 188, "        "),
        ("valid_to", 204, "长期有效    "),
        ("valid_to", 204, "20160503"),
        ("name", 0, "林\u0000小"),
        ("name", 0, " " * 15),
        ("sex", 30, "男"),
        ("address", 60, "\n"),
        ("number", 122, "440524188001010015"),
    ],
)
def test_a_field_that_cannot_be_says_which_and_not_what(field: str, offset: int, value: str) -> None:
    block = bytearray(text.encode(resident()))
    units = value.encode("utf-16-le")
    block[offset : offset + len(units)] = units
    with pytest.raises(MediaError) as caught:
        text.decode(bytes(block), PORTRAIT)
    assert caught.value.code == "id_card.read_failed"
    assert caught.value.data == {"field": field}


def test_half_a_surrogate_pair_is_a_read_failure() -> None:
    block = bytearray(text.encode(resident()))
    block[0:2] = b"\x42\xd8"
    block[2:4] = "永".encode("utf-16-le")
    with pytest.raises(MediaError) as caught:
        text.decode(bytes(block), PORTRAIT)
    assert caught.value.data == {"field": "name"}


@given(cards(), st.sampled_from(base_information.FINGERPRINT_BYTES))
def test_both_answers_carry_the_same_card_whatever_fingers_come_along(card: IdentityCard, fingerprint: int) -> None:
    plain = base_information.encode(card)
    whole = base_information.encode_with_fingerprint(card, bytes(fingerprint))
    assert len(encode_answer(Answer(Sw3.OK, plain))) == 1295
    assert len(encode_answer(Answer(Sw3.OK, whole))) == 1297 + fingerprint
    assert base_information.decode(plain) == base_information.decode(whole) == card


@given(cards(), st.data())
def test_an_answer_of_any_other_length_is_garbage(card: IdentityCard, data: st.DataObject) -> None:
    whole = base_information.encode_with_fingerprint(card, bytes(512))
    length = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(ProtocolError):
        base_information.decode(whole[:length])
    with pytest.raises(ProtocolError):
        base_information.decode(base_information.encode(card)[: min(length, 1283)])


@given(st.binary(max_size=40), st.integers(0, 2400))
def test_sizes_that_lie_give_a_device_error(head: bytes, rest: int) -> None:
    with pytest.raises(DeviceError):
        base_information.decode(head + bytes(rest))


@given(st.binary(max_size=300) | st.binary(min_size=256, max_size=256))
def test_any_bytes_give_a_device_error(block: bytes) -> None:
    with pytest.raises(DeviceError) as caught:  # random bytes never carry a number with its check digit
        text.decode(block, PORTRAIT)
    assert caught.value.code in {"id_card.garbage", "id_card.read_failed", "id_card.wrong_kind"}


def test_what_does_not_fit_onto_a_card_is_refused() -> None:
    with pytest.raises(ValueError, match="name takes 32 bytes"):
        text.encode(replace(resident(), name="𠮷" * 8))


@given(st.binary(max_size=120))
def test_a_new_address_of_any_length_is_taken(data: bytes) -> None:
    address = text.decode_new_address(data)
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in address)
    assert text.decode_new_address("罗湖区文锦中路".encode("utf-16-le") + b" \0" * 20) == "罗湖区文锦中路"
