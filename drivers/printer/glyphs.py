"""Text as dots: the cells of a receipt printer drawn with the system's Chinese monospace font."""

import subprocess
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image, ImageFont

CELL_HEIGHT_DOTS = 24
CELL_WIDTH_DOTS = 12
_FAMILY = "Noto Sans Mono CJK SC"  # Latin exactly half an em wide, so that a line of it is a line of the printer's
# (font size, baseline) in dots of the 24: CJK glyphs fill the square from 0.88 em above the baseline to 0.12 below;
# ASCII stands a little higher and smaller, as in every printer's font A, so that g, p and y keep their tails.
_CJK_DOTS = (24, 21)
_ASCII_DOTS = (23, 19)


class FontUnavailable(RuntimeError):
    """Fontconfig knows no font file that could be opened."""


@cache
def _font(size_px: int, bold: bool) -> "ImageFont.FreeTypeFont":
    from PIL import ImageFont

    pattern = f"{_FAMILY}:bold" if bold else _FAMILY
    command = ["fc-match", "-f", "%{file}\n%{index}", pattern]  # fontconfig's own tool; no library for it is needed
    try:
        found = subprocess.run(command, capture_output=True, check=True, text=True, timeout=5).stdout  # noqa: S603
        file, index = found.split("\n")
        return ImageFont.truetype(file, size_px, int(index))
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise FontUnavailable(str(error)) from error


def cell_size_dots(character: str, width_scale: int = 1, height_scale: int = 1) -> tuple[int, int]:
    """(width, height) of one character cell in dots."""
    columns = 1 if character < "\x80" else 2
    return CELL_WIDTH_DOTS * columns * width_scale, CELL_HEIGHT_DOTS * height_scale


@lru_cache(maxsize=4096)
def draw_cell(character: str, bold: bool, width_scale: int = 1, height_scale: int = 1) -> "Image.Image":
    """One character as an "L" image of its cell, black (0) on white (255). Raises FontUnavailable."""
    from PIL import Image, ImageDraw

    width, height = cell_size_dots(character, width_scale, height_scale)
    square = min(width_scale, height_scale)
    drawn = Image.new("L", cell_size_dots(character, square, square), 255)
    size, baseline = _ASCII_DOTS if character < "\x80" else _CJK_DOTS
    font = _font(size * square, bold)
    ImageDraw.Draw(drawn).text((drawn.width / 2, baseline * square), character, 0, font, anchor="ms")
    return drawn if drawn.size == (width, height) else drawn.resize((width, height), Image.Resampling.NEAREST)


def draw_line(text: str, *, bold: bool = False, scale: int = 1) -> "Image.Image":
    """A line of cells side by side, as an "L" image. Raises FontUnavailable."""
    from PIL import Image

    cells = [draw_cell(character, bold, scale, scale) for character in text]
    line = Image.new("L", (max(1, sum(cell.width for cell in cells)), CELL_HEIGHT_DOTS * scale), 255)
    left = 0
    for cell in cells:
        line.paste(cell, (left, 0))
        left += cell.width
    return line
