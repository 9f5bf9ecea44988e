"""The platform's documents on the terminal: taken when signed, switched on the start page alone, their age told."""

import base64
import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.loader import load
from drivers.contract.device import DeviceState, DeviceStatus
from drivers.worker import JobDone, StatusChanged
from kiosk.app.reference_keeper import RETRY_S, ReferenceKeeper
from kiosk.app.references import References
from kiosk.errors import PlatformError
from kiosk.platform.references import (
    Notice,
    ReceiptKeys,
    Revocations,
    Revoked,
    RevokedKind,
    Texts,
    Voucher,
    Vouchers,
    WrappedVoucher,
    voucher_place,
)
from kiosk.platform.schema import Catalogue as Message
from kiosk.platform.vouchers import VoucherShelf
from kiosk.services.availability import missing_devices
from kiosk.services.catalogue import Catalogue, load_catalogue
from kiosk.session.clock import SimulatedClock
from kiosk.session.limits import Limits
from kiosk.session.model import Step
from kiosk.session.runtime import Runtime
from offline_cache.reference import Kind, Reference, ReferenceCache
from offline_cache.terminal_secret import TerminalSecret
from offline_cache.wrapping import wrap

CATALOGUE = Path(__file__).parents[2] / "config" / "catalogue"
SETTINGS = load("simulated", (), {}, {})
ASK_EVERY_S = SETTINGS.reference.catalogue.ask_every_s
OLDEST_S = SETTINGS.reference.catalogue.oldest_h * 3600
PLATFORM = Ed25519PrivateKey.generate()
SECRET = TerminalSecret(bytes(range(32)))
TERMINAL = SETTINGS.terminal.id
DAY_S = 86_400.0
NOW = datetime(2026, 1, 31, tzinfo=UTC)
NUMBER = "440304199006189989"


def vouchers(*wrapped: WrappedVoucher, terminal_id: str = TERMINAL) -> Vouchers:
    """The second version of the list."""
    return Vouchers(version="2", terminal_id=terminal_id, vouchers=wrapped)


