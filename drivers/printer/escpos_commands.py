"""ESC/POS bytes cut into commands. Shared by the decoder (paper) and the simulator (mechanism)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TEXT = re.compile(rb"[\x20-\xff]+")  # GB 18030's second to fourth bytes are 30…39, 40…7E, 80…FE: never a command
# Bytes of argument after each command, from the Epson ESC/POS application programming guide.
_ARGUMENT_BYTES = {
    **dict.fromkeys([b"\n", b"\r", b"\t"], 0),
    **dict.fromkeys([b"\x1b@", b"\x1b2", b"\x1c&", b"\x1c."], 0),
    **dict.fromkeys(
        [b"\x1b" + name for name in (b"a", b"E", b"G", b"!", b"d", b"J", b"3", b"M", b"-", b"t", b"R", b"{")], 1
    ),
    **dict.fromkeys([b"\x1c" + name for name in (b"!", b"W", b"-")], 1),
    **dict.fromkeys([b"\x1d" + name for name in (b"!", b"r", b"a", b"B")], 1),
    **dict.fromkeys([b"\x1dL", b"\x1dW", b"\x1b$", b"\x1cS"], 2),
}
_GS_V_WITH_FEED = (65, 66)


class DecodeError(ValueError):
    """Bytes that are no ESC/POS this printer understands.

    Args:
        offset: where the command begins.
        reason: what is wrong with it.
    """

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(f"at byte {offset}: {reason}")
        self.offset = offset


class IncompleteCommand(DecodeError):
    """The bytes end in the middle of a command."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `name` is its fixed bytes (empty for text), `argument` what follows, `end` the offset after it."""

    name: bytes
    argument: bytes
    end: int


def commands(data: bytes) -> Iterator[Command]:
    """All commands in order. Raises DecodeError at the first that is none, IncompleteCommand at the end."""
    offset = 0
    while offset < len(data):
        command = command_at(data, offset)
        yield command
        offset = command.end


def command_at(data: bytes, offset: int) -> Command:
    """The command that begins at `offset`. Raises DecodeError or IncompleteCommand."""
    text = _TEXT.match(data, offset)
    if text:
        return Command(b"", text[0], text.end())
    name = data[offset : offset + (1 if data[offset] not in (0x1B, 0x1C, 0x1D) else 2)]
    if name in _ARGUMENT_BYTES:
        return _take(data, offset, name, _ARGUMENT_BYTES[name])
    if len(name) == 1 and name[0] in (0x1B, 0x1C, 0x1D):
        raise IncompleteCommand(offset, "command cut short")
    match name:
        case b"\x1dV":
            mode = _take(data, offset, name, 1).argument[0]
            return _take(data, offset, name, 2 if mode in _GS_V_WITH_FEED else 1)
        case b"\x1d(":
            header = _take(data, offset, name, 3).argument
            return _take(data, offset, name, 3 + int.from_bytes(header[1:3], "little"))
        case b"\x1dv":
            header = _take(data, offset, name, 6).argument
            size = int.from_bytes(header[2:4], "little") * int.from_bytes(header[4:6], "little")
            return _take(data, offset, name, 6 + size)
        case _:
            raise DecodeError(offset, f"unknown command {name.hex(' ')}")


def _take(data: bytes, offset: int, name: bytes, argument_bytes: int) -> Command:
    begin = offset + len(name)
    if begin + argument_bytes > len(data):
        raise IncompleteCommand(offset, f"{name.hex(' ')} cut short")
    return Command(name, data[begin : begin + argument_bytes], begin + argument_bytes)
