"""A reader that is plugged into, and pulled out of, a pcscd that runs on: by pcscd's own hot plug, as with any on USB.

The bus and the reader's driver are `tests/support/usb_port.c` and `usb_reader.c`. Another reader stays where it is.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

import pytest
from smart_cards import CARD, LONG_S, USB_READER, USB_SLOT, CardThatGoesWithItsReader, UsbPort, found, usb_port

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.smart_card import PresentCard, SmartCardKind, SmartCardReader
from drivers.errors import DeviceError, DeviceUnavailable
from drivers.faults import FaultScript
from drivers.pcsc.reader import PcscReader
from drivers.pcsc.scard import READERS_CHANGED, UNKNOWN, Context
from drivers.pcsc.simulator import PcscSimulator
from drivers.pcsc.virtual_cards import VirtualSocialSecurityCard
from drivers.worker import DeviceWorker, JobContext, JobDone, JobFailed, StatusChanged, WorkerEvent

FIXED, TRAVELLING = "Simulated 00 00", f"{USB_READER} 00 00"
GONE = StatusChanged("pcsc", DeviceStatus(DeviceState.NO_DEVICE, "pcsc.no_reader"))


@dataclass
class Hall:
    """pcscd with one reader that stays, and a port for another; `context` is connected with it all the time."""

    simulator: PcscSimulator
    usb: UsbPort
    context: Context

    def lay(self, slot: int = USB_SLOT) -> None:
        self.simulator.lay(VirtualSocialSecurityCard(CARD), slot=slot)

    def plug(self) -> None:
        """In, until pcscd has it."""
        self.usb.plug()
        self.wait_until(there=True)

    def pull(self) -> None:
        """Out, until pcscd has forgotten it."""
        self.pull_at_once()
        self.wait_until(there=False)

    def pull_at_once(self) -> None:
        self.usb.pull(self.simulator)

    def wait_until(self, *, there: bool) -> None:
        while (TRAVELLING in self.context.readers()) is not there:
            self.context.wait({READERS_CHANGED: UNKNOWN}, 0.02)

    def wait_until_empty(self) -> None:
        """Until pcscd has seen that nothing lies in the reader that stays."""
        state = UNKNOWN
        while state is UNKNOWN or state.has_card:
            state = (self.context.wait({FIXED: state}, LONG_S) or {})[FIXED]


@pytest.fixture(scope="module")
def hall() -> Iterator[Hall]:
    usb = usb_port()
    simulator = PcscSimulator(FaultScript(), preload=usb.library, usb_drivers=usb.drivers)
    simulator.start()
    context = Context()
    yield Hall(simulator, usb, context)
    context.release()  # one pcscd has served it all
    simulator.stop()


@pytest.fixture(autouse=True)
def empty(hall: Hall) -> Iterator[None]:
    yield
    hall.simulator.take_away()
    hall.pull()
    hall.wait_until_empty()


@contextmanager
def opened(name: str = "") -> Iterator[PcscReader]:
    reader = PcscReader(name, 0.05)
    reader.open()
    try:
        yield reader
    finally:
        reader.close()


def test_a_reader_that_comes_while_a_card_is_waited_for_has_its_card_read(hall: Hall) -> None:
    with opened() as reader:
        assert reader.find() is None
        hall.usb.plug()
        hall.lay()
        assert found(reader) == PresentCard(SmartCardKind.SOCIAL_SECURITY, TRAVELLING)
        assert reader.read() == CARD
        assert reader.status().details == {"readers": "4"}


def test_the_reader_that_stays_is_not_disturbed(hall: Hall) -> None:
    hall.plug()
    with opened() as reader:
        hall.lay(slot=0)
        assert found(reader).reader == FIXED
        hall.pull()
        assert reader.find() is None
        assert reader.read() == CARD  # the same card, still connected
        hall.plug()
        assert [reader.find() for _ in range(3)] == [None] * 3


def test_a_reader_that_leaves_while_it_is_waited_at(hall: Hall) -> None:
    hall.plug()
    with opened(USB_READER) as reader:
        assert reader.find() is None
        hall.pull_at_once()
        with pytest.raises(DeviceUnavailable, match=r"pcsc\.no_reader"):
            found(reader)
        reader.close()
        with pytest.raises(DeviceUnavailable, match=r"pcsc\.no_reader"):
            reader.open()
        hall.plug()
        reader.open()
        hall.lay()
        found(reader)
        assert reader.read() == CARD


def test_a_reader_that_leaves_in_the_middle_of_reading(hall: Hall) -> None:
    hall.plug()
    hall.simulator.lay(CardThatGoesWithItsReader(hall.pull_at_once, 5), slot=USB_SLOT)
    with opened() as reader:
        found(reader)
        assert code_of(reader) == "pcsc.no_reader"
        hall.lay(slot=0)  # the other one serves on, without being opened anew
        assert found(reader).reader == FIXED
        assert reader.read() == CARD


def test_a_reader_that_left_between_finding_and_reading(hall: Hall) -> None:
    hall.plug()
    hall.lay()
    with opened() as reader:
        found(reader)
        hall.pull()
        assert code_of(reader) == "pcsc.no_reader"
        assert reader.find() is None


def test_a_card_in_a_reader_that_returns_is_found_again(hall: Hall) -> None:
    with opened() as reader:
        reader.find()
        before = handles()
        for _ in range(2):
            hall.plug()
            hall.lay()
            assert found(reader).reader == TRAVELLING
            assert reader.read() == CARD
            hall.pull()
        assert reader.find() is None
        assert handles() <= before


def handles() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def code_of(reader: SmartCardReader) -> str:
    try:
        reader.read()
    except DeviceError as error:
        return error.code
    return ""


# ---- through the worker, as the terminal has it ------------------------------------------------------------------


def read_next(reader: SmartCardReader, job: JobContext) -> object:
    while not job.cancelled:
        job.renew()
        if reader.find():
            return reader.read()
    return None


def wait_for(online: StatusChanged, events: SimpleQueue[WorkerEvent]) -> None:
    """Its two slots come one after the other: a look in between sees one."""
    one_slot = StatusChanged("pcsc", DeviceStatus(DeviceState.ONLINE, details={"readers": "1"}))
    event = events.get(timeout=LONG_S)
    if event == one_slot:
        event = events.get(timeout=LONG_S)
    assert event == online


def test_the_only_reader_leaves_under_a_job_and_comes_back(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "drivers.worker")
    hall.plug()
    events: SimpleQueue[WorkerEvent] = SimpleQueue()
    worker: DeviceWorker[SmartCardReader] = DeviceWorker(
        "pcsc", lambda: PcscReader(USB_READER, 0.05), events.put, open_retry_s=(0.01,), status_every_s=0.02
    )
    worker.start()
    online = StatusChanged("pcsc", DeviceStatus(DeviceState.ONLINE, details={"readers": "2"}))
    wait_for(online, events)
    hall.simulator.lay(CardThatGoesWithItsReader(hall.pull_at_once, 0), slot=USB_SLOT)
    worker.submit(1, read_next, deadline_s=LONG_S)
    failed = events.get(timeout=LONG_S)
    assert isinstance(failed, JobFailed)
    assert failed.error.code == "pcsc.no_reader"
    assert events.get(timeout=LONG_S) == GONE
    hall.wait_until(there=False)
    hall.plug()
    wait_for(online, events)
    hall.lay()
    worker.submit(2, read_next, deadline_s=LONG_S)
    assert events.get(timeout=LONG_S) == JobDone("pcsc", 2, CARD)
    worker.stop(LONG_S)
    lines = [record.getMessage().split(":")[0] for record in caplog.records]
    assert lines == ["device lost", "device returned"]
