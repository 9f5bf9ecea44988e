"""A DET plot (detection error trade-off): FNMR over FMR, both on axes of the normal distribution, as a PNG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from kiosk.app.face_evaluation.rates import Comparisons, Curve, drawn_persons, resampled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drivers.face.check import Thresholds

DRAWS = 400
LOWEST, HIGHEST = 0.0002, 0.4
TICKS = (0.0002, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4)
SIZE_PX = 900
_SMOOTH = 2  # drawn so many times larger, then reduced
_MARGIN_PX, _TOP_PX = 80, 92
_SIDE_PX = SIZE_PX - _TOP_PX - 80
_INK, _GRID, _PAPER, _SHADE = "#1f2933", "#d9dee4", "#ffffff", "#dbe8f3"
_COLOURS = ("#0b5fa5", "#c2570c")
_normal = NormalDist()


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One engine, and the settings that are marked on its curve."""

    label: str
    comparisons: Comparisons
    thresholds: Thresholds | None = None


def draw(path: Path, title: str, lines: Sequence[Line]) -> None:
    """Write the plot of up to two engines; shaded is where 95 % of the draws of persons put the first.

    Rates below 0.02 % lie on the edge: there are none to measure there.
    """
    plot = _Plot()
    plot.band(_band(lines[0].comparisons))
    plot.axes(title)
    for at, (line, colour) in enumerate(zip(lines, _COLOURS, strict=False)):
        curve = Curve.of(line.comparisons)
        plot.curve(curve, colour)
        plot.legend(at, line.label, colour)
        if line.thresholds is not None:
            for name, distance in (("accept", line.thresholds.accept), ("reject", line.thresholds.reject)):
                plot.mark(*curve.at(distance), f"{name} {distance:g}", colour)
    plot.save(path)


def _band(comparisons: Comparisons) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """FMR, and the FNMR that 2.5 and 97.5 % of the draws stay below."""
    rates = np.array([_normal.cdf(at) for at in np.linspace(_normal.inv_cdf(LOWEST), _normal.inv_cdf(HIGHEST), 60)])
    measures = [partial(Curve.fnmr_at_fmr, fmr=float(rate)) for rate in rates]
    low, high = np.nanpercentile(
        resampled(comparisons, measures, drawn_persons(comparisons.persons, DRAWS)), (2.5, 97.5), axis=0
    )
    return rates, low, high


class _Plot:
    def __init__(self) -> None:
        self._image = Image.new("RGB", (SIZE_PX * _SMOOTH, SIZE_PX * _SMOOTH), _PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def axes(self, title: str) -> None:
        self._text((_MARGIN_PX, 18), title, 22)
        for rate in TICKS:
            at = self._place(rate, rate)
            bottom, left = _TOP_PX + _SIDE_PX, _MARGIN_PX
            self._line([(at[0], _TOP_PX), (at[0], bottom)], _GRID, 1)
            self._line([(left, at[1]), (left + _SIDE_PX, at[1])], _GRID, 1)
            self._text((at[0], bottom + 8), f"{100 * rate:g}", 17, "ma")
            self._text((left - 10, at[1]), f"{100 * rate:g}", 17, "rm")
        self._text((_MARGIN_PX + _SIDE_PX / 2, SIZE_PX - 16), "false matches, % of impostor pairs", 18, "md")
        self._text((_MARGIN_PX, _TOP_PX - 8), "false non-matches, % of genuine pairs", 18, "ld")

    def band(self, band: tuple[NDArray[np.float64], ...]) -> None:
        rates, low, high = band
        there = [self._place(x, y) for x, y in zip(rates, low, strict=True)]
        back = [self._place(x, y) for x, y in zip(rates[::-1], high[::-1], strict=True)]
        self._draw.polygon([self._scaled(point) for point in (*there, *back)], fill=_SHADE)

    def curve(self, curve: Curve, colour: str) -> None:
        points = [self._place(x, y) for x, y in zip(curve.fmr, curve.fnmr, strict=True)]
        steps = [
            corner
            for (x, y), (next_x, next_y) in pairwise(points)
            for corner in ((x, y), (next_x, y), (next_x, next_y))
        ]
        self._line(steps, colour, 3)

    def legend(self, at: int, label: str, colour: str) -> None:
        y = _TOP_PX + 28 + 30 * at
        right = _MARGIN_PX + _SIDE_PX - 20
        self._line([(right - 40, y), (right, y)], colour, 4)
        self._text((right - 52, y), label, 18, "rm")

    def mark(self, fmr: float, fnmr: float, label: str, colour: str) -> None:
        x, y = self._place(fmr, fnmr)
        box = [self._scaled((x - 7, y - 7)), self._scaled((x + 7, y + 7))]
        self._draw.ellipse([*box[0], *box[1]], fill=_PAPER, outline=colour, width=3 * _SMOOTH)
        room_at_the_left = x - _MARGIN_PX > 130
        self._text(
            (x - 14, y + 14) if room_at_the_left else (x + 14, y - 14), label, 17, "rm" if room_at_the_left else "lm"
        )

    def save(self, path: Path) -> None:
        small = self._image.resize((SIZE_PX, SIZE_PX), Image.Resampling.LANCZOS)
        small.quantize(48, Image.Quantize.MAXCOVERAGE).save(path, optimize=True)

    def _place(self, fmr: float, fnmr: float) -> tuple[float, float]:
        lowest, highest = _normal.inv_cdf(LOWEST), _normal.inv_cdf(HIGHEST)
        x, y = (
            (_normal.inv_cdf(min(max(rate, LOWEST), HIGHEST)) - lowest) / (highest - lowest) for rate in (fmr, fnmr)
        )
        return _MARGIN_PX + x * _SIDE_PX, _TOP_PX + (1 - y) * _SIDE_PX

    def _line(self, points: Sequence[tuple[float, float]], colour: str, width: int) -> None:
        self._draw.line([self._scaled(point) for point in points], fill=colour, width=width * _SMOOTH, joint="curve")

    def _text(self, at: tuple[float, float], text: str, size_px: int, anchor: str = "la") -> None:
        font = ImageFont.load_default(size_px * _SMOOTH)
        self._draw.text(
            self._scaled(at), text, fill=_INK, font=font, anchor=anchor, stroke_width=2 * _SMOOTH, stroke_fill=_PAPER
        )

    @staticmethod
    def _scaled(point: tuple[float, float]) -> tuple[float, float]:
        return point[0] * _SMOOTH, point[1] * _SMOOTH
