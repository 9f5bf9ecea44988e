"""Reading items out of a damaged outbox file without SQLite's help, page by page.

Every row carries a digest of itself (`schema.sum_of_row`), so a row that adds up is genuine wherever it was found:
neither header nor index nor tree is needed, and the pages are tried in both sizes that a file may have. Formats:
sqlite.org/fileformat2.html, sections 1.6 (pages), 2.1 (records), 4 (WAL).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from offline_cache.schema import COLUMNS, EARLIER_PAGE_BYTES, PAGE_BYTES, sum_of_row

_LEAF = 0x0D
_WAL_HEADER_BYTES = 32
_FRAME_HEADER = struct.Struct(">6I")
_PAYLOAD_LIMIT_BYTES = 128 * 1024 * 1024
_INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}

Value = str | bytes | int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One item as it stood in the file; the names are those of `schema.COLUMNS`."""

    seq: int
    id: str
    channel: str
    state: str
    digest: str
    body: bytes = field(repr=False)
    queued_at_ms: int
    settled_at_ms: int | None
    settled_by: str | None
    signature: str
    row_sum: bytes

    @property
    def adds_up(self) -> bool:
        return self.row_sum == sum_of_row(
            self.id, self.channel, self.state, self.digest, self.body,
            self.queued_at_ms, self.settled_at_ms, self.settled_by, self.signature,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """One page in the WAL. `ends` = the transaction ends with it; `is_sound` = its checksum fits the one before."""

    page_number: int
    page: bytes = field(repr=False)
    ends: bool
    is_sound: bool


@dataclass(frozen=True, slots=True)
class Carved:
    """What could be read. `lost` are ids of rows that were found and do not add up."""

    rows: tuple[Row, ...]
    lost: tuple[str, ...]


def carve(database: bytes, wal: bytes) -> Carved:
    """Every row that adds up, the newest version of each, in the order in which they were queued."""
    readings = [_carve(database, wal, page_bytes) for page_bytes in (PAGE_BYTES, EARLIER_PAGE_BYTES)]
    return max(readings, key=lambda carved: len(carved.rows))


def wal_frames(wal: bytes) -> Iterator[Frame]:
    """The frames since the WAL was last begun anew, sound or not, up to the first that belongs to an earlier round."""
    (page_bytes,) = struct.unpack(">I", wal[8:12]) if len(wal) >= _WAL_HEADER_BYTES else (0,)
    return _frames(wal, page_bytes if page_bytes == EARLIER_PAGE_BYTES else PAGE_BYTES)


def wal_is_damaged(wal: bytes) -> bool:
    """Whether the WAL breaks off before its last transaction.

    SQLite reads a WAL up to the first frame that is not sound and drops the rest in silence. That is right for the last
    transaction, which a power cut may have torn: nothing was promised. An earlier one was synced before the next began.
    """
    is_broken = broken_one_ended = False
    for frame in wal_frames(wal):
        if broken_one_ended:
            return True
        is_broken |= not frame.is_sound
        broken_one_ended = is_broken and frame.ends
    return False


def read_or_empty(path: Path) -> bytes:
    """The file, empty when there is none. Raises OSError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _frames(wal: bytes, page_bytes: int) -> Iterator[Frame]:
    if len(wal) < _WAL_HEADER_BYTES:
        return
    order = ">" if wal[3] & 1 else "<"
    salts, checksum = wal[16:24], struct.unpack(">2I", wal[24:32])
    frame_bytes = _FRAME_HEADER.size + page_bytes
    for at in range(_WAL_HEADER_BYTES, len(wal) - frame_bytes + 1, frame_bytes):
        header, page = wal[at : at + 24], wal[at + 24 : at + frame_bytes]
        if header[8:16] != salts:
            return
        number, size_after_commit, _, _, *found = _FRAME_HEADER.unpack(header)
        expected = _checksum(order, _checksum(order, checksum, header[:8]), page)
        checksum = (found[0], found[1])
        yield Frame(number, page, size_after_commit != 0, expected == checksum)


def _checksum(order: str, start: tuple[int, int], data: bytes) -> tuple[int, int]:
    """Section 4.2: words of 32 bits in pairs, Fibonacci-weighted, carried on from `start`."""
    first, second = start
    words = iter(struct.unpack(f"{order}{len(data) // 4}I", data))
    for left, right in zip(words, words, strict=True):
        first = (first + left + second) & 0xFFFFFFFF
        second = (second + right + first) & 0xFFFFFFFF
    return first, second


def _carve(database: bytes, wal: bytes, page_bytes: int) -> Carved:
    frames = list(_frames(wal, page_bytes))
    pages = {
        number + 1: database[at : at + page_bytes] for number, at in enumerate(range(0, len(database), page_bytes))
    }
    newest = pages | {frame.page_number: frame.page for frame in frames}
    images = [*pages.items(), *((frame.page_number, frame.page) for frame in frames)]  # later ones win
    rows: dict[str, Row] = {}
    suspect: dict[str, None] = {}
    for number, page in images:
        for row in _rows_of(number, page, (newest, pages)) if len(page) == page_bytes else ():
            if row.adds_up:
                rows[row.id] = row
            else:
                suspect[row.id] = None
    lost = tuple(item_id for item_id in suspect if item_id not in rows and len(item_id) == 36)
    return Carved(tuple(sorted(rows.values(), key=lambda row: row.seq)), lost)


def _rows_of(number: int, page: bytes, sources: tuple[dict[int, bytes], ...]) -> Iterator[Row]:
    start = 100 if number == 1 else 0
    if page[start] != _LEAF:
        return
    (count,) = struct.unpack_from(">H", page, start + 3)
    for index in range(min(count, (len(page) - start - 8) // 2)):
        (at,) = struct.unpack_from(">H", page, start + 8 + 2 * index)
        found: Row | None = None
        for pages in sources:  # the rest of a long row: as the WAL has it, else as the file has it
            try:
                found = _row_at(page, at, pages)
            except (IndexError, ValueError, struct.error, UnicodeDecodeError):
                continue
            if found.adds_up:
                break
        if found is not None:
            yield found


def _row_at(page: bytes, at: int, pages: dict[int, bytes]) -> Row:
    """Raises ValueError, IndexError or struct.error where no item can be read."""
    size, at = _varint(page, at)
    seq, at = _varint(page, at)
    if size > _PAYLOAD_LIMIT_BYTES:
        raise ValueError("payload")
    record = _record(_payload(page, at, size, pages))
    if len(record) != len(COLUMNS):
        raise ValueError("columns")
    values = dict(zip(COLUMNS, (seq, *record[1:]), strict=True))
    for name in ("id", "channel", "state", "digest"):
        if not isinstance(values[name], str):
            raise ValueError(name)
    return Row(**cast("dict[str, object]", values))  # pyright: ignore[reportArgumentType] -- judged by `adds_up`


def _payload(page: bytes, at: int, size: int, pages: dict[int, bytes]) -> bytes:
    """Raises ValueError or struct.error. How much of it stands in the page itself: section 1.6."""
    most_local, least_local = len(page) - 35, (len(page) - 12) * 32 // 255 - 23
    local = size
    if size > most_local:
        local = least_local + (size - least_local) % (len(page) - 4)
        local = local if local <= most_local else least_local
    if at + local > len(page):
        raise ValueError("cell")
    parts, left = [page[at : at + local]], size - local
    (following,) = struct.unpack_from(">I", page, at + local) if left else (0,)
    while left:
        overflow = pages.get(following)
        if overflow is None or len(overflow) != len(page):
            raise ValueError("overflow")
        (following,) = struct.unpack_from(">I", overflow)
        parts.append(overflow[4 : 4 + left])
        left -= len(parts[-1])
    return b"".join(parts)


def _record(payload: bytes) -> list[Value]:
    end, at = _varint(payload, 0)
    types: list[int] = []
    while at < end:
        kind, at = _varint(payload, at)
        types.append(kind)
    values: list[Value] = []
    for kind in types:
        value, at = _value(kind, payload, at)
        values.append(value)
    return values


def _value(kind: int, payload: bytes, at: int) -> tuple[Value, int]:
    match kind:
        case 0:
            return None, at
        case 8 | 9:
            return kind - 8, at
        case 1 | 2 | 3 | 4 | 5 | 6:
            end = at + _INTEGER_BYTES[kind]
            return int.from_bytes(payload[at:end], "big", signed=True), end
        case _ if kind >= 12:
            end = at + (kind - 12) // 2
            if end > len(payload):
                raise ValueError("value")
            return (payload[at:end].decode() if kind % 2 else payload[at:end]), end
        case _:
            raise ValueError("type")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Up to nine bytes, seven bits each, the ninth with eight (section 1.6)."""
    number = 0
    for index in range(8):
        byte = data[at + index]
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, at + index + 1
    return number << 8 | data[at + 8], at + 9
