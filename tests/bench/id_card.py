"""How long the terminal itself takes over a card, besides the wire, and what waiting for one costs."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import cast

from config.loader import load
from config.persons import load_persons
from drivers.contract.id_card import IdCardReader
from drivers.faults import FaultScript
from drivers.id_card.samv import SamVReader
from drivers.id_card.samv_simulator import SamVSimulator
from drivers.worker import DeviceWorker, JobDone, WorkerEvent
from kiosk.app.belongings import card_of
from kiosk.session import jobs
from tests.bench.figure import Figure, hand_over, percentile

READS = 60
IDLE_S = 10.0
SETTLE_S = 1.0


def figures() -> list[Figure]:
    options = load("simulated").devices.id_card.options
    with module() as (port, hand):
        reader = SamVReader(port, options.baud, options.timeout_s, options.find_interval_s)
        reader.open()
        reads = [one_read_ms(reader, hand) for _ in range(READS)]
        over_ms, own_ms = [over for over, _ in reads], [own for _, own in reads]
        reader.close()
        noticed_ms, idle_percent = waiting(port, hand, options.find_interval_s)
    return [
        Figure(
            "id_card.over_wire_ms",
            round(percentile(over_ms, 0.95), 1),
            "ms",
            15,
            f"95th of {READS}: from the question that finds the card to the parsed identity, less the bytes' own time "
            f"at {options.baud} bit/s; find, select, read, new address; the module is another process on a pty, paced",
        ),
        Figure(
            "id_card.own_ms",
            round(percentile(own_ms, 0.95), 1),
            "ms",
            15,
            f"95th of {READS}: CPU time of the reading thread in the same span, which other work on the machine cannot "
            "lengthen",
        ),
        Figure(
            "id_card.noticed_ms",
            round(percentile(noticed_ms, 0.5), 1),
            "ms",
            options.find_interval_s * 1000 / 2 + 15,
            f"median of {len(noticed_ms)}: the same, but from the card's being laid down at any moment of a waiting "
            f"worker's round of {options.find_interval_s:g} s",
        ),
        Figure(
            "id_card.idle_load_percent",
            round(idle_percent, 2),
            "%",
            1,
            f"of one core, over {IDLE_S:g} s: the worker waiting for a card, CPU time of its whole process",
        ),
    ]


def one_read_ms(reader: SamVReader, hand: Connection) -> tuple[float, float]:
    """One card, laid down before it is looked for: (time over the wire's, CPU time)."""
    told(hand, "lay")
    began_s, began_cpu_s = time.monotonic(), time.thread_time()
    assert reader.find()
    reader.read()
    took_s, own_s = time.monotonic() - began_s, time.thread_time() - began_cpu_s
    told(hand, "take")
    return (took_s - reader.wire_s) * 1000, own_s * 1000


def waiting(port: str, hand: Connection, interval_s: float) -> tuple[list[float], float]:
    """(ms over the wire for each card laid down while the worker waits, CPU load in percent while none is)."""
    events: SimpleQueue[WorkerEvent] = SimpleQueue()
    worker: DeviceWorker[IdCardReader] = DeviceWorker(
        "id_card", lambda: SamVReader(port, find_interval_s=interval_s), events.put
    )
    worker.start()
    noticed_ms: list[float] = []
    try:
        for number in range(READS // 3):
            worker.submit(number, jobs.read_card, deadline_s=30)
            time.sleep(0.2 + interval_s * number / (READS // 3))
            began_s = time.monotonic()
            told(hand, "lay")
            card = next(event.value for event in iter(events.get, None) if isinstance(event, JobDone))
            assert isinstance(card, jobs.CardOnReader)
            noticed_ms.append((time.monotonic() - began_s - card.wire_s) * 1000)
            told(hand, "take")
        worker.submit("idle", jobs.read_card, deadline_s=30)
        time.sleep(SETTLE_S)
        cpu_s, wall_s = time.process_time(), time.monotonic()
        time.sleep(IDLE_S)
        return noticed_ms, (time.process_time() - cpu_s) / (time.monotonic() - wall_s) * 100
    finally:
        worker.stop(5)


@contextmanager
def module() -> Iterator[tuple[str, Connection]]:
    """A simulated module in a process of its own: its port, and the line to the hand that lays cards on it."""
    ours, theirs = cast("tuple[Connection, Connection]", multiprocessing.Pipe())  # on Windows it is another class
    process = multiprocessing.get_context("spawn").Process(target=be_a_module, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv(), ours
    finally:
        told(ours, "end")
        process.join()


def be_a_module(line: Connection) -> None:
    simulator = SamVSimulator(FaultScript())
    simulator.start()
    card = card_of(load_persons()["lin"])
    line.send(simulator.port)
    while (order := line.recv()) != "end":
        if order == "lay":
            simulator.lay(card)
        else:
            simulator.take_away()
        line.send("done")
    simulator.stop()
    line.send("done")


def told(line: Connection, order: str) -> None:
    line.send(order)
    line.recv()


if __name__ == "__main__":
    hand_over(figures())
