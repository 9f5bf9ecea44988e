"""No wrong door, no double unlock: thousands of commands on each protocol, with faults of boards, lines and doors.

What current went to which lock is written down by the simulated boards, and compared with what was asked and answered.
"""

from __future__ import annotations

import contextlib
import os
import random
import time
from collections import Counter
from dataclasses import dataclass, field

import pytest
from cabinets import CabinetRig, cabinet_rig

from drivers.contract.locker import OpenCell, OpenOutcome, OpenResult
from drivers.errors import DeviceError
from drivers.faults import Fault, Kind
from drivers.locker.codecs import NAMES

FEW, MANY = 60, 10_000
PATIENCE_S: dict[str, float] = {"quiet_s": 0.001, "timeout_s": 0.03, "late_s": 0.07, "confirm_s": 0.04}
SPOILED = 0.4
"""Part of the commands that meet a fault."""


@dataclass
class Account:
    """What was asked, and what came of it."""

    rig: CabinetRig
    chance: random.Random
    outcomes: Counter[str] = field(default_factory=Counter[str])
    faults: Counter[str] = field(default_factory=Counter[str])
    double_unlocks: int = 0
    wrong_doors: int = 0
    false_words: int = 0
    """Said to be open and was not, said to be shut and was not, said to be unsent and was sent."""

    def operate(self, number: int) -> None:
        """One command, whatever happens to it, made twice; then all is put in order again."""
        cell = self.chance.choice(self.rig.locker.capabilities.cells).id
        target = (1 if cell[0] == "A" else 2, int(cell[1:]))
        fault = self.fault() if self.chance.random() < SPOILED else None
        if fault is not None:
            self.faults[fault.kind.value] += 1
            self.rig.faults.add(fault)
        before = len(self.rig.simulator.fired)
        command = OpenCell(cell, f"command {number}")
        result = self.rig.locker.open_cell(command)
        is_open = target in self.rig.simulator.open_doors
        self.judge(result, target, self.rig.simulator.fired[before:], is_open=is_open, fault=fault)
        sent = len(self.rig.simulator.fired)
        if result.outcome is not OpenOutcome.NOT_SENT:
            assert self.rig.locker.open_cell(command) == result
            self.double_unlocks += len(self.rig.simulator.fired) - sent
        self.put_in_order()

    def judge(
        self,
        result: OpenResult,
        target: tuple[int, int],
        fired: list[tuple[int, int]],
        *,
        is_open: bool,
        fault: Fault | None,
    ) -> None:
        self.outcomes[result.outcome.value] += 1
        self.double_unlocks += max(0, len(fired) - 1)
        self.wrong_doors += sum(lock != target for lock in fired)
        forced = {Kind.OTHER_DOOR, Kind.FORCED}
        if fault is None or fault.kind not in forced:
            self.wrong_doors += sum(door != target for door in self.rig.simulator.open_doors)
        opens_late = fault is not None and fault.kind is Kind.LATE_DOOR
        match result.outcome:
            case OpenOutcome.OPENED:
                self.false_words += not is_open
            case OpenOutcome.JAMMED:
                self.false_words += is_open and not opens_late
            case OpenOutcome.NOT_SENT:
                self.false_words += bool(fired)
            case OpenOutcome.UNKNOWN:
                pass

    def fault(self) -> Fault:
        kind, on, more = self.chance.choice(
            [
                (Kind.SILENT, "unlock", {}),
                (Kind.SILENT, "unlock", {"value": 1}),
                (Kind.SILENT, "poll", {"value": 1}),
                (Kind.SLOW, "unlock", {"delay_s": self.chance.uniform(0, 0.06)}),
                (Kind.SLOW, "poll", {"delay_s": self.chance.uniform(0, 0.06)}),
                (Kind.GARBAGE, "unlock", {}),
                (Kind.GARBAGE, "poll", {}),
                (Kind.HALF, "unlock", {}),
                (Kind.HALF, "poll", {}),
                (Kind.WRONG, "unlock", {}),
                (Kind.WRONG, "poll", {}),
                (Kind.JAMMED, "unlock", {}),
                (Kind.REFUSE, "unlock", {}),
                (Kind.OTHER_DOOR, "unlock", {}),
                (Kind.LATE_DOOR, "unlock", {"delay_s": self.chance.uniform(0, 0.06)}),
                (Kind.FORCED, "poll", {"value": self.chance.randint(1, 4)}),
                (Kind.UNPLUGGED, "unlock", {}),
                (Kind.UNPLUGGED, "poll", {}),
            ]
        )
        return Fault("locker", kind, on, **more)

    def put_in_order(self) -> None:
        """Somebody closes every door, plugs in what was pulled, and the driver has heard of it."""
        self.rig.faults.clear("locker")
        self.rig.simulator.wait_for_late()
        self.rig.simulator.plug_in()
        until_s = time.monotonic() + 10
        while time.monotonic() < until_s:
            self.rig.simulator.close_doors()
            with contextlib.suppress(DeviceError):
                self.rig.locker.open()
                doors = self.rig.locker.doors()
                if {door.state.value for door in doors.values()} == {"closed"}:
                    return
            self.rig.locker.close()
        raise AssertionError("the cabinet did not come to rest")


def prove(codec: str, operations: int, seed: int) -> Account:
    with cabinet_rig(codec, **PATIENCE_S) as rig:
        account = Account(rig, random.Random(seed))
        account.put_in_order()
        for number in range(operations):
            account.operate(number)
    print(
        f"{codec}: {operations} commands (seed {seed}), {account.faults.total()} with a fault; "
        f"{dict(sorted(account.outcomes.items()))}; {account.wrong_doors} wrong doors, {account.double_unlocks} double "
        f"unlocks, {account.false_words} false words"
    )
    return account


def check(account: Account) -> None:
    assert (account.wrong_doors, account.double_unlocks, account.false_words) == (0, 0, 0)
    assert account.outcomes["opened"] > account.outcomes.total() / 3
    assert account.faults.total() > 0


@pytest.mark.parametrize("codec", NAMES)
def test_no_wrong_door_and_no_double_unlock(codec: str) -> None:
    check(prove(codec, FEW, seed=20261122))


@pytest.mark.soak
@pytest.mark.parametrize("codec", NAMES)
def test_no_wrong_door_and_no_double_unlock_in_ten_thousand(codec: str) -> None:
    """`KIOSK_LOCKER_OPERATIONS` sets another number."""
    check(prove(codec, int(os.environ.get("KIOSK_LOCKER_OPERATIONS", MANY)), seed=random.randrange(2**32)))
