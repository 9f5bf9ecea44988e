"""What every camera must do, on a picture file, a video file and an empty hall; and what each fault looks like."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from config.persons import load_persons
from drivers.camera.opencv import OpenCvCamera
from drivers.contract.camera import Frame
from drivers.contract.device import DeviceState
from drivers.errors import DeviceTimeout, DeviceUnavailable
from drivers.faults import Fault, FaultScript, Kind

FPS = 500.0  # tests need not wait for a person
FROZEN_AFTER = 5
PICTURE = str(load_persons()["lin"].live_picture)


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Eight frames of a moving bar, Motion JPEG."""
    path = tmp_path_factory.mktemp("video") / "bar.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 25, (320, 180))
    for number in range(8):
        frame = np.full((180, 320, 3), 90, np.uint8)
        frame[:, 40 * number : 40 * number + 40] = 230
        writer.write(frame)
    writer.release()
    return str(path)


@pytest.fixture
def faults() -> FaultScript:
    return FaultScript()


@pytest.fixture(params=["picture", "video", "nobody"])
def camera(request: pytest.FixtureRequest, video: str, faults: FaultScript) -> Iterator[OpenCvCamera]:
    source = {"picture": PICTURE, "video": video, "nobody": None}[request.param]
    camera = OpenCvCamera(source, 640, 360, FPS, frozen_after=FROZEN_AFTER, frame_deadline_s=0.01, faults=faults)
    yield camera
    camera.close()


def take(camera: OpenCvCamera) -> Frame:
    camera.capture()
    frame = camera.frames.latest()
    assert frame is not None
    return frame


def started(camera: OpenCvCamera) -> OpenCvCamera:
    camera.open()
    camera.start()
    return camera


def test_open_leaves_the_camera_off(camera: OpenCvCamera) -> None:
    camera.open()
    assert camera.frames.latest() is None
    assert camera.status().state is DeviceState.ONLINE
    assert camera.status().details["picture"] == "off"
    with pytest.raises(DeviceUnavailable, match=r"camera\.off"):
        camera.capture()


def test_frames_are_new_numbered_bgr_arrays(camera: OpenCvCamera) -> None:
    started(camera)
    frames = [take(camera) for _ in range(12)]  # the video has 8: it begins again
    assert [frame.number for frame in frames] == list(range(1, 13))
    assert all(frame.image.shape == (360, 640, 3) and frame.image.dtype == np.uint8 for frame in frames)
    assert len({frame.image.__array_interface__["data"][0] for frame in frames}) == 12
    assert all(a.taken_s <= b.taken_s for a, b in pairwise(frames))
    assert all(not np.array_equal(a.image, b.image) for a, b in pairwise(frames))
    assert camera.status().details["picture"] == "ok"


def test_stop_forgets_the_picture_and_start_begins_anew(camera: OpenCvCamera) -> None:
    started(camera)
    take(camera)
    camera.stop()
    camera.stop()
    assert camera.frames.latest() is None
    camera.start()
    camera.start()
    assert take(camera).number == 1


def test_close_and_open_again(camera: OpenCvCamera) -> None:
    started(camera)
    camera.close()
    camera.close()
    assert camera.status().state is DeviceState.OFFLINE
    with pytest.raises(DeviceUnavailable):
        camera.start()
    take(started(camera))


@pytest.mark.parametrize(
    ("kind", "error", "code"),
    [
        (Kind.MISSING, DeviceUnavailable, "camera.missing"),
        (Kind.UNPLUGGED, DeviceUnavailable, "camera.lost"),
        (Kind.SILENT, DeviceTimeout, "camera.silent"),
    ],
)
@pytest.mark.parametrize("operation", ["open", "capture"])
def test_a_fault_is_told_by_its_code_and_ends(
    camera: OpenCvCamera,
    faults: FaultScript,
    operation: str,
    kind: Kind,
    error: type[Exception],
    code: str,
) -> None:
    faults.add(Fault("camera", kind, on=operation))
    with pytest.raises(error) as raised:
        take(started(camera))
    assert raised.value.code == code  # type: ignore[attr-defined]
    take(started(camera))


