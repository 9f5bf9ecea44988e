"""Printers of A4 pages."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import Protocol

from drivers.contract.device import Device
from drivers.contract.value import Value


class Media(StrEnum):
    """What lies in the printer's tray."""

    PLAIN = "plain"
    SPECIAL = "special"
    """Numbered or watermarked paper for certificates: counted sheet by sheet, and from its own tray."""


class PageDocument(Value):
    """A finished document for a page printer.

    `name` is unique to this print (a reprint has another): the printer is asked for it before anything is sent again,
    so that a lost answer never becomes a second copy. It is shown in the printer's queue: nothing of a person in it.
    `signed` = an issuer's signature is on it, which counts; False for what is made here.
    """

    name: str
    pdf: bytes = field(repr=False)
    sheets: int
    media: Media = Media.PLAIN
    signed: bool = True


class PageJobState(StrEnum):
    """RFC 8011 section 5.3.7 `job-state`, and what is known when the printer does not say."""

    PENDING = "pending"
    HELD = "held"
    PROCESSING = "processing"
    STOPPED = "stopped"
    CANCELED = "canceled"
    ABORTED = "aborted"
    COMPLETED = "completed"
    """The printer has done with it. **That is not "printed"**: only the person who holds the sheet knows."""
    UNKNOWN = "unknown"

    @property
    def ended(self) -> bool:
        return self in (PageJobState.CANCELED, PageJobState.ABORTED, PageJobState.COMPLETED)


class PageJob(Value):
    """One job as the printer tells it.

    Attributes:
        id: the printer's number; 0 when it never told one.
        code: what holds it up or ended it (`page_printer.paper_out`, …); "" = nothing.
        sheets: sheets that the printer says it has put out; None when it does not say. Never proof of paper.
    """

    id: int
    state: PageJobState
    code: str = ""
    sheets: int | None = None


class PagePrinter(Device, Protocol):
    """A printer for A4 pages. Its `status().details` have `paper`, `toner`, `cover` (XFS4IoT `Printer.Status`)."""

    def print(self, document: PageDocument) -> PageJob:
        """Hand the document over, unless a job of its name is there already. Whether it came out, `job` follows.

        `UNKNOWN`: the line broke after sending and could not be asked again; `print` with the same document finds
        out. Raises DeviceUnavailable, DeviceTimeout, MediaError: it was not handed over.
        """
        ...

    def job(self, job_id: int) -> PageJob:
        """How the job is. Raises DeviceUnavailable, DeviceTimeout, ProtocolError."""
        ...

    def cancel(self, job_id: int) -> PageJob:
        """End the job, as far as it has not come out; its state afterwards. Raises as `job` does."""
        ...
