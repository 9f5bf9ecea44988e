"""What stands behind the start page: simulators, device workers, the gateway when it is ours, the durable queue.

Brought up on a thread of its own, in the order in which a person could come to need it.
"""

from __future__ import annotations

import base64
import logging
import threading
from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast

from config.persons import PERSONS_FILE
from drivers import registry
from drivers.contract.device import Device, DeviceState, DeviceStatus
from drivers.worker import DeviceWorker, StatusChanged, WorkerEvent
from kiosk.app.ledger import Ledger
from kiosk.app.link import Link, asking, cache_settings, link_of
from kiosk.app.simulation import Simulation
from kiosk.custody.desk import CustodyDesk
from kiosk.custody.doorkeeper import Doorkeeper
from kiosk.custody.tags import Tags
from kiosk.errors import PlatformError
from kiosk.platform.announcement import Announcement
from kiosk.platform.client import PlatformClient
from kiosk.platform.pinned_keys import pinned_keys
from kiosk.platform.references import Revocations, Vouchers
from kiosk.platform.vouchers import VoucherShelf
from kiosk.session.crew import Crew
from kiosk.session.steps.capture import MOST_PAGES
from kiosk.slip_key import SlipKey
from offline_cache.cache import OfflineCache
from offline_cache.errors import CacheError
from offline_cache.events import CacheEvent, PutFailed, Queued
from offline_cache.reference import Kind, ReferenceCache
from offline_cache.terminal_secret import KEPT_IN, TerminalSecret

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from config.settings import Settings
    from drivers.contract.camera import Camera
    from drivers.contract.face import FaceMatcher
    from drivers.contract.locker import Cell
    from drivers.contract.page_printer import PagePrinter
    from drivers.contract.receipt_printer import ReceiptPrinter
    from drivers.faults import FaultScript
    from kiosk.gateway.embedded import EmbeddedGateway
    from kiosk.paper.sheet_count import SheetCount
    from kiosk.platform.schema import PlatformKeys
    from offline_cache.attachments import Attachment

log = logging.getLogger("kiosk.app")

_Device = TypeVar("_Device", bound=Device)

PLATFORM_STATUS_EVERY_S = 30.0
KEYS_RETRY_S = 5.0
SMART_CARDS_RETRY_S = (0.5, 1.0)
"""A restarted pcscd is back soon, and costs nothing to ask."""


