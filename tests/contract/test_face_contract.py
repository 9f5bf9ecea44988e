"""What every face matcher must do: the real child process, dlib's real network, the demo persons' real faces."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import psutil
import pytest

from config.persons import Person, load_persons
from drivers.camera import scenes
from drivers.camera.opencv import OpenCvCamera
from drivers.contract.camera import Frame
from drivers.contract.device import DeviceState
from drivers.contract.face import FaceInstruction, FaceLook, FaceVerdict
from drivers.errors import DeviceTimeout, DeviceUnavailable, MediaError, ProtocolError
from drivers.face.dlib_matcher import DlibMatcher
from drivers.face.portrait import encode_stand_in, stand_in_portrait
from drivers.faults import Fault, FaultScript, Kind

PERSONS = load_persons()
LIN = PERSONS["lin"]


def live(person: Person) -> np.ndarray:
    image = cv2.imread(str(person.live_picture))
    assert image is not None
    return image


LIVE = live(LIN)


class Clock:
    """Counts frames at 30 a second."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def frame(self, image: np.ndarray, after_s: float = 1 / 30) -> Frame:
        self.now_s += after_s
        return Frame(image, self.now_s, round(self.now_s * 30))


@pytest.fixture(scope="module")
def shared() -> Iterator[DlibMatcher]:
    """One process for all tests that do not harm it."""
    matcher = DlibMatcher(liveness=False)
    matcher.open()
    yield matcher
    matcher.close()


@pytest.fixture
def matcher(shared: DlibMatcher) -> Iterator[DlibMatcher]:
    yield shared
    shared.forget()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def enrol(matcher: DlibMatcher, person: Person) -> None:
    matcher.enrol(stand_in_portrait(person.card_picture))


def verdict_on(matcher: DlibMatcher, image: np.ndarray, clock: Clock, looks: int = 12) -> FaceLook:
    seen = [matcher.look(clock.frame(image))]
    while seen[-1].verdict is None:
        assert len(seen) < looks, f"no verdict, last was {seen[-1].instruction}"
        seen.append(matcher.look(clock.frame(image)))
    return seen[-1]


# ---- who it is -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", PERSONS)
def test_each_demo_person_before_the_simulated_camera(matcher: DlibMatcher, key: str) -> None:
    """Card bytes through the codec, frames through the camera, verdict from the network."""
    person = PERSONS[key]
    enrol(matcher, person)
    camera = OpenCvCamera(str(person.live_picture), fps=1000)
    camera.open()
    camera.start()
    looks: list[FaceLook] = []
    while not looks or looks[-1].verdict is None:
        camera.capture()
        frame = camera.frames.latest()
        assert frame is not None
        looks.append(matcher.look(frame))
        assert len(looks) < 15
    camera.close()
    expected = (FaceVerdict.ACCEPT, "match") if person.genuine else (FaceVerdict.REJECT, "far")
    assert (looks[-1].verdict, looks[-1].score_band) == expected
    progress = [look.progress for look in looks]
    assert progress == sorted(progress)
    assert progress[-1] == 1.0


def test_between_the_thresholds_nobody_is_judged(clock: Clock) -> None:
    """Two and a half years lie between chen's pictures: 0.46."""
    matcher = DlibMatcher(liveness=False, accept_distance=0.42, reject_distance=0.60)
    matcher.open()
    enrol(matcher, PERSONS["chen"])
    look = verdict_on(matcher, live(PERSONS["chen"]), clock)
    matcher.close()
    assert (look.verdict, look.score_band) == (FaceVerdict.RETRY, "near")


def test_a_second_check_begins_after_a_verdict(matcher: DlibMatcher, clock: Clock) -> None:
    enrol(matcher, LIN)
    assert verdict_on(matcher, live(PERSONS["ji"]), clock).verdict is FaceVerdict.REJECT
    assert verdict_on(matcher, LIVE, clock).verdict is FaceVerdict.ACCEPT


# ---- what to do ------------------------------------------------------------------------------------------------------


def shrunk(image: np.ndarray, scale: float, left: int) -> np.ndarray:
    """The person small, on an empty wall."""
    hall = scenes.nobody(1280, 720).copy()
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    top = (720 - small.shape[0]) // 2
    hall[top : top + small.shape[0], left : left + small.shape[1]] = small
    return hall


