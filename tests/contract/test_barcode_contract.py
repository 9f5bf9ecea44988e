"""What every barcode reader must do: scanners on a real line (pyserial on a pty), cameras on real pictures."""

from __future__ import annotations

import gc
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import cv2
import numpy as np
import pytest
import segno

from drivers.barcode.camera_scanner import CameraScanner
from drivers.barcode.framing import MOST_BYTES, Framing, encode_code
from drivers.barcode.scanner_simulator import ScannerSimulator
from drivers.camera.mailbox import FrameMailbox
from drivers.contract.barcode import BarcodeReader
from drivers.contract.camera import Frame
from drivers.contract.device import DeviceState
from drivers.errors import DeviceError, DeviceUnavailable, MediaError
from drivers.faults import Fault, FaultScript, Kind
from drivers.registry import create
from drivers.worker import (
    DeviceWorker,
    JobContext,
    JobDone,
    JobFailed,
    JobProgress,
    StatusChanged,
    WorkerEvent,
)

TOKEN = b"EID1.eyJqdGkiOiJ4In0.c2lnbmF0dXJl"
WAIT_S = 60.0


@dataclass
class Rig:
    """A scanner, and the hand that holds codes before it."""

    reader: BarcodeReader
    simulator: ScannerSimulator
    faults: FaultScript

    def strike(self, kind: Kind, **more: float) -> None:
        self.faults.add(Fault("barcode", kind, "scan", **more))  # pyright: ignore[reportArgumentType]


def wait_until(condition: Callable[[], bool]) -> bool:
    until_s = time.monotonic() + WAIT_S
    while not condition() and time.monotonic() < until_s:
        time.sleep(0.005)
    return condition()


def make_rig(faults: FaultScript | None = None, **options: object) -> Rig:
    faults = faults or FaultScript()
    simulator = ScannerSimulator(faults, **options)  # pyright: ignore[reportArgumentType]
    simulator.start()
    reader = create("barcode.serial", {"port": simulator.port, "gap_s": 0.1, **options})
    return Rig(cast("BarcodeReader", reader), simulator, faults)


@pytest.fixture
def rig() -> Iterator[Rig]:
    rig = make_rig()
    rig.reader.open()
    rig.reader.start()
    yield rig
    rig.reader.close()
    rig.simulator.stop()


@pytest.mark.parametrize("framing", list(Framing))
def test_reads_what_is_shown(framing: Framing) -> None:
    rig = make_rig(framing=framing.value)
    rig.reader.open()
    rig.reader.start()
    for code in (TOKEN, "回执𠮷".encode(), bytes(range(32, 127)), b"x" * MOST_BYTES):
        rig.simulator.show(code)
        assert rig.reader.next(WAIT_S) == code
    assert rig.reader.next(0) is None
    rig.reader.close()
    rig.simulator.stop()


def test_two_codes_at_once_come_one_by_one(rig: Rig) -> None:
    rig.simulator.show(b"one")
    rig.simulator.show(b"two")
    assert [rig.reader.next(WAIT_S), rig.reader.next(WAIT_S)] == [b"one", b"two"]


def test_what_was_shown_before_anybody_waited_is_forgotten(rig: Rig) -> None:
    rig.simulator.show(b"the last person's")
    rig.reader.start()
    assert rig.reader.next(0.1) is None
    rig.simulator.show(b"the last person's")
    assert rig.reader.status().state is DeviceState.ONLINE
    assert rig.reader.next(0.1) is None


def test_a_trigger_makes_it_look_and_stop() -> None:
    rig = make_rig(trigger_on="16540d", trigger_off="16550d")
    assert not rig.reader.hands_free
    rig.reader.open()
    rig.simulator.show(TOKEN)
    assert rig.reader.next(0.1) is None
    rig.reader.start()
    assert rig.reader.next(WAIT_S) == TOKEN
    rig.reader.stop()
    assert wait_until(lambda: not rig.simulator.looking)
    rig.simulator.show(b"after")
    assert rig.reader.next(0.1) is None
    rig.reader.close()
    rig.simulator.stop()


