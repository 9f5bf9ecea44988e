"""A vendor's decoder for card portraits, as a plug-in: called in a process of its own, with a time limit.

Whatever the library does there ends there: a crash, a hang, prints, garbage. What comes back is checked before it
counts as a picture. No library was at hand: signatures are those of published programs that use one, the rest is
unverified.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np

from drivers.errors import MediaError
from drivers.face import decoder_process

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

WIDTH_PX = 102
HEIGHT_PX = 126
_ANSWER_BYTES_MAX = 1024 * 1024
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - never a disk: the folder is ours alone and is removed at once
_LEAST_LIKENESS = 0.5
"""Of neighbouring pixels; portraits have 0.9 and more, random bytes about 0."""

_REASONS = {decoder_process.NO_LIBRARY: "library", decoder_process.REFUSED: "refused"}
_FLIPS: dict[str, int | None] = {"none": None, "vertical": 0, "horizontal": 1, "both": -1}
"""For cv2.flip."""


@dataclass(frozen=True, slots=True)
class VendorDecoder:
    """Which function of which library, and what it makes of a portrait.

    `form`: `bgr` fills a buffer (`int unpack(char *, char *, int)`), `bmp_file` turns a .wlt file into a .bmp file
    (`int GetBmp(char *, int)`). `argument` is their last one. `flip` sets its pictures upright.
    """

    library: str
    function: str = "unpack"
    form: Literal["bgr", "bmp_file"] = "bgr"
    argument: int = 0
    flip: Literal["none", "vertical", "horizontal", "both"] = "none"
    timeout_s: float = 2.0

    def check(self) -> None:
        """Raises MediaError `face.portrait_undecodable` with `why` = `library`, `crash` or `hang`; decodes nothing."""
        self._run(b"")

    def decode(self, portrait: bytes | memoryview) -> Picture:
        """(126, 102, 3) BGR. Raises MediaError `face.portrait_undecodable`; `why` says what the library did."""
        picture = self._picture(self._run(portrait))
        if not _looks_like_a_picture(picture):
            raise undecodable("nonsense")
        flip = _FLIPS[self.flip]
        return picture if flip is None else cv2.flip(picture, flip).astype(np.uint8, copy=False)

    def _run(self, portrait: bytes | memoryview) -> bytes:
        """What the process answered."""
        answer_fd, theirs_fd = os.pipe()
        with _folder_in_memory() as folder, os.fdopen(answer_fd, "rb") as answer:
            arguments = [self.library, self.function, self.form, str(self.argument), str(theirs_fd), str(folder)]
            try:
                process = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
                    [sys.executable, "-I", "-S", decoder_process.__file__, *arguments],
                    bufsize=0,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    pass_fds=(theirs_fd,),
                )
            finally:
                os.close(theirs_fd)
            self._await(process, portrait)
            return answer.read(_ANSWER_BYTES_MAX)

    def _await(self, process: subprocess.Popen[bytes], portrait: bytes | memoryview) -> None:
        """Feed it and let it end, in time or by force. The answer fits into a pipe, so nobody need read meanwhile."""
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError), process.stdin:
            process.stdin.write(portrait)
        try:
            code = process.wait(self.timeout_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise undecodable("hang") from None
        if code != 0:
            raise undecodable(_REASONS.get(code, "crash"))

    def _picture(self, answer: bytes) -> Picture:
        if self.form == "bgr":
            if len(answer) != WIDTH_PX * HEIGHT_PX * 3:
                raise undecodable("size")
            return np.frombuffer(bytearray(answer), np.uint8).reshape(HEIGHT_PX, WIDTH_PX, 3)
        try:
            picture = cv2.imdecode(np.frombuffer(answer, np.uint8), cv2.IMREAD_COLOR) if answer else None
        except cv2.error as error:
            raise undecodable("image") from error
        if picture is None or picture.shape != (HEIGHT_PX, WIDTH_PX, 3):
            raise undecodable("image")
        return picture.astype(np.uint8, copy=False)


def undecodable(why: str) -> MediaError:
    return MediaError("face.portrait_undecodable", retryable=False, data={"why": why})


def _looks_like_a_picture(picture: Picture) -> bool:
    """Neighbours are alike, and not all the same."""
    grey = picture.mean(axis=2)
    if grey.std() < 1:
        return False
    return float(np.corrcoef(grey[:, 1:].ravel(), grey[:, :-1].ravel())[0, 1]) > _LEAST_LIKENESS


@contextlib.contextmanager
def _folder_in_memory() -> Generator[Path]:
    with tempfile.TemporaryDirectory(prefix="portrait_", dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None) as folder:
        yield Path(folder)
