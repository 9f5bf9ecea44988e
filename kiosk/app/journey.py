"""One unattended journey: the very same program as `kiosk run`, driven by touch, leaving pictures, paper and papers."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from config.persons import Person
from config.settings import Settings
from drivers.contract.device import DeviceState
from drivers.faults import FaultScript
from kiosk import logs
from kiosk.app.certificate_visitor import CopyVisitor
from kiosk.app.custody_proof import write_proof
from kiosk.app.outcome import Outcome, Witness
from kiosk.app.recorder import PageRecord, Recorder
from kiosk.app.stock_visitor import StockVisitor
from kiosk.app.terminal import Terminal
from kiosk.app.visitor import Visitor
from kiosk.app.walker import AT_EASE, Identify, Pace, StuckError
from kiosk.platform.item import ServiceItem
from kiosk.session.model import Preferences, Session, Step
from ui.main import KioskWindow, show
from ui.touch import NothingThereError, wait_until

READY_S = 25.0
"""Longer than a device may take to open (20 s): by then a silent one counts as broken."""
TOLD_S = 5.0
"""Until what was recorded of cells has come to the platform, where there is a line to it."""
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
    identify: Identify = Identify.CARD
    pace: Pace = AT_EASE
    guard_ms: int = GUARD_MS
    visitor: type[Visitor] = Visitor
    """Whose hands: what they came for, and what they do on each page."""

    @property
    def faults(self) -> FaultScript:
        """Raises FaultScriptError."""
        return FaultScript() if self.faults_file is None else FaultScript.load(self.faults_file)


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


def default_expectation(plan: JourneyPlan, item: ServiceItem) -> Outcome:
    """What becomes of a journey for this item in which nothing is broken."""
    if plan.visitor is StockVisitor:
        return Outcome.SERVED
    if plan.visitor in (Visitor, CopyVisitor) and plan.offline and item.current_catalogue:
        return Outcome.UNAVAILABLE
    if not plan.person.genuine:
        return Outcome.FACE_REFUSED
    return Outcome.RECEIVED if plan.offline else Outcome.ACCEPTED


class Stage:
    """A running terminal with its window, on which one unattended person after another walks. Close it at the end.

    Args:
        faults: obeyed by the simulated devices; more may begin while it runs.
        offline: the platform cannot be reached.
        silent: nothing is played nor said.
        beside: gets the terminal before it starts, to watch it or to lend a hand.
    """

    def __init__(
        self,
        settings: Settings,
        faults: FaultScript,
        *,
        offline: bool = False,
        guard_ms: int = GUARD_MS,
        silent: bool = True,
        beside: Callable[[Terminal], None] = lambda _terminal: None,
    ) -> None:
        logs.set_up(settings.paths.state_dir / "log", **settings.logging.model_dump())
        self._settings = settings
        self._witness = Witness()
        self.terminal = Terminal(settings, faults, offline=offline, silent=silent)
        self.terminal.runtime.subscribe(self._see)
        beside(self.terminal)
        self.window = show(
            self.terminal.runtime,
            self.terminal.viewfinder,
            slip=self.terminal.slip,
            full_screen=True,
            guard_ms=guard_ms,
        )
        self._recorder = Recorder(self.window, self.terminal.runtime, self.terminal.performer.wire)
        self._started_s = time.monotonic()
        self.terminal.start()

    def _see(self, session: Session) -> None:
        self._witness.see(session)

    def close(self) -> None:
        self.window.close()
        self.terminal.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def wait_ready(self) -> float:
        """Wait until no device is starting any more: broken ones count as ready, for the person will be told.

        Returns:
            milliseconds since the start; 0 when some were still starting after `READY_S`.
        """

        def settled() -> bool:
            health, step = self.terminal.runtime.session.health, self.terminal.runtime.session.step
            if step is Step.OUT_OF_SERVICE:
                return True
            return bool(health) and all(status.state is not DeviceState.STARTING for status in health.values())

        ready = wait_until(settled, READY_S)
        return round((time.monotonic() - self._started_s) * 1000, 1) if ready else 0.0

    def walk(
        self, plan: JourneyPlan, out: Path | None = None, *, eyes: Eyes = lambda _name, _window: None
    ) -> JourneyReport:
        """Walk the plan once, from the start page back to it.

        Args:
            out: receives the pictures, `receipt.png`, `certificate.pdf` or `copy.pdf` with its `.png`,
                `submission.json`, `custody.json` and `summary.json`; None = nothing is written.
            eyes: looks at every page a picture is taken of.
        """
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
        ready_ms = self.wait_ready() if plan.wait_for_devices else 0.0
        runtime, recorder, witness = self.terminal.runtime, self._recorder, Witness()
        self._witness = witness
        witness.see(runtime.session)
        recorder.begin(out, seen=lambda name: eyes(name, self.window))
        visitor = plan.visitor(
            self.window,
            runtime,
            self.terminal.backstage.simulation,
            recorder,
            item=runtime.catalogue.by_code(plan.item_code),
            person=plan.person,
            preferences=plan.preferences,
            identify=plan.identify,
            pace=plan.pace,
        )
        stuck = ""
        try:
            visitor.walk()
        except (StuckError, NothingThereError) as error:
            stuck = f"{runtime.session.step.value}: {type(error).__name__} {error}".strip()
            recorder.picture("stuck")
        recorder.save()
        report = _report(witness, recorder, stuck, ready_ms, self.window.complaints)
        if out is not None:
            page_name = "copy" if plan.visitor is CopyVisitor else "certificate"
            _leave_behind(out, report, self.terminal, self._settings, page_name)
        return report


def run_journey(
    settings: Settings,
    plan: JourneyPlan,
    out: Path | None,
    *,
    beside: Callable[[Terminal], None] = lambda _terminal: None,
    eyes: Eyes = lambda _name, _window: None,
) -> JourneyReport:
    """Start a terminal in this process, with the settings' state directory, walk the plan once, and end it.

    Args: as for `Stage` and `Stage.walk`.
    """
    faults = plan.faults
    with Stage(settings, faults, offline=plan.offline, guard_ms=plan.guard_ms, beside=beside) as stage:
        return stage.walk(plan, out, eyes=eyes)


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


def _leave_behind(out: Path, report: JourneyReport, terminal: Terminal, settings: Settings, page_name: str) -> None:
    """What reached the printer and what the platform holds, beside the pictures."""
    (out / "summary.json").write_text(report.as_json() + "\n", encoding="utf-8")
    printer = terminal.backstage.simulation.printer
    if printer is not None and printer.receipts:
        from drivers.printer.escpos_decoder import decode

        decode(printer.receipts[-1], settings.devices.printer.options.paper_mm).save(out / "receipt.png")
    pages = terminal.backstage.simulation.page_printer
    if pages is not None and pages.papers:
        _leave_page(out / f"{page_name}.pdf", pages.papers[-1])
    backstage = terminal.backstage
    gateway_dir = backstage.gateway.state_dir if backstage.gateway is not None else None
    if backstage.desk.custody.cells:
        wait_until(lambda: backstage.waiting == 0 or not _is_up(terminal), TOLD_S)
        write_proof(out / "custody.json", settings.paths.state_dir, gateway_dir)
    if gateway_dir is not None and report.submission_id:
        held = _unsealed(gateway_dir, report.submission_id)
        if held is not None:
            text = json.dumps(held, ensure_ascii=False, indent=2)
            (out / "submission.json").write_text(text + "\n", encoding="utf-8")


def _is_up(terminal: Terminal) -> bool:
    platform = terminal.runtime.session.health.get("platform")
    return platform is not None and platform.state.usable


def _leave_page(file: Path, pdf: bytes) -> None:
    """The document that reached the page printer, and a picture of it where poppler is there to draw one."""
    file.write_bytes(pdf)
    program = shutil.which("pdftoppm")
    if program is not None:
        command = [program, "-png", "-singlefile", "-r", "144", str(file), str(file.with_suffix(""))]
        subprocess.run(command, check=True, timeout=60)  # noqa: S603 (found on our own path)


def _unsealed(gateway_dir: Path, submission_id: str) -> dict[str, Any] | None:
    """The submission as the platform opened it."""
    from kiosk.gateway.store import submissions

    return next((held for held in submissions(gateway_dir) if held["id"] == submission_id), None)
