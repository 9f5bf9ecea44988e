"""What people and cables do: cards torn away at every byte, cables pulled at every byte, cards left on the reader."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue

import psutil
import pytest
from card_reader_ends import UsbModuleInMemory

from config.persons import load_persons
from drivers.contract.id_card import IdCardReader, IdentityCard
from drivers.errors import DeviceError, DeviceUnavailable, MediaError
from drivers.faults import FaultScript
from drivers.id_card.samv import SamVReader
from drivers.id_card.samv_simulator import SamVSimulator
from drivers.id_card.simulated_sam import SimulatedSam
from drivers.worker import DeviceWorker, JobContext, JobDone, JobFailed, WorkerEvent
from kiosk.app.belongings import card_of
from kiosk.session import jobs

CARD = card_of(load_persons()["lin"])
OTHER = card_of(load_persons()["chan"])
ANSWER_BYTES = 1295
GROWTH_BYTES_MAX = 2_000_000


@pytest.fixture
def simulator() -> Iterator[SamVSimulator]:
    simulator = SamVSimulator(FaultScript(), pace=False)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def reader(simulator: SamVSimulator) -> Iterator[SamVReader]:
    reader = SamVReader(simulator.port, timeout_s=0.5, gap_s=0.1, read_new_address=False)
    reader.open()
    yield reader
    reader.close()


def read(reader: IdCardReader) -> IdentityCard:
    assert reader.find()
    return reader.read()


def why(call: Callable[[], object]) -> str:
    try:
        call()
    except DeviceError as error:  # not by pytest.raises, whose own traces would be counted among what is left behind
        return error.code
    return ""


# ---- every byte ------------------------------------------------------------------------------------------------------


@pytest.fixture
def bus() -> tuple[SimulatedSam, UsbModuleInMemory, SamVReader]:
    sam = SimulatedSam()
    module = UsbModuleInMemory(sam)
    reader = SamVReader(transport="usb", usb_backend=module, timeout_s=0.5, gap_s=0, read_new_address=False)
    reader.open()
    return sam, module, reader


def test_a_card_torn_away_at_any_byte_is_removed(bus: tuple[SimulatedSam, UsbModuleInMemory, SamVReader]) -> None:
    sam, _, reader = bus
    for offset in range(1, ANSWER_BYTES):
        sam.lay(CARD, offset)
        with pytest.raises(MediaError) as caught:
            read(reader)
        assert caught.value.code == "id_card.removed", offset
        sam.lay(OTHER)
        assert read(reader) == OTHER


def test_a_reader_lost_at_any_byte_is_missing_and_reads_when_it_is_back(
    bus: tuple[SimulatedSam, UsbModuleInMemory, SamVReader],
) -> None:
    sam, module, reader = bus
    for offset in range(ANSWER_BYTES):
        sam.lay(CARD)
        module.lose_after_bytes = offset
        with pytest.raises(DeviceUnavailable) as caught:
            read(reader)
        assert caught.value.code == "id_card.missing", offset
        reader.close()
        reader.open()
        sam.lay(OTHER)
        assert read(reader) == OTHER


@pytest.mark.parametrize(
    "offsets", [range(0, ANSWER_BYTES, 130), pytest.param(range(ANSWER_BYTES), marks=pytest.mark.soak)]
)
def test_on_a_real_line_too(reader: SamVReader, simulator: SamVSimulator, offsets: range) -> None:
    for offset in offsets:
        simulator.lay(CARD, tear_after_bytes=offset)
        assert why(lambda: read(reader)) == "id_card.removed", offset
    simulator.lay(OTHER)
    assert read(reader) == OTHER


# ---- what is left behind ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cycles", [30, pytest.param(10_000, marks=pytest.mark.soak)])
def test_find_read_unplug_leave_nothing_behind(simulator: SamVSimulator, cycles: int) -> None:
    """Each cycle reads a card, loses the reader and opens it again under the same path."""
    reader = SamVReader(simulator.port, timeout_s=5, gap_s=5)
    reader.open()

    def cycle() -> None:
        simulator.lay(CARD)
        assert read(reader) == CARD
        simulator.unplug()
        assert why(reader.find) == "id_card.missing"
        reader.close()
        assert why(reader.open) == "id_card.missing"
        simulator.plug_in()
        reader.open()

    for _ in range(10):
        cycle()
    before = belongings()
    for _ in range(cycles):
        cycle()
    after = belongings()
    assert after[0] <= before[0]
    assert after[1] <= before[1]
    assert after[2] - before[2] < GROWTH_BYTES_MAX
    reader.close()


def belongings() -> tuple[int, int, int]:
    """Threads, open files, bytes of this process alone."""
    gc.collect()
    files = len(list(Path("/proc/self/fd").iterdir()))
    return threading.active_count(), files, psutil.Process().memory_full_info().uss


# ---- left on the reader ----------------------------------------------------------------------------------------------


def test_whoever_leaves_the_card_there_is_told_to_lift_it(
    simulator: SamVSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next one who waits is told, not the first; lifted and laid down again it reads."""
    monkeypatch.setattr(jobs, "CARD_OVERDUE_S", 0.05)
    events: SimpleQueue[WorkerEvent] = SimpleQueue()
    reader = SamVReader(simulator.port, timeout_s=10, find_interval_s=0.01)
    worker: DeviceWorker[IdCardReader] = DeviceWorker("id_card", lambda: reader, events.put)
    worker.start()

    def wait(ticket: int) -> WorkerEvent:
        worker.submit(ticket, jobs.read_card, deadline_s=60)
        return next(event for event in iter(lambda: events.get(timeout=20), None) if ticket_of(event) == ticket)

    try:
        simulator.lay(CARD)
        assert card_in(wait(1)) == CARD
        told = wait(2)
        assert isinstance(told, JobFailed)
        assert told.error.code == "id_card.no_card"
        simulator.take_away()
        simulator.lay(CARD)
        assert card_in(wait(3)) == CARD
    finally:
        worker.stop(20)


def card_in(event: WorkerEvent) -> IdentityCard:
    assert isinstance(event, JobDone)
    assert isinstance(event.value, jobs.CardOnReader)
    return event.value.card


def ticket_of(event: WorkerEvent) -> object:
    return getattr(event, "ticket", None)


def test_somebody_who_looks_for_their_card_is_left_alone(
    simulator: SamVSimulator, reader: SamVReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was read before: nothing can be left there."""
    monkeypatch.setattr(jobs, "CARD_OVERDUE_S", 0.0)
    over = threading.Event()
    job = JobContext(over, lambda _pause_s: None, lambda _value: None)
    threading.Timer(0.3, over.set).start()
    assert jobs.read_card(reader, job) is None