ENLARGED = cv2.resize(LIVE[100:460, 320:960], (1280, 720))
BAD_PICTURES = {
    "nobody": (scenes.nobody(1280, 720), FaceInstruction.LOOK_HERE),
    "two people": (scenes.two_people(LIVE), FaceInstruction.ONE_PERSON),
    "too dark": (scenes.darkened(LIVE), FaceInstruction.TOO_DARK),
    "dim": ((LIVE * 0.25).astype(np.uint8), FaceInstruction.TOO_DARK),
    "glare": (np.clip(LIVE.astype(np.int16) * 3 + 110, 0, 255).astype(np.uint8), FaceInstruction.TOO_BRIGHT),
    "lamp on the face": (np.clip(LIVE.astype(np.int16) * 2, 0, 255).astype(np.uint8), FaceInstruction.TOO_BRIGHT),
    "far away": (shrunk(LIVE, 0.33, 430), FaceInstruction.COME_CLOSER),
    "too near": (ENLARGED, FaceInstruction.MOVE_BACK),
    "at the side": (shrunk(LIVE, 0.6, 0), FaceInstruction.CENTRE),
    "moved while taken": (cv2.blur(LIVE, (25, 25)), FaceInstruction.HOLD_STILL),
}


@pytest.mark.parametrize("name", BAD_PICTURES)
def test_a_bad_picture_gives_the_instruction_that_mends_it(matcher: DlibMatcher, clock: Clock, name: str) -> None:
    image, instruction = BAD_PICTURES[name]
    enrol(matcher, LIN)
    looks = [matcher.look(clock.frame(image)) for _ in range(4)]
    assert {look.verdict for look in looks} == {None}
    assert looks[-1].instruction is instruction


def test_somebody_who_stands_far_away_is_called_and_found_when_they_come(matcher: DlibMatcher, clock: Clock) -> None:
    """The quick search misses them; once seen, the instruction does not flicker."""
    enrol(matcher, LIN)
    far = shrunk(LIVE, 0.28, 460)
    instructions = [matcher.look(clock.frame(far)).instruction for _ in range(8)]
    assert instructions[4:] == [FaceInstruction.COME_CLOSER] * 4
    assert verdict_on(matcher, LIVE, clock).verdict is FaceVerdict.ACCEPT


def test_half_a_frame_does_no_harm(matcher: DlibMatcher, clock: Clock) -> None:
    enrol(matcher, LIN)
    torn = scenes.half_written(LIVE, np.random.default_rng(2))
    assert matcher.look(clock.frame(torn)).verdict is None
    assert verdict_on(matcher, LIVE, clock).verdict is FaceVerdict.ACCEPT


def test_without_a_usable_frame_the_answer_is_to_try_again(matcher: DlibMatcher, clock: Clock) -> None:
    enrol(matcher, LIN)
    nobody = scenes.nobody(1280, 720)
    looks = [matcher.look(clock.frame(nobody, after_s=1.5)) for _ in range(15)]
    assert [look.verdict for look in looks[:14]] == [None] * 14
    assert (looks[14].verdict, looks[14].score_band) == (FaceVerdict.RETRY, "")


def test_a_pause_begins_a_new_attempt(matcher: DlibMatcher, clock: Clock) -> None:
    """Frames of somebody who went away do not count for the one who comes next."""
    enrol(matcher, LIN)
    first = [matcher.look(clock.frame(LIVE)).progress for _ in range(2)]
    later = matcher.look(clock.frame(LIVE, after_s=60))
    assert (later.progress, later.verdict) == (first[0], None)


@pytest.mark.parametrize("size", [(640, 480), (1920, 1080)])
def test_other_frame_sizes(matcher: DlibMatcher, clock: Clock, size: tuple[int, int]) -> None:
    enrol(matcher, LIN)
    assert verdict_on(matcher, scenes.filling(LIVE, *size), clock).verdict is FaceVerdict.ACCEPT


def test_a_view_into_a_larger_array(matcher: DlibMatcher, clock: Clock) -> None:
    enrol(matcher, LIN)
    mirrored = LIVE[:, ::-1]
    assert verdict_on(matcher, mirrored, clock).verdict is FaceVerdict.ACCEPT


# ---- portraits -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("portrait", "code"),
    [
        (bytes(1024), "face.portrait_undecodable"),
        (os.urandom(1024), "face.portrait_undecodable"),
        (b"short", "face.portrait_undecodable"),
        (encode_stand_in(scenes.nobody(102, 126)), "face.portrait_faceless"),
    ],
)
def test_a_portrait_that_cannot_be_used(matcher: DlibMatcher, clock: Clock, portrait: bytes, code: str) -> None:
    enrol(matcher, LIN)
    with pytest.raises(MediaError) as raised:
        matcher.enrol(portrait)
    assert raised.value.code == code
    assert matcher.status().state is DeviceState.ONLINE
    with pytest.raises(MediaError, match=r"face\.no_template"):  # the last person's is gone all the same
        matcher.look(clock.frame(LIVE))