class Platform:
    """Answers like `PlatformClient.document`."""

    def __init__(self, shipped: Catalogue) -> None:
        self.is_up = True
        self.asked: list[Kind] = []
        self.issued_at = NOW
        self.shipped = shipped
        self.bodies: dict[Kind, bytes] = {}
        self.put(Kind.CATALOGUE, Message(version=shipped.version, themes=shipped.themes, items=shipped.items))
        self.put(Kind.TEXTS, Texts(version="1", terminal_id=TERMINAL, notices=()))
        self.put(Kind.VOUCHERS, Vouchers(version="1", terminal_id=TERMINAL, vouchers=()))
        self.put(Kind.REVOCATIONS, Revocations(version="1", revoked=()))
        self.put(Kind.TERMINALS, ReceiptKeys(version="1", terminals={}))

    def put(self, kind: Kind, document: Any) -> None:
        self.bodies[kind] = document.model_dump_json().encode()
        self.issued_at += timedelta(minutes=1)

    def publish(self, version: str, count: int) -> None:
        shipped = self.shipped
        self.put(Kind.CATALOGUE, Message(version=version, themes=shipped.themes, items=shipped.items[:count]))

    def wrapped(self, voucher_id: str, **changes: Any) -> WrappedVoucher:
        record = {
            "id": voucher_id, "order_number": "1", "cabinet": "A", "cell": "3", "contents": {"zh-CN": "证照"},
            "valid_from": NOW, "valid_to": NOW + timedelta(days=9), "identity_number": NUMBER,
        }  # fmt: skip
        plain = Voucher.model_validate(record | changes).model_dump_json().encode()
        sealed = wrap(plain, SECRET.wrapping_public, voucher_place(TERMINAL, voucher_id))
        return WrappedVoucher(id=voucher_id, wrapped=base64.b64encode(sealed).decode())

    def document(self, kind: Kind, known: str) -> Reference | None:
        self.asked.append(kind)
        if not self.is_up:
            raise PlatformError("platform.unreachable", retryable=True)
        body = self.bodies[kind]
        version = json.loads(body)["version"]
        if known == version:
            return None
        unsigned = Reference(kind, version, self.issued_at.isoformat(), "", body)
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
        self.shown: list[Texts] = []
        self.prepared = 0
        self.told: dict[str, DeviceStatus] = {}
        self.directory = tmp_path
        self.start()

    def start(self) -> None:
        self.cache = ReferenceCache(
            self.directory,
            PLATFORM.public_key().public_bytes_raw(),
            shelves={Kind.VOUCHERS: VoucherShelf(SECRET, TERMINAL)},
            monotonic=lambda: self.now_s,
            wall=lambda: self.wall_s,
        )
        self.references = References(
            SETTINGS.reference, TERMINAL, offer_catalogue=self.offered.append, show_texts=self.shown.append
        )
        self.keeper = ReferenceKeeper(
            self.worker,  # type: ignore[arg-type]
            lambda: self.cache,
            self.references.upkeep(),
            tell=self._tell,
            prepare=self._prepare,
            in_use={Kind.CATALOGUE: self.shipped.version},
            monotonic=lambda: self.now_s,
        )

    def _tell(self, changed: StatusChanged) -> None:
        self.told[changed.worker] = changed.status

    def _prepare(self, _client: object) -> None:
        self.prepared += 1

    def check(self, *, may_ask: bool = True) -> None:
        """Until nothing is due any more."""
        for _ in range(2 * len(Kind)):
            self.keeper.check(may_ask=may_ask)
            while self.worker.posted:
                self.keeper.answered(self.worker.posted.pop())

    def later(self, seconds: float) -> None:
        self.now_s += seconds
        self.wall_s += seconds
        self.check()

    @property
    def catalogue(self) -> DeviceStatus:
        return self.told["catalogue"]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_a_newer_catalogue_is_offered_once(kept: Kept) -> None:
    kept.check()
    assert kept.offered == []  # the platform has the one that was shipped
    assert kept.catalogue.state is DeviceState.ONLINE
    kept.platform.publish("v2", 3)
    kept.later(ASK_EVERY_S - 1)
    assert kept.offered == []
    kept.later(2)
    kept.later(ASK_EVERY_S + 1)
    assert [(catalogue.version, len(catalogue.items)) for catalogue in kept.offered] == [("v2", 3)]