class Backstage:
    """Everything that works for the session.

    Args:
        post: takes what workers and cache report; called on their threads.
        offline: the platform is known (its keys are), but cannot be reached.
        is_staff_revoked: by the SHA-256 of a staff card's key; asked on the readers' worker.
    """

    def __init__(
        self,
        settings: Settings,
        faults: FaultScript,
        post: Callable[[WorkerEvent | CacheEvent], None],
        *,
        offline: bool = False,
        is_staff_revoked: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._settings = settings
        self._faults = faults
        self._post = post
        self._offline = offline
        self._cache: OfflineCache | None = None
        self._secret: TerminalSecret | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._bring_up, name="backstage", daemon=True)
        self._ca_file: Path | None = None
        self.gateway: EmbeddedGateway | None = None
        self.reference: ReferenceCache | None = None
        """There once the platform's keys are known. For the platform's worker."""
        self.announcement: Announcement | None = None
        """Of the keys that this terminal made for itself. For the platform's worker."""
        self.slip_key: SlipKey | None = None
        """Signs receipts; there before anything can be queued."""
        self.certificate_key = b""
        """The platform's public key on certificates; there once the platform was met."""
        self.tags: Tags | None = None
        """There before anything can be queued, and before a door is opened."""
        self.desk = CustodyDesk(settings.paths.state_dir, settings.terminal.id, self.put)
        """Opened with the locker, on whose worker alone it writes of doors; other threads read how things stand."""
        self.cells: tuple[Cell, ...] = ()
        """Of the cabinet; known once its worker has made the locker."""
        self.ledger = Ledger(
            self.desk, lambda: self.tags, opens=not settings.devices.locker.driver, sheets=self._sheets
        )
        self.simulation = Simulation(settings, faults, is_staff_revoked=is_staff_revoked)
        self.crew = self._hire()

    def start(self) -> None:
        self._thread.start()

    def check(self) -> None:
        """Notice hung devices; about ten times a second, on the GUI thread."""
        for worker in self.crew.workers():
            worker.check()

    def put(self, record_id: str, channel: str, content: bytes, attachments: Sequence[Attachment] = (), /) -> None:
        """Hand a record to the durable queue; before that one is up, nothing is promised."""
        if self._cache is None:
            self._posted(PutFailed(record_id, "outbox.starting"))
        else:
            self._cache.put(record_id, channel, content, attachments)

    def _posted(self, event: CacheEvent) -> None:
        """What the queue says of a report of custody is between the two."""
        reporter = self.desk.reporter
        if isinstance(event, Queued) and reporter.queued(event.id):
            return
        if isinstance(event, PutFailed) and reporter.refused(event.id, event.code):
            return
        self._post(event)

    @property
    def waiting(self) -> int:
        """Records in the durable queue that the platform has not answered yet."""
        if self._cache is None:
            return 0
        counts = self._cache.counts()
        return counts.pending + counts.leased

    def stop(self, timeout_s: float = 5.0) -> None:
        """End everything: what was handed over is committed, devices are closed, children are gone."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        for worker in self.crew.workers():
            worker.stop(timeout_s)
        self.ledger.stop(timeout_s)
        self.desk.close()
        if self._cache is not None:
            self._cache.stop(timeout_s)
        if self.gateway is not None:
            self.gateway.stop()
        self.simulation.stop()

    # ---- bringing up -------------------------------------------------------------------------------------------------

    def _hire(self) -> Crew:
        devices, at = self._settings.devices, self.simulation
        return Crew(
            id_card=DeviceWorker("id_card", self.simulation.make_card_reader, self._post),
            camera=DeviceWorker("camera", lambda: cast("Camera", self._camera()), self._post),
            face=DeviceWorker("face", lambda: cast("FaceMatcher", self._face()), self._post),
            printer=DeviceWorker("printer", lambda: cast("ReceiptPrinter", self._printer()), self._post),
            platform=DeviceWorker("platform", self._client, self._post, status_every_s=PLATFORM_STATUS_EVERY_S),
            barcode=DeviceWorker("barcode", self.simulation.make_scanner, self._post)
            if self._settings.devices.barcode.driver
            else None,
            pcsc=DeviceWorker(
                "pcsc", self.simulation.make_smart_card_reader, self._post, open_retry_s=SMART_CARDS_RETRY_S
            )
            if self.simulation.has_smart_cards
            else None,
            locker=self._hire_locker() if self._settings.devices.locker.driver else None,
            document_camera=self._at_need("document_camera", devices.document_camera.driver, at.make_document_camera),
            document_scanner=self._at_need(
                "document_scanner", devices.document_scanner.driver, at.make_document_scanner
            ),
            paper_reader=self._at_need("paper_reader", devices.paper_reader.driver, at.make_paper_reader),
            page_printer=self._at_need("page_printer", devices.page_printer.driver, self._page_desk),
            put=self.put,
            vouch=self.ledger.overridden,
        )

    def _at_need(self, name: str, driver: str, make: Callable[[], _Device]) -> DeviceWorker[_Device] | None:
        """None where the settings name no driver; all pages of a paper may wait for it."""
        return DeviceWorker(name, make, self._post, inbox=2 * MOST_PAGES) if driver else None

    def _page_desk(self) -> PagePrinter:
        from kiosk.paper.page_desk import PageDesk

        return PageDesk(self.simulation.make_page_printer(), lambda: self._ca_file, self._sheets)

    def _sheets(self) -> SheetCount:
        from kiosk.paper.sheet_count import KEPT_IN, SheetCount

        return SheetCount(self._settings.paths.state_dir / KEPT_IN)

    def _hire_locker(self) -> DeviceWorker[Doorkeeper]:
        device = self._settings.devices.locker
        turn_s = device.poll_every_s / len(device.options.boards)  # each status is one board's poll
        return DeviceWorker(
            "locker",
            self._make_doorkeeper,
            self._post,
            status_every_s=turn_s,
        )

    def _make_doorkeeper(self) -> Doorkeeper:
        locker = self.simulation.make_locker()
        self.cells = locker.capabilities.cells
        return Doorkeeper(locker, self.desk)

    def _camera(self) -> object:
        device = self._settings.devices.camera
        options: dict[str, object] = device.options.model_dump()
        if device.simulate:
            options |= {"presence": self.simulation.presence, "faults": self._faults}
        return registry.create(device.driver, options)

    def _face(self) -> object:
        device = self._settings.devices.face
        options: dict[str, object] = device.options.model_dump()
        if device.simulate:
            options["faults"] = self._faults
        return registry.create(device.driver, options)

    def _printer(self) -> object:
        device = self._settings.devices.printer
        options: dict[str, object] = device.options.model_dump()
        if self.simulation.printer is not None:
            host, port = self.simulation.printer.address
            options |= {"transport": "network", "host": host, "port": port}
        return registry.create(device.driver, options)

    def _client(self) -> PlatformClient:
        assert self._cache is not None  # its worker is started after the cache
        return PlatformClient(self._cache.transport)

    def _bring_up(self) -> None:
        """Runs on its own thread. What fails here shows as the health of "outbox" or of a device."""
        self.simulation.start()
        for worker in (self.crew.id_card, self.crew.face, self.crew.camera, self.crew.printer):
            worker.start()
        for worker in self.crew.optional():
            worker.start()
        try:
            self.tags = Tags(self._own_secret())
            if self._settings.platform.embedded:
                self._spawn_gateway()
            self._open_queue(link_of(self._settings.platform, self.gateway))
        except (PlatformError, CacheError) as error:
            self._queue_is(DeviceState.HARDWARE_ERROR, error.code)
        except OSError:
            self._queue_is(DeviceState.HARDWARE_ERROR, "outbox.disk")

    def _queue_is(self, state: DeviceState, code: str = "") -> None:
        log.log(
            logging.INFO if state.usable else logging.ERROR,
            "queue",
            extra={"device": "outbox", "state": state.value, "code": code},
        )
        self._post(StatusChanged("outbox", DeviceStatus(state, code)))

    def _spawn_gateway(self) -> None:
        from kiosk.app.phones import hotline, phones
        from kiosk.gateway.embedded import EmbeddedGateway
        from kiosk.gateway.paths import DEMO_ORDERS

        self.gateway = EmbeddedGateway(
            self._settings.paths.state_dir / "gateway",
            self._settings.paths.catalogue_dir,
            terminal_id=self._settings.terminal.id,
            faults_file=self._settings.simulation.faults_file,
            options=("--citizens", str(PERSONS_FILE), "--orders", str(DEMO_ORDERS)),
        )
        self.gateway.prepare()
        self.simulation.issue_eid = phones(self.gateway.state_dir)
        self.simulation.ask_staff = hotline(self.gateway.state_dir, self._settings.terminal.id)
        self.gateway.spawn()

    def _open_queue(self, link: Link) -> None:
        self._settings.paths.state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._ca_file = link.ca_file
        self.slip_key = SlipKey.load_or_make(self._settings.paths.state_dir / "slip.key")
        keys = self._platform_keys(link)
        self.certificate_key = base64.b64decode(keys.receipt_public_key)
        reference = self._open_reference(link, self.slip_key, self.certificate_key)
        if self._offline:
            if self._settings.devices.locker.driver:
                self._fetch_vouchers(link, reference)
            if self.gateway is not None:
                self.gateway.stop()
            link = link.cut()
        cache = OfflineCache(cache_settings(self._settings, link, keys), self._posted)
        cache.start()
        self._cache = cache
        self.reference = reference
        self.crew.platform.start()

    def _own_secret(self) -> TerminalSecret:
        """Raises OSError, SealError."""
        if self._secret is None:
            state_dir = self._settings.paths.state_dir
            state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._secret = TerminalSecret.load_or_make(state_dir / KEPT_IN)
        return self._secret

    def _open_reference(self, link: Link, slip_key: SlipKey, verify_key: bytes) -> ReferenceCache:
        state_dir, terminal_id = self._settings.paths.state_dir, self._settings.terminal.id
        secret = self._own_secret()
        self.announcement = Announcement(
            terminal_id, link.key_file, receipt_public=slip_key.public, wrapping_public=secret.wrapping_public
        )
        shelves = {Kind.VOUCHERS: VoucherShelf(secret, terminal_id)}
        return ReferenceCache(state_dir / "reference", verify_key, shelves=shelves)

    def _fetch_vouchers(self, link: Link, reference: ReferenceCache) -> None:
        """The network was there until a moment ago: what can be picked up without it was told before."""
        assert self.announcement is not None
        documents = {Kind.REVOCATIONS: Revocations, Kind.VOUCHERS: Vouchers}
        with asking(link, self._settings) as client:
            self.announcement.make(client)
            for kind, document in documents.items():
                reference.refresh(kind, partial(client.document, kind), document.model_validate_json)

    def _platform_keys(self, link: Link) -> PlatformKeys:
        """A terminal that was never connected waits here for its first contact, out of service meanwhile."""
        file = self._settings.paths.state_dir / "platform-keys.json"
        waits = False
        with asking(link, self._settings) as client:
            while True:
                try:
                    keys = pinned_keys(file, client.keys)
                except PlatformError as error:
                    if not waits:
                        waits = True
                        self._queue_is(DeviceState.OFFLINE, "outbox.keyless")
                        self._post(StatusChanged("platform", DeviceStatus(DeviceState.OFFLINE, error.code)))
                    if not error.retryable or self._stopping.wait(KEYS_RETRY_S):
                        raise
                else:
                    if waits:
                        self._queue_is(DeviceState.ONLINE)
                    return keys
