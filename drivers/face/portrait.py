"""The portrait to compare with: a card's 1,024 bytes (WLT), through a decoder that is a plug-in, or the JPEG that comes
with an e-ID code.

No open decoder of WLT exists. A site with a vendor's library names its file. The simulator ships `stand_in`, a
reversible codec of its own of the same size and about the card's fidelity, so that the whole way can be tested:

    "SIM\\x01" | WebP file (RIFF, lossy, 102×126) | zeros up to 1,024 bytes

Decoding runs in the face process, a vendor's library in a further one (`vendor_decoder.py`).
"""

from __future__ import annotations

import struct
import zlib
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from drivers.face.vendor_decoder import HEIGHT_PX, WIDTH_PX, VendorDecoder, undecodable

if TYPE_CHECKING:
    from numpy.typing import NDArray

PORTRAIT_SIZE = 1024
STAND_IN = "stand_in"

JPEG_MAX_BYTES = 196_608
JPEG_MAX_PX = 2000
JPEG_MIN_PX = 64

_JPEG_BEGINS = b"\xff\xd8\xff"
_MAGIC = b"SIM\x01"
_CHECKSUM = struct.Struct(">I")
_WEBP_AT = len(_MAGIC) + _CHECKSUM.size
_RIFF_SIZE = struct.Struct("<4xI")


def decode(portrait: bytes | memoryview, decoder: VendorDecoder | None = None) -> NDArray[np.uint8]:
    """Decode a portrait to a BGR picture: (126, 102, 3) from a card, of its own size from a JPEG.

    Args:
        portrait: the 1,024 bytes of a card, which are not copied, so that who wipes them has wiped them all; or
            a JPEG of at most `JPEG_MAX_BYTES` and `JPEG_MAX_PX` a side.
        decoder: None = the stand-in.

    Raises:
        MediaError: `face.portrait_undecodable`.
    """
    if bytes(portrait[:3]) == _JPEG_BEGINS:
        return _decode_jpeg(portrait)
    if len(portrait) != PORTRAIT_SIZE:
        raise undecodable("size")
    return _decode_stand_in(portrait) if decoder is None else decoder.decode(portrait)


def encode_stand_in(image: NDArray[np.uint8]) -> bytes:
    """Encode a BGR picture of any size (H, W, 3) as the simulator's 1,024 bytes, at the best quality that fits."""
    small = cv2.resize(image, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA)
    room = PORTRAIT_SIZE - _WEBP_AT
    best = b""
    low, high = 1, 100
    while low <= high:  # size grows with quality, nearly always: a bisection is near enough
        quality = (low + high) // 2
        _, encoded = cv2.imencode(".webp", small, [cv2.IMWRITE_WEBP_QUALITY, quality])
        if encoded.size <= room:
            best, low = encoded.tobytes(), quality + 1
        else:
            high = quality - 1
    if not best:
        raise ValueError("the picture does not fit into a card's portrait at any quality")
    padded = best.ljust(room, b"\0")
    return _MAGIC + _CHECKSUM.pack(zlib.crc32(padded)) + padded


@cache
def stand_in_portrait(picture: Path) -> bytes:
    """The stand-in bytes of a picture file, encoded once.

    Raises:
        ValueError: the file is no picture.
    """
    image = cv2.imread(str(picture), cv2.IMREAD_COLOR)
    if image is None:
        raise ValueError(f"{picture} is no picture")
    return encode_stand_in(image.astype(np.uint8, copy=False))


def _decode_jpeg(portrait: bytes | memoryview) -> NDArray[np.uint8]:
    """Its size is read before its pixels are: a small file can hold a huge picture."""
    from PIL import Image, UnidentifiedImageError

    if len(portrait) > JPEG_MAX_BYTES:
        raise undecodable("size")
    try:
        with Image.open(BytesIO(portrait), formats=["JPEG"]) as header:
            sides = header.size
        if min(sides) < JPEG_MIN_PX or max(sides) > JPEG_MAX_PX:
            raise undecodable("size")
        image = cv2.imdecode(np.frombuffer(portrait, np.uint8), cv2.IMREAD_COLOR)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, cv2.error) as error:
        raise undecodable("image") from error
    if image is None:
        raise undecodable("image")
    return image.astype(np.uint8, copy=False)


def _decode_stand_in(portrait: bytes | memoryview) -> NDArray[np.uint8]:
    if bytes(portrait[: len(_MAGIC)]) != _MAGIC:
        raise undecodable("magic")
    body = memoryview(portrait)[_WEBP_AT:]
    if zlib.crc32(body) != _CHECKSUM.unpack_from(portrait, len(_MAGIC))[0]:
        raise undecodable("checksum")
    size = 8 + _RIFF_SIZE.unpack_from(body)[0]
    encoded = np.frombuffer(body, np.uint8)[:size]
    try:
        image = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise undecodable("image") from error
    if image is None or image.shape != (HEIGHT_PX, WIDTH_PX, 3):
        raise undecodable("image")
    return image.astype(np.uint8, copy=False)
