"""What is sealed, as streams of plain text cut into pieces: the content first, then one stream for each attachment.

A piece is what one chunk of ciphertext holds. No more than two are in memory at a time, however long a stream is.
"""

import json
from collections.abc import Generator, Iterator, Mapping, Sequence
from io import BytesIO
from typing import BinaryIO

from offline_cache.attachments import Attachment, AttachmentSource
from offline_cache.errors import SealError

PIECE_BYTES = 1 << 20
PLAIN_LIMIT_BYTES = 64 * 1024 * 1024
"""Of all streams together."""


class Room:
    """How much plain text may still come."""

    def __init__(self) -> None:
        self._taken_bytes = 0

    def take(self, size: int) -> None:
        """Raises SealError `seal.too_large` beyond `PLAIN_LIMIT_BYTES`."""
        self._taken_bytes += size
        if self._taken_bytes > PLAIN_LIMIT_BYTES:
            raise SealError("seal.too_large", data={"limit": PLAIN_LIMIT_BYTES})


def plain_streams(content: bytes, attachments: Sequence[Attachment | AttachmentSource]) -> Generator[BinaryIO]:
    """Each is to be read before the next is asked for. Raises OSError where an attachment cannot be read."""
    yield BytesIO(content)
    for attachment in attachments:
        with attachment.reading() as data:
            yield _Described(attachment, data)


class _Described(BytesIO):
    """An attachment's describing line, and after it the attachment."""

    def __init__(self, attachment: Attachment | AttachmentSource, data: BinaryIO) -> None:
        line = canonical({"media_type": attachment.media_type, "name": attachment.name})
        super().__init__(line + b"\n")
        self._data = data

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(size) or self._data.read(-1 if size is None else size)


def pieces(plain: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Pieces of `PIECE_BYTES`, the last one shorter or not, and whether each is the last; one at least."""
    piece = _read_full(plain)
    while len(piece) == PIECE_BYTES and (following := _read_full(plain)):
        yield piece, False
        piece = following
    yield piece, True


def _read_full(plain: BinaryIO) -> bytes:
    """`PIECE_BYTES`, less only at the end: a pipe, say, gives less at a time."""
    first = plain.read(PIECE_BYTES)
    if not first or len(first) == PIECE_BYTES:
        return first
    piece = bytearray(first)
    while len(piece) < PIECE_BYTES and (more := plain.read(PIECE_BYTES - len(piece))):
        piece += more
    return bytes(piece)


def canonical(record: Mapping[str, object]) -> bytes:
    """JSON in its only form: sorted keys, no white space, ASCII."""
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")
