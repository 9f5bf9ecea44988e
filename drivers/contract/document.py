"""Papers that are handed in: cameras that look at them, scanners, and what reads them."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import Protocol

from drivers.contract.camera import Camera
from drivers.contract.device import Device
from drivers.contract.value import Value


class PaperSize(StrEnum):
    """ISO 216, and ISO/IEC 7810 for cards. `size_mm` is width × height, upright."""

    A4 = "a4"
    A5 = "a5"
    CARD = "card"  # ID-1

    @property
    def size_mm(self) -> tuple[float, float]:
        return {PaperSize.A4: (210.0, 297.0), PaperSize.A5: (148.0, 210.0), PaperSize.CARD: (53.98, 85.6)}[self]


class PageInstruction(StrEnum):
    """One thing at a time that the person should do with the paper."""

    LAY_PAPER = "lay_paper"  # nothing lies there
    WHOLE_PAGE = "whole_page"  # it reaches beyond the picture
    OTHER_PAPER = "other_paper"  # of another size than was asked for
    TOO_DARK = "too_dark"
    GLARE = "glare"
    HANDS_OFF = "hands_off"  # something covers its edge
    HOLD_STILL = "hold_still"
    BLURRED = "blurred"
    TURN_OVER = "turn_over"  # the side that shows is empty
    NEXT_PAGE = "next_page"  # this one has been taken
    TAKING = "taking"
    TAKEN = "taken"


class ScannedPage(Value):
    """One page, straight, as a JPEG of at most a megabyte. `dpi` is what its pixels mean on the paper.

    `turn`: by how many degrees clockwise (0, 90, 180, 270) it has to be shown for its print to be upright. The picture
    and its sides stay as they were taken: nothing is encoded twice.
    """

    jpeg: bytes = field(repr=False)
    width_px: int
    height_px: int
    dpi: int
    turn: int = 0

    @property
    def shown_px(self) -> tuple[int, int]:
        """Width and height once it is turned."""
        sides = (self.width_px, self.height_px)
        return sides if self.turn % 180 == 0 else (sides[1], sides[0])


class PageLook(Value):
    """What one frame gave. `corners` are (x, y) as parts of the frame's width and height, clockwise; () without a page.

    `page` comes with the instruction TAKEN alone.
    """

    instruction: PageInstruction
    corners: tuple[tuple[float, float], ...] = ()
    progress: float = 0.0  # 0…1 until it is taken
    page: ScannedPage | None = None


class DocumentCamera(Camera, Protocol):
    """A camera above a table. Between `start` and `stop` frames appear in `frames`, as with any camera."""

    def expect(self, size: PaperSize, taken: ScannedPage | None = None) -> None:
        """Begin a paper, or go on after the page `taken`, which is not taken again while it lies there.

        Other pages are no longer known. Takes effect with the next `look`.
        """
        ...

    def look(self) -> PageLook:
        """Wait for the next frame, put it into the mailbox, judge it. A page is taken once, until another lies there.

        Raises what `capture` raises.
        """
        ...


class DocumentScanner(Device, Protocol):
    """A scanner that draws sheets in, or has a glass plate."""

    def scan(self) -> tuple[ScannedPage, ...]:
        """Every sheet that lies in it (one from a glass plate), empty sides too.

        Raises MediaError `scanner.no_paper`, `scanner.jammed`, `scanner.cover_open` (data `pages`: how many came
        before, which are lost: all sheets go in again), `scanner.too_many`; DeviceUnavailable, DeviceTimeout.
        """
        ...


class ReadLine(Value):
    """One line of print. `box` is left, top, right, bottom as parts of the upright page; `confidence` 0…1."""

    text: str = field(repr=False)
    box: tuple[float, float, float, float]
    confidence: float


class ReadField(Value):
    """A value that stands on a paper; dates are ISO `YYYY-MM-DD`. `confidence` is that of its least certain line."""

    name: str
    value: str = field(repr=False)
    confidence: float


class PaperDoubt(StrEnum):
    """What speaks against a paper. A person decides: reading is never certain."""

    NOTHING_READ = "nothing_read"
    WRONG_KIND = "wrong_kind"
    WRONG_SIDE = "wrong_side"  # the right kind of paper, its other side
    EXPIRED = "expired"


class PaperReading(Value):
    """What a page seems to say. **To be confirmed by a person, always**: none of it is proof of anything.

    `turn` is by how many degrees clockwise the page must be turned to be read; lines and boxes are after that turn.
    `kind` is "" when no template fits. `valid_to` is the last day it is good for, "" for none or not found.
    `page_number`, `page_count`: as printed ("第 2 页 共 3 页"), 0 when not.
    """

    turn: int
    kind: str = ""
    side: str = ""
    lines: tuple[ReadLine, ...] = field(default=(), repr=False)
    fields: tuple[ReadField, ...] = field(default=(), repr=False)
    valid_to: str = ""
    page_number: int = 0
    page_count: int = 0
    doubts: tuple[PaperDoubt, ...] = ()


class PaperReader(Device, Protocol):
    """Reads print (OCR), in a process of its own that may die without harm."""

    engine: str
    """Name and version, for the audit record."""

    def prepare(self) -> None:
        """Start the process, so that the first page need not wait for it (some 1.5 s)."""
        ...

    def read(self, page: ScannedPage, *, kind: str = "", side: str = "", today: str = "") -> PaperReading:
        """Read one page, which should be that side of that kind of paper ("" = whatever it is), on that ISO day.

        Raises MediaError `paper_reader.bad_page`; DeviceUnavailable `paper_reader.crashed`; DeviceTimeout
        `paper_reader.silent`; ProtocolError `paper_reader.garbage`.
        """
        ...

    def forget(self) -> None:
        """End the process, and with it all that it has seen."""
        ...
