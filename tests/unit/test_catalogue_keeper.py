"""The platform's catalogue on the terminal: taken when signed, switched on the start page alone, its age told."""

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from drivers.contract import DeviceState, DeviceStatus
from drivers.worker import JobDone, StatusChanged
from kiosk.app.catalogue_keeper import ASK_EVERY_S, OLDEST_S, CatalogueKeeper
from kiosk.errors import PlatformError
from kiosk.platform.schema import Catalogue as Message
from kiosk.services.availability import missing_devices
from kiosk.services.catalogue import Catalogue, load_catalogue
from kiosk.session.clock import SimulatedClock
from kiosk.session.limits import Limits
from kiosk.session.model import Step
from kiosk.session.runtime import Runtime
from offline_cache.reference import Kind, Reference, ReferenceCache

CATALOGUE = Path(__file__).parents[2] / "config" / "catalogue"
PLATFORM = Ed25519PrivateKey.generate()
DAY_S = 86_400.0


class Platform:
    """Answers like `PlatformClient.catalogue`."""

    def __init__(self, shipped: Catalogue) -> None:
        self.is_up = True
        self.version, self.items = shipped.version, shipped.items
        self.themes = shipped.themes
        self.issued_at = datetime(2026, 1, 31, tzinfo=UTC)

    def publish(self, version: str, count: int) -> None:
        self.version, self.items = version, self.items[:count]
        self.issued_at += timedelta(days=1)

    def catalogue(self, known: str) -> Reference | None:
        if not self.is_up:
            raise PlatformError("platform.unreachable", retryable=True)
        if known == self.version:
            return None
        body = Message(version=self.version, themes=self.themes, items=self.items).model_dump_json().encode()
        unsigned = Reference(Kind.CATALOGUE, self.version, self.issued_at.isoformat(), "", body)
        return replace(unsigned, signature=base64.b64encode(PLATFORM.sign(unsigned.signed_text)).decode())


class Worker:
    """Runs a job at once and keeps what would be posted."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self.posted: list[JobDone] = []

    def submit(self, ticket: object, job: Callable[[Any, Any], object], *, deadline_s: float) -> None:
        self.posted.append(JobDone("platform", ticket, job(self._platform, None)))


class Kept:
    def __init__(self, tmp_path: Path) -> None:
        self.now_s = 0.0
        self.wall_s = 1.8e9
        self.shipped = load_catalogue(CATALOGUE)
        self.platform = Platform(self.shipped)
        self.worker = Worker(self.platform)
        self.offered: list[Catalogue] = []
        self.told: list[DeviceStatus] = []
        self.directory = tmp_path
        self.start()

    def start(self) -> None:
        self.cache = ReferenceCache(
            self.directory,
            PLATFORM.public_key().public_bytes_raw(),
            monotonic=lambda: self.now_s,
            wall=lambda: self.wall_s,
        )
        self.keeper = CatalogueKeeper(
            self.worker,  # type: ignore[arg-type]
            lambda: self.cache,
            offer=self.offered.append,
            tell=self._tell,
            version=self.shipped.version,
            monotonic=lambda: self.now_s,
        )

    def _tell(self, changed: StatusChanged) -> None:
        assert changed.worker == "catalogue"
        self.told.append(changed.status)

    def check(self) -> None:
        self.keeper.check()
        while self.worker.posted:
            self.keeper.answered(self.worker.posted.pop())

    def later(self, seconds: float) -> None:
        self.now_s += seconds
        self.wall_s += seconds
        self.check()


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_a_newer_catalogue_is_offered_once(kept: Kept) -> None:
    kept.check()
    assert kept.offered == []  # the platform has the one that was shipped
    assert kept.told[-1].state is DeviceState.ONLINE
    kept.platform.publish("v2", 3)
    kept.later(ASK_EVERY_S - 1)
    assert kept.offered == []
    kept.later(2)
    kept.later(ASK_EVERY_S + 1)
    assert [(catalogue.version, len(catalogue.items)) for catalogue in kept.offered] == [("v2", 3)]


def test_what_was_fetched_is_in_force_at_a_start_without_a_network(kept: Kept) -> None:
    kept.platform.publish("v2", 3)
    kept.check()
    kept.platform.is_up = False
    kept.offered.clear()
    kept.start()
    kept.later(3 * DAY_S)
    assert [catalogue.version for catalogue in kept.offered] == ["v2"]
    assert kept.told[-1] == DeviceStatus(DeviceState.ONLINE, "", {"age_h": "72", "version": "v2"})


def test_a_catalogue_that_is_too_old_stops_the_items_that_must_not_run_on_it(kept: Kept) -> None:
    kept.check()
    kept.platform.is_up = False
    kept.later(OLDEST_S + 60)
    assert (kept.told[-1].state, kept.told[-1].code) == (DeviceState.OFFLINE, "catalogue.outdated")
    health = {"id_card": DeviceStatus(DeviceState.ONLINE), "catalogue": kept.told[-1]}
    item = kept.shipped.items[0].model_copy(update={"devices": ("id_card",)})
    strict = item.model_copy(update={"devices": ("id_card", "catalogue")})
    assert missing_devices(item, health) == ()
    assert missing_devices(strict, health) == ("catalogue",)
    kept.platform.is_up = True
    kept.later(ASK_EVERY_S)
    assert missing_devices(strict, health | {"catalogue": kept.told[-1]}) == ()


def test_a_terminal_that_never_heard_of_one_says_so(kept: Kept) -> None:
    kept.platform.is_up = False
    kept.check()
    assert (kept.told[-1].code, kept.told[-1].details) == ("catalogue.outdated", {})


def test_a_platform_that_cannot_sign_changes_nothing(kept: Kept) -> None:
    kept.check()
    kept.platform.catalogue = lambda known: Reference(Kind.CATALOGUE, "v9", "2026-02-01T00:00:00Z", "AA==", b"{}")  # type: ignore[method-assign]
    kept.later(ASK_EVERY_S)
    assert kept.offered == []


def test_a_catalogue_changes_under_nobodys_hands(kept: Kept) -> None:
    runtime = Runtime(
        clock=SimulatedClock(),
        perform=lambda _effect: None,
        catalogue=kept.shipped,
        settings=SimpleNamespace(),  # type: ignore[arg-type]
        limits=Limits(),
    )
    runtime.start()
    assert runtime.session.step is not Step.START
    newer = replace(kept.shipped, version="v2")
    runtime.offer_catalogue(newer)
    assert runtime.catalogue is kept.shipped
    runtime.clock.advance(10_000)  # type: ignore[attr-defined]
    assert runtime.session.step is Step.START
    assert runtime.catalogue is newer
    newest = replace(kept.shipped, version="v3")
    runtime.offer_catalogue(newest)
    assert runtime.catalogue is newest