# ---- privacy ---------------------------------------------------------------------------------------------------------


def copies_in_memory(process_id: int, needle: bytes) -> int:
    """How often some bytes stand in the writable memory of a process."""
    found = 0
    with Path(f"/proc/{process_id}/maps").open() as maps, Path(f"/proc/{process_id}/mem").open("rb") as memory:
        for line in maps:
            extent, rights, *_, name = line.split()
            if "w" in rights and not name.startswith("[v"):
                start, end = (int(address, 16) for address in extent.split("-"))
                memory.seek(start)
                found += memory.read(end - start).count(needle)
    return found


def test_forgetting_leaves_nothing_in_the_process(matcher: DlibMatcher, clock: Clock) -> None:
    card = stand_in_portrait(LIN.card_picture)
    card_bytes, pixels = card[40:100], LIVE[300, 500:530].tobytes()
    process_id = matcher.process_id
    assert process_id is not None
    matcher.enrol(card)
    assert copies_in_memory(process_id, card_bytes) > 0
    matcher.look(clock.frame(LIVE))
    assert copies_in_memory(process_id, pixels) > 0
    matcher.forget()
    assert copies_in_memory(process_id, card_bytes) == 0
    assert copies_in_memory(process_id, pixels) == 0
    with pytest.raises(MediaError, match=r"face\.no_template"):
        matcher.look(clock.frame(LIVE))


def test_with_liveness_too_nothing_is_left(clock: Clock) -> None:
    """Also not of the best frame, of which a copy is kept, and not in the networks of the mesh."""
    matcher = DlibMatcher()
    matcher.open()
    process_id = matcher.process_id
    assert process_id is not None
    assert {"face_landmark.tflite", "iris_landmark.tflite"} < set(matcher.models)
    enrol(matcher, LIN)
    pixels = LIVE[300, 500:530].tobytes()
    looks = [matcher.look(clock.frame(LIVE)) for _ in range(4)]
    assert {look.instruction for look in looks} == {FaceInstruction.HOLD_STILL}
    matcher.another_prompt()  # before anything was asked for: nothing happens
    assert copies_in_memory(process_id, pixels) > 1
    matcher.forget()
    assert copies_in_memory(process_id, pixels) == 0
    with pytest.raises(MediaError, match=r"face\.no_template"):
        matcher.look(clock.frame(LIVE))
    matcher.close()


# ---- life and death of the process -----------------------------------------------------------------------------------


def test_closed_and_opened_again() -> None:
    matcher = DlibMatcher(liveness=False)
    matcher.close()
    matcher.forget()
    assert matcher.status().state is DeviceState.OFFLINE
    with pytest.raises(DeviceUnavailable, match=r"face\.closed"):
        matcher.enrol(bytes(1024))
    matcher.open()
    first = matcher.process_id
    assert matcher.engine.startswith("dlib 20")
    matcher.open()
    assert matcher.process_id != first
    assert not psutil.pid_exists(first or 0)
    matcher.close()
    assert matcher.process_id is None


def test_with_prompts_every_second_frame_of_thirty_a_second_is_looked_at(clock: Clock) -> None:
    """A kill at the second look shows which frame that is."""
    matcher = DlibMatcher(faults=FaultScript([Fault("face", Kind.CRASH, on="look", skip=1)]))
    matcher.open()
    enrol(matcher, LIN)
    first, second = matcher.look(clock.frame(LIVE)), matcher.look(clock.frame(LIVE))
    assert second == first
    with pytest.raises(DeviceUnavailable, match=r"face\.crashed"):
        matcher.look(clock.frame(LIVE))
    assert matcher.status().state is DeviceState.OFFLINE


@pytest.mark.parametrize("between", [DlibMatcher.another_prompt, DlibMatcher.forget])
def test_what_was_answered_before_is_not_answered_again(clock: Clock, between: Callable[[DlibMatcher], None]) -> None:
    matcher = DlibMatcher(faults=FaultScript([Fault("face", Kind.CRASH, on="look", skip=1)]))
    matcher.open()
    enrol(matcher, LIN)
    matcher.look(clock.frame(LIVE))
    between(matcher)
    with pytest.raises(DeviceUnavailable, match=r"face\.crashed"):
        matcher.look(clock.frame(LIVE))


