"""One unattended journey: the very same program as `kiosk run`, driven by touch, leaving pictures, paper and papers."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from config.persons import Person
from config.settings import Settings
from drivers.contract import DeviceState
from drivers.faults import FaultScript
from kiosk import logs
from kiosk.app.outcome import Outcome, Witness
from kiosk.app.recorder import PageRecord, Recorder
from kiosk.app.terminal import Terminal
from kiosk.app.visitor import AT_EASE, Pace, StuckError, Visitor
from kiosk.session.model import Preferences
from ui.main import KioskWindow, show
from ui.touch import NothingThereError, wait_until

READY_S = 20.0
GUARD_MS = 250
"""As on the terminal: touches right after a page change are swallowed."""

Eyes = Callable[[str, KioskWindow], None]
"""Called with each picture's name while the screen shows it."""


@dataclass(frozen=True, slots=True)
class JourneyPlan:
    """Who wants what, and what is in the way."""

    item_code: str
    person: Person
    preferences: Preferences
    offline: bool = False
    faults_file: Path | None = None
    wait_for_devices: bool = True
    """False: the person comes before the devices are ready."""
    pace: Pace = AT_EASE
    guard_ms: int = GUARD_MS


@dataclass(frozen=True, slots=True)
class JourneyReport:
    """What `summary.json` says."""

    outcome: str
    submission_id: str
    acceptance_number: str
    state: str
    receipt: str
    receipt_code: str
    codes: Sequence[str]
    stuck: str
    pages: Sequence[PageRecord]
    machine_ms_total: float
    wire_ms_total: float
    devices_ready_ms: float
    qml_complaints: Sequence[str]

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)


def default_expectation(plan: JourneyPlan) -> Outcome:
    """What becomes of a journey in which nothing is broken."""
    if not plan.person.genuine:
        return Outcome.FACE_REFUSED
    return Outcome.RECEIVED if plan.offline else Outcome.ACCEPTED


def run_journey(
    settings: Settings,
    plan: JourneyPlan,
    out: Path | None,
    *,
    beside: Callable[[Terminal], None] = lambda _terminal: None,
    eyes: Eyes = lambda _name, _window: None,
) -> JourneyReport:
    """Walk the plan once, in this process, with the settings' state directory.

    Args:
        out: receives the pictures, `receipt.png`, `submission.json` and `summary.json`; None = nothing is written.
        beside: gets the terminal before it starts, to watch it or to lend a hand.
        eyes: looks at every page a picture is taken of.
    """
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    logs.set_up(settings.paths.state_dir / "log", **settings.logging.model_dump())
    faults = FaultScript() if plan.faults_file is None else FaultScript.load(plan.faults_file)
    terminal = Terminal(settings, faults, offline=plan.offline)
    witness = Witness()
    terminal.runtime.subscribe(witness.see)
    beside(terminal)
    window = show(terminal.runtime, terminal.viewfinder, full_screen=True, guard_ms=plan.guard_ms)
    recorder = Recorder(window, terminal.runtime, terminal.performer.wire, out, seen=lambda name: eyes(name, window))
    stuck = ""
    began_s = time.monotonic()
    try:
        terminal.start()
        ready = _devices_ready(terminal) if plan.wait_for_devices else True
        ready_ms = round((time.monotonic() - began_s) * 1000, 1) if ready else 0.0
        recorder.touched()
        visitor = Visitor(
            window,
            terminal.runtime,
            terminal.backstage.simulation,
            recorder,
            item=terminal.runtime.catalogue.by_code(plan.item_code),
            person=plan.person,
            preferences=plan.preferences,
            pace=plan.pace,
        )
        try:
            visitor.walk()
        except (StuckError, NothingThereError) as error:
            stuck = f"{terminal.runtime.session.step.value}: {type(error).__name__} {error}".strip()
            recorder.picture("stuck")
        recorder.save()
        report = _report(witness, recorder, stuck, ready_ms, window.complaints)
        if out is not None:
            _leave_behind(out, report, terminal, settings)
        return report
    finally:
        window.close()
        terminal.stop()


def _devices_ready(terminal: Terminal) -> bool:
    """Wait until no device is starting any more (broken ones count as ready: the person will be told)."""

    def settled() -> bool:
        health = terminal.runtime.session.health
        return bool(health) and all(status.state is not DeviceState.STARTING for status in health.values())

    return wait_until(settled, READY_S)


def _report(
    witness: Witness, recorder: Recorder, stuck: str, ready_ms: float, complaints: Sequence[str]
) -> JourneyReport:
    return JourneyReport(
        outcome="stuck" if stuck else witness.outcome().value,
        submission_id=witness.submission_id,
        acceptance_number=witness.acceptance_number,
        state=witness.state,
        receipt=witness.receipt.value,
        receipt_code=witness.receipt_code,
        codes=tuple(witness.codes),
        stuck=stuck,
        pages=tuple(recorder.pages),
        machine_ms_total=round(sum(page.machine_ms for page in recorder.pages), 1),
        wire_ms_total=round(sum(page.wire_ms for page in recorder.pages), 1),
        devices_ready_ms=ready_ms,
        qml_complaints=tuple(complaints),
    )


def _leave_behind(out: Path, report: JourneyReport, terminal: Terminal, settings: Settings) -> None:
    """What reached the printer and what the platform holds, beside the pictures."""
    (out / "summary.json").write_text(report.as_json() + "\n", encoding="utf-8")
    printer = terminal.backstage.simulation.printer
    if printer is not None and printer.receipts:
        from drivers.printer.escpos_decoder import decode

        decode(printer.receipts[-1], settings.devices.printer.options.paper_mm).save(out / "receipt.png")
    if terminal.backstage.gateway is not None and report.submission_id:
        held = _unsealed(terminal.backstage.gateway.state_dir, report.submission_id)
        if held is not None:
            text = json.dumps(held, ensure_ascii=False, indent=2)
            (out / "submission.json").write_text(text + "\n", encoding="utf-8")


def _unsealed(gateway_dir: Path, submission_id: str) -> dict[str, Any] | None:
    """The submission as the platform opened it."""
    from kiosk.gateway.store import submissions

    return next((held for held in submissions(gateway_dir) if held["id"] == submission_id), None)
