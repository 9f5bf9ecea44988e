"""Memory of each process of the terminal at rest, and whether it grows over many people."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from kiosk.app.walker import Pace
from tests.bench.figure import Figure, hand_over
from tests.bench.hall import apply, items, running
from ui.touch import pause

WARM_UP = 40
JOURNEYS = 200
LOOK_EVERY = 20
REST_S = 2.0
HURRY = Pace(reading_s=0.02)
LIMITS_MB = {"kiosk": 260, "face": 350, "gateway": 160}
NOTES = {
    "kiosk": "the simulators and the unattended visitor live in this process too",
    "face": "without prompts, which take a person eight seconds each time; with them: face.live_process_pss_mb",
}
FLAT_PERCENT = 3
MODULES = {"drivers.face.process": "face", "kiosk.gateway": "gateway"}


def figures() -> list[Figure]:
    own: list[Mapping[str, float]] = []
    whole: Mapping[str, float] = {}
    with running(guard_ms=0) as stage:
        codes = items(stage)
        for number in range(WARM_UP + JOURNEYS + 1):
            if number >= WARM_UP and (number - WARM_UP) % LOOK_EVERY == 0:
                pause(REST_S)
                whole = _sizes_mb("Pss")
                own.append(_sizes_mb("Private_Dirty"))
                print(f"memory: {number} journeys, {_said(whole)}; own {_said(own[-1])}", file=sys.stderr)
            if number < WARM_UP + JOURNEYS:
                apply(stage, codes[number % len(codes)], HURRY)
    growth = {name: (own[-1][name] / own[0][name] - 1) * 100 for name in LIMITS_MB}
    return [
        *(
            Figure(
                f"memory.{name}_pss_mb",
                round(whole[name], 1),
                "MB",
                limit,
                f"Pss of smaps_rollup, {REST_S:g} s after the last of {WARM_UP + JOURNEYS} journeys in one run; "
                + NOTES.get(name, name),
            )
            for name, limit in LIMITS_MB.items()
        ),
        Figure(
            "memory.flat_percent",
            round(max(growth.values()), 2),
            "%",
            FLAT_PERCENT,
            f"largest growth of what a process alone holds (Private_Dirty: Pss also moves when others map the same "
            f"libraries) over {JOURNEYS} journeys after {WARM_UP} to warm up: {_said(growth)}",
        ),
    ]


def _sizes_mb(field: str) -> dict[str, float]:
    """One field of smaps_rollup of this process and its children, by their role."""
    sizes = {"kiosk": _size_mb(Path("/proc/self"), field)}
    for listed in Path("/proc/self/task").glob("*/children"):
        for child in listed.read_text().split():
            process = Path("/proc") / child
            arguments = (process / "cmdline").read_bytes().decode().split("\0")
            role = next((role for module, role in MODULES.items() if module in arguments), None)
            if role is not None:
                sizes[role] = _size_mb(process, field)
    return sizes


def _size_mb(process: Path, field: str) -> float:
    lines = (process / "smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:")) / 1024


def _said(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.1f}" for name, value in values.items())


if __name__ == "__main__":
    hand_over(figures())
