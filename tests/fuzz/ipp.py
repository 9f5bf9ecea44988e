"""`python -m tests.fuzz.ipp [libFuzzer options]`: arbitrary bytes into everything that reads what a page printer says.

Nothing but an IppSyntaxError may come out, and what was understood can be written and understood again. Coverage leads
the way; a printer's and a job's attributes are the seeds. `-max_total_time=SECONDS` ends it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["drivers.printer.ipp_codec", "drivers.printer.page_states"]):
    from drivers.printer.ipp_codec import Group, IppSyntaxError, Message, Tag, decode, encode, one
    from drivers.printer.page_states import job_of, status_of

HEAD = b"\x02\x00\x00\x00\x00\x00\x00\x01"


def one_input(data: bytes) -> None:
    """Raises whatever is no IppSyntaxError."""
    try:
        message = decode(data if data[:1] < b"\x40" else HEAD + data[1:])
    except IppSyntaxError:
        return
    printer, job = message.first(Tag.PRINTER), message.first(Tag.JOB)
    status_of(printer, "by-pass-tray")
    job_of(job, printer)


def seeds(folder: Path) -> None:
    printer = {
        "printer-state": one(Tag.ENUM, 4),
        "printer-state-reasons": one(Tag.KEYWORD, "media-empty-warning", "toner-low-report"),
        "printer-is-accepting-jobs": one(Tag.BOOLEAN, True),
        "printer-input-tray": one(Tag.OCTETS, b"mediafeed=29700;mediaxfeed=21000;level=5;name=main;"),
        "media-col-ready": one(Tag.COLLECTION, {"media-size": one(Tag.COLLECTION, {"x": one(Tag.INTEGER, 21_000)})}),
    }
    job = {"job-id": one(Tag.INTEGER, 7), "job-state": one(Tag.ENUM, 6), "job-name": one(Tag.NAME, "a-1")}
    for name, group in (("printer", Group(Tag.PRINTER, printer)), ("job", Group(Tag.JOB, job))):
        (folder / name).write_bytes(encode(Message(0, 1, (group,))))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as corpus:
        seeds(Path(corpus))
        atheris.Setup([*sys.argv, corpus], one_input)
        atheris.Fuzz()
