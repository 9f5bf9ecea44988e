"""Opens every device once, as the terminal would, and says how each is."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from config.settings import Settings
from drivers.contract.device import DeviceState, DeviceStatus
from drivers.faults import FaultScript
from drivers.worker import StatusChanged
from kiosk import logs
from kiosk.app.backstage import Backstage
from offline_cache.events import OutboxFailed

if TYPE_CHECKING:
    from kiosk.app.kept_references import KeptReference

EXAMINED_S = 20.0


@dataclass(frozen=True, slots=True)
class Finding:
    device: str
    status: DeviceStatus

    @property
    def well(self) -> bool:
        return self.status.state.usable and not self.status.code

    @property
    def state(self) -> str:
        return self.status.state.value

    @property
    def code(self) -> str:
        return self.status.code

    def words(self) -> str:
        return ", ".join(f"{name} {value}" for name, value in self.status.details.items())

    def as_dict(self) -> dict[str, Any]:
        return {"device": self.device, "state": self.state, "code": self.code, "details": dict(self.status.details)}


def kept_documents(settings: Settings) -> list[Finding]:
    """The platform's documents as this terminal keeps them, with their age; none where it was never connected."""
    from kiosk.app.kept_references import NeverConnected, kept_references

    try:
        kept = kept_references(settings)
    except (NeverConnected, OSError):
        return []
    return [_of_document(entry) for entry in kept]


def _of_document(entry: KeptReference) -> Finding:
    details = {} if entry.age_s is None else {"age_h": f"{entry.age_s / 3600:.1f}", "count": str(entry.count)}
    if entry.state == "current":
        return Finding(entry.kind.value, DeviceStatus(DeviceState.ONLINE, details=details))
    return Finding(entry.kind.value, DeviceStatus(DeviceState.OFFLINE, f"{entry.kind}.{entry.state}", details))


def examine(settings: Settings) -> list[Finding]:
    """How every device is once it is no longer starting, `EXAMINED_S` at the latest."""
    arrived = threading.Event()
    outbox = DeviceStatus(DeviceState.ONLINE)
    platform: DeviceStatus | None = None

    def heard(message: object) -> None:
        nonlocal outbox, platform
        if isinstance(message, OutboxFailed):
            outbox = DeviceStatus(DeviceState.HARDWARE_ERROR, message.code)
        if isinstance(message, StatusChanged) and message.worker == "outbox":
            outbox = message.status
        if isinstance(message, StatusChanged) and message.worker == "platform":
            platform = message.status  # also what it said to the very first question, before its worker is started
        if isinstance(message, StatusChanged | OutboxFailed):
            arrived.set()

    logs.set_up(settings.paths.state_dir / "log", **settings.logging.model_dump())
    backstage = Backstage(settings, FaultScript(), heard)

    def starting() -> bool:
        """The platform is only asked once the queue is open, so it is not waited for where that one will not be."""
        crew = backstage.crew
        awaited = [worker for worker in crew.workers() if outbox.state.usable or worker is not crew.platform]
        return any(worker.status.state is DeviceState.STARTING for worker in awaited)

    backstage.start()
    until = time.monotonic() + EXAMINED_S
    try:
        while starting() and time.monotonic() < until:
            arrived.wait(0.1)
            arrived.clear()
        findings = [
            Finding(worker.name, platform if platform and worker is backstage.crew.platform else worker.status)
            for worker in backstage.crew.workers()
        ]
        return [*findings, Finding("outbox", outbox)]
    finally:
        backstage.stop()
