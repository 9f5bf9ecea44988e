"""IPP messages as bytes and back (RFC 8010 section 3). Pure; both directions, for the driver and its simulator.

version (2) · operation or status (2) · request id (4) · groups, each a delimiter tag and its attributes · 03 · data
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

_LONGEST = 0x7FFF
_DEEPEST = 8
_FIRST_VALUE_TAG = 0x10


class Tag(IntEnum):
    """RFC 8010 section 3.5: groups, then the syntaxes of values. Others are carried through as bytes."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED = 0x05
    NO_VALUE = 0x13
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    OCTETS = 0x30
    COLLECTION = 0x34
    COLLECTION_END = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    URI_SCHEME = 0x46
    CHARSET = 0x47
    NATURAL_LANGUAGE = 0x48
    MIME_TYPE = 0x49
    MEMBER_NAME = 0x4A


_TEXTS = frozenset(range(Tag.TEXT, Tag.MEMBER_NAME))


class IppSyntaxError(ValueError):
    """Bytes that are no IPP message.

    Args:
        offset: where it goes wrong.
        reason: what is wrong there.
    """

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(f"at byte {offset}: {reason}")
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Value:
    """`value` is an int for INTEGER and ENUM, a bool, a str for texts, a mapping for COLLECTION, else the bytes."""

    tag: int
    value: int | bool | str | bytes | Attributes


Attributes = Mapping[str, tuple[Value, ...]]
_NOTHING: Attributes = {}


@dataclass(frozen=True, slots=True)
class Group:
    """Attributes by name, behind one delimiter. Of two with the same name in one group the last one counts."""

    tag: int
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Message:
    """A request (`code` is its operation) or a response (`code` is its status)."""

    code: int
    request_id: int
    groups: tuple[Group, ...]
    data: bytes = field(default=b"", repr=False)
    version: tuple[int, int] = (2, 0)

    def all_of(self, tag: Tag) -> list[Attributes]:
        """The attributes of every group of this kind, in order: one for each job in an answer to Get-Jobs."""
        return [group.attributes for group in self.groups if group.tag == tag]

    def first(self, tag: Tag) -> Attributes:
        """Those of the first such group; none when there is none."""
        return next((group.attributes for group in self.groups if group.tag == tag), _NOTHING)


def integer_of(attributes: Attributes, name: str) -> int | None:
    """The first value of an integer or enum attribute; None when it is absent or something else."""
    value = next((entry.value for entry in attributes.get(name, ())), None)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def texts_of(attributes: Attributes, name: str) -> tuple[str, ...]:
    """All values of a text, name, keyword or URI attribute."""
    return tuple(entry.value for entry in attributes.get(name, ()) if isinstance(entry.value, str))


def one(tag: Tag, *values: int | bool | str | bytes | Attributes) -> tuple[Value, ...]:
    """Values of one syntax, as `one(Tag.KEYWORD, "none")`."""
    return tuple(Value(tag, value) for value in values)


# ---- writing --------------------------------------------------------------------------------------------------------


def encode(message: Message) -> bytes:
    """Raises ValueError for what IPP cannot carry: a name or value of more than 32,767 bytes, a number beyond 32 bits,
    an attribute without a value."""
    head = bytes(message.version) + message.code.to_bytes(2, "big") + message.request_id.to_bytes(4, "big")
    groups = b"".join(bytes([group.tag]) + _attributes(group.attributes) for group in message.groups)
    return head + groups + bytes([Tag.END]) + message.data


def _attributes(attributes: Attributes) -> bytes:
    return b"".join(_attribute(name, values) for name, values in attributes.items())


def _attribute(name: str, values: Iterable[Value]) -> bytes:
    """The name goes with the first value; those that follow have an empty one."""
    written = b""
    for value in values:
        written += _field(value.tag, b"" if written else name.encode(), value)
    if not written:
        raise ValueError(f"{name} has no value")
    return written


def _field(tag: int, name: bytes, value: Value) -> bytes:
    if isinstance(value.value, Mapping):
        end = bytes([Tag.COLLECTION_END]) + _sized(b"") * 2
        return bytes([tag]) + _sized(name) + _sized(b"") + _members(value.value) + end
    return bytes([tag]) + _sized(name) + _sized(_bytes_of(value.value))


