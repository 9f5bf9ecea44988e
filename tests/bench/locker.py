"""A cabinet of 48 cells that is being polled: how soon a command is on the wire, and how many polls are ahead of it."""

from __future__ import annotations

import queue
import random
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from drivers.contract.locker import Locker, OpenCell, OpenOutcome, OpenResult
from drivers.locker.cabinet import BoardEntry
from drivers.locker.codec import Question, ReadAll, Unlock
from drivers.worker import DeviceWorker, JobDone, WorkerEvent
from tests.bench.figure import Figure, hand_over, percentile

sys.path.append(str(Path(__file__).parents[1] / "support"))
from cabinets import cabinet_rig

BOARDS: list[BoardEntry] = [{"address": at, "locks": 16, "turned": False, "items": "none"} for at in (1, 2, 3)]
CELLS = 48
COMMANDS = 60
WIRE_MS, POLLS_AHEAD = 10.0, 1.0
QUIET_S = 0.025
POLL_EVERY_S = 0.5
ANSWER_S = 0.08
PROTOCOLS = ("8a", "cu16", "cu48", "winnsen", "modbus")


@dataclass
class Wire:
    """What the boards heard, and when. Called on the simulator's thread."""

    heard: list[tuple[float, Question]] = field(default_factory=list[tuple[float, Question]])

    def __call__(self, question: Question) -> None:
        self.heard.append((time.monotonic(), question))


@dataclass(frozen=True)
class Measured:
    """`wire_ms`: from the moment the bus was free until the boards had the command.

    Free: the command was asked for, and the line was quiet for as long as is set since the last poll was answered.
    """

    wire_ms: list[float]
    polls_ahead: list[int]
    met_a_poll: int


def measured(codec: str, seed: int = 1) -> Measured:
    """As the terminal does it: a worker that polls each board every half second, a command at any moment."""
    chance, told = random.Random(seed), queue.SimpleQueue[WorkerEvent]()
    wire, wire_ms, ahead, met = Wire(), list[float](), list[int](), 0
    patience_s = {"quiet_s": QUIET_S, "timeout_s": 1.5, "late_s": 3.0, "confirm_s": 2.0}
    with cabinet_rig(codec, boards=BOARDS, opened=False, simulated={"answer_s": ANSWER_S}, **patience_s) as rig:
        rig.simulator.on_question = wire
        worker: DeviceWorker[Locker] = DeviceWorker(
            "locker", lambda: rig.locker, told.put, status_every_s=POLL_EVERY_S / len(BOARDS)
        )
        worker.start()
        _look(worker, told)  # it is open now
        cells = [cell.id for cell in rig.locker.capabilities.cells]
        assert len(cells) == CELLS
        for number in range(COMMANDS):
            time.sleep(chance.uniform(0, POLL_EVERY_S))
            before, asked_s = len(wire.heard), time.monotonic()
            _open(worker, told, OpenCell(cells[number % CELLS], str(number)))
            polls = _polls_before_unlock(wire.heard[before:])
            sent_s = next(at_s for at_s, question in wire.heard[before:] if isinstance(question, Unlock))
            last_poll_s = max(
                (at_s for at_s, question in wire.heard if at_s < sent_s and isinstance(question, ReadAll))
            )
            wire_ms.append((sent_s - max(asked_s, last_poll_s + ANSWER_S + QUIET_S)) * 1000)
            under_way = last_poll_s <= asked_s < last_poll_s + ANSWER_S
            met += under_way
            ahead.append(polls + under_way)
            rig.simulator.close_doors()
            _look(worker, told)
        worker.stop(5)
    return Measured(wire_ms, ahead, met)


def _open(worker: DeviceWorker[Locker], told: queue.SimpleQueue[WorkerEvent], command: OpenCell) -> None:
    worker.submit(command, lambda locker, _job: locker.open_cell(command), deadline_s=10)
    result = _done(told)
    assert isinstance(result, OpenResult)
    assert result.outcome is OpenOutcome.OPENED, result


def _look(worker: DeviceWorker[Locker], told: queue.SimpleQueue[WorkerEvent]) -> None:
    """Ask every board, so that the doors are known."""
    worker.submit(object(), lambda locker, _job: locker.doors(), deadline_s=10)
    _done(told)


def _done(told: queue.SimpleQueue[WorkerEvent]) -> object:
    while not isinstance(event := told.get(timeout=10), JobDone):
        pass
    return event.value


def _polls_before_unlock(heard: list[tuple[float, Question]]) -> int:
    return next(at for at, (_, question) in enumerate(heard) if isinstance(question, Unlock))


def figures() -> list[Figure]:
    every = {codec: measured(codec) for codec in PROTOCOLS}
    wire_ms = [took for one in every.values() for took in one.wire_ms]
    each = ", ".join(f"{codec} {percentile(one.wire_ms, 0.95):.1f}" for codec, one in every.items())
    return [
        Figure(
            "locker.command_ms",
            round(percentile(wire_ms, 0.95), 2),
            "ms",
            WIRE_MS,
            f"from the bus being free ({QUIET_S * 1000:g} ms after the answer to the poll ahead) until the simulated "
            f"boards had the whole command, through the worker, while {CELLS} cells on {len(BOARDS)} boards "
            f"that take {ANSWER_S * 1000:g} ms for an answer are polled every {POLL_EVERY_S:g} s; 95th of "
            f"{len(wire_ms)} (slowest {max(wire_ms):.1f}; {each})",
        ),
        Figure(
            "locker.polls_ahead",
            max(polls for one in every.values() for polls in one.polls_ahead),
            "polls",
            POLLS_AHEAD,
            f"most polls between a command's submission and the command, one under way included; {len(wire_ms)} "
            f"commands, {sum(one.met_a_poll for one in every.values())} of which met one under way",
        ),
    ]


if __name__ == "__main__":
    hand_over(figures())
