"""Codes are cut out of any stream: no piece too small, no line too long, no noise that breaks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.barcode.framing import MOST_BYTES, CodeParser, Framing, encode_code

CODES = st.binary(min_size=1, max_size=40).filter(lambda code: not set(code) & set(b"\r\n\x02\x03"))


@given(st.lists(CODES, max_size=6), st.sampled_from(Framing), st.data())
def test_every_code_arrives_whole_however_the_line_cuts_it(
    codes: list[bytes], framing: Framing, data: st.DataObject
) -> None:
    stream = b"".join(encode_code(code, framing) for code in codes)
    parser = CodeParser(framing)
    found: list[bytes] = []
    while stream:
        cut = data.draw(st.integers(1, len(stream)))
        found += parser.feed(stream[:cut])
        stream = stream[cut:]
    assert found == codes
    assert not parser.begun


@given(st.lists(st.binary(max_size=60), max_size=20), st.sampled_from(Framing))
def test_noise_never_breaks_it_and_never_piles_up(pieces: list[bytes], framing: Framing) -> None:
    parser = CodeParser(framing, most_bytes=50)
    for piece in pieces:
        assert all(0 < len(code) <= 51 for code in parser.feed(piece))
    parser.reset()
    assert parser.feed(encode_code(b"good", framing))[-1:] == [b"good"]


@pytest.mark.parametrize("framing", list(Framing))
@pytest.mark.parametrize("piece_bytes", [1, 7, 100_000])
def test_a_line_too_long_is_dropped_whole_and_the_next_is_read(framing: Framing, piece_bytes: int) -> None:
    parser = CodeParser(framing)
    stream = encode_code(b"8" * (3 * MOST_BYTES), framing) + encode_code(b"good", framing)
    found: list[bytes] = []
    for start in range(0, len(stream), piece_bytes):
        found += parser.feed(stream[start : start + piece_bytes])
    assert found == [b"good"]
    assert parser.dropped == 1


@pytest.mark.parametrize(("set_to", "sent"), [(Framing.CR, Framing.CRLF), (Framing.LF, Framing.CRLF)])
def test_a_scanner_that_ends_lines_twice_is_understood(set_to: Framing, sent: Framing) -> None:
    parser = CodeParser(set_to)
    stream = encode_code(b"one", sent) + encode_code(b"two", sent)
    assert parser.feed(stream) == [b"one", b"two"]
    assert not parser.begun


def test_outside_a_frame_there_is_only_noise() -> None:
    parser = CodeParser(Framing.STX_ETX)
    assert parser.feed(b"noise\x03more\x02first\x02good\x03noise") == [b"good"]
    assert not parser.begun
    parser.feed(b"\x02")
    assert parser.begun
