"""What has to be done for a wish that is about the cabinet, by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from drivers.worker import JobContext
    from kiosk.custody.doorkeeper import Doorkeeper
    from kiosk.platform.client import PlatformClient
    from kiosk.session.events import Event


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known `at_once`; what to ask the platform's worker; what to have the locker's worker do."""

    at_once: tuple[Event, ...] = ()
    question: Callable[[PlatformClient, JobContext], object] | None = None
    deed: Callable[[Doorkeeper, JobContext], object] | None = None
