"""A receipt as the ESC/POS bytes that print it. Pure: the same receipt and profile always give the same bytes.

Text goes in Kanji mode (`FS &`) as raw GB 18030: python-escpos's own text encoding loses ￥, ①, ℃ and every character
outside 4E00–9FA5. Its native QR symbol (`GS ( k`, functions 165, 167, 169, 180, 181) is used as it is.
"""

import bisect
import re
from typing import Any

from drivers.contract.receipt_printer import Align, Feed, QrCode, Receipt
from drivers.printer.glyphs import FontUnavailable, draw_line
from drivers.printer.layout import PrintedLine, lay_out, wrap
from drivers.printer.profiles import PrinterProfile

INITIALISE = b"\x1b@"
KANJI_MODE = b"\x1c&"
_ALIGN = {Align.LEFT: 0, Align.CENTRE: 1, Align.RIGHT: 2}
_LEADING_DOTS = 6  # between lines: 30 dots from one to the next, 24 of them the character
_INK_LEVEL = 110  # of 255: strokes thinner than a dot still print
_SMALLEST_MODULE_DOTS = 3  # 0.375 mm at 8 dots/mm: below that telephones fail on thermal paper
_QR_CAPACITY_BYTES = (  # versions 1…27 at level M in byte mode: ISO/IEC 18004 table 7
    *(14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666, 711, 779, 857),
    *(911, 997, 1059, 1125),
)
"""Printers take at most 1,024 bytes. Making the symbol just to know its size took most of a receipt's time."""


class _Job:
    """The bytes so far and the style the printer is in; a style command is sent only when the style changes."""

    def __init__(self, profile: PrinterProfile) -> None:
        self._profile = profile
        self.data = bytearray(INITIALISE + KANJI_MODE)
        self._style: dict[bytes, int] = {b"\x1ba": 0, b"\x1bE": 0, b"\x1d!": 0}

    def add(self, part: PrintedLine | QrCode | Feed) -> None:
        match part:
            case PrintedLine():
                self._line(part)
            case QrCode():
                self._qr(part)
            case Feed():
                self.data += b"\n" * part.lines

    def _set(self, command: bytes, value: int) -> None:
        if self._style[command] != value:
            self._style[command] = value
            self.data += command + bytes([value])

    def _line(self, line: PrintedLine) -> None:
        self._set(b"\x1ba", _ALIGN[line.align])
        if not self._profile.four_byte and _has_four_byte(line.text):
            picture = _raster(line)
            if picture:
                self.data += picture + _feed(_LEADING_DOTS)
                return
        self._set(b"\x1bE", int(line.bold))
        self._set(b"\x1d!", 0x11 * (line.scale - 1))
        self.data += line.text.encode("gb18030") + b"\n"
        if line.scale > 1:  # a tall line takes its own height and no more: give it the air an ordinary one has
            self.data += _feed(_LEADING_DOTS * line.scale)

    def _qr(self, code: QrCode) -> None:
        module_dots = _module_dots(code, self._profile)
        if module_dots is None:  # a symbol nobody could scan helps nobody: the words themselves do
            for line in wrap(code.payload, self._profile.columns):
                self._line(PrintedLine(line))
            return
        self._set(b"\x1ba", _ALIGN[Align.CENTRE])
        quiet_zone = _feed(4 * module_dots)  # ISO/IEC 18004: four modules on every side
        self.data += quiet_zone + _native_qr(code.payload, module_dots) + quiet_zone


def encode(receipt: Receipt, profile: PrinterProfile) -> bytes:
    """Everything from initialise to cut."""
    job = _Job(profile)
    for part in lay_out(receipt, profile.columns):
        job.add(part)
    return bytes(job.data) + profile.feed_and_cut


def _feed(dots: int) -> bytes:
    return b"\x1bJ" + bytes([min(dots, 255)])


def _has_four_byte(text: str) -> bool:
    return any(len(character.encode("gb18030")) == 4 for character in text)


def _module_dots(code: QrCode, profile: PrinterProfile) -> int | None:
    """Dots a module so that the symbol with its quiet zone fits the paper; None when none would."""
    byte_count = len(code.payload.encode("utf-8", "replace"))
    if not 0 < byte_count <= profile.qr_max_bytes:
        return None
    modules = 21 + 4 * bisect.bisect_left(_QR_CAPACITY_BYTES, byte_count)  # version 1 has 21
    fitting = profile.width_dots // (modules + 2 * profile.qr_quiet_modules)
    return min(code.module_dots, fitting, 16) if fitting >= _SMALLEST_MODULE_DOTS else None


def _native_qr(payload: str, module_dots: int) -> bytes:
    from escpos.escpos import QR_ECLEVEL_M  # pyright: ignore[reportMissingTypeStubs]
    from escpos.printer import Dummy  # pyright: ignore[reportMissingTypeStubs]

    drawn: Any = Dummy()
    drawn.qr(payload, ec=QR_ECLEVEL_M, size=module_dots, native=True)
    return drawn.output


def _raster(line: PrintedLine) -> bytes:
    """The line as a picture (`GS v 0`), or nothing when the machine has no font for it."""
    from PIL import ImageOps

    try:
        picture = ImageOps.invert(draw_line(line.text, bold=line.bold, scale=line.scale))
    except FontUnavailable:
        return b""
    dots = picture.point([255 * (ink > _INK_LEVEL) for ink in range(256)]).convert("1")
    size = ((dots.width + 7) // 8).to_bytes(2, "little") + dots.height.to_bytes(2, "little")
    return b"\x1dv0\x00" + size + without_real_time_commands(dots.tobytes())


def without_real_time_commands(raster: bytes) -> bytes:
    """Dots that hold no DLE EOT, DLE ENQ or DLE DC4: a printer obeys those anywhere. One dot more hides each."""
    return re.sub(rb"\x10(?=[\x04\x05\x14])", b"\x18", raster)
