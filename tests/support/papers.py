"""The demo papers as pictures, drawn once."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from config.papers import demo_papers
from drivers.document.drawn_table import pages_of


@cache
def pages(paper: str) -> list[NDArray[np.uint8]]:
    """Every page of a demo paper at 200 dpi, (H, W, 3) BGR."""
    return pages_of(demo_papers()[paper])


def blank(width_px: int = 1654, height_px: int = 2339, level: int = 245) -> NDArray[Any]:
    return np.full((height_px, width_px, 3), level, np.uint8)
