"""The worker with the smart card driver on a real pcscd: waiting for a card, losing the service, getting it back."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from smart_cards import CARD, quick_polls
from worker_bench import WorkerBench, working

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.smart_card import SmartCardReader
from drivers.faults import Fault, FaultScript, Kind
from drivers.pcsc.reader import PcscReader
from drivers.pcsc.simulator import PcscSimulator
from drivers.pcsc.virtual_cards import VirtualSocialSecurityCard, VirtualStaffCard
from drivers.worker import JobContext, JobDone, JobFailed, StatusChanged
from kiosk.session import jobs

ONLINE = StatusChanged("pcsc", DeviceStatus(DeviceState.ONLINE, details={"readers": "2"}))
GONE = StatusChanged("pcsc", DeviceStatus(DeviceState.NO_DEVICE, "pcsc.service_gone"))


def wait_for_card(reader: SmartCardReader, context: JobContext) -> object:
    while not context.cancelled:
        context.renew()
        if reader.find():
            return reader.read()
    return None


Bench = WorkerBench[PcscSimulator]


def lay(bench: Bench) -> None:
    bench.simulator.lay(VirtualSocialSecurityCard(CARD))


def restart(bench: Bench) -> None:
    bench.simulator.kill_service()
    assert bench.next() == GONE
    bench.simulator.revive_service()
    assert bench.next() == ONLINE


@pytest.fixture
def bench() -> Iterator[Bench]:
    faults = FaultScript()
    simulator = PcscSimulator(faults, preload=quick_polls())
    simulator.start()
    with working("pcsc", lambda: PcscReader(simulator.reader, 0.05), simulator, faults, ONLINE) as made:
        yield made
    simulator.stop()


def test_a_card_that_comes_while_it_is_waited_for_is_read(bench: Bench) -> None:
    bench.worker.submit(1, wait_for_card, deadline_s=60)
    lay(bench)
    assert bench.next() == JobDone("pcsc", 1, CARD)


def test_whose_social_security_card_it_is_comes_out_of_the_sessions_job(bench: Bench) -> None:
    bench.worker.submit(1, jobs.read_social_card, deadline_s=60)
    lay(bench)
    assert bench.next() == JobDone("pcsc", 1, CARD)


def test_a_staff_card_is_no_social_security_card_and_is_asked_nothing(bench: Bench) -> None:
    card = VirtualStaffCard(b"", ec.generate_private_key(ec.SECP256R1()), "471109")
    bench.simulator.lay(card)
    bench.worker.submit(1, jobs.read_social_card, deadline_s=60)
    failed = bench.next()
    assert isinstance(failed, JobFailed)
    assert failed.error.code == "pcsc.wrong_kind"  # with its empty certificate read it would be pcsc.no_certificate
    assert card.tries_left == 3
    lay(bench)
    bench.worker.submit(2, jobs.read_social_card, deadline_s=60)
    assert bench.next() == JobDone("pcsc", 2, CARD)


def test_a_wait_that_nobody_needs_any_more_ends(bench: Bench) -> None:
    over = threading.Event()

    def wait(reader: SmartCardReader, context: JobContext) -> None:
        wait_for_card(reader, context)
        over.set()

    bench.worker.submit(1, wait, deadline_s=60)
    bench.worker.cancel(1)
    bench.worker.submit(2, lambda _reader, _context: "next", deadline_s=60)
    assert bench.next() == JobDone("pcsc", 2, "next")


def test_pcscd_dies_and_returns_with_one_line_each(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "drivers.worker")
    for _ in range(3):
        caplog.clear()
        restart(bench)
        assert [record.getMessage().split(":")[0] for record in caplog.records] == ["device lost", "device returned"]


def test_pcscd_dies_under_a_waiting_job_and_the_next_one_reads(bench: Bench) -> None:
    bench.worker.submit(1, wait_for_card, deadline_s=60)
    bench.simulator.kill_service()
    failed = bench.next()
    assert isinstance(failed, JobFailed)
    assert failed.error.code == "pcsc.service_gone"
    assert bench.next() == GONE
    bench.simulator.revive_service()
    assert bench.next() == ONLINE
    bench.worker.submit(2, wait_for_card, deadline_s=60)
    lay(bench)
    assert bench.next() == JobDone("pcsc", 2, CARD)


def test_a_torn_card_fails_the_job_and_the_reader_stays(bench: Bench) -> None:
    bench.faults.add(Fault("pcsc", Kind.REMOVED, "read", skip=2))
    lay(bench)
    bench.worker.submit(1, wait_for_card, deadline_s=60)
    failed = bench.next()
    assert isinstance(failed, JobFailed)
    assert failed.error.code == "pcsc.removed"
    lay(bench)
    bench.worker.submit(2, wait_for_card, deadline_s=60)
    assert bench.next() == JobDone("pcsc", 2, CARD)  # and no status in between: nothing was lost


def test_a_card_that_never_answers_hangs_one_generation_only(bench: Bench) -> None:
    bench.faults.add(Fault("pcsc", Kind.SILENT, "read", skip=2))
    lay(bench)
    bench.worker.submit(1, wait_for_card, deadline_s=0.5)
    while bench.events.empty():
        bench.worker.check()
    failed = bench.next()
    assert isinstance(failed, JobFailed)
    assert failed.error.code == "pcsc.hung"
    assert bench.next() == StatusChanged("pcsc", DeviceStatus(DeviceState.HARDWARE_ERROR, "pcsc.hung"))
    bench.simulator.take_away()  # what the old thread waits for ends
    bench.worker.check()
    assert bench.next() == ONLINE
    bench.worker.submit(2, wait_for_card, deadline_s=60)
    lay(bench)
    assert bench.next() == JobDone("pcsc", 2, CARD)