def test_a_killed_process_is_an_error_and_opens_again(clock: Clock) -> None:
    matcher = DlibMatcher(liveness=False)
    matcher.open()
    enrol(matcher, LIN)
    assert matcher.process_id is not None
    os.kill(matcher.process_id, signal.SIGKILL)
    with pytest.raises(DeviceUnavailable) as raised:
        matcher.look(clock.frame(LIVE))
    assert (raised.value.code, raised.value.retryable) == ("face.crashed", True)
    assert matcher.status().state is DeviceState.OFFLINE
    matcher.open()
    with pytest.raises(MediaError, match=r"face\.no_template"):
        matcher.look(clock.frame(LIVE))
    enrol(matcher, LIN)
    assert verdict_on(matcher, LIVE, clock).verdict is FaceVerdict.ACCEPT
    matcher.close()


def test_a_vendors_decoder_may_crash_and_the_process_goes_on(tmp_path: Path) -> None:
    source, library = tmp_path / "wlt.c", tmp_path / "libwlt.so"
    source.write_text("int unpack(const unsigned char *w, unsigned char *b, int s) { return *(volatile int *)0; }")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
    matcher = DlibMatcher(liveness=False, decoder=str(library))
    matcher.open()
    with pytest.raises(MediaError, match=r"face\.portrait_undecodable"):
        matcher.enrol(bytes(1024))
    assert matcher.status().state is DeviceState.ONLINE
    matcher.close()


def test_a_vendors_decoder_that_is_not_there_is_said_at_once() -> None:
    matcher = DlibMatcher(liveness=False, decoder="/no/such/libwlt.so", decoder_timeout_s=20)
    matcher.open()
    status = matcher.status()
    assert (status.state, status.code) == (DeviceState.ONLINE, "face.portrait_undecodable")
    with pytest.raises(MediaError, match=r"face\.portrait_undecodable"):
        matcher.enrol(bytes(1024))
    matcher.close()


def test_the_process_does_not_outlive_its_parent() -> None:
    program = (
        "import os; from drivers.face.dlib_matcher import DlibMatcher; m = DlibMatcher(liveness=False); m.open();"
        "print(m.process_id, flush=True); os._exit(1)"
    )
    parent = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    process_id = int(parent.stdout)
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(process_id).wait(timeout=10)
    assert not psutil.pid_exists(process_id)


@pytest.mark.parametrize(
    ("kind", "error", "code"),
    [
        (Kind.CRASH, DeviceUnavailable, "face.crashed"),
        (Kind.SILENT, DeviceTimeout, "face.silent"),
        (Kind.MISSING, DeviceUnavailable, "face.missing"),
        (Kind.WRONG, ProtocolError, "face.garbage"),
        (Kind.GARBAGE, ProtocolError, "face.garbage"),
        (Kind.HALF, ProtocolError, "face.garbage"),
    ],
)
def test_each_fault_in_a_look_is_told_by_its_code(clock: Clock, kind: Kind, error: type[Exception], code: str) -> None:
    faults = FaultScript([Fault("face", kind, on="look", delay_s=0.1)])
    matcher = DlibMatcher(liveness=False, faults=faults, deadline_s=0.5 if kind is Kind.SILENT else 60.0)
    matcher.open()
    with pytest.raises(error) as raised:
        matcher.look(clock.frame(LIVE))
    assert raised.value.code == code  # type: ignore[attr-defined]
    matcher.close()


@pytest.mark.parametrize(
    ("kind", "code"), [(Kind.CRASH, "face.crashed"), (Kind.MISSING, "face.missing"), (Kind.WRONG, "face.garbage")]
)
def test_a_fault_at_the_start_leaves_no_process(kind: Kind, code: str) -> None:
    matcher = DlibMatcher(liveness=False, faults=FaultScript([Fault("face", kind, on="open")]))
    before = psutil.Process().children()
    with pytest.raises((DeviceUnavailable, ProtocolError)) as raised:
        matcher.open()
    assert raised.value.code == code
    assert matcher.process_id is None
    assert psutil.Process().children() == before


def test_a_slow_answer_still_counts(clock: Clock) -> None:
    matcher = DlibMatcher(liveness=False, faults=FaultScript([Fault("face", Kind.SLOW, on="enrol", delay_s=0.2)]))
    matcher.open()
    enrol(matcher, LIN)
    assert verdict_on(matcher, LIVE, clock).verdict is FaceVerdict.ACCEPT
    matcher.close()
