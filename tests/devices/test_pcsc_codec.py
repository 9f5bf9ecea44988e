"""Smart cards without a reader: what is sent, and that no card's answer makes more of it than a media error."""

from __future__ import annotations

import gzip
import string
from contextlib import suppress
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st
from smart_cards import CARD

from drivers.contract.smart_card import SocialSecurityCard
from drivers.errors import MediaError
from drivers.id_card.number import check_digit
from drivers.pcsc import piv, social_security, tlv
from drivers.pcsc.apdu import ALL, Answer, Command, decode_answer, exchange
from drivers.pcsc.challenge import EC_P256, RSA_2048, Challenge
from drivers.pcsc.scard import ReaderState
from drivers.pcsc.virtual_cards import VirtualSocialSecurityCard, VirtualStaffCard
from drivers.pcsc.virtual_issuer import CardKey, VirtualIssuer

ANSWERS = st.lists(st.binary(max_size=300), max_size=40)


@pytest.mark.parametrize(
    ("command", "t1", "t0"),
    [
        (Command(0x00, 0x20, 0x00, 0x80), "00200080", "0020008000"),
        (Command(0x00, 0xB2, 0x08, 0x00, le=0x14), "00b2080014", "00b2080014"),
        (Command(0x00, 0xA4, 0x00, 0x00, b"\xef\x05"), "00a4000002ef05", "00a4000002ef05"),
        (Command(0x00, 0xCB, 0x3F, 0xFF, b"\x5c", ALL), "00cb3fff015c00", "00cb3fff015c"),
    ],
)
def test_a_command_in_both_protocols(command: Command, t1: str, t0: str) -> None:
    assert command.encode().hex() == t1
    assert command.encode(t0=True).hex() == t0


class Script:
    """A card that answers from a list, then nothing; what it was sent."""

    def __init__(self, *answers: str | bytes) -> None:
        self.sent: list[str] = []
        self._answers = [answer if isinstance(answer, bytes) else bytes.fromhex(answer) for answer in answers]

    def transmit(self, command: bytes) -> bytes:
        self.sent.append(command.hex())
        return self._answers.pop(0) if self._answers else b""


def test_the_rest_of_an_answer_is_fetched() -> None:
    card = Script("aa6102", "bbcc6101", "dd9000")
    assert exchange(card.transmit, Command(0, 0xCB, 0, 0, le=ALL)) == Answer(0x9000, bytes.fromhex("aabbccdd"))
    assert card.sent[1:] == ["00c0000002", "00c0000001"]


def test_a_card_that_names_the_length_is_asked_again_with_it() -> None:
    card = Script("6c12", "aa9000")
    assert exchange(card.transmit, Command(0, 0xB2, 1, 0, le=ALL)).data == b"\xaa"
    assert card.sent == ["00b2010000", "00b2010012"]


def test_a_card_that_never_agrees_on_a_length_is_asked_twice() -> None:
    card = Script("6c12", "6c13", "9000")
    assert exchange(card.transmit, Command(0, 0xB2, 1, 0, le=ALL)).sw == 0x6C13


def test_what_is_longer_than_a_command_goes_in_links() -> None:
    card = Script("9000", "9000")
    assert exchange(card.transmit, Command(0, 0x87, 7, 0x9A, bytes(266), ALL)).sw == 0x9000
    assert [len(bytes.fromhex(sent)) for sent in card.sent] == [4 + 1 + 255, 4 + 1 + 11 + 1]
    assert [sent[:2] for sent in card.sent] == ["10", "00"]


def test_a_refused_link_ends_it() -> None:
    card = Script("6e00")
    assert exchange(card.transmit, Command(0, 0x87, 7, 0x9A, bytes(266), ALL)).sw == 0x6E00
    assert len(card.sent) == 1


def test_an_answer_without_end_is_not_awaited() -> None:
    with pytest.raises(MediaError, match=r"pcsc\.garbage"):
        exchange(lambda _: bytes(256) + b"\x61\xff", Command(0, 0xCB, 0, 0, le=ALL))
    with pytest.raises(MediaError, match=r"pcsc\.garbage"):
        exchange(lambda _: b"\x61\xff", Command(0, 0xCB, 0, 0, le=ALL))


def test_a_pin_is_in_no_picture_of_a_command() -> None:
    assert "4711" not in repr(Command(0, 0x20, 0, 0x80, b"471109"))
    assert "aa" not in repr(Answer(0x9000, b"\xaa"))