def test_slow_frames_still_come(camera: OpenCvCamera, faults: FaultScript) -> None:
    started(camera)
    first = take(camera)
    faults.add(Fault("camera", Kind.SLOW, on="capture", delay_s=0.05))
    assert take(camera).taken_s - first.taken_s >= 0.05


def test_a_frozen_picture_is_an_error_after_a_while(camera: OpenCvCamera, faults: FaultScript) -> None:
    started(camera)
    take(camera)
    faults.add(Fault("camera", Kind.FROZEN, on="capture", times=0))
    for _ in range(FROZEN_AFTER - 1):
        take(camera)
    with pytest.raises(DeviceTimeout, match=r"camera\.frozen"):
        camera.capture()
    faults.clear("camera")
    take(camera)


def test_darkness_shows_in_the_status_and_is_not_frozen(camera: OpenCvCamera, faults: FaultScript) -> None:
    faults.add(Fault("camera", Kind.DARK, on="capture", times=0))
    started(camera)
    for _ in range(3 * FROZEN_AFTER):
        take(camera)
    status = camera.status()
    assert (status.state, status.details["picture"]) == (DeviceState.ONLINE, "dark")


def test_a_black_picture_that_never_changes_is_dark_not_frozen(tmp_path: Path) -> None:
    path = tmp_path / "cover.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 25, (320, 180))
    writer.write(np.zeros((180, 320, 3), np.uint8))
    writer.release()
    camera = started(OpenCvCamera(str(path), 320, 180, FPS, frozen_after=3))
    for _ in range(10):
        take(camera)
    assert camera.status().details["picture"] == "dark"
    camera.close()


@pytest.mark.parametrize("kind", [Kind.GARBAGE, Kind.TWO_FACES, Kind.NO_FACE, Kind.DARK])
def test_spoilt_pictures_keep_the_format_and_differ(camera: OpenCvCamera, faults: FaultScript, kind: Kind) -> None:
    started(camera)
    good = take(camera).image
    faults.add(Fault("camera", kind, on="capture"))
    spoilt = take(camera).image
    assert spoilt.shape == good.shape
    assert spoilt.dtype == np.uint8
    assert not np.array_equal(spoilt, good)


def test_another_person_steps_before_a_simulated_camera(camera: OpenCvCamera) -> None:
    started(camera)
    take(camera)
    camera.show(str(load_persons()["ji"].live_picture))
    ji = take(camera).image.astype(np.int16)
    camera.show(None)
    nobody = take(camera).image.astype(np.int16)
    assert np.abs(ji - nobody).mean() > 20
    with pytest.raises(FileNotFoundError):
        camera.show("no-such-picture.jpg")


@pytest.mark.parametrize("source", ["/dev/no-such-camera", "no-such-picture.jpg"])
def test_a_camera_that_is_not_there(source: str) -> None:
    camera = OpenCvCamera(source)
    with pytest.raises(DeviceUnavailable) as raised:
        camera.open()
    assert (raised.value.code, raised.value.retryable) == ("camera.missing", True)
    assert camera.status().state is DeviceState.OFFLINE


def test_a_node_that_is_no_camera_is_missing_when_turned_on() -> None:
    camera = OpenCvCamera("/dev/null")
    camera.open()
    with pytest.raises(DeviceUnavailable, match=r"camera\.missing"):
        camera.start()


def test_a_real_camera_cannot_be_shown_a_picture() -> None:
    with pytest.raises(ValueError, match="simulated"):
        OpenCvCamera("/dev/null").show(PICTURE)


def test_a_file_that_is_taken_away_shows_in_the_status(tmp_path: Path) -> None:
    picture = tmp_path / "person.jpg"
    picture.write_bytes(Path(PICTURE).read_bytes())
    camera = OpenCvCamera(str(picture))
    camera.open()
    picture.unlink()
    status = camera.status()
    assert (status.state, status.code) == (DeviceState.NO_DEVICE, "camera.missing")


def test_a_broken_picture_file_is_missing(tmp_path: Path) -> None:
    picture = tmp_path / "broken.jpg"
    picture.write_bytes(b"no picture")
    camera = OpenCvCamera(str(picture))
    camera.open()
    with pytest.raises(DeviceUnavailable, match=r"camera\.missing"):
        camera.start()
