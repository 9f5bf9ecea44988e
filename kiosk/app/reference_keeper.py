"""Keeps the platform's documents up: each is asked for at its own pace, and in use without a network too.

Each shows in the terminal's health under its own name, with its age. Beyond the age that the settings allow it is out
of order there (`catalogue.outdated` …), and what must not run on an old one is not begun
(`kiosk.services.availability`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.errors import DeviceError
from drivers.worker import DeviceWorker, JobDone, JobFailed, StatusChanged
from kiosk.app.references import Upkeep
from kiosk.errors import PlatformError
from kiosk.platform.client import PlatformClient
from offline_cache.errors import CacheError
from offline_cache.reference import Kind, Reference, ReferenceCache

RETRY_S = 60.0
"""After a question that brought no answer, where the next one would be later."""
ASK_DEADLINE_S = 60.0
OUTDATED = {
    Kind.CATALOGUE: "catalogue.outdated",
    Kind.TEXTS: "texts.outdated",
    Kind.VOUCHERS: "vouchers.outdated",
    Kind.REVOCATIONS: "revocations.outdated",
    Kind.TERMINALS: "terminals.outdated",
}

Prepare = Callable[[PlatformClient], None]


@dataclass(frozen=True, slots=True)
class _Look:
    """What is in force. `code` says why the platform could not be heard; "" when it was, or was not asked."""

    upkeep: Upkeep
    reference: Reference | None
    age_s: float | None
    code: str = ""


@dataclass(frozen=True, slots=True)
class _Looks:
    found: tuple[_Look, ...]


class ReferenceKeeper:
    """Lives on the GUI thread; asks and reads on the platform's worker.

    Args:
        cache: the documents, or None while they cannot be verified yet.
        upkeep: of every document, the most urgent first.
        tell: takes the health of each.
        prepare: done on the worker before each question for vouchers, which depend on what the platform was told.
        in_use: versions that are in force without having been kept, as the catalogue that was shipped.
    """

    def __init__(
        self,
        worker: DeviceWorker[PlatformClient],
        cache: Callable[[], ReferenceCache | None],
        upkeep: Iterable[Upkeep],
        *,
        tell: Callable[[StatusChanged], None],
        prepare: Prepare = lambda _client: None,
        in_use: Mapping[Kind, str] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._worker = worker
        self._cache = cache
        self._upkeep = tuple(upkeep)
        self._tell = tell
        self._prepare = prepare
        self._in_use = dict(in_use or {})
        self._monotonic = monotonic
        self._due_s = dict.fromkeys((entry.kind for entry in self._upkeep), monotonic())
        self._hurried: frozenset[Kind] = frozenset()
        self._has_looked = False
        self._ticket: object = None

    def check(self, *, may_ask: bool = True) -> None:
        """Look what is kept, once, as soon as it can be read; then ask for each when it is time. Returns at once.

        Args:
            may_ask: False while a person may be waiting for the platform.
        """
        cache = self._cache()
        if cache is None or self._ticket is not None:
            return
        if not self._has_looked:
            self._submit(lambda _client: _Looks(tuple(_kept(cache, entry) for entry in self._upkeep)))
            return
        hurried = [entry for entry in self._upkeep if entry.kind in self._hurried]
        due = [entry for entry in self._upkeep if self._due_s[entry.kind] <= self._monotonic()] if may_ask else []
        if hurried or due:
            entry = min(hurried or due, key=lambda entry: self._due_s[entry.kind])
            self._hurried -= {entry.kind}
            self._due_s[entry.kind] = self._monotonic() + entry.ask_every_s
            self._submit(lambda client: _Looks((look(client, cache, entry, self._prepare),)))

    def hurry(self, *kinds: Kind) -> None:
        """Ask for these next, and although a person is there: what they came for depends on them."""
        self._hurried |= frozenset(kinds)

    def answered(self, message: object) -> None:
        """Hear what the worker posted; what is somebody else's is left alone."""
        if not isinstance(message, JobDone | JobFailed) or message.ticket is not self._ticket or self._ticket is None:
            return
        self._ticket = None
        if isinstance(message, JobDone) and isinstance(message.value, _Looks):
            self._has_looked = True
            for found in message.value.found:
                self._found(found)

    def _submit(self, job: Callable[[PlatformClient], _Looks]) -> None:
        self._ticket = ticket = object()
        try:
            self._worker.submit(ticket, lambda client, _job: job(client), deadline_s=ASK_DEADLINE_S)
        except DeviceError:  # busy: the next time
            self._ticket = None

    def _found(self, found: _Look) -> None:
        kind = found.upkeep.kind
        if found.code:
            self._due_s[kind] = min(self._due_s[kind], self._monotonic() + RETRY_S)
        is_readable = True
        if found.reference is not None and found.reference.version != self._in_use.get(kind):
            try:
                found.upkeep.use(found.reference.body)
                self._in_use[kind] = found.reference.version
            except ValueError:
                is_readable = False
        is_in_force = found.reference is not None and is_readable
        is_old = not is_in_force or found.age_s is None or found.age_s > found.upkeep.oldest_s
        details: dict[str, str] = {}
        if found.age_s is not None:
            details = {"age_h": str(int(found.age_s // 3600)), "version": self._in_use.get(kind, "")}
        state = DeviceState.OFFLINE if is_old else DeviceState.ONLINE
        self._tell(StatusChanged(kind.value, DeviceStatus(state, OUTDATED[kind] if is_old else "", details)))


def _kept(cache: ReferenceCache, entry: Upkeep, code: str = "") -> _Look:
    return _Look(entry, cache.current(entry.kind), cache.age_s(entry.kind), code)


def look(client: PlatformClient, cache: ReferenceCache, entry: Upkeep, prepare: Prepare) -> _Look:
    """Ask the platform for a newer document and say what is in force. Raises nothing of its own."""
    code = ""
    try:
        if entry.kind is Kind.VOUCHERS:
            prepare(client)
        cache.refresh(entry.kind, lambda known: client.document(entry.kind, known), entry.read)
    except (PlatformError, CacheError) as error:
        code = error.code
    return _kept(cache, entry, code)
