"""Tickets and slips beside the receipt of an application. Words: `receipts/*.toml`. Nothing personal unmasked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from drivers.contract.receipt_printer import Receipt
from kiosk import masking
from kiosk.paper.receipt_templates import Value, filled_receipt
from kiosk.paper.receipt_words import in_fours, moment_in
from kiosk.platform.item import Text, in_language


@dataclass(frozen=True, slots=True)
class Printing:
    """What all papers of a terminal have in common.

    `now` is aware, in the terminal's time zone.
    """

    terminal_id: str
    hall_name: Text
    hotline: str
    now: datetime
    language: str
    large_print: bool = False

    def fill(self, paper: str, values: dict[str, Value]) -> Receipt:
        common: dict[str, Value] = {
            "terminal": self.terminal_id,
            "hall": in_language(self.hall_name, self.language),
            "hotline": self.hotline,
            "time": moment_in(self.now, self.language),
        }
        return filled_receipt(paper, common | values, self.language, large_print=self.large_print)

    def said(self, text: Text) -> str:
        return in_language(text, self.language)


def queue_ticket(
    printing: Printing,
    *,
    number: str,
    item: Text,
    ahead: int,
    counters: str = "",
    wait_minutes: int = 0,
    code: str = "",
) -> Receipt:
    """A place in the queue: `A023`. `wait_minutes`: an estimate; 0 = none. `code`: for the counter's scanner."""
    wait = str(wait_minutes) if wait_minutes else ""
    values: dict[str, Value] = {"number": number, "item": printing.said(item), "ahead": str(ahead)}
    return printing.fill("ticket", values | {"counters": counters, "wait": wait, "code": code})


def resume_slip(printing: Printing, *, item: Text, secret: str, until: datetime) -> Receipt:
    """Takes up an application that was left. `secret`: unlocks it together with the identity card's number."""
    values: dict[str, Value] = {"item": printing.said(item), "until": moment_in(until, printing.language)}
    return printing.fill("resume", values | {"code": secret})


def pickup_slip(
    printing: Printing,
    *,
    order: str,
    things: Sequence[Text],
    place: Text,
    hours: Text,
    until: datetime,
    pickup_code: str = "",
    code: str = "",
) -> Receipt:
    """What waits where, until when. `pickup_code`: typed together with an identity card; "" = none."""
    values: dict[str, Value] = {
        "order": order,
        "things": _numbered(printing, things),
        "place": printing.said(place),
        "hours": printing.said(hours),
        "until": moment_in(until, printing.language),
        "pickup_code": in_fours(pickup_code),
        "code": code,
    }
    return printing.fill("pickup", values)


def collection_receipt(
    printing: Printing,
    *,
    order: str,
    things: Sequence[Text],
    collector: str,
    originals: Sequence[Text] = (),
    shown: Sequence[Text] = (),
    code: str = "",
) -> Receipt:
    """What was taken out, and before that handed in or shown. `collector`: the full name, which is masked here."""
    values: dict[str, Value] = {
        "order": order,
        "things": _numbered(printing, things),
        "originals": _numbered(printing, originals),
        "shown": _numbered(printing, shown),
        "code": code,
    }
    return printing.fill("collected", values | {"collector": masking.name(collector)})


def printer_test_page(printing: Printing, *, model: str, columns: int, version: str) -> Receipt:
    """For technicians. `columns`: of the printer's profile, font A."""
    ruler = "".join(str(column % 10) for column in range(1, columns + 1))
    code = f"{printing.terminal_id} {printing.now.isoformat(timespec='seconds')}"
    values: dict[str, Value] = {"model": model, "version": version, "ruler": ruler, "code": code}
    return printing.fill("test_page", values)


def _numbered(printing: Printing, things: Sequence[Text]) -> list[dict[str, str]]:
    return [{"nth": str(nth), "thing": printing.said(thing)} for nth, thing in enumerate(things, 1)]
