"""The audit ledger for whatever is not about doors: receipts, certificates, face checks, staff who vouch.

A record is synced to the disk. What follows from it only then is *kept*, and its failure is an error; the rest is
*noted*, on a thread of its own that begins with the first: a receipt or a verdict never waits for its record, and what
cannot be recorded is logged.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from drivers.contract.page_printer import Media
from drivers.errors import DeviceError, DeviceUnavailable
from kiosk.audit import AuditError, Entry
from kiosk.paper.page_print import Stage
from kiosk.paper.sheet_count import SheetCountError, fate_of

if TYPE_CHECKING:
    from drivers.contract.face import FaceLook
    from drivers.contract.receipt_printer import PrintResult
    from kiosk.custody.desk import CustodyDesk
    from kiosk.custody.tags import Tags
    from kiosk.paper.page_print import PagePrint
    from kiosk.paper.sheet_count import SheetCount
    from kiosk.session.override import Override

log = logging.getLogger("kiosk.app")

WAITING_MAX = 64
RECEIPT = "receipt"
"""`receipt.printed`, `receipt.not_printed`, `receipt.unknown`; the entry's outcome is the device's code, or `ok`.
The same of A4 pages, `certificate.…` and `copy.…` (`Paper`), whose number is the entry's `document`; and
`certificate.reprint`, `copy.reprint`, whose outcome is why."""
FACE = "face"
"""`face.accept`, `face.retry`, `face.reject`; the outcome is the liveness check's reason, or the distance's band."""
OVERRIDE = "face.override"
"""Staff vouched, by `.card` or `.code`; the outcome is why no face was compared (`kiosk.gateway.staff_codes`)."""


class Ledger:
    """From any thread.

    Args:
        tags: None as long as there are none: then there is no session either.
        sheets: the special paper, as it stands now; None where there is none.
        opens: whether nobody else opens the ledger here, because there is no cabinet.
    """

    def __init__(
        self,
        desk: CustodyDesk,
        tags: Callable[[], Tags | None],
        *,
        opens: bool,
        sheets: Callable[[], SheetCount] | None = None,
    ) -> None:
        self._sheets = sheets
        self._desk = desk
        self._tags = tags
        self._opens = opens
        self._opening = threading.Lock()
        self._waiting: queue.Queue[tuple[Entry, PagePrint | None] | None] = queue.Queue(WAITING_MAX)
        self._thread: threading.Thread | None = None

    def printed(self, session_id: str, result: PrintResult) -> None:
        """Returns at once."""
        outcome = result.code or "ok"
        self._note(Entry(f"{RECEIPT}.{result.outcome.value}", session_tag=self._session(session_id), outcome=outcome))

    def page(self, session_id: str, page: PagePrint) -> None:
        """An attempt at a page is over, or, where it is still to be sent, made again for a reason. Returns at
        once; the sheets of special paper that it took are told of too."""
        again = page.stage is Stage.SENDING
        kind = f"{page.kind}.{'reprint' if again else page.stage.value}"
        outcome = page.reason.value if again and page.reason else page.code or "ok"
        tag = self._session(session_id)
        self._note(Entry(kind, session_tag=tag, document=page.number, outcome=outcome), page)

    def checked(self, session_id: str, look: FaceLook) -> None:
        """A face check came to a verdict, and how its prompts can be drawn again. Returns at once."""
        assert look.verdict is not None
        drawn = look.liveness
        self._note(
            Entry(
                f"{FACE}.{look.verdict.value}",
                session_tag=self._session(session_id),
                challenge=f"{drawn.version.replace(' ', '-')}.{drawn.seed}" if drawn else "",
                outcome=look.reason or look.score_band or "unseen",
            )
        )

    def overridden(self, override: Override) -> None:
        """Staff vouched for a person; returns when that is on the disk. Not for the GUI thread.

        Raises:
            DeviceError: `staff.unrecorded`, with the ledger's own code as `why`: it must not count.
        """
        try:
            self._keep(_entry(override, self._tags()))
        except DeviceError as error:
            raise DeviceError("staff.unrecorded", retryable=True, data={"why": error.code}) from error

    def stop(self, timeout_s: float) -> None:
        """Everything noted is on the disk, or logged."""
        if self._thread is not None:
            self._waiting.put(None, timeout=timeout_s)
            self._thread.join(timeout_s)

    def _session(self, session_id: str) -> str:
        tags = self._tags()
        return tags.session(session_id) if tags else ""

    def _note(self, entry: Entry, page: PagePrint | None = None) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="ledger", daemon=True)
            self._thread.start()
        try:
            self._waiting.put_nowait((entry, page))
        except queue.Full:
            _log_lost(entry, "audit.busy")

    def _keep(self, entry: Entry) -> None:
        """Raises DeviceError."""
        with self._opening:
            if self._opens:
                self._desk.open()
                self._opens = False
        try:
            self._desk.ledger.append(entry)
        except AuditError as error:
            raise DeviceError(error.code, retryable=error.retryable, data=error.data) from error

    def _work(self) -> None:
        while (noted := self._waiting.get()) is not None:
            entry, page = noted
            if page is not None and page.media is Media.SPECIAL:
                self._count(page)
            try:
                self._keep(entry)
            except DeviceError as error:
                _log_lost(entry, error.code)

    def _count(self, page: PagePrint) -> None:
        """What cannot be told stays in doubt, and staff look for the sheet."""
        fate = fate_of(page)
        if fate is None or self._sheets is None:
            return
        try:
            count = self._sheets()
            if page.document.name in count.in_doubt:
                count.tell(page.document.name, fate, datetime.now(UTC), page.code)
        except (SheetCountError, OSError):
            log.error("sheets not counted", extra={"device": "page_printer", "code": "sheets.unreadable"})


def _entry(override: Override, tags: Tags | None) -> Entry:
    """Raises DeviceUnavailable while there are no tags."""
    if tags is None:
        raise DeviceUnavailable("audit.closed", retryable=True)
    number = override.identity_number
    return Entry(
        f"{OVERRIDE}.{override.means}",
        session_tag=tags.session(override.session_id),
        person_tag=tags.person(number) if number else "",
        staff_tag=tags.staff(override.staff_id),
        outcome=override.reason,
    )


def _log_lost(entry: Entry, code: str) -> None:
    log.error("not recorded", extra={"device": entry.kind.partition(".")[0], "code": code})
