"""The test page of an A4 printer, for technicians."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import segno

from kiosk.platform.typesetting import filled

TEMPLATE = Path(__file__).with_name("page_test.typ")


def page_printer_test(*, terminal_id: str, printer: str, now: datetime) -> bytes:
    """One page as PDF. `printer`: what it is called here; `now` aware."""
    time = now.isoformat(sep=" ", timespec="seconds")
    code = segno.make_qr(f"{terminal_id} {time}").svg_inline(scale=4)
    return filled(TEMPLATE, {"terminal": terminal_id, "time": time, "printer": printer, "code_svg": code}, now)
