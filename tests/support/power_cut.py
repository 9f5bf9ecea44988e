"""What a power cut may leave of files, from a record of what was done to them (`disk_recorder.c`).

The model is POSIX's and no more: a write lasts once its file was synced, a name once its directory was. Of what came
after, any part may be there: each write or not, or some of its sectors; of each directory's changes the first few.
"""

import random
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SECTOR_BYTES = 512
_HEAD = struct.Struct("<cIQQ")
_Write = tuple[int, bytes | None]
"""Where, and what; None: cut off there."""


@dataclass(frozen=True)
class Operation:
    kind: str
    path: str
    offset: int
    data: bytes


def read_record(log: Path) -> list[Operation]:
    """Everything that was done, in order."""
    record, at = log.read_bytes(), 0
    operations: list[Operation] = []
    while at < len(record):
        kind, path_size, offset, size = _HEAD.unpack_from(record, at)
        at += _HEAD.size
        path, data = record[at : at + path_size].decode(), record[at + path_size : at + path_size + size]
        at += path_size + size
        operations.append(Operation(kind.decode(), path, offset, data))
    return operations


@dataclass(eq=False)
class _File:
    """Content that lasts, and the writes that may or may not."""

    lasting: bytes = b""
    pending: list[_Write] = field(default_factory=list)

    def content(self, writes: list[_Write]) -> bytes:
        if not writes:
            return self.lasting
        content = bytearray(self.lasting)
        for offset, data in writes:
            end = offset + len(data or b"")
            content.extend(bytes(max(end - len(content), 0)))
            if data is None:
                del content[offset:]
            else:
                content[offset:end] = data
        return bytes(content)

    def sync(self) -> None:
        self.lasting = self.content(self.pending)
        self.pending = []


_Names = dict[str, _File]
_Change = tuple[tuple[str, _File | None], ...]
"""Paths and what they name from now on (None: nothing); all of it or nothing of it happens, as in a rename."""


class PowerCut:
    """The disk while the record is played. A directory is a file without content.

    Args:
        lasting: what was there before, by path below the root.
    """

    def __init__(self, root: Path, lasting: Mapping[str, bytes] | None = None) -> None:
        self._root = str(root)
        self._lasting: _Names = {f"{root}/{path}": _File(content) for path, content in (lasting or {}).items()}
        self._names: _Names = dict(self._lasting)
        self._pending: dict[str, list[_Change]] = {}
        """Changes of names that may or may not last, by directory."""

    def play(self, done: Operation) -> None:
        match done.kind:
            case "w" | "t" if not done.path.endswith(" (deleted)"):
                if done.path not in self._names:
                    self._name((done.path, _File()))
                self._names[done.path].pending.append((done.offset, done.data if done.kind == "w" else None))
            case "d":
                self._name((done.path, _File()))
            case "u":
                self._name((done.path, None))
            case "r":
                self._name((done.path, None), (done.data.decode(), self._names[done.path]))
            case "l":
                self._name((done.data.decode(), self._names[done.path]))
            case "s":
                if done.path in self._names:
                    self._names[done.path].sync()
                for change in self._pending.pop(done.path, []):
                    _apply(self._lasting, change)
            case _:
                pass

    def images(self, chance: random.Random, count: int) -> Iterator[dict[str, bytes]]:
        """What may be found after a cut now, by path below the root: all of it, only what lasts, `count` in between.

        Two names of one file have one and the same bytes object.
        """
        yield self._image(len, lambda writes: writes)
        yield self._image(lambda _: 0, lambda _: [])
        for _ in range(count):
            yield self._image(
                lambda changes: chance.randint(0, len(changes)), lambda writes: list(_some_of(writes, chance))
            )

    def _image(
        self, many: Callable[[Sequence[_Change]], int], chosen: Callable[[list[_Write]], list[_Write]]
    ) -> dict[str, bytes]:
        names = dict(self._lasting)
        for changes in self._pending.values():
            for change in changes[: many(changes)]:
                _apply(names, change)
        contents = {file: file.content(chosen(file.pending)) for file in dict.fromkeys(names.values())}
        return {
            path.removeprefix(self._root + "/"): contents[file]
            for path, file in names.items()
            if self._is_reached(path, names)
        }

    def _is_reached(self, path: str, names: _Names) -> bool:
        parent = path.rpartition("/")[0]
        return parent == self._root or (parent in names and self._is_reached(parent, names))

    def _name(self, *change: tuple[str, _File | None]) -> None:
        _apply(self._names, change)
        self._pending.setdefault(change[0][0].rpartition("/")[0], []).append(change)


def _apply(names: _Names, change: _Change) -> None:
    for path, file in change:
        if file is None:
            names.pop(path, None)
        else:
            names[path] = file


def _some_of(writes: list[_Write], chance: random.Random) -> Iterator[_Write]:
    share = chance.random()
    for offset, data in writes:
        if chance.random() < share:
            yield offset, data
        elif data is not None and chance.random() < 0.3:  # torn: some of its sectors
            for at in range(0, len(data), SECTOR_BYTES):
                if chance.random() < 0.5:
                    yield offset + at, data[at : at + SECTOR_BYTES]
