"""One running terminal, put together from its settings."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from kiosk.app import heaps
from kiosk.services.catalogue import load_catalogue
from kiosk.session.effects import AwaitCode, Effect, FindPickups, WatchForStaff
from kiosk.session.events import (
    Broke,
    HealthChanged,
)
from kiosk.session.limits import Limits
from kiosk.session.machine import IDLE_PAGES
from kiosk.session.model import Errand, Session, Stamp, Step
from kiosk.session.runtime import Runtime
from kiosk.session.steps.pickup import knows_vouchers
from kiosk.session.viewfinder import Viewfinder
from ui.clock import QtClock

if TYPE_CHECKING:
    from config.settings import Settings
    from drivers.contract.receipt_printer import Receipt
    from drivers.faults import FaultScript
    from drivers.worker import WorkerEvent
    from kiosk.app.backstage import Backstage
    from kiosk.app.reference_keeper import ReferenceKeeper
    from kiosk.app.references import References
    from kiosk.app.sounds import Sounds
    from kiosk.custody.counter import Counter
    from kiosk.platform.certificate_code import CertificateCode
    from kiosk.platform.client import PlatformClient
    from kiosk.session.events import Event
    from kiosk.session.performer import Performer
    from kiosk.slip import Slip
    from offline_cache.events import CacheEvent
    from ui.bridge import Bridge

CHECK_EVERY_S = 0.1
TIDY_AFTER_S = 1.0


class Terminal:
    """Session, screen side and backstage of one terminal. Made on the GUI thread, where everything here runs.

    The start page needs only the runtime: backstage and performer are made, and imported, when first asked for.

    Args:
        offline: the platform cannot be reached, for journeys that show it.
        silent: nothing is to be heard, for journeys that nobody listens to.
    """

    def __init__(self, settings: Settings, faults: FaultScript, *, offline: bool = False, silent: bool = False) -> None:
        heaps.share()
        self.settings = settings
        self.viewfinder = Viewfinder()
        self._faults = faults
        self._offline = offline
        self._silent = silent
        self._clock = QtClock()
        self._bridge: Bridge | None = None
        self._occupied = False
        self._errand = Errand.APPLY
        self.runtime = Runtime(
            clock=self._clock,
            perform=self._perform,
            catalogue=load_catalogue(settings.paths.catalogue_dir),
            settings=settings,
            limits=Limits(**settings.session.model_dump()),
        )

    @cached_property
    def backstage(self) -> Backstage:
        from kiosk.app.backstage import Backstage

        return Backstage(
            self.settings,
            self._faults,
            self._post,
            offline=self._offline,
            is_staff_revoked=self._is_staff_revoked,
        )

    @cached_property
    def performer(self) -> Performer:
        from kiosk.session.performer import Performer

        return Performer(
            self.backstage.crew,
            clock=self._clock,
            dispatch=self._dispatch,
            write_receipt=self._write_receipt,
            slip=self.slip,
            read_slip=self._read_slip,
            read_certificate=self._read_certificate,
            record_page=self.backstage.ledger.page,
            counter=self._counter,
            terminal_id=self.settings.terminal.id,
            viewfinder=self.viewfinder,
        )

    @cached_property
    def _sounds(self) -> Sounds:
        from kiosk.app.sounds import Sounds

        return Sounds(self.settings.sound, self._clock)

    @cached_property
    def references(self) -> References:
        """What the platform published, as far as it is known here."""
        from kiosk.app.references import References

        return References(
            self.settings.reference,
            self.settings.terminal.id,
            offer_catalogue=self.runtime.offer_catalogue,
            show_texts=self.runtime.show_texts,
        )

    @cached_property
    def reference_keeper(self) -> ReferenceKeeper:
        from kiosk.app.reference_keeper import ReferenceKeeper
        from offline_cache.reference import Kind

        return ReferenceKeeper(
            self.backstage.crew.platform,
            lambda: self.backstage.reference,
            self.references.upkeep(),
            tell=self.performer.answered,
            prepare=self._announce,
            in_use={Kind.CATALOGUE: self.runtime.catalogue.version},
        )

    def start(self) -> None:
        """Bring the devices up behind the start page. Call it once that page is shown."""
        from ui.bridge import Bridge

        self._bridge = Bridge(self._arrived)
        self.runtime.dispatch(HealthChanged(Stamp("", 0), self.performer.health))
        self.backstage.start()
        for watch in (AwaitCode(self.runtime.session.stamp, asked=False), WatchForStaff(self.runtime.session.stamp)):
            self.performer.perform(watch)  # as on coming to the start page
        self.runtime.subscribe(self._tidy_up)
        self.runtime.subscribe(self._look_for_vouchers)
        self.runtime.subscribe(self.backstage.simulation.hear)
        if not self._silent:
            self.runtime.subscribe(self._sounds.hear)
        self._check()

    def stop(self) -> None:
        if self._bridge is not None:
            self._bridge.shut()
        if not self._silent:
            self._sounds.stop()
        self._clock.stop()
        self.backstage.stop()

    def broke(self) -> None:
        """A bug showed itself somewhere; callable from any thread."""
        self._post(Broke(Stamp("", 0)))

    def _post(self, message: object) -> None:
        """Callable from any thread. Before the start nobody is there to be told anything."""
        if self._bridge is not None:
            self._bridge.post(message)

    def _perform(self, effect: Effect) -> None:
        if isinstance(effect, FindPickups) and not knows_vouchers(effect.session):
            self._hurry_for_vouchers()
        self.performer.perform(effect)

    def _arrived(self, message: object) -> None:
        if isinstance(message, Broke):
            self.runtime.dispatch(message)
        else:
            self.performer.answered(cast("WorkerEvent | CacheEvent", message))
            self.reference_keeper.answered(message)

    def _counter(self) -> Counter | None:
        from kiosk.custody.counter import Counter

        backstage, references = self.backstage, self.references
        if backstage.tags is None:
            return None
        return Counter(
            backstage.tags,
            lambda: references.vouchers,
            lambda: backstage.desk.custody,
            lambda: backstage.cells,
            code_tries_a_day=self.runtime.limits.code_tries_a_day,
        )

    def _is_staff_revoked(self, key: str) -> bool:
        from kiosk.platform.references import RevokedKind

        return self.references.revocations.is_revoked(RevokedKind.STAFF, key)

    def _tidy_up(self, session: Session) -> None:
        """A moment after somebody has gone, so that the next one does not feel it."""
        if self._occupied and session.step is Step.START:
            self._clock.call_later(TIDY_AFTER_S, heaps.give_back)
        self._occupied = session.step is not Step.START

    def _look_for_vouchers(self, session: Session) -> None:
        """While somebody still says who they are: what was stocked or revoked a minute ago counts too."""
        if session.errand is not Errand.APPLY and session.errand is not self._errand:
            self._hurry_for_vouchers()
        self._errand = session.errand

    def _hurry_for_vouchers(self) -> None:
        from offline_cache.reference import Kind

        self.reference_keeper.hurry(Kind.REVOCATIONS, Kind.VOUCHERS)

    def _check(self) -> None:
        self.backstage.check()
        self.reference_keeper.check(may_ask=self.runtime.session.step in IDLE_PAGES)  # nobody's prefill waits behind it
        self._clock.call_later(CHECK_EVERY_S, self._check)

    def _announce(self, client: PlatformClient) -> None:
        """Called on the platform's worker."""
        if self.backstage.announcement is not None:
            self.backstage.announcement.make(client)

    def slip(self, session: Session) -> str:
        """What the code on the last page says, as on the receipt. "" as long as nothing can be signed."""
        from kiosk.slip import Slip

        submission, key = session.submission, self.backstage.slip_key
        if key is None or submission.created_at is None:
            return ""
        number = submission.status.acceptance_number if submission.status else ""
        return Slip(submission.id, number, submission.created_at, self.settings.terminal.id).signed(key.sign)

    def _read_slip(self, payload: str) -> Slip | None:
        """What a receipt of any terminal says whose key is known here; called on the platform's worker."""
        from kiosk.slip import read_slip, verified_slip

        key = self.backstage.slip_key
        own = read_slip(payload, key.public) if key else None
        return own or verified_slip(payload, self.references.receipt_keys)

    def _read_certificate(self, code: str) -> CertificateCode | None:
        from kiosk.platform.certificate_code import read_certificate_code

        key = self.backstage.certificate_key
        return read_certificate_code(code, key) if key else None

    def _dispatch(self, event: Event) -> None:
        """What became of a receipt or a face check goes into the audit ledger too."""
        from kiosk.session.events import (
            FaceLooked,
            ReceiptPrinted,
        )

        match event:
            case ReceiptPrinted(stamp, result):
                self.backstage.ledger.printed(stamp.session_id, result)
            case FaceLooked(stamp, look) if look.verdict is not None:
                self.backstage.ledger.checked(stamp.session_id, look)
            case _:
                pass
        self.runtime.dispatch(event)

    def _write_receipt(self, session: Session) -> Receipt:
        from kiosk.paper.tickets import Printing
        from kiosk.receipts import application_receipt, pickup_receipt

        terminal, preferences, slip_key = self.settings.terminal, session.preferences, self.backstage.slip_key
        printing = Printing(
            terminal.id,
            terminal.hall_name,
            terminal.hotline,
            self.runtime.now(),
            preferences.language,
            preferences.large_print,
        )
        write = pickup_receipt if session.errand is Errand.PICKUP else application_receipt
        return write(session, printing, slip_key.sign if slip_key else None)
