"""The card's 1,024 bytes: the simulator's stand-in codec, and vendors' libraries behind the same call."""

import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.persons import load_persons
from drivers.errors import MediaError
from drivers.face import portrait

PERSONS = load_persons()


@pytest.fixture(scope="module")
def card() -> bytes:
    return portrait.stand_in_portrait(PERSONS["lin"].card_picture)


@pytest.mark.parametrize("key", PERSONS)
def test_a_portrait_survives_its_1024_bytes(key: str) -> None:
    original = cv2.imread(str(PERSONS[key].card_picture))
    assert original is not None
    encoded = portrait.encode_stand_in(original.astype(np.uint8))
    decoded = portrait.decode(encoded)
    assert len(encoded) == 1024
    assert decoded.shape == (126, 102, 3)
    small = cv2.resize(original, (102, 126), interpolation=cv2.INTER_AREA)
    assert cv2.PSNR(small, decoded) > 24


@pytest.mark.parametrize(
    "image", [np.zeros((126, 102, 3), np.uint8), np.random.default_rng(1).integers(0, 256, (300, 200, 3), np.uint8)]
)
def test_any_picture_fits(image: np.ndarray) -> None:
    assert portrait.decode(portrait.encode_stand_in(image)).shape == (126, 102, 3)


def test_a_picture_file_is_encoded_once(tmp_path: Path) -> None:
    picture = PERSONS["lin"].card_picture
    assert portrait.stand_in_portrait(picture) is portrait.stand_in_portrait(picture)
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    with pytest.raises(ValueError, match="no picture"):
        portrait.stand_in_portrait(broken)


@given(st.binary(min_size=0, max_size=1030))
def test_no_bytes_but_a_portrait_decode(noise: bytes) -> None:
    with pytest.raises(MediaError) as raised:
        portrait.decode(noise)
    assert raised.value.code == "face.portrait_undecodable"


@given(st.lists(st.tuples(st.integers(0, 1023), st.integers(1, 255)), min_size=1, max_size=8, unique_by=lambda d: d[0]))
def test_a_damaged_portrait_is_refused(damage: list[tuple[int, int]]) -> None:
    damaged = bytearray(portrait.stand_in_portrait(PERSONS["ji"].card_picture))
    for position, change in damage:
        damaged[position] ^= change
    with pytest.raises(MediaError):
        portrait.decode(bytes(damaged))


@pytest.mark.parametrize("body", [b"", b"RIFF\xff\xff\xff\xffWEBPVP8 ", b"RIFF\x10\0\0\0JUNK"])
def test_a_checksum_alone_does_not_make_a_portrait(body: bytes) -> None:
    padded = body.ljust(1016, b"\0")
    with pytest.raises(MediaError) as raised:
        portrait.decode(b"SIM\x01" + zlib.crc32(padded).to_bytes(4, "big") + padded)
    assert raised.value.data == {"why": "image"}


def test_a_picture_of_another_size_is_no_portrait() -> None:
    _, other = cv2.imencode(".webp", np.zeros((64, 64, 3), np.uint8))
    padded = other.tobytes().ljust(1016, b"\0")
    with pytest.raises(MediaError):
        portrait.decode(b"SIM\x01" + zlib.crc32(padded).to_bytes(4, "big") + padded)


@pytest.mark.parametrize("cut", [0, 100, 700])
def test_a_torn_portrait_is_refused(card: bytes, cut: int) -> None:
    with pytest.raises(MediaError):
        portrait.decode(card[:cut].ljust(1024, b"\0"))


def test_a_jpeg_is_decoded_in_its_own_size() -> None:
    file = PERSONS["lin"].card_picture
    decoded = portrait.decode(file.read_bytes())
    expected = cv2.imread(str(file))
    assert expected is not None
    assert np.array_equal(decoded, expected)


def jpeg(height_px: int, width_px: int) -> bytes:
    _, encoded = cv2.imencode(".jpg", np.zeros((height_px, width_px, 3), np.uint8))
    return encoded.tobytes()


@pytest.mark.parametrize(
    "picture",
    [
        jpeg(2001, 100),
        jpeg(32, 32),
        jpeg(100, 100)[:200],
        jpeg(100, 100).ljust(portrait.JPEG_MAX_BYTES + 1, b"\0"),
        b"\xff\xd8\xff",
        b"\xff\xd8\xff" + bytes(1021),
    ],
    ids=["too large", "too small", "cut short", "too long", "begun", "nothing behind"],
)
def test_a_jpeg_that_is_none_is_undecodable(picture: bytes) -> None:
    with pytest.raises(MediaError) as caught:
        portrait.decode(picture)
    assert caught.value.code == "face.portrait_undecodable"


@given(st.binary(max_size=600))
def test_no_jpeg_breaks_the_decoder(tail: bytes) -> None:
    with pytest.raises(MediaError):
        portrait.decode(b"\xff\xd8\xff" + tail)