def _members(attributes: Attributes) -> bytes:
    """RFC 8010 section 3.1.7: a member's name is a value, and its values have none."""
    written = b""
    for name, values in attributes.items():
        written += bytes([Tag.MEMBER_NAME]) + _sized(b"") + _sized(name.encode())
        written += b"".join(_field(value.tag, b"", value) for value in values)
    return written


def _bytes_of(value: int | bool | str | bytes | Attributes) -> bytes:
    match value:
        case bool():
            return bytes([value])
        case int():
            return value.to_bytes(4, "big", signed=True)
        case str():
            return value.encode()
        case bytes():
            return value
        case _:
            raise TypeError("a collection is written by its members")


def _sized(data: bytes) -> bytes:
    if len(data) > _LONGEST:
        raise ValueError("longer than IPP can say")
    return len(data).to_bytes(2, "big") + data


# ---- reading --------------------------------------------------------------------------------------------------------


def decode(data: bytes) -> Message:
    """Raises IppSyntaxError. Texts that are no UTF-8 keep what can be read of them."""
    reader = _Reader(data)
    version = reader.take(2)
    code, request_id = int.from_bytes(reader.take(2), "big"), int.from_bytes(reader.take(4), "big")
    groups: list[Group] = []
    while (tag := reader.byte()) != Tag.END:
        if tag >= _FIRST_VALUE_TAG:
            raise IppSyntaxError(reader.offset - 1, "a value outside of any group")
        groups.append(Group(tag, _read_attributes(reader)))
    return Message(code, request_id, tuple(groups), data[reader.offset :], (version[0], version[1]))


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.offset = 0

    def take(self, count: int) -> bytes:
        taken = self._data[self.offset : self.offset + count]
        if len(taken) < count:
            raise IppSyntaxError(self.offset, "the message ends here")
        self.offset += count
        return taken

    def byte(self) -> int:
        return self.take(1)[0]

    def sized(self) -> bytes:
        return self.take(int.from_bytes(self.take(2), "big"))

    def at_value(self) -> bool:
        """Whether another value follows, and not a delimiter."""
        return self.offset < len(self._data) and self._data[self.offset] >= _FIRST_VALUE_TAG


def _read_attributes(reader: _Reader) -> Attributes:
    attributes: dict[str, tuple[Value, ...]] = {}
    current = ""
    while reader.at_value():
        tag, name = reader.byte(), reader.sized().decode("utf-8", "replace")
        value = _read_value(reader, tag, depth=0)
        if name:
            current = name
            attributes[name] = (value,)
        elif current:
            attributes[current] += (value,)
        else:
            raise IppSyntaxError(reader.offset, "a further value of no attribute")
    return attributes


def _read_value(reader: _Reader, tag: int, depth: int) -> Value:
    data = reader.sized()
    if tag == Tag.COLLECTION:
        if depth >= _DEEPEST:
            raise IppSyntaxError(reader.offset, "collections too deep")
        return Value(tag, _read_members(reader, depth + 1))
    if tag in (Tag.INTEGER, Tag.ENUM):
        if len(data) != 4:
            raise IppSyntaxError(reader.offset, "an integer has four bytes")
        return Value(tag, int.from_bytes(data, "big", signed=True))
    if tag == Tag.BOOLEAN:
        if data not in (b"\x00", b"\x01"):
            raise IppSyntaxError(reader.offset, "a boolean is 00 or 01")
        return Value(tag, data == b"\x01")
    return Value(tag, data.decode("utf-8", "replace") if tag in _TEXTS else data)


def _read_members(reader: _Reader, depth: int) -> Attributes:
    members: dict[str, tuple[Value, ...]] = {}
    current = ""
    while True:
        tag = reader.byte()
        if reader.sized():
            raise IppSyntaxError(reader.offset, "a member names itself by a value")
        if tag == Tag.COLLECTION_END:
            reader.sized()
            return members
        if tag < _FIRST_VALUE_TAG:
            raise IppSyntaxError(reader.offset, "a collection without its end")
        if tag == Tag.MEMBER_NAME:
            current = reader.sized().decode("utf-8", "replace")
            members[current] = ()
        elif not current:
            raise IppSyntaxError(reader.offset, "a member without a name")
        else:
            members[current] += (_read_value(reader, tag, depth),)
