"""What a receipt looks like: ESC/POS bytes back into the paper that carries them.

Shows what the driver sends and a little more: styles, alignment, Kanji mode in GB 18030, feeds, native QR symbols,
raster pictures, cuts. One dot is one pixel, at 8 dots to the millimetre.
"""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drivers.printer.escpos_commands import Command, DecodeError, commands
from drivers.printer.glyphs import CELL_HEIGHT_DOTS, cell_size_dots, draw_cell
from drivers.printer.profiles import profile_for

if TYPE_CHECKING:
    from PIL import Image

_DEFAULT_SPACING_DOTS = 30  # ESC 2: 1/6 inch, 3.75 mm
_LONGEST_PAPER_DOTS = 16_000  # two metres
_DOTS_PER_MM = 8
_PAPER = (253, 252, 248)
_INK = (30, 32, 38)
_MAT = (222, 225, 230)
_EDGE = (190, 195, 203)
_MAT_PX = 24
_QR_LEVELS = {48: "l", 49: "m", 50: "q", 51: "h"}


@dataclass(frozen=True, slots=True)
class _Style:
    align: int = 0
    bold: bool = False
    width_scale: int = 1
    height_scale: int = 1
    kanji: bool = False
    spacing_dots: int = _DEFAULT_SPACING_DOTS


@dataclass(frozen=True, slots=True)
class _Cell:
    character: str
    style: _Style

    @property
    def size_dots(self) -> tuple[int, int]:
        return cell_size_dots(self.character, self.style.width_scale, self.style.height_scale)


@dataclass(frozen=True, slots=True)
class _TextRow:
    cells: tuple[_Cell, ...]
    style: _Style


@dataclass(frozen=True, slots=True)
class _PictureRow:
    picture: "Image.Image"
    align: int


@dataclass(frozen=True, slots=True)
class _QrRow:
    payload: bytes
    module_dots: int
    level: str
    align: int


@dataclass(frozen=True, slots=True)
class _FeedRow:
    dots: int


@dataclass(frozen=True, slots=True)
class _Cut:
    pass


_Row = _TextRow | _PictureRow | _QrRow | _FeedRow | _Cut


class _Mechanism:
    """The printer's own state while it works through the commands."""

    def __init__(self, width_dots: int) -> None:
        self._width_dots = width_dots
        self._style = _Style()
        self._cells: list[_Cell] = []
        self._qr_payload = b""
        self._qr_module_dots = 3
        self._qr_level = "l"

    def rows(self, data: bytes) -> Iterator[_Row]:
        for command in commands(data):
            yield from self._obey(command)
        yield from self._flush()

    def _obey(self, command: Command) -> Iterator[_Row]:
        match command.name:
            case b"":
                yield from self._text(command.argument)
            case b"\n":
                yield self._line()
            case b"\x1b@":
                self._style, self._cells = _Style(), []
            case b"\x1bd":
                yield from (self._line() for _ in range(command.argument[0]))
            case b"\x1bJ":
                yield from self._flush()
                yield _FeedRow(command.argument[0])
            case b"\x1dv":
                yield from self._flush()
                yield _PictureRow(_picture(command), self._style.align)
            case b"\x1d(":
                yield from self._two_dimensional(command)
            case b"\x1dV":
                yield from self._flush()
                yield _Cut()
            case _:
                self._set_style(command)

    def _set_style(self, command: Command) -> None:
        value = command.argument[0] if command.argument else 0
        changes: dict[str, int | bool] = {}
        match command.name:
            case b"\x1ba":
                changes = {"align": value % 48 if value % 48 <= 2 else 0}
            case b"\x1bE" | b"\x1bG":
                changes = {"bold": bool(value & 1)}
            case b"\x1d!":
                changes = {"width_scale": (value >> 4 & 7) + 1, "height_scale": (value & 7) + 1}
            case b"\x1b!":
                double = {"width_scale": 1 + (value >> 5 & 1), "height_scale": 1 + (value >> 4 & 1)}
                changes = {"bold": bool(value & 8), **double}
            case b"\x1cW":
                changes = {"width_scale": 1 + (value & 1), "height_scale": 1 + (value & 1)}
            case b"\x1c&" | b"\x1c.":
                changes = {"kanji": command.name == b"\x1c&"}
            case b"\x1b2" | b"\x1b3":
                changes = {"spacing_dots": value if command.name == b"\x1b3" else _DEFAULT_SPACING_DOTS}
            case _:
                pass  # understood and without a mark on paper
        self._style = dataclasses.replace(self._style, **changes)

    def _text(self, encoded: bytes) -> Iterator[_Row]:
        for character in encoded.decode("gb18030" if self._style.kanji else "cp437", "replace"):
            cell = _Cell(character, self._style)
            if sum(before.size_dots[0] for before in self._cells) + cell.size_dots[0] > self._width_dots:
                yield self._line()
            self._cells.append(cell)

    def _line(self) -> _TextRow:
        row = _TextRow(tuple(self._cells), self._style)
        self._cells = []
        return row

    def _flush(self) -> Iterator[_Row]:
        if self._cells:
            yield self._line()

    def _two_dimensional(self, command: Command) -> Iterator[_Row]:
        """`GS ( k`, code type 49 (QR): 167 module size, 169 level, 180 store, 181 print."""
        body = command.argument[3:]
        if command.argument[:1] != b"k" or len(body) < 3 or body[0] != 49:
            return
        function, value = body[1], body[2]
        if function == 67:
            self._qr_module_dots = value
        elif function == 69:
            self._qr_level = _QR_LEVELS.get(value, "l")
        elif function == 80:
            self._qr_payload = body[3:]
        elif function == 81 and self._qr_payload:
            yield from self._flush()
            yield _QrRow(self._qr_payload, self._qr_module_dots, self._qr_level, self._style.align)