@pytest.mark.parametrize(("kind", "why"), [(Kind.HALF, "cut_short"), (Kind.WRONG, "too_long")])
def test_a_code_that_is_not_whole_is_a_matter_of_the_code(rig: Rig, kind: Kind, why: str) -> None:
    rig.strike(kind)
    rig.simulator.show(TOKEN)
    with pytest.raises(MediaError) as caught:
        rig.reader.next(WAIT_S)
    assert caught.value.code == "barcode.unreadable"
    assert caught.value.data == {"why": why}
    rig.reader.start()
    rig.simulator.show(TOKEN)
    assert rig.reader.next(WAIT_S) == TOKEN


def test_noise_is_a_code_that_nobody_knows(rig: Rig) -> None:
    rig.strike(Kind.GARBAGE)
    rig.simulator.show(TOKEN)
    noise = rig.reader.next(WAIT_S)
    assert noise is not None
    assert noise != TOKEN


def test_an_unplugged_scanner_is_missing_and_comes_back(rig: Rig) -> None:
    rig.simulator.unplug()
    for call in (rig.reader.status, rig.reader.start, lambda: rig.reader.next(0)):
        assert_missing(call)
    rig.reader.close()
    assert_missing(rig.reader.open)
    rig.simulator.plug_in()
    rig.reader.open()
    rig.reader.start()
    rig.simulator.show(TOKEN)
    assert rig.reader.next(WAIT_S) == TOKEN


def assert_missing(call: Callable[[], object]) -> None:
    with pytest.raises(DeviceUnavailable) as caught:
        call()
    assert caught.value.code == "barcode.missing"


def test_one_that_was_missing_from_the_start_comes_when_the_fault_ends() -> None:
    faults = FaultScript([Fault("barcode", Kind.MISSING)])
    rig = make_rig(faults)
    assert_missing(rig.reader.open)
    faults.clear("barcode")
    rig.simulator.plug_in()
    rig.reader.open()
    assert rig.reader.status().state is DeviceState.ONLINE
    rig.reader.close()
    rig.simulator.stop()


def test_nobody_has_to_open_it_twice_or_close_it_once(rig: Rig) -> None:
    rig.reader.open()
    rig.reader.close()
    rig.reader.close()
    assert_missing(rig.reader.status)


def test_a_worker_survives_the_cable() -> None:
    """Unplugged while it waits, the job fails with its code; plugged in again the next one gets its code."""
    rig = make_rig()
    posted: queue.Queue[WorkerEvent] = queue.Queue()
    worker = DeviceWorker("barcode", lambda: rig.reader, posted.put, open_retry_s=(0.05,))

    def wait(reader: BarcodeReader, job: JobContext) -> bytes | None:
        reader.start()
        job.emit("looking")
        while (code := reader.next(0.05)) is None:
            job.renew()
        return code

    def heard(kind: type[WorkerEvent], ticket: str) -> WorkerEvent:
        while not isinstance(event := posted.get(timeout=20), kind) or getattr(event, "ticket", ticket) != ticket:
            pass
        return event

    worker.start()
    worker.submit("first", wait, deadline_s=60)
    heard(JobProgress, "first")
    rig.simulator.unplug()
    failed = heard(JobFailed, "first")
    assert isinstance(failed, JobFailed)
    assert failed.error.code == "barcode.missing"
    rig.simulator.plug_in()
    while worker.status.state is not DeviceState.ONLINE:
        heard(StatusChanged, "")
    worker.submit("second", wait, deadline_s=60)
    heard(JobProgress, "second")
    rig.simulator.show(TOKEN)
    done = heard(JobDone, "second")
    assert isinstance(done, JobDone)
    assert done.value == TOKEN
    worker.stop(5)
    rig.simulator.stop()


