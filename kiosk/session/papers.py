"""Papers that are handed in: whose work it is to photograph, scan and read them, and what their answers mean."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from drivers.contract.document import PageLook, PaperSize, ScannedPage
from kiosk.session import jobs
from kiosk.session.effects import PreparePaperReader, ReadPage, ScanPaper, WatchPaper
from kiosk.session.events import (
    Event,
    PageSeen,
    PagesScanned,
    PaperRead,
)
from kiosk.session.model import PageRead, Stamp
from kiosk.session.task import Task

if TYPE_CHECKING:
    from datetime import datetime

    from drivers.contract.document import DocumentCamera, DocumentScanner, PaperReader
    from drivers.worker import JobContext
    from kiosk.session.crew import Crew, Deadlines
    from kiosk.session.viewfinder import Viewfinder

log = logging.getLogger("kiosk.session")

Wanted = WatchPaper | ScanPaper | PreparePaperReader | ReadPage

READING = "reading"
DEVICES = {"paper": "document_camera", "scan": "document_scanner"}
"""Class of the device, by kind of job, where its failure is simply told. Print that is not read stops nobody."""


@dataclass(frozen=True, slots=True)
class Scanned:
    pages: tuple[ScannedPage, ...] = field(repr=False)


def note_left() -> None:
    """Somebody has gone without their papers: staff look for whose they are."""
    log.warning("papers left", extra={"device": "document_camera", "code": "capture.papers_left"})


def task_of(wanted: Wanted, crew: Crew, deadlines: Deadlines, viewfinder: Viewfinder, now: datetime) -> Task:
    match wanted:
        case WatchPaper(_, size, taken):
            watch = _watching(viewfinder, size, taken)
            return Task("paper", crew.document_camera, watch, deadlines.paper_s)
        case ScanPaper():
            return Task("scan", crew.document_scanner, _scan, deadlines.scan_s)
        case PreparePaperReader():
            return Task("prepare", crew.paper_reader, _prepare, deadlines.reading_s)
        case ReadPage(_, page, kind):
            read = _reading(page, kind, now.date().isoformat())
            return Task(READING, crew.paper_reader, read, deadlines.reading_s, lasts=True)


def forgetting(crew: Crew, deadlines: Deadlines) -> Task:
    return Task("forget", crew.paper_reader, _forget, deadlines.reading_s, lasts=True)


def _watching(viewfinder: Viewfinder, size: PaperSize, taken: ScannedPage | None) -> Callable[[Any, JobContext], None]:
    def watch(camera: DocumentCamera, job: JobContext) -> None:
        jobs.watch_paper(camera, job, viewfinder, size, taken)

    return watch


def _scan(scanner: DocumentScanner, _job: JobContext) -> Scanned:
    return Scanned(scanner.scan())


def _prepare(reader: PaperReader, _job: JobContext) -> None:
    reader.prepare()


def _forget(reader: PaperReader, _job: JobContext) -> None:
    reader.forget()


def _reading(page: ScannedPage, kind: str, today: str) -> Callable[[Any, JobContext], PageRead]:
    def read(reader: PaperReader, _job: JobContext) -> PageRead:
        return PageRead(page, reader.read(page, kind=kind, today=today))

    return read


def answered(stamp: Stamp, value: object) -> Event | None:
    """None for what is nobody's business here."""
    match value:
        case PageLook():
            return PageSeen(stamp, value)
        case PageRead():
            return PaperRead(stamp, value)
        case Scanned(pages):
            return PagesScanned(stamp, pages)
        case _:
            return None
