"""The mailbox, the scenes and the pace behind the simulated camera."""

import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.camera import scenes
from drivers.camera.mailbox import FrameMailbox
from drivers.camera.opencv import OpenCvCamera
from drivers.contract.camera import Frame
from drivers.contract.device import DeviceState
from drivers.worker import DeviceWorker, StatusChanged, WorkerEvent

PIXEL = np.zeros((1, 1, 3), np.uint8)


def test_the_newest_frame_wins() -> None:
    mailbox = FrameMailbox()
    assert mailbox.latest() is None
    for number in range(3):
        mailbox.put(Frame(PIXEL, float(number), number))
    latest = mailbox.latest()
    assert latest is not None
    assert latest.number == 2
    assert mailbox.latest() is latest
    mailbox.clear()
    assert mailbox.latest() is None


def test_readers_never_see_an_older_frame_than_before() -> None:
    mailbox = FrameMailbox()
    seen: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set() or not seen:
            frame = mailbox.latest()
            if frame is not None:
                seen.append(frame.number)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(5000):
        mailbox.put(Frame(PIXEL, 0.0, number))
    done.set()
    reader.join(10)
    assert seen == sorted(seen)


@given(st.integers(1, 400), st.integers(1, 400), st.integers(16, 300), st.integers(16, 300))
def test_filling_always_gives_the_frame_size(height: int, width: int, frame_width: int, frame_height: int) -> None:
    filled = scenes.filling(np.zeros((height, width, 3), np.uint8), frame_width, frame_height)
    assert filled.shape == (frame_height, frame_width, 3)


def test_filling_keeps_the_middle_and_the_proportions() -> None:
    picture = np.zeros((100, 300, 3), np.uint8)
    picture[45:55, 145:155] = 255
    filled = scenes.filling(picture, 200, 200)
    rows, columns = np.nonzero(filled[..., 0] > 127)
    assert (rows.mean(), columns.mean()) == pytest.approx((99.5, 99.5), abs=1)
    assert np.ptp(rows) == pytest.approx(np.ptp(columns), abs=1)


def test_noise_differs_from_frame_to_frame_and_does_not_shift_the_picture() -> None:
    noise = scenes.SensorNoise(64, 48)
    grey = np.full((48, 64, 3), 128, np.uint8)
    frames = [noise.over(grey) for _ in range(20)]
    assert len({frame.tobytes() for frame in frames}) > 15
    assert np.mean(frames) == pytest.approx(128, abs=0.5)
    assert grey.min() == grey.max() == 128


def test_somebody_beside_leaves_the_person_in_the_middle() -> None:
    picture = np.zeros((90, 180, 3), np.uint8)
    picture[:, 80:90] = 255
    crowded = scenes.with_somebody_beside(picture)
    assert np.array_equal(crowded[:, :120], picture[:, :120])
    assert crowded[:, 120:].sum() == picture.sum()


def test_two_people_are_the_middle_twice() -> None:
    picture = np.zeros((90, 161, 3), np.uint8)
    picture[:, 75:85] = 255
    pair = scenes.two_people(picture)
    assert pair.shape == picture.shape
    assert pair[:, :80].sum() == pair[:, 80:160].sum() == picture.sum()


class AskedCapture:
    """Stands for `cv2.VideoCapture`: notes what it is asked for and gives it back, as V4L2 does."""

    asked: list[tuple[int, float]]

    def __init__(self, *_: object) -> None:
        type(self).asked = []

    def isOpened(self) -> bool:  # noqa: N802 OpenCV's name
        return True

    def set(self, setting: int, value: float) -> bool:
        self.asked.append((setting, value))
        return True

    def get(self, setting: int) -> float:
        return dict(self.asked).get(setting, 0.0)

    def release(self) -> None: ...


@pytest.mark.parametrize(("exposure_ms", "by_whom", "told"), [(0.0, 3, ""), (12.5, 1, "fixed, 12.5 ms")])
def test_a_device_is_asked_for_size_format_and_exposure(
    monkeypatch: pytest.MonkeyPatch, exposure_ms: float, by_whom: int, told: str
) -> None:
    monkeypatch.setattr(cv2, "VideoCapture", AskedCapture)
    camera = OpenCvCamera("/dev/null", 640, 480, 25, pixel_format="YUYV", exposure_ms=exposure_ms)
    camera.open()
    camera.start()
    asked = dict(AskedCapture.asked)
    assert asked[cv2.CAP_PROP_FOURCC] == cv2.VideoWriter.fourcc(*"YUYV")
    assert [asked[key] for key in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT)] == [640, 480]
    assert asked[cv2.CAP_PROP_FPS] == 25
    assert asked[cv2.CAP_PROP_AUTO_EXPOSURE] == by_whom
    assert asked.get(cv2.CAP_PROP_EXPOSURE, 0.0) == 10 * exposure_ms
    assert camera.status().details.get("exposure", "") == told
    camera.close()


@pytest.fixture
def link() -> Iterator[Path]:
    """A stable link to a device, as udev makes them, with a name that nobody else uses."""
    link = Path("/dev/shm") / f"camera-{uuid4()}"
    yield link
    link.unlink(missing_ok=True)


def test_a_camera_that_is_plugged_in_again_comes_back(link: Path) -> None:
    link.symlink_to("/dev/null")
    events: queue.Queue[WorkerEvent] = queue.Queue()
    camera = DeviceWorker(
        "camera",
        lambda: OpenCvCamera(str(link)),
        events.put,
        open_retry_s=(0.01,),
        status_every_s=0.01,
    )
    camera.start()
    states: list[DeviceState] = []
    for change in (lambda: None, link.unlink, lambda: link.symlink_to("/dev/null")):
        change()
        event = events.get(timeout=10)
        assert isinstance(event, StatusChanged)
        states.append(event.status.state)
    camera.stop(5)
    assert states == [DeviceState.ONLINE, DeviceState.NO_DEVICE, DeviceState.ONLINE]
