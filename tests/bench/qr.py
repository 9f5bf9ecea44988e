"""QR codes in frames as a scanner's camera sees them: how long decoding takes, and how many are found."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median

import cv2
import numpy as np
import segno
from numpy.typing import NDArray

from drivers.barcode.decoder import QrDecoder
from tests.bench.figure import Figure, hand_over, percentile

WIDTH_PX, HEIGHT_PX = 640, 480
FRAMES = 60
ROUNDS = 5
DECODE_MS = 3
CODE_PX = 230
NOISE = 12.0
"""Standard deviation of the sensor's noise, of 255."""


def figures() -> list[Figure]:
    frames = list(turned())
    decoder = QrDecoder()
    decoder.decode(frames[0][0])
    took_ms: list[float] = []
    found = 0
    for _ in range(ROUNDS):
        found = 0
        for frame, payload in frames:
            began_s = time.thread_time()  # one thread, which waits for nothing
            codes = decoder.decode(frame)
            took_ms.append((time.thread_time() - began_s) * 1000)
            found += payload in codes
    how = f"{WIDTH_PX}×{HEIGHT_PX}, {FRAMES} codes turned by 6° each, blurred, noisy, in uneven light"
    return [
        Figure(
            "qr.decode_ms",
            round(median(took_ms), 2),
            "ms",
            DECODE_MS,
            f"processor time, median of {len(took_ms)} frames, {how} (p95 {percentile(took_ms, 0.95):.1f})",
        ),
        Figure("qr.found", found, "of 60", FRAMES, how, better="higher"),
    ]


def turned() -> Iterator[tuple[NDArray[np.uint8], bytes]]:
    """Frames and what their codes say: every code another one, turned all round."""
    random = np.random.default_rng(20261122)
    light = np.linspace(0.65, 1.0, WIDTH_PX)[None, :, None]
    for number in range(FRAMES):
        payload = f"EID1.{number:03d}.{'x' * 120}".encode()
        matrix = np.array([[0 if dark else 255 for dark in row] for row in segno.make_qr(payload).matrix], np.uint8)
        code = cv2.resize(np.pad(matrix, 4, constant_values=255), (CODE_PX, CODE_PX), interpolation=cv2.INTER_NEAREST)
        frame = np.full((HEIGHT_PX, WIDTH_PX), 110, np.uint8)
        turn = cv2.getRotationMatrix2D((CODE_PX / 2, CODE_PX / 2), 360 * number / FRAMES, 1.0)
        turn[:, 2] += ((WIDTH_PX - CODE_PX) / 2, (HEIGHT_PX - CODE_PX) / 2)
        cv2.warpAffine(code, turn, (WIDTH_PX, HEIGHT_PX), frame, borderMode=cv2.BORDER_TRANSPARENT)
        lit = cv2.GaussianBlur(frame, (0, 0), 0.8)[..., None].repeat(3, axis=2) * light
        noisy = lit + random.normal(0, NOISE, lit.shape)
        yield np.clip(noisy, 0, 255).astype(np.uint8), payload


if __name__ == "__main__":
    hand_over(figures())
