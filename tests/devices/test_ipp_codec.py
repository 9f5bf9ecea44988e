"""IPP messages as bytes and back; what is no message is refused, and nothing else happens."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.printer.ipp_codec import (
    Attributes,
    Group,
    IppSyntaxError,
    Message,
    Tag,
    Value,
    decode,
    encode,
    integer_of,
    one,
    texts_of,
)

NAMES = st.text(min_size=1, max_size=12)
NUMBERS = st.builds(
    Value, st.sampled_from([Tag.INTEGER, Tag.ENUM]), st.integers(min_value=-(2**31), max_value=2**31 - 1)
)
BOOLEANS = st.builds(Value, st.just(Tag.BOOLEAN), st.booleans())
TEXTS = st.builds(Value, st.sampled_from([Tag.TEXT, Tag.NAME, Tag.KEYWORD, Tag.URI]), st.text(max_size=20))
OCTETS = st.builds(Value, st.sampled_from([Tag.OCTETS, Tag.NO_VALUE, 0x33, 0x7F]), st.binary(max_size=20))
SIMPLE = NUMBERS | BOOLEANS | TEXTS | OCTETS


def attributes(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Attributes]:
    return st.dictionaries(NAMES, st.lists(values, min_size=1, max_size=3).map(tuple), max_size=3)


VALUES = st.recursive(SIMPLE, lambda inner: st.builds(Value, st.just(Tag.COLLECTION), attributes(inner)), max_leaves=6)
GROUPS = st.builds(Group, st.sampled_from([Tag.OPERATION, Tag.JOB, Tag.PRINTER, 0x0F]), attributes(VALUES))
MESSAGES = st.builds(
    Message,
    st.integers(0, 0xFFFF),
    st.integers(0, 0x7FFF_FFFF),
    st.lists(GROUPS, max_size=3).map(tuple),
    st.binary(max_size=40),
    st.tuples(st.integers(0, 255), st.integers(0, 255)),
)
PRINT_JOB = (
    bytes.fromhex(
        "0101 0002 00000001 01"
        "47 0012 617474726962757465732d63686172736574 0005 7574662d38"
        "48 001b 617474726962757465732d6e61747572616c2d6c616e6775616765 0005 656e2d7573"
        "45 000b 7072696e7465722d757269 0023"
        "6970703a2f2f7072696e7465722e6578616d706c652e636f6d2f6970702f7072696e74"
        "02 21 0006 636f70696573 0004 00000014"
        "44 0005 7369646573 0013 74776f2d73696465642d6c6f6e672d65646765 03"
    )
    + b"%!PDF"
)
"""After RFC 8010 appendix A.1."""


@given(MESSAGES)
def test_what_is_written_is_read_back(message: Message) -> None:
    assert decode(encode(message)) == message


@given(MESSAGES, st.data())
def test_a_message_cut_short_is_never_taken_for_a_whole_one(message: Message, data: st.DataObject) -> None:
    head = encode(Message(message.code, message.request_id, message.groups))
    cut = data.draw(st.integers(0, len(head) - 1))
    with pytest.raises(IppSyntaxError):
        decode(head[:cut])


@given(
    st.binary(max_size=200) | st.binary(max_size=100).map(lambda tail: b"\x02\x00\x00\x00\x00\x00\x00\x01\x01" + tail)
)
def test_any_bytes_are_a_message_or_refused(data: bytes) -> None:
    with contextlib.suppress(IppSyntaxError):
        assert all(group.tag < 0x10 for group in decode(data).groups)


def test_the_example_of_the_standard_is_understood() -> None:
    message = decode(PRINT_JOB)
    assert (message.version, message.code, message.request_id, message.data) == ((1, 1), 2, 1, b"%!PDF")
    assert texts_of(message.first(Tag.OPERATION), "printer-uri") == ("ipp://printer.example.com/ipp/print",)
    assert integer_of(message.first(Tag.JOB), "copies") == 20
    assert texts_of(message.first(Tag.JOB), "sides") == ("two-sided-long-edge",)


def test_collections_that_never_end_are_refused_before_they_exhaust_the_stack() -> None:
    begin = b"\x34\x00\x01c\x00\x00"
    member = b"\x4a\x00\x00\x00\x01m\x34\x00\x00\x00\x00"
    with pytest.raises(IppSyntaxError, match="too deep"):
        decode(b"\x02\x00\x00\x02\x00\x00\x00\x01\x02" + begin + member * 5000)


@pytest.mark.parametrize(
    "broken",
    [
        "21 0001 61 0003 000001",  # an integer of three bytes
        "22 0001 61 0001 02",  # a boolean that is neither
        "21 0000 0004 00000001",  # a further value of nothing
        "34 0001 61 0000 44 0000 0001 78",  # a member's value before its name
        "34 0001 61 0000 4a 0001 62 0000",  # a member with a name of its own
    ],
)
def test_values_that_lie_about_themselves_are_refused(broken: str) -> None:
    with pytest.raises(IppSyntaxError):
        decode(b"\x02\x00\x00\x02\x00\x00\x00\x01\x02" + bytes.fromhex(broken.replace(" ", "")) + b"\x03")


@pytest.mark.parametrize(
    "attribute", [{"a" * 40_000: one(Tag.KEYWORD, "x")}, {"a": one(Tag.TEXT, "x" * 40_000)}, {"a": ()}]
)
def test_what_ipp_cannot_carry_is_not_written(attribute: Attributes) -> None:
    with pytest.raises(ValueError, match=r"longer|no value"):
        encode(Message(2, 1, (Group(Tag.JOB, attribute),)))


def test_numbers_beyond_32_bits_are_not_written() -> None:
    with pytest.raises(OverflowError):
        encode(Message(2, 1, (Group(Tag.JOB, {"a": one(Tag.INTEGER, 2**31)}),)))


def test_attributes_of_another_syntax_are_not_taken_for_numbers_or_words() -> None:
    given_attributes: Attributes = {"a": one(Tag.BOOLEAN, True), "b": one(Tag.OCTETS, b"x")}
    assert integer_of(given_attributes, "a") is None
    assert integer_of(given_attributes, "none") is None
    assert texts_of(given_attributes, "b") == ()