def test_each_document_is_asked_for_at_its_own_pace(kept: Kept) -> None:
    kept.check()
    assert sorted(kept.platform.asked) == sorted(Kind)
    kept.platform.asked.clear()
    for _ in range(120):
        kept.later(30)
    settings = SETTINGS.reference
    paces = {kind: getattr(settings, kind.value).ask_every_s for kind in Kind}
    assert {kind: kept.platform.asked.count(kind) for kind in Kind} == {
        kind: int(3600 // every_s) for kind, every_s in paces.items()
    }
    assert kept.prepared == kept.platform.asked.count(Kind.VOUCHERS) + 1


def test_a_person_at_the_screen_is_not_kept_waiting_but_what_is_kept_is_known(kept: Kept) -> None:
    kept.check()
    kept.start()
    kept.told.clear()
    kept.platform.asked.clear()
    kept.check(may_ask=False)
    assert kept.platform.asked == []
    assert {status.state for status in kept.told.values()} == {DeviceState.ONLINE}
    assert set(kept.told) == {kind.value for kind in Kind}


def test_what_a_person_came_for_is_asked_at_once_and_once(kept: Kept) -> None:
    kept.check()
    kept.platform.asked.clear()
    kept.keeper.hurry(Kind.VOUCHERS, Kind.REVOCATIONS)
    kept.check(may_ask=False)
    assert sorted(kept.platform.asked) == sorted((Kind.REVOCATIONS, Kind.VOUCHERS))


def test_an_unanswered_question_is_asked_again_soon(kept: Kept) -> None:
    kept.platform.is_up = False
    kept.check()
    kept.platform.is_up = True
    kept.platform.asked.clear()
    kept.later(RETRY_S + 1)
    assert sorted(kept.platform.asked) == sorted(Kind)
    assert kept.catalogue.state is DeviceState.ONLINE


def test_what_was_fetched_is_in_force_at_a_start_without_a_network(kept: Kept) -> None:
    kept.platform.publish("v2", 3)
    kept.platform.put(Kind.VOUCHERS, vouchers(kept.platform.wrapped("v")))
    kept.check()
    kept.platform.is_up = False
    kept.offered.clear()
    kept.start()
    kept.later(3 * DAY_S)
    assert [catalogue.version for catalogue in kept.offered] == ["v2"]
    assert kept.catalogue == DeviceStatus(DeviceState.ONLINE, "", {"age_h": "72", "version": "v2"})
    assert len(kept.references.vouchers) == 1


def test_a_catalogue_that_is_too_old_stops_the_items_that_must_not_run_on_it(kept: Kept) -> None:
    (strict,) = [item for item in kept.shipped.items if item.current_catalogue]
    assert strict.code == "JT-YHYQ"
    well = dict.fromkeys(strict.devices, DeviceStatus(DeviceState.ONLINE))
    assert missing_devices(strict, well) == ()  # nothing known yet
    kept.check()
    kept.platform.is_up = False
    kept.later(OLDEST_S + 60)
    assert (kept.catalogue.state, kept.catalogue.code) == (DeviceState.OFFLINE, "catalogue.outdated")
    for item in kept.shipped.items:
        assert missing_devices(item, well | kept.told) == (("catalogue",) if item is strict else ())
    kept.platform.is_up = True
    kept.later(RETRY_S)
    assert missing_devices(strict, well | kept.told) == ()


def test_a_terminal_that_never_heard_of_one_says_so(kept: Kept) -> None:
    kept.platform.is_up = False
    kept.check()
    assert {name: (status.code, status.details) for name, status in kept.told.items()} == {
        kind.value: (f"{kind}.outdated", {}) for kind in Kind
    }


def test_a_platform_that_cannot_sign_changes_nothing(kept: Kept) -> None:
    kept.check()
    kept.platform.document = lambda kind, known: Reference(kind, "v9", "2026-02-01T00:00:00Z", "AA==", b"{}")  # type: ignore[method-assign]
    kept.later(3600)
    assert kept.offered == []
    assert {status.state for status in kept.told.values()} == {DeviceState.ONLINE}  # the old ones


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        (Kind.TEXTS, Texts(version="2", terminal_id="SZ-NS-0001", notices=())),
        (Kind.VOUCHERS, vouchers(terminal_id="SZ-NS-0001")),
        (Kind.REVOCATIONS, Texts(version="2", terminal_id=TERMINAL, notices=())),
        (
            Kind.VOUCHERS,
            vouchers(WrappedVoucher(id="v", wrapped="AAAA")),
        ),
    ],
    ids=["texts of another terminal", "vouchers of another terminal", "another kind of content", "wrapped for another"],
)
def test_what_is_signed_but_not_for_us_is_not_taken(kept: Kept, kind: Kind, document: Any) -> None:
    kept.check()
    kept.platform.put(kind, document)
    kept.later(3600)
    current = kept.cache.current(kind)
    assert current is not None
    assert current.version == "1"


def test_notices_are_shown_while_they_are_in_force(kept: Kept) -> None:
    notice = Notice(id="n", text={"zh-CN": "本厅今天 17:00 关门"}, valid_from=NOW, valid_to=NOW + timedelta(days=1))
    kept.platform.put(Kind.TEXTS, Texts(version="2", terminal_id=TERMINAL, notices=(notice,)))
    kept.check()
    (texts,) = kept.shown
    assert texts.notice_at(NOW) == notice
    assert texts.notice_at(NOW + timedelta(days=1)) is None
    kept.later(3600)
    assert len(kept.shown) == 1


