"""What journeys that print on A4 share: settings with such a printer, what came out of it, and a hand with paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import audit
from kiosk.app.certificate_visitor import CertificateVisitor
from kiosk.app.walker import Pace

if TYPE_CHECKING:
    from journeying import Hall

WITH_A4 = {
    "devices__page_printer__driver": "printer.ipp",
    "platform__read_timeout_s": "60",  # the first certificate brings typesetter and signer along
    "session__certificate_s": "90",
}
PATIENT = Pace(reading_s=0.05, patience_s=60)
"""Of somebody who waits while the printer is looked after."""


def came_out(hall: Hall) -> list[bytes]:
    """The PDF of every sheet that the printer laid down."""
    printer = hall.terminal.backstage.simulation.page_printer
    assert printer is not None
    return printer.papers


def recorded(state: Path, kind: str, document: str = "") -> list[tuple[str, str]]:
    """Kinds and outcomes of what the ledger says of every paper, or of this one, in order; `kind` ("certificate",
    "copy") is left out where it is that, and any other shows."""
    entries = [record.entry for record in audit.read(state / audit.KEPT_IN)]
    found = [each for each in entries if each.document and document in ("", each.document)]
    return [(each.kind.removeprefix(f"{kind}."), each.outcome) for each in found]


class BringsPaper(CertificateVisitor):
    """Somebody comes with paper as soon as the page says that there is none."""

    def _held_up(self) -> None:
        printer = self._simulation.page_printer
        assert printer is not None
        printer.set_paper("full")