@given(ANSWERS, st.booleans())
def test_whatever_a_card_answers_ends_in_an_answer_or_a_media_error(answers: list[bytes], t0: bool) -> None:
    with suppress(MediaError):
        exchange(Script(*answers).transmit, Command(0, 0xB2, 1, 0, le=ALL), t0=t0)


@given(ANSWERS)
def test_reading_survives_whatever_a_card_answers(answers: list[bytes]) -> None:
    def ask(command: Command) -> Answer:
        return exchange(script.transmit, command)

    for use in (social_security.read, piv.certificate, piv.tries_left, lambda ask: piv.verify(ask, "123456")):
        script = Script(*answers)
        with suppress(MediaError):
            use(ask)


# ---- TLV -------------------------------------------------------------------------------------------------------------

TAGS = st.sampled_from([0x53, 0x70, 0x71, 0xFE, 0x7C, 0x82, 0x5C, 0x5FC105, 0x7F49, 0x5F8101])


@given(st.dictionaries(TAGS, st.binary(max_size=400), max_size=5))
def test_objects_survive_their_encoding(objects: dict[int, bytes]) -> None:
    assert tlv.decode(b"".join(tlv.encode(tag, value) for tag, value in objects.items())) == objects


def test_lengths_of_all_forms() -> None:
    for size in (0, 127, 128, 255, 256, 65_535):
        assert tlv.find(tlv.encode(0x53, bytes(size)), 0x53) == bytes(size)


@given(st.binary(max_size=64))
def test_no_bytes_make_more_than_a_media_error_of_tlv(data: bytes) -> None:
    try:
        objects = tlv.decode(data)
    except MediaError:
        return
    assert sum(len(value) for value in objects.values()) <= len(data)


@pytest.mark.parametrize("data", ["53", "5302aa", "5380aa", "5384000000", "5381", "1f", "1f8181"])
def test_lengths_that_lie_are_garbage(data: str) -> None:
    with pytest.raises(MediaError, match=r"pcsc\.garbage"):
        tlv.decode(bytes.fromhex(data))


# ---- social security cards -------------------------------------------------------------------------------------------

NAMES = st.text(st.characters(codec="gb18030", exclude_categories=["C", "Z"]), min_size=1, max_size=7).filter(
    lambda name: name == name.strip(" \0\u3000\uffff") and "\uffff" not in name and len(name.encode("gb18030")) <= 30
)
DATES = st.dates().map(lambda day: day.isoformat())
PLACES = st.sampled_from(["440304", "440524", "810000", "830000", "944276"])


@st.composite
def cards(draw: st.DrawFn) -> SocialSecurityCard:
    birth = draw(DATES)
    first_17 = draw(PLACES) + birth.replace("-", "") + draw(st.text("0123456789", min_size=3, max_size=3))
    return SocialSecurityCard(
        name=draw(NAMES),
        number=first_17 + check_digit(first_17),
        sex=draw(st.sampled_from("0129")),
        nation=draw(st.sampled_from(["", "01", "56", "97"])),
        birth=birth,
        card_number=draw(st.text(string.ascii_uppercase + string.digits, max_size=9)),
        issued=draw(DATES | st.just("")),
        valid_to=draw(DATES | st.just("")),
    )


@given(cards(), st.sampled_from(["tag", "number", "sfi"]), st.booleans())
def test_what_a_card_was_given_is_what_is_read(card: SocialSecurityCard, by: str, bare: bool) -> None:
    chip = VirtualSocialSecurityCard(card, by=by, bare=bare)

    def ask(command: Command) -> Answer:
        return exchange(chip.answer, command, t0=True)

    assert social_security.select(ask)
    assert social_security.read(ask) == card


FIELDS = sorted({*social_security.EF05, *social_security.EF06})


@given(st.dictionaries(st.sampled_from(FIELDS), st.binary(max_size=40)))
def test_no_records_make_more_than_a_media_error(values: dict[str, bytes]) -> None:
    with suppress(MediaError):
        social_security.decode(values)


GOOD = {"number": CARD.number.encode(), "name": CARD.name.encode("gb18030")}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", b"440524188001010015"),  # check digit
        ("number", b"44052418800101001"),
        ("number", "４４０５２４".encode("gb18030")),
        ("birth", bytes.fromhex("18800102")),  # not the number's
        ("birth", bytes.fromhex("18801301")),
        ("valid_to", bytes.fromhex("2036020a")),
        ("name", b"\xd5"),
        ("name", bytes(30)),
        ("sex", b"\xb1"),
        ("card_number", b"12 34"),
    ],
)
def test_a_field_that_makes_no_sense_is_named(field: str, value: bytes) -> None:
    social_security.decode(GOOD)
    with pytest.raises(MediaError) as caught:
        social_security.decode({**GOOD, field: value})
    assert (caught.value.code, caught.value.data) == ("pcsc.read_failed", {"field": field})