def decode(data: bytes, paper_mm: int = 80) -> "Image.Image":
    """Draw the paper as an RGB picture, cut edges and all. Raises DecodeError; FontUnavailable without any font."""
    from PIL import Image, ImageDraw

    profile = profile_for(paper_mm)
    pieces: list[list[Image.Image]] = [[]]
    length_dots = 0
    for row in _Mechanism(profile.width_dots).rows(data):
        if isinstance(row, _Cut):
            pieces.append([])
            continue
        drawn = _draw(row, profile.width_dots)
        length_dots += drawn.height
        if length_dots > _LONGEST_PAPER_DOTS:
            raise DecodeError(len(data), "more than two metres of paper")
        pieces[-1].append(drawn)
    papers = [_paper(piece, paper_mm * _DOTS_PER_MM) for piece in pieces if piece]
    height = sum(paper.height + _MAT_PX for paper in papers) + _MAT_PX
    picture = Image.new("RGB", (paper_mm * _DOTS_PER_MM + 2 * _MAT_PX, height), _MAT)
    top = _MAT_PX
    for paper in papers:
        picture.paste(paper, (_MAT_PX, top))
        edge = (_MAT_PX - 1, top - 1, _MAT_PX + paper.width, top + paper.height)
        ImageDraw.Draw(picture).rectangle(edge, outline=_EDGE)
        top += paper.height + _MAT_PX
    return picture


def text_of(data: bytes, paper_mm: int = 80) -> str:
    """The printed lines, without trailing spaces. Raises DecodeError."""
    rows = _Mechanism(profile_for(paper_mm).width_dots).rows(data)
    return "\n".join("".join(c.character for c in row.cells).rstrip() for row in rows if isinstance(row, _TextRow))


def qr_payloads_of(data: bytes) -> list[str]:
    """What the printed QR symbols say, in order. Raises DecodeError."""
    rows = _Mechanism(profile_for(80).width_dots).rows(data)
    return [row.payload.decode("utf-8", "replace") for row in rows if isinstance(row, _QrRow)]


# ---- drawing ------------------------------------------------------------------------------------------------------


def _draw(row: _TextRow | _PictureRow | _QrRow | _FeedRow, width_dots: int) -> "Image.Image":
    from PIL import Image

    match row:
        case _TextRow():
            return _draw_text(row, width_dots)
        case _FeedRow():
            return Image.new("L", (width_dots, row.dots), 255)
        case _PictureRow():
            drawn = row.picture
        case _QrRow():
            drawn = _draw_qr(row)
    if drawn.width > width_dots:
        raise DecodeError(0, "wider than the paper")
    return _place(drawn, row.align, width_dots, drawn.height)


def _draw_text(row: _TextRow, width_dots: int) -> "Image.Image":
    from PIL import Image

    height = max((cell.size_dots[1] for cell in row.cells), default=CELL_HEIGHT_DOTS)
    line = Image.new("L", (sum(cell.size_dots[0] for cell in row.cells), height), 255)
    left = 0
    for cell in row.cells:
        drawn = draw_cell(cell.character, cell.style.bold, cell.style.width_scale, cell.style.height_scale)
        line.paste(drawn, (left, height - drawn.height))
        left += drawn.width
    return _place(line, row.style.align, width_dots, max(height, row.style.spacing_dots))


def _place(drawn: "Image.Image", align: int, width_dots: int, height: int) -> "Image.Image":
    from PIL import Image

    row = Image.new("L", (width_dots, height), 255)
    row.paste(drawn, ((width_dots - drawn.width) * align // 2, 0))
    return row


def _draw_qr(row: _QrRow) -> "Image.Image":
    import segno
    from PIL import Image

    try:
        symbol = segno.make(row.payload, error=row.level, micro=False, boost_error=False)
    except ValueError as error:
        raise DecodeError(0, "more than a QR symbol holds") from error
    modules = [list(line) for line in symbol.matrix]
    drawn = Image.new("L", (len(modules), len(modules)), 255)
    drawn.putdata([0 if dark else 255 for line in modules for dark in line])
    side = len(modules) * max(1, row.module_dots)
    return drawn.resize((side, side), Image.Resampling.NEAREST)


def _picture(command: Command) -> "Image.Image":
    from PIL import Image, ImageOps

    mode, header, dots = command.argument[1], command.argument[2:6], command.argument[6:]
    size = int.from_bytes(header[:2], "little") * 8, int.from_bytes(header[2:], "little")
    if not all(size):
        return Image.new("L", (1, 1), 255)
    picture = ImageOps.invert(Image.frombytes("1", size, dots).convert("L"))
    scale = 1 + (mode & 1), 1 + (mode >> 1 & 1)
    return picture.resize((size[0] * scale[0], size[1] * scale[1]), Image.Resampling.NEAREST)


def _paper(rows: list["Image.Image"], width_dots: int) -> "Image.Image":
    """One piece of paper: the printed rows with the margins the print head cannot reach, in ink on thermal white."""
    from PIL import Image, ImageOps

    margin_top = 40
    printed = Image.new("L", (width_dots, margin_top + sum(row.height for row in rows)), 255)
    top = margin_top
    for row in rows:
        printed.paste(row, ((width_dots - row.width) // 2, top))
        top += row.height
    return ImageOps.colorize(printed, black=_INK, white=_PAPER)