def test_vouchers_are_found_by_the_terminals_tag_alone(kept: Kept) -> None:
    wrapped = (
        kept.platform.wrapped("later", valid_to=NOW + timedelta(days=20)),
        kept.platform.wrapped("sooner"),
        kept.platform.wrapped("revoked"),
        kept.platform.wrapped("not-yet", valid_from=NOW + timedelta(days=3)),
        kept.platform.wrapped("over", valid_to=NOW + timedelta(hours=1)),
        kept.platform.wrapped("somebody-else", identity_number="440304199006189970"),
    )
    kept.platform.put(Kind.VOUCHERS, vouchers(*wrapped))
    revoked = Revoked(kind=RevokedKind.VOUCHER, id="revoked")
    kept.platform.put(Kind.REVOCATIONS, Revocations(version="2", revoked=(revoked,)))
    kept.check()
    book, tag, now = kept.references.vouchers, SECRET.person_tag(NUMBER), NOW + timedelta(days=1)
    assert [voucher.id for voucher in book.find(tag, now)] == ["sooner", "later"]
    assert [voucher.cell for voucher in book.find(tag, now)] == ["3", "3"]
    assert book.find(SECRET.person_tag("440304199006180000"), now) == ()
    assert book.find(TerminalSecret(os.urandom(32)).person_tag(NUMBER), now) == ()
    assert kept.references.revocations.is_revoked(RevokedKind.VOUCHER, "revoked")
    assert not kept.references.revocations.is_revoked(RevokedKind.STAFF, "revoked")


def test_no_identity_number_lies_on_the_disk(kept: Kept) -> None:
    """Not in clear, and not to be opened with the platform's signature key or another terminal's secret."""
    kept.platform.put(Kind.VOUCHERS, vouchers(kept.platform.wrapped("v")))
    kept.check()
    everything = b"".join(file.read_bytes() for file in kept.directory.iterdir())
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        assert NUMBER.encode(encoding) not in everything
    assert SECRET.person_tag(NUMBER).encode() not in everything
    assert base64.b64encode(NUMBER.encode()).rstrip(b"=") not in everything
    stolen = ReferenceCache(
        kept.directory,
        PLATFORM.public_key().public_bytes_raw(),
        shelves={Kind.VOUCHERS: VoucherShelf(TerminalSecret(os.urandom(32)), TERMINAL)},
    )
    assert stolen.current(Kind.VOUCHERS) is None


@pytest.mark.parametrize("kind", list(Kind))
def test_a_damaged_document_is_kept_aside_and_fetched_again(kept: Kept, kind: Kind) -> None:
    kept.check()
    file = kept.directory / f"{kind}.ref"
    sound = file.read_bytes()
    damaged = sound[:-1] + bytes([sound[-1] ^ 1])
    file.write_bytes(damaged)
    assert kept.cache.is_damaged(kind)
    kept.start()
    kept.platform.is_up = False
    kept.later(1)
    assert kept.told[kind.value].code == f"{kind}.outdated"
    kept.platform.is_up = True
    kept.later(3600)
    assert kept.told[kind.value].state is DeviceState.ONLINE
    assert (kept.directory / f"{kind}.damaged").read_bytes() == damaged
    assert not kept.cache.is_damaged(kind)


def test_an_older_document_is_not_taken(kept: Kept) -> None:
    """A list from before a revocation, played again."""
    before = kept.platform.document(Kind.REVOCATIONS, "")
    revoked = Revoked(kind=RevokedKind.VOUCHER, id="v")
    kept.platform.put(Kind.REVOCATIONS, Revocations(version="2", revoked=(revoked,)))
    kept.check()
    kept.platform.document = lambda kind, known: before if kind is Kind.REVOCATIONS else None  # type: ignore[method-assign]
    kept.later(3600)
    assert kept.references.revocations.is_revoked(RevokedKind.VOUCHER, "v")
    current = kept.cache.current(Kind.REVOCATIONS)
    assert current is not None
    assert current.version == "2"


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
