"""What became of each receipt, in the audit ledger: printed, not printed, or unknown, and why.

A record is synced to the disk, so it is written on a thread of its own, which begins with the first receipt. What
cannot be recorded is logged: a receipt never decides whether a submission counts, and nobody waits for its record.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from drivers.errors import DeviceError
from kiosk.audit import AuditError, Entry

if TYPE_CHECKING:
    from drivers.contract.receipt_printer import PrintResult
    from kiosk.custody.desk import CustodyDesk
    from kiosk.custody.tags import Tags

log = logging.getLogger("kiosk.app")

WAITING_MAX = 64
KIND = "receipt"
"""`receipt.printed`, `receipt.not_printed`, `receipt.unknown`; the entry's outcome is the device's code, or `ok`."""


class PrintRecord:
    """From any thread.

    Args:
        tags: None as long as there are none: then there is no session either.
        opens: whether nobody else opens the ledger here, because there is no cabinet.
    """

    def __init__(self, desk: CustodyDesk, tags: Callable[[], Tags | None], *, opens: bool) -> None:
        self._desk = desk
        self._tags = tags
        self._opens = opens
        self._waiting: queue.Queue[Entry | None] = queue.Queue(WAITING_MAX)
        self._thread: threading.Thread | None = None

    def note(self, session_id: str, result: PrintResult) -> None:
        """Returns at once."""
        tags = self._tags()
        tag = tags.session(session_id) if tags else ""
        entry = Entry(f"{KIND}.{result.outcome.value}", session_tag=tag, outcome=result.code or "ok")
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="print record", daemon=True)
            self._thread.start()
        try:
            self._waiting.put_nowait(entry)
        except queue.Full:
            _log_lost("audit.busy")

    def stop(self, timeout_s: float) -> None:
        """Everything noted is on the disk, or logged."""
        if self._thread is not None:
            self._waiting.put(None, timeout=timeout_s)
            self._thread.join(timeout_s)

    def _work(self) -> None:
        while (entry := self._waiting.get()) is not None:
            try:
                if self._opens:
                    self._opens = False
                    self._desk.open()
                self._desk.ledger.append(entry)
            except (AuditError, DeviceError) as error:
                _log_lost(error.code)


def _log_lost(code: str) -> None:
    log.error("print not recorded", extra={"device": "printer", "code": code})