def belongings() -> tuple[int, int]:
    """Open files and threads; what earlier tests left to the collector is gone first."""
    gc.collect()
    return len(list(Path("/proc/self/fd").iterdir())), threading.active_count()


def plug_in_and_out(rig: Rig, cycles: int) -> None:
    for cycle in range(cycles):
        rig.reader.open()
        rig.reader.start()
        code = b"code %d" % cycle
        rig.simulator.show(code)
        assert rig.reader.next(WAIT_S) == code
        rig.simulator.unplug()
        assert_missing(lambda: rig.reader.next(0))
        rig.reader.close()
        rig.simulator.plug_in()


@pytest.mark.parametrize("cycles", [50, pytest.param(10_000, marks=[pytest.mark.soak, pytest.mark.timeout(3600)])])
def test_plugging_in_and_out_leaves_nothing_behind(cycles: int) -> None:
    rig = make_rig()
    plug_in_and_out(rig, 3)
    files, threads = belongings()
    plug_in_and_out(rig, cycles)
    files_after, threads_after = belongings()
    assert files_after <= files
    assert threads_after <= threads
    rig.simulator.stop()
    assert not Path(rig.simulator.port).exists()


# ---- before a camera -------------------------------------------------------------------------------------------------


def picture_of(payload: bytes, width_px: int = 640, height_px: int = 480) -> np.ndarray:
    """A QR code as large as a phone shows it, on grey ground."""
    matrix = np.array([[0 if dark else 255 for dark in row] for row in segno.make_qr(payload).matrix], np.uint8)
    code = cv2.resize(np.pad(matrix, 4, constant_values=255), (260, 260), interpolation=cv2.INTER_NEAREST)
    image = np.full((height_px, width_px, 3), 120, np.uint8)
    top, left = (height_px - 260) // 2, (width_px - 260) // 2
    image[top : top + 260, left : left + 260] = code[..., None]
    return image


@pytest.fixture
def shown(tmp_path: Path) -> str:
    file = tmp_path / "code.png"
    cv2.imwrite(str(file), picture_of(TOKEN))
    return str(file)


def test_a_camera_reads_what_is_shown(shown: str) -> None:
    reader = cast("BarcodeReader", create("barcode.camera", {"source": shown, "fps": 60}))
    assert not reader.hands_free
    reader.open()
    reader.start()
    assert reader.next(WAIT_S) == TOKEN
    reader.stop()
    with pytest.raises(DeviceError):
        reader.next(0)  # the camera is dark
    reader.close()


def test_a_light_code_on_dark_ground_is_read_only_when_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "dark.png"
    cv2.imwrite(str(file), 255 - picture_of(TOKEN))
    for wanted, expected in ((True, TOKEN), (False, None)):
        reader = CameraScanner(str(file), fps=60, try_invert=wanted)
        reader.open()
        reader.start()
        assert reader.next(1.0 if wanted else 0.1) == expected
        reader.close()


def test_a_camera_that_is_not_there(tmp_path: Path) -> None:
    reader = CameraScanner(str(tmp_path / "none.png"))
    assert_missing(reader.open)


def test_a_picture_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "broken.png"
    file.write_bytes(b"not a picture")
    reader = CameraScanner(str(file))
    reader.open()
    assert_missing(reader.start)


def test_a_mailbox_is_looked_into_once_a_frame() -> None:
    mailbox = FrameMailbox()
    reader = CameraScanner("", frames=mailbox)
    reader.open()
    reader.start()
    assert reader.next(0) is None
    mailbox.put(Frame(picture_of(TOKEN), 0.0, 1))
    assert reader.next(WAIT_S) == TOKEN
    assert reader.next(0.05) is None
    mailbox.put(Frame(picture_of(b"another"), 0.0, 2))
    assert reader.next(WAIT_S) == b"another"
    reader.close()


def test_framing_is_as_programmed() -> None:
    assert encode_code(b"A", Framing.STX_ETX) == b"\x02A\x03"
    assert encode_code(b"A", Framing.CRLF) == b"A\r\n"
