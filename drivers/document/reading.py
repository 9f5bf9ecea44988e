"""Reads the print of a page with rapidocr: the one place that touches it. Runs in the reading process alone.

Three networks, all in rapidocr's wheel (Apache-2.0): where lines are, which way up they are, what they say. They are
named by path, so that nothing is ever fetched. Lines are found on a reduced page and read from the full one, one at a
time: a batch takes 200 MB more and no less time on one core.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from drivers.contract.document import ReadLine

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Boxes = NDArray[np.float32]

SEARCH_SIDE_PX = 960
LEAST_CONFIDENCE = 0.5
_UPRIGHT_RATIO = 1.5  # rapidocr turns crops that are this much taller than wide by a quarter, counter-clockwise
_LONG_RATIO = 2.5  # shorter lines are no witnesses of which way up the page is
_MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
}


def models() -> dict[str, Path]:
    """The networks' files by task; {} when rapidocr or onnxruntime is not installed, or a file is missing."""
    package = find_spec("rapidocr")
    if package is None or package.origin is None or find_spec("onnxruntime") is None:
        return {}
    files = {task: Path(package.origin).with_name("models") / name for task, name in _MODELS.items()}
    return files if all(file.is_file() for file in files.values()) else {}


class LineReader:
    """The loaded networks. Loading takes about a second: rapidocr does it at their first use, so each is used once."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR  # pyright: ignore[reportMissingTypeStubs]

        parameters: dict[str, Any] = {
            "Global.log_level": "critical",
            "Global.use_vertical_padding": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.limit_type": "max",
            "Det.limit_side_len": SEARCH_SIDE_PX,
            "Rec.rec_batch_num": 1,
            **{f"{task}.model_path": str(file) for task, file in models().items()},
        }
        self._engine = cast("Any", RapidOCR(params=parameters))
        strip = np.full((48, 320, 3), 255, np.uint8)
        self.read(strip)
        self._engine.cls_and_rotate([strip])
        self._engine.recognize_txt([strip])

    def read(self, page: Picture) -> tuple[int, list[ReadLine]]:
        """By how many degrees clockwise a page (H, W, 3) BGR must be turned; its lines once it is, top to bottom."""
        from rapidocr.main import RapidOCRError  # pyright: ignore[reportMissingTypeStubs]

        try:
            found_crops, found = self._engine.detect_and_crop(page, {})
        except RapidOCRError:  # its word for an empty page
            return 0, []
        boxes: Boxes = np.asarray(found.boxes, np.float32)
        tall = _tall(boxes)
        sideways = _is_sideways(boxes, tall)
        crops = cast("list[Picture]", found_crops)
        if sideways:
            crops = [crop if is_turned else np.rot90(crop) for crop, is_turned in zip(crops, tall, strict=True)]
        upside_down = self._upside_down(crops)
        crops = [np.ascontiguousarray(crop[::-1, ::-1] if upside_down else crop) for crop in crops]
        read = self._engine.recognize_txt(crops)
        turn = ((270 if sideways else 0) + (180 if upside_down else 0)) % 360
        height_px, width_px = page.shape[:2]
        placed = [_place(box, turn, width_px, height_px) for box in boxes]
        lines = [
            ReadLine(str(text).strip(), place, float(score))
            for text, place, score in zip(read.txts, placed, read.scores, strict=True)
            if str(text).strip() and score >= LEAST_CONFIDENCE
        ]
        if not lines:
            return 0, []  # what cannot be read does not tell which way up it is
        return turn, sorted(lines, key=lambda line: (line.box[1], line.box[0]))

    def _upside_down(self, crops: list[Picture]) -> bool:
        """By the longer part of the print, each line weighed by how sure the network is."""
        long = [crop for crop in crops if crop.shape[1] > _LONG_RATIO * crop.shape[0]] or crops
        _, judged = self._engine.cls_and_rotate(long)
        votes = [
            (score if "180" in label else -score) * crop.shape[1]
            for crop, (label, score) in zip(long, judged.cls_res, strict=True)
        ]
        return sum(votes) > 0


def _tall(boxes: Boxes) -> NDArray[np.bool_]:
    """Which crops rapidocr has turned."""
    across = np.linalg.norm(boxes[:, 1] - boxes[:, 0], axis=1)
    return np.linalg.norm(boxes[:, 3] - boxes[:, 0], axis=1) >= _UPRIGHT_RATIO * across


def _is_sideways(boxes: Boxes, tall: NDArray[np.bool_]) -> bool:
    """Whether most of the print, by its length, runs up or down."""
    length = np.linalg.norm(boxes - np.roll(boxes, 1, axis=1), axis=2).max(axis=1)
    return float(length[tall].sum()) > float(length[~tall].sum())


def _place(box: Boxes, turn: int, width_px: int, height_px: int) -> tuple[float, float, float, float]:
    """Left, top, right, bottom as parts of the turned page."""
    parts = box / np.array([width_px, height_px], np.float32)
    x, y = parts[:, 0], parts[:, 1]
    turned_x, turned_y = {0: (x, y), 90: (1 - y, x), 180: (1 - x, 1 - y), 270: (y, 1 - x)}[turn]
    return float(turned_x.min()), float(turned_y.min()), float(turned_x.max()), float(turned_y.max())
