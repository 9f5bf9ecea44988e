"""A page printer that prints genuine certificates only, on special paper that is counted, and what is made here.

Has the shape of a page printer, so that it lives on a `DeviceWorker` thread like one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from drivers.contract.device import DeviceStatus
from drivers.contract.page_printer import Media, PageDocument, PageJob, PagePrinter
from drivers.errors import MediaError
from kiosk.paper.sheet_count import SheetCount, SheetCountError

CHECK_S = 20.0
_ROOT = Path(__file__).parents[2]


class PageDesk:
    """Implements `drivers.contract.page_printer.PagePrinter`.

    Args:
        authority: PEM of the authority that issuers' certificates come from; None while it is not known.
        count: the special paper, as it stands now.
    """

    def __init__(
        self, printer: PagePrinter, authority: Callable[[], Path | None], count: Callable[[], SheetCount]
    ) -> None:
        self._printer = printer
        self._authority = authority
        self._count = count
        self._checked = ""
        """Name of the document that was found genuine last."""

    def open(self) -> None:
        self._printer.open()

    def close(self) -> None:
        self._printer.close()

    def status(self) -> DeviceStatus:
        return self._printer.status()

    def print(self, document: PageDocument) -> PageJob:
        """As the printer does; MediaError too: `page_print.not_genuine`, `page_print.unchecked`, `sheets.none_left`,
        `sheets.unreadable`."""
        if document.name != self._checked:
            if document.signed or document.media is Media.SPECIAL:  # special paper is for certificates alone
                self._check(document.pdf)
            self._draw(document)
            self._checked = document.name
        return self._printer.print(document)

    def job(self, job_id: int) -> PageJob:
        return self._printer.job(job_id)

    def cancel(self, job_id: int) -> PageJob:
        return self._printer.cancel(job_id)

    def _draw(self, document: PageDocument) -> None:
        """Special paper is off the count before the printer can have it."""
        if document.media is not Media.SPECIAL:
            return
        try:
            count = self._count()
            if document.name not in count.in_doubt:
                count.draw(document.name, document.sheets, datetime.now(UTC))
        except SheetCountError as error:
            raise MediaError(str(error), retryable=False) from error
        except OSError as error:
            raise MediaError("sheets.unreadable", retryable=True) from error

    def _check(self, pdf: bytes) -> None:
        """In a process of its own: what reads PDF is large, and needed for a second."""
        authority = self._authority()
        if authority is None:
            raise MediaError("page_print.unchecked", retryable=True)
        command = [sys.executable, "-P", "-m", "kiosk.paper.verification", str(authority)]
        environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
        try:
            done = subprocess.run(  # noqa: S603 (our own interpreter and module)
                command, input=pdf, env=environment, capture_output=True, timeout=CHECK_S, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise MediaError("page_print.unchecked", retryable=True) from error
        if done.returncode != 0:
            raise MediaError("page_print.not_genuine", retryable=False)
