"""Who works for the session: one worker for each class of device, the durable queue, and how long each may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drivers.contract.barcode import BarcodeReader
    from drivers.contract.camera import Camera
    from drivers.contract.document import DocumentCamera, DocumentScanner, PaperReader
    from drivers.contract.face import FaceMatcher
    from drivers.contract.id_card import IdCardReader
    from drivers.contract.page_printer import PagePrinter
    from drivers.contract.receipt_printer import ReceiptPrinter
    from drivers.contract.smart_card import SmartCardReader
    from drivers.worker import DeviceWorker
    from kiosk.custody.doorkeeper import Doorkeeper
    from kiosk.platform.client import PlatformClient
    from kiosk.session.override import Vouch
    from offline_cache.attachments import Attachment


class Put(Protocol):
    """Queue a record: id, channel, plain text, what goes with it. Returns at once."""

    def __call__(
        self, record_id: str, channel: str, content: bytes, attachments: Sequence[Attachment] = (), /
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Deadlines:
    """When a call to a device counts as hung."""

    card_s: float = 4.0
    code_s: float = 4.0
    camera_s: float = 4.0
    paper_s: float = 15.0
    """A camera that gives no picture says so itself, sooner."""
    scan_s: float = 60.0
    """For one sheet after the other; the driver has deadlines of its own for each."""
    reading_s: float = 60.0
    """The reader has a deadline of its own for a page; this one is above it, and above its start."""
    enrol_s: float = 20.0
    """In the background; half a second, but many times that on a machine that is busy elsewhere."""
    face_s: float = 8.0
    face_check_s: float = 12.0
    """Until a face check that does not get on counts as a try."""
    print_s: float = 30.0
    page_s: float = 30.0
    """One question to a page printer, and the check of the certificate before the first."""
    locker_s: float = 12.0
    """The answer, the sensor, and what a board that garbles needs until it is asked again."""
    platform_s: float = 10.0
    certificate_s: float = 60.0
    """The first one brings the platform's typesetter and signer along; the person is told sooner (`Limits`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """The workers, one per device class, and the durable queue."""

    id_card: DeviceWorker[IdCardReader]
    camera: DeviceWorker[Camera]
    face: DeviceWorker[FaceMatcher]
    printer: DeviceWorker[ReceiptPrinter]
    platform: DeviceWorker[PlatformClient]
    barcode: DeviceWorker[BarcodeReader] | None = None
    pcsc: DeviceWorker[SmartCardReader] | None = None
    locker: DeviceWorker[Doorkeeper] | None = None
    """The cabinet, whose every door is written down."""
    document_camera: DeviceWorker[DocumentCamera] | None = None
    document_scanner: DeviceWorker[DocumentScanner] | None = None
    paper_reader: DeviceWorker[PaperReader] | None = None
    page_printer: DeviceWorker[PagePrinter] | None = None
    put: Put
    vouch: Vouch

    def workers(self) -> tuple[DeviceWorker[Any], ...]:
        return (self.id_card, self.camera, self.face, self.printer, self.platform, *self.optional())

    def optional(self) -> tuple[DeviceWorker[Any], ...]:
        """Those that not every terminal has."""
        papers = (self.document_camera, self.document_scanner, self.paper_reader)
        workers = (self.barcode, self.pcsc, self.locker, *papers, self.page_printer)
        return tuple(worker for worker in workers if worker is not None)
