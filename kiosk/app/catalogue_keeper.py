"""Keeps the catalogue up with the platform's, signed and in use without a network too, and says how old it is.

An item that must not run on an old catalogue names `catalogue` among its devices: while the platform has not confirmed
the catalogue for `OLDEST_S`, that "device" is out of order, and the item says so before anybody starts it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import ValidationError

from drivers.contract import DeviceState, DeviceStatus
from drivers.errors import DeviceError
from drivers.worker import DeviceWorker, JobDone, JobFailed, StatusChanged
from kiosk.errors import PlatformError
from kiosk.platform import schema
from kiosk.platform.client import PlatformClient
from kiosk.services.catalogue import Catalogue, from_platform
from offline_cache.errors import CacheError
from offline_cache.reference import Kind, Reference, ReferenceCache

ASK_EVERY_S = 600.0
ASK_DEADLINE_S = 60.0
OLDEST_S = 7 * 86_400.0
DEVICE = "catalogue"


@dataclass(frozen=True, slots=True)
class _Look:
    """What is in force after asking. `code` says why the platform could not be heard; "" when it was."""

    reference: Reference | None
    age_s: float | None
    code: str


class CatalogueKeeper:
    """Lives on the GUI thread; asks and reads on the platform's worker.

    Args:
        cache: the documents, or None while they cannot be verified yet.
        offer: takes a catalogue of another version.
        tell: takes the health of "catalogue".
    """

    def __init__(
        self,
        worker: DeviceWorker[PlatformClient],
        cache: Callable[[], ReferenceCache | None],
        *,
        offer: Callable[[Catalogue], None],
        tell: Callable[[StatusChanged], None],
        version: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._worker = worker
        self._cache = cache
        self._offer = offer
        self._tell = tell
        self._version = version
        self._monotonic = monotonic
        self._due_s = monotonic()
        self._ticket: object = None

    def check(self) -> None:
        """Ask when it is time. Returns at once."""
        cache = self._cache()
        if cache is None or self._ticket is not None or self._monotonic() < self._due_s:
            return
        self._due_s = self._monotonic() + ASK_EVERY_S
        self._ticket = ticket = object()
        try:
            self._worker.submit(ticket, lambda client, _job: look(client, cache), deadline_s=ASK_DEADLINE_S)
        except DeviceError:  # busy: the next time
            self._ticket = None

    def answered(self, message: object) -> None:
        """Hear what the worker posted; what is somebody else's is left alone."""
        if not isinstance(message, JobDone | JobFailed) or message.ticket is not self._ticket or self._ticket is None:
            return
        self._ticket = None
        if isinstance(message, JobDone) and isinstance(message.value, _Look):
            self._found(message.value)

    def _found(self, look: _Look) -> None:
        code = look.code
        if look.reference is not None and look.reference.version != self._version:
            try:
                message = schema.Catalogue.model_validate_json(look.reference.body)
            except ValidationError:
                code = "catalogue.unreadable"
            else:
                self._version = look.reference.version
                self._offer(from_platform(message))
        is_old = look.age_s is None or look.age_s > OLDEST_S or code == "catalogue.unreadable"
        details = {} if look.age_s is None else {"age_h": str(int(look.age_s // 3600)), "version": self._version}
        state = DeviceState.OFFLINE if is_old else DeviceState.ONLINE
        self._tell(StatusChanged(DEVICE, DeviceStatus(state, "catalogue.outdated" if is_old else "", details)))


def look(client: PlatformClient, cache: ReferenceCache) -> _Look:
    """Ask the platform for a newer catalogue and say what is in force. Raises nothing of its own."""
    code = ""
    try:
        cache.refresh(Kind.CATALOGUE, client.catalogue)
    except (PlatformError, CacheError) as error:
        code = error.code
    return _Look(cache.current(Kind.CATALOGUE), cache.age_s(Kind.CATALOGUE), code)
