"""The worker with the real reader driver on a real line: waiting for a person, losing the reader, getting it back."""

import logging
from collections.abc import Iterator

import pytest
from worker_bench import WorkerBench, working

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.id_card import CardKind, IdCardReader, IdentityCard
from drivers.faults import Fault, FaultScript, Kind
from drivers.registry import IdCardSimulator, create, create_simulator
from drivers.worker import JobContext, JobDone, JobFailed, StatusChanged

SEEN = {"transport": "serial", "baud": "115200", "sam_id": "05.01-20260101-0000000001-0000000001"}
ONLINE = StatusChanged("id_card", DeviceStatus(DeviceState.ONLINE, details=SEEN))

CARD = IdentityCard(
    kind=CardKind.RESIDENT,
    name="𠮷永㐀",
    sex="1",
    nation="01",
    birth="1880-01-01",
    address="广东省汕头市潮阳区",
    number="440524188001010014",
    authority="深圳市公安局福田分局",
    valid_from="2016-05-04",
    valid_to="",
    portrait=bytes(1024),
)


def wait_for_card(reader: IdCardReader, context: JobContext) -> IdentityCard | None:
    while not context.wait(reader.find_interval_s):
        if reader.find():
            return reader.read()
    return None


Bench = WorkerBench[IdCardSimulator]


@pytest.fixture
def bench() -> Iterator[Bench]:
    faults = FaultScript()
    simulator = create_simulator("id_card.samv_simulator", faults, {"pace": False})
    simulator.start()
    settings = {"port": simulator.port, "timeout_s": 0.3, "gap_s": 0.15, "find_interval_s": 0.005}
    with working("id_card", lambda: create("id_card.samv", settings), simulator, faults, ONLINE) as made:
        yield made
    simulator.stop()


def test_a_card_laid_down_while_waiting_is_read(bench: Bench) -> None:
    bench.worker.submit(1, wait_for_card, deadline_s=60)
    bench.simulator.lay(CARD)
    assert bench.next() == JobDone("id_card", 1, CARD)


def test_a_torn_card_fails_the_job_and_the_reader_goes_on(bench: Bench) -> None:
    bench.faults.add(Fault("id_card", Kind.REMOVED, "read"))
    bench.worker.submit(1, wait_for_card, deadline_s=60)
    bench.simulator.lay(CARD)
    torn = bench.next()
    assert isinstance(torn, JobFailed)
    assert torn.error.code == "id_card.removed"
    bench.worker.submit(2, wait_for_card, deadline_s=60)
    bench.simulator.lay(CARD)
    assert bench.next() == JobDone("id_card", 2, CARD)


def test_unplugged_while_waiting_it_is_lost_once_and_returns_once(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "drivers.worker")
    bench.worker.submit(1, wait_for_card, deadline_s=60)
    bench.simulator.unplug()
    failed = bench.next()
    assert isinstance(failed, JobFailed)
    assert failed.error.code == "id_card.missing"
    assert bench.next() == StatusChanged("id_card", DeviceStatus(DeviceState.NO_DEVICE, "id_card.missing"))
    bench.simulator.plug_in()
    assert bench.next() == ONLINE
    bench.simulator.lay(CARD)
    bench.worker.submit(2, wait_for_card, deadline_s=60)
    assert bench.next() == JobDone("id_card", 2, CARD)
    assert [record.getMessage() for record in caplog.records] == [
        "device lost: name=id_card state=noDevice code=id_card.missing",
        "device returned: name=id_card state=online",
    ]


def test_an_idle_reader_that_falls_silent_is_noticed_by_the_poll_and_returns(bench: Bench) -> None:
    bench.faults.add(Fault("id_card", Kind.SILENT, "status"))
    assert bench.next() == StatusChanged("id_card", DeviceStatus(DeviceState.OFFLINE, "id_card.silent"))
    assert bench.next() == ONLINE


@pytest.mark.parametrize("kind", [Kind.SILENT, Kind.GARBAGE, Kind.HALF, Kind.UNPLUGGED])
@pytest.mark.parametrize("on", ["find", "select", "read"])
def test_whatever_happens_in_a_step_the_next_try_reads_the_card(bench: Bench, on: str, kind: Kind) -> None:
    bench.faults.add(Fault("id_card", kind, on, delay_s=0.05))
    bench.simulator.lay(CARD)
    for ticket in range(100):
        bench.worker.submit(ticket, wait_for_card, deadline_s=60)
        event = bench.next()
        while isinstance(event, StatusChanged):
            event = bench.next()
        if isinstance(event, JobDone):
            assert ticket > 0, "the fault must have struck"
            assert event.value == CARD
            return
        assert isinstance(event, JobFailed)
        assert event.error.code in {"id_card.silent", "id_card.garbage", "id_card.removed", "id_card.missing"}
        while not bench.worker.status.state.usable:
            bench.next()
    pytest.fail("the card was never read")
