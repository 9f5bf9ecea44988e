"""The face check's own time: from the last frame that it needs to the verdict, and against face_recognition's way."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from statistics import median
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import psutil

from config.persons import load_persons
from drivers.camera import scenes
from drivers.contract.camera import Frame
from drivers.contract.face import FaceVerdict
from drivers.face.dlib_matcher import DlibMatcher
from drivers.face.portrait import stand_in_portrait
from tests.bench import liveness
from tests.bench.figure import Figure, hand_over, processor_s

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDS = 12
WIDTH_PX, HEIGHT_PX = 1280, 720
PERSON = "lin"
FRAMES = 3  # of a comparison


def naive() -> Callable[[NDArray[np.uint8]], object]:
    """What a program does that uses face_recognition as its page shows it, on a frame as the camera gives it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pkg_resources
        import face_recognition  # pyright: ignore[reportMissingTypeStubs]

    library: Any = face_recognition

    def check(frame: NDArray[np.uint8]) -> object:
        picture = np.ascontiguousarray(frame[..., ::-1])
        return library.face_encodings(picture, library.face_locations(picture))

    return check


def took_ms(work: Callable[[], object]) -> float:
    began_s = time.monotonic()
    work()
    return (time.monotonic() - began_s) * 1000


class Check:
    """One full check after another, on pictures of one person who holds nearly still."""

    def __init__(self) -> None:
        person = load_persons()[PERSON]
        picture = cv2.imread(str(person.live_picture))
        assert picture is not None
        still = scenes.filling(picture.astype(np.uint8), WIDTH_PX, HEIGHT_PX)
        self.frames = [np.roll(still, shift, axis=1) for shift in range(FRAMES)]
        self._portrait = stand_in_portrait(person.card_picture)
        self.matcher = DlibMatcher(liveness=False)
        self.enrol_ms: list[float] = []
        self.look_ms: list[list[float]] = []
        self.verdict_processor_s: list[float] = []
        """Of both processes, for the look that gives the verdict."""

    def run(self) -> None:
        self.enrol_ms.append(took_ms(lambda: self.matcher.enrol(self._portrait)))
        looks: list[float] = []
        worked_s, verdict = 0.0, None
        for number, image in enumerate(self.frames):
            frame = Frame(image, time.monotonic(), number)
            worked_s, began_s = self._processor_s(), time.monotonic()
            verdict = self.matcher.look(frame).verdict
            looks.append((time.monotonic() - began_s) * 1000)
        self.verdict_processor_s.append(self._processor_s() - worked_s)
        assert verdict is FaceVerdict.ACCEPT, "the demo person is no longer accepted"
        self.look_ms.append(looks)
        self.matcher.forget()

    def _processor_s(self) -> float:
        return time.process_time() + processor_s(self.matcher.process_id)


def figures() -> list[Figure]:
    reference = naive()
    check = Check()
    check.matcher.open()
    naive_ms: list[float] = []
    naive_processor_s: list[float] = []
    for _ in range(ROUNDS):  # one beside the other: both meet the same neighbours
        check.run()
        worked_s = time.process_time()
        naive_ms.append(took_ms(lambda: reference(check.frames[-1])))
        naive_processor_s.append(time.process_time() - worked_s)
    process_id = check.matcher.process_id
    pss_mb = psutil.Process(process_id).memory_full_info().pss / 1e6
    check.matcher.close()
    verdict_ms = median(looks[-1] for looks in check.look_ms)
    checks = f"{ROUNDS} checks of {FRAMES} frames {WIDTH_PX}×{HEIGHT_PX}"
    return [
        Figure(
            "face.verdict_ms",
            round(verdict_ms, 1),
            "ms",
            100,
            f"from the frame that completes a comparison to the verdict; median of {checks}, "
            f"slowest {max(looks[-1] for looks in check.look_ms):.0f}",
        ),
        Figure(
            "face.check_ms",
            round(median(sum(looks) for looks in check.look_ms), 1),
            "ms",
            1500,
            f"machine time of a whole check with ideal frames; median of {checks}",
        ),
        Figure(
            "face.speed_up",
            round(median(naive_ms) / verdict_ms, 2),
            "times",
            3,
            f"face_locations + face_encodings of face_recognition on the same frame ({median(naive_ms):.0f} ms) "
            "over the look that gives the verdict; medians, in turn in one run",
            better="higher",
        ),
        Figure(
            "face.speed_up_processor",
            round(median(naive_processor_s) / median(check.verdict_processor_s), 2),
            "times",
            3,
            f"the same in processor time of all processes that took part ({median(naive_processor_s) * 1000:.0f} over "
            f"{median(check.verdict_processor_s) * 1000:.0f} ms), which neighbours on the machine do not change",
            better="higher",
        ),
        Figure(
            "face.enrol_ms",
            round(median(check.enrol_ms), 1),
            "ms",
            1500,
            f"decode, restore and embed a card's portrait, while the person reads the consent page; median of {ROUNDS}",
        ),
        Figure("face.process_pss_mb", round(pss_mb, 1), "MB", 350, f"proportional set size after {checks}"),
        *liveness.figures(),
    ]


if __name__ == "__main__":
    hand_over(figures())