def test_nothing_of_a_person_is_in_a_picture_of_a_card() -> None:
    assert repr(CARD) == "SocialSecurityCard()"


def test_a_name_longer_than_its_record_fits_no_card() -> None:
    with pytest.raises(ValueError, match="30 bytes"):
        VirtualSocialSecurityCard(replace(CARD, name="长" * 16))


# ---- staff cards -----------------------------------------------------------------------------------------------------

ISSUER = VirtualIssuer()
EC_KEY = ec.generate_private_key(ec.SECP256R1())
CERTIFICATE = ISSUER.issue("Technician", EC_KEY)
DER = CERTIFICATE.public_bytes(Encoding.DER)


def wrapped(content: bytes, form: bytes = b"\0") -> bytes:
    return tlv.encode(0x53, tlv.encode(0x70, content) + tlv.encode(0x71, form) + tlv.encode(0xFE, b""))


def test_a_certificate_comes_plain_or_zipped() -> None:
    assert piv.decode_certificate(wrapped(DER)) == CERTIFICATE
    assert piv.decode_certificate(wrapped(gzip.compress(DER), b"\1")) == CERTIFICATE


@pytest.mark.parametrize("content", [gzip.compress(bytes(50_000_000))[:50_000], b"\x1f\x8b", b"zip"])
def test_what_does_not_unzip_to_a_certificate_is_unreadable(content: bytes) -> None:
    with pytest.raises(MediaError, match=r"pcsc\.(read_failed|no_certificate)"):
        piv.decode_certificate(wrapped(content, b"\1"))


@given(st.binary(max_size=200), st.sampled_from([b"\0", b"\1", b""]))
def test_no_bytes_make_more_than_a_media_error_of_a_certificate(content: bytes, form: bytes) -> None:
    for data in (content, wrapped(content, form)):
        with pytest.raises(MediaError):
            piv.decode_certificate(data)


@pytest.mark.parametrize("algorithm", [EC_P256, RSA_2048])
def test_a_challenge_is_new_each_time_and_only_its_own_signature_fits(algorithm: int) -> None:
    key: CardKey = EC_KEY if algorithm == EC_P256 else rsa.generate_private_key(65537, 2048)
    certificate = ISSUER.issue("Technician", key)
    chip = VirtualStaffCard(certificate.public_bytes(Encoding.DER), key, "123456")

    def ask(command: Command) -> Answer:
        return exchange(chip.answer, command)

    assert piv.select(ask)
    piv.verify(ask, "123456")
    first, second = Challenge.for_certificate(certificate), Challenge.for_certificate(certificate)
    assert first.algorithm == algorithm
    assert first.block != second.block
    signature = piv.sign(ask, algorithm, first.block)
    first.check(signature)
    for other in (lambda: second.check(signature), lambda: first.check(b""), lambda: first.check(signature[:-1])):
        with pytest.raises(MediaError, match=r"pcsc\.not_genuine"):
            other()


@pytest.mark.parametrize("key", [ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 3072)])
def test_a_key_of_another_kind_is_not_used(key: CardKey) -> None:
    with pytest.raises(MediaError, match=r"pcsc\.usage"):
        Challenge.for_certificate(ISSUER.issue("Technician", key))


def test_an_answer_of_one_byte_is_cut_short() -> None:
    with pytest.raises(MediaError, match=r"pcsc\.garbage"):
        decode_answer(b"\x90")


@pytest.mark.parametrize(
    ("then", "now", "same"),
    [
        (0x10020, 0x10020, True),
        (0x00020, 0x10020, True),  # it was told before it was counted
        (0x10020, 0x10120, True),  # in use
        (0x10020, 0x20010, False),
        (0x10020, 0x30020, False),
        (0x00000, 0x10020, False),
        (0xFFFF0020, 0x00000020, True),  # the count begins anew
        (0xFFFF0020, 0x00010020, False),
    ],
)
def test_a_card_is_the_same_until_one_has_left_and_come(then: int, now: int, same: bool) -> None:
    assert ReaderState(now).holds(ReaderState(then)) is same
