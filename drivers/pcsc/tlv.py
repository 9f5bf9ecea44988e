"""BER-TLV as cards use it (ISO/IEC 7816-4 annex E): tags of one to three bytes, definite lengths up to 65,535."""

from __future__ import annotations

from drivers.errors import MediaError

_TAG_MAX_BYTES = 3


def encode(tag: int, value: bytes) -> bytes:
    size = len(value)
    if size < 0x80:
        length = bytes([size])
    elif size < 0x100:
        length = bytes([0x81, size])
    else:
        length = b"\x82" + size.to_bytes(2, "big")
    return tag.to_bytes((tag.bit_length() + 7) // 8 or 1, "big") + length + value


def decode(data: bytes) -> dict[int, bytes]:
    """Tag → value of the objects that lie side by side; of a tag that comes twice, the first.

    Raises MediaError `pcsc.garbage` when a length reaches beyond the end or has a form that no card uses.
    """
    found: dict[int, bytes] = {}
    at = 0
    while at < len(data):
        tag, at = _tag(data, at)
        size, at = _length(data, at)
        if at + size > len(data):
            raise _garbage(at)
        found.setdefault(tag, data[at : at + size])
        at += size
    return found


def find(data: bytes, *path: int) -> bytes:
    """The value at the end of a path of tags, one inside the other. Raises MediaError `pcsc.garbage`."""
    for tag in path:
        objects = decode(data)
        if tag not in objects:
            raise MediaError("pcsc.garbage", retryable=True, data={"missing_tag": f"{tag:x}"})
        data = objects[tag]
    return data


def _tag(data: bytes, at: int) -> tuple[int, int]:
    end = at + 1
    if data[at] & 0x1F == 0x1F:
        while end < len(data) and end - at < _TAG_MAX_BYTES and data[end] & 0x80:
            end += 1
        end += 1
    if end > len(data) or end - at > _TAG_MAX_BYTES:
        raise _garbage(at)
    return int.from_bytes(data[at:end], "big"), end


def _length(data: bytes, at: int) -> tuple[int, int]:
    if at >= len(data):
        raise _garbage(at)
    first = data[at]
    if first < 0x80:
        return first, at + 1
    end = at + 1 + (first & 0x7F)
    if first not in (0x81, 0x82) or end > len(data):
        raise _garbage(at)
    return int.from_bytes(data[at + 1 : end], "big"), end


def _garbage(at: int) -> MediaError:
    return MediaError("pcsc.garbage", retryable=True, data={"at_byte": at})
