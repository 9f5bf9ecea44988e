"""What a page printer says of itself and of a job, in our words. Pure.

Reasons are keywords with how grave they are behind them: `media-empty-warning` (RFC 8011 section 5.4.12; more in
PWG 5100.9). Printers disagree about how grave an empty tray is: ippeveprinter says "report" as long as nobody prints.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.page_printer import PageJob, PageJobState
from drivers.printer.ipp_codec import Attributes, integer_of, texts_of

A4 = "iso_a4_210x297mm"
PRINTER_ATTRIBUTES = (
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "printer-input-tray",
    "media-ready",
    "document-format-supported",
    "queued-job-count",
    "printer-make-and-model",
)
JOB_ATTRIBUTES = ("job-id", "job-name", "job-state", "job-state-reasons", "job-media-sheets-completed")

_STOPPED = 5  # printer-state: 3 idle, 4 processing, 5 stopped
_JOB_STATES = {
    3: PageJobState.PENDING,
    4: PageJobState.HELD,
    5: PageJobState.PROCESSING,
    6: PageJobState.STOPPED,
    7: PageJobState.CANCELED,
    8: PageJobState.ABORTED,
    9: PageJobState.COMPLETED,
}
_GRAVITY = re.compile(r"-(report|warning|error)$")
_COVER = ("cover-open", "door-open", "interlock-open")
_EMPTY_TONER = ("toner-empty", "marker-supply-empty", "marker-supply-missing", "opc-life-over")
_LOW_TONER = ("toner-low", "marker-supply-low", "opc-near-eol")
_EMPTY_PAPER = ("media-empty", "input-tray-missing")
# The first that applies says what has to be done; a lid comes first, because it is opened over all the others.
_TROUBLES: tuple[tuple[tuple[str, ...], DeviceState, str], ...] = (
    (_COVER, DeviceState.USER_ERROR, "page_printer.cover_open"),
    (("media-jam",), DeviceState.HARDWARE_ERROR, "page_printer.jammed"),
    (("media-needed",), DeviceState.OFFLINE, "page_printer.paper_out"),
    (_EMPTY_PAPER, DeviceState.OFFLINE, "page_printer.paper_out"),
    (_EMPTY_TONER, DeviceState.OFFLINE, "page_printer.toner_out"),
    (("output-area-full", "output-tray-missing"), DeviceState.USER_ERROR, "page_printer.output_full"),
    (("offline", "timed-out", "connecting-to-device", "cups-remote-stopped"), DeviceState.OFFLINE, "page_printer.lost"),
    (("paused", "moving-to-paused", "shutdown", "stopped-partly"), DeviceState.OFFLINE, "page_printer.paused"),
)
_TRAY_FIELD = re.compile(r"(\w+)=([^;]*)")
_BY_HAND = "manual"
_AT_LEAST_ONE = -3
_A4_FEED = {("21000", "29700"), ("29700", "21000")}  # 1/100 mm, as mediaxfeed and mediafeed


def status_of(printer: Attributes, special_source: str = "") -> DeviceStatus:
    """From `PRINTER_ATTRIBUTES`. `special_source` names the tray with the special paper (`media-source`); "" = none."""
    reasons = {_GRAVITY.sub("", reason) for reason in texts_of(printer, "printer-state-reasons")}
    if "media-needed" not in reasons and _has_plain(printer, special_source):
        reasons.discard("media-empty")  # another tray's
    details = {
        "paper": _paper(reasons),
        "toner": "out" if reasons & {*_EMPTY_TONER} else "low" if reasons & {*_LOW_TONER} else "full",
        "cover": "open" if reasons & {*_COVER} else "closed",
    }
    if special_source:
        level = next((level for name, level in _trays(printer) if name == special_source), None)
        details["special_paper"] = "unknown" if level is None else "out" if level == 0 else "full"
    for names, state, code in _TROUBLES:
        if reasons.intersection(names):
            return DeviceStatus(state, code, details)
    if any(_is_grave(reason) for reason in texts_of(printer, "printer-state-reasons")):
        return DeviceStatus(DeviceState.HARDWARE_ERROR, "page_printer.error", details)
    if integer_of(printer, "printer-state") == _STOPPED or not _accepts(printer):
        return DeviceStatus(DeviceState.OFFLINE, "page_printer.paused", details)
    return DeviceStatus(DeviceState.ONLINE, details=details)


def job_of(job: Attributes, printer: Attributes) -> PageJob:
    """From `JOB_ATTRIBUTES` and what the printer says at the same time: it alone tells why a job does not go on."""
    number = integer_of(job, "job-id") or 0
    state = _JOB_STATES.get(integer_of(job, "job-state") or 0, PageJobState.UNKNOWN)
    sheets = integer_of(job, "job-media-sheets-completed")
    reasons = texts_of(job, "job-state-reasons")
    if state is PageJobState.COMPLETED and "job-completed-with-errors" in reasons:
        return PageJob(number, PageJobState.ABORTED, "page_printer.aborted", sheets)
    if state is PageJobState.ABORTED:
        return PageJob(number, state, _why_aborted(reasons), sheets)
    if state.ended:
        return PageJob(number, state, "", sheets)
    return PageJob(number, state, status_of(printer).code, sheets)


def _why_aborted(reasons: Collection[str]) -> str:
    unreadable = {"document-format-error", "unsupported-document-format", "document-unprintable-error"}
    return "page_printer.unreadable" if unreadable.intersection(reasons) else "page_printer.aborted"


def _paper(reasons: Collection[str]) -> str:
    if "media-jam" in reasons:
        return "jammed"
    if {"media-needed", *_EMPTY_PAPER}.intersection(reasons):
        return "out"
    return "low" if "media-low" in reasons else "full"


def _is_grave(reason: str) -> bool:
    return reason.endswith("-error")


def _accepts(printer: Attributes) -> bool:
    entries = printer.get("printer-is-accepting-jobs", ())
    return all(entry.value is not False for entry in entries)


def _has_plain(printer: Attributes, special_source: str) -> bool:
    """Whether a tray that plain paper is drawn from says that it holds A4."""
    return any(
        level > 0 or level == _AT_LEAST_ONE for name, level in _trays(printer) if name not in (special_source, _BY_HAND)
    )


def _trays(printer: Attributes) -> list[tuple[str, int]]:
    """Name and level (sheets; -2 unknown, -3 at least one) of each tray with A4 in it. PWG 5100.13 section 5.6.6."""
    trays: list[tuple[str, int]] = []
    for entry in printer.get("printer-input-tray", ()):
        if not isinstance(entry.value, bytes):
            continue
        fields = dict(_TRAY_FIELD.findall(entry.value.decode("utf-8", "replace")))
        level = fields.get("level", "")
        if (fields.get("mediaxfeed", ""), fields.get("mediafeed", "")) in _A4_FEED and re.fullmatch(r"-?\d+", level):
            trays.append((fields.get("name", ""), int(level)))
    return trays
