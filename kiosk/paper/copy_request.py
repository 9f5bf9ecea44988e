"""Asks for the copy of an application, which a process of its own typesets (`kiosk.paper.application`)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from pydantic import BaseModel

from drivers.errors import MediaError
from kiosk.paper.page_print import PagePrint, Paper
from kiosk.platform.item import ServiceItem
from kiosk.platform.schema import Application

TYPESET_S = 25.0
"""Below what counts as hung (`Deadlines.page_s`); the person is told sooner (`Limits.certificate_s`)."""
_ROOT = Path(__file__).parents[2]
_SHEETS = re.compile(rb"/Type */Pages\b[^>]*/Count (\d+)")
"""The root of a PDF's page tree (ISO 32000-2, 7.7.3.2), which Typst leaves uncompressed."""


class CopyRequest(BaseModel):
    """`item`: the one applied for. `code`: what the receipt's code says; "" = none."""

    application: Application
    item: ServiceItem
    code: str = ""


def copy_page(request: CopyRequest, session_id: str) -> PagePrint:
    """Not for the GUI thread: it takes a second or two. Raises MediaError `copy.not_made`."""
    command = [sys.executable, "-P", "-m", "kiosk.paper.application"]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    asked = request.model_dump_json().encode()
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter and module)
            command, input=asked, env=environment, capture_output=True, timeout=TYPESET_S, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise MediaError("copy.not_made", retryable=True) from error
    return copy_of(request.application.id, done.stdout, session_id)


def copy_of(submission_id: str, pdf: bytes, session_id: str) -> PagePrint:
    """A copy for paper, one page a sheet. Raises MediaError `copy.not_made` for what has no pages."""
    counts = [int(count) for count in _SHEETS.findall(pdf)]
    if not counts:
        raise MediaError("copy.not_made", retryable=False)
    return PagePrint(f"copy-{session_id[:8]}", pdf, max(counts), number=submission_id, kind=Paper.COPY)
