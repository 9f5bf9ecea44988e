"""Fault scripts that every simulator obeys.

A script is a TOML file with a list of faults, each naming a device, a kind, and when it strikes:

    expect = "received"              # optional: the outcome a journey under this script must reach
    expect_offline = "left"          # optional: the same without a network, where it is another one

    [[fault]]
    device = "printer"               # id_card, barcode, pcsc, camera, face, document, printer, locker, platform, person
    kind = "paper_out"               # see Kind
    on = "print"                     # the simulator's operation, of a person the page; "" = any
    skip = 0                         # operations of that name that pass unharmed first
    times = 1                        # operations it then spoils; 0 = every one from then on
    delay_s = 0.0                    # for "slow", "late"
"""

import os
import signal
import threading
import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from drivers.contract.value import Value


class Kind(StrEnum):
    SILENT = "silent"  # takes the request, never answers
    SLOW = "slow"  # answers rightly after delay_s
    GARBAGE = "garbage"  # answers bytes that mean nothing
    HALF = "half"  # stops in the middle of an answer
    WRONG = "wrong"  # a well-formed answer that refuses or belongs to another question
    UNPLUGGED = "unplugged"  # the line goes dead; later operations find nothing there until the fault ends
    MISSING = "missing"  # not there from the start
    REMOVED = "removed"  # card torn away
    PAPER_OUT = "paper_out"
    PAPER_LOW = "paper_low"
    COVER_OPEN = "cover_open"
    JAMMED = "jammed"
    CUTTER = "cutter"  # the knife is stuck
    TONER_OUT = "toner_out"
    TONER_LOW = "toner_low"
    OUTPUT_FULL = "output_full"
    BUSY = "busy"  # takes no further job for now
    DARK = "dark"
    FROZEN = "frozen"
    TWO_FACES = "two_faces"
    NO_FACE = "no_face"
    EMPTY = "empty"  # nobody has laid a paper down; at a door: nobody moves anything
    HAND = "hand"  # it is held at its edge
    BLURRED = "blurred"
    GLARE = "glare"
    CUT_EDGE = "cut_edge"  # the paper reaches beyond the picture
    TURNED = "turned"  # upside down; of door sensors: wired the other way round
    OTHER_DOOR = "other_door"  # another door opens than the one that was asked for
    LATE_DOOR = "late_door"  # the door opens delay_s after everything was said
    FORCED = "forced"  # the door of lock `value` opens by itself
    LEFT_OPEN = "left_open"  # nobody closes the door
    CRASH = "crash"  # the child process dies
    POWER_CUT = "power_cut"  # the power fails: this process ends there and then, as by SIGKILL
    GONE = "gone"  # the person walks away
    REFUSE = "refuse"  # the platform answers with the status in `value`


class Fault(Value):
    device: str
    kind: Kind
    on: str = ""
    skip: int = 0
    times: int = 1
    delay_s: float = 0.0
    value: int = 0


class FaultScriptError(ValueError):
    """The fault file has a key or value that is not one of ours."""


class FaultScript:
    """Decides, operation by operation, which fault strikes. Shared by all simulators; safe to call from any thread."""

    def __init__(self, faults: Iterable[Fault] = (), *, expect: str = "", expect_offline: str = "") -> None:
        self.expect = expect
        self.expect_offline = expect_offline
        self._faults = list(faults)
        self._seen = [0] * len(self._faults)
        self._lock = threading.Lock()

    @classmethod
    def load(cls, path: Path) -> "FaultScript":
        """Raises FaultScriptError naming the file and what is wrong in it."""
        try:
            document = tomllib.loads(path.read_text("utf-8"))
            entries: list[dict[str, Any]] = document.get("fault", [])
            faults = [Fault(**dict(entry, kind=Kind(entry["kind"]))) for entry in entries]
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
            raise FaultScriptError(f"{path}: {error}") from error
        unknown = set(document) - {"fault", "expect", "expect_offline"}
        if unknown:
            raise FaultScriptError(f"{path}: unknown key {sorted(unknown)[0]}")
        return cls(
            faults, expect=str(document.get("expect", "")), expect_offline=str(document.get("expect_offline", ""))
        )

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Those in the script, used up or not."""
        with self._lock:
            return tuple(self._faults)

    def strike(self, device: str, operation: str) -> Fault | None:
        """Count one operation of a device and return the fault that spoils it, if any. A power cut does not return."""
        struck = self._count(device, operation)
        if struck is not None and struck.kind is Kind.POWER_CUT:
            os.kill(os.getpid(), signal.SIGKILL)
        return struck

    def _count(self, device: str, operation: str) -> Fault | None:
        with self._lock:
            struck: Fault | None = None
            for index, fault in enumerate(self._faults):
                if fault.device != device or fault.on not in ("", operation):
                    continue
                self._seen[index] += 1
                nth = self._seen[index] - fault.skip
                if struck is None and nth >= 1 and (fault.times == 0 or nth <= fault.times):
                    struck = fault
            return struck

    def scripted(self, device: str, kind: Kind) -> Fault | None:
        """The first fault of that kind still in the script, used up or not. Counts nothing."""
        with self._lock:
            return next((fault for fault in self._faults if fault.device == device and fault.kind is kind), None)

    def add(self, fault: Fault) -> None:
        """Let a fault begin now (tests, the developer panel)."""
        with self._lock:
            self._faults.append(fault)
            self._seen.append(0)

    def clear(self, device: str) -> None:
        """End every fault of a device, as when somebody plugs it in again."""
        with self._lock:
            keep = [index for index, fault in enumerate(self._faults) if fault.device != device]
            self._faults = [self._faults[index] for index in keep]
            self._seen = [self._seen[index] for index in keep]

    def has(self, kind: Kind) -> bool:
        return any(fault.kind is kind for fault in self.faults)

    def without(self, kind: Kind) -> "FaultScript":
        """The same script from its beginning, without faults of one kind."""
        kept = (fault for fault in self.faults if fault.kind is not kind)
        return FaultScript(kept, expect=self.expect, expect_offline=self.expect_offline)

    def summary(self) -> Mapping[str, int]:
        """How many faults of each device are scripted (shown by `kiosk journey`)."""
        counts: dict[str, int] = {}
        for fault in self._faults:
            counts[fault.device] = counts.get(fault.device, 0) + 1
        return counts
