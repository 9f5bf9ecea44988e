"""`python -m tests.fuzz.barcode [libFuzzer options]`: arbitrary bytes into everything that a scanner brings in, or a
hand that types a zone.

A stream gives codes of bounded length however it is cut, any code has a kind, a zone is read or refused with MrzError.
`-max_total_time=SECONDS` ends it.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from datetime import date
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["drivers.barcode.framing", "kiosk.identity"]):
    from drivers.barcode.framing import MOST_BYTES, CodeParser, Framing, encode_code
    from kiosk.identity import mrz
    from kiosk.identity.codes import kind_of, text_of

FRAMINGS = tuple(Framing)
KINDS = tuple(mrz.DocumentKind)
TODAY = date(2026, 11, 22)


def one_input(data: bytes) -> None:
    """Raises whatever is no MrzError."""
    head, rest = data[:1] or b"\0", data[1:]
    parse_line(FRAMINGS[head[0] % len(FRAMINGS)], 1 + head[0] // len(FRAMINGS), rest)
    kind_of(rest)
    with contextlib.suppress(ValueError):
        text_of(rest)
    read_zone(KINDS[head[0] % len(KINDS)], rest.decode("utf-8", "replace"))


def parse_line(framing: Framing, piece_bytes: int, line: bytes) -> None:
    parser = CodeParser(framing)
    for start in range(0, len(line), piece_bytes):
        for code in parser.feed(line[start : start + piece_bytes]):
            assert 0 < len(code) <= MOST_BYTES + 1
    parser.reset()
    assert parser.feed(encode_code(b"good", framing)) == [b"good"]


def read_zone(kind: mrz.DocumentKind, typed: str) -> None:
    zone = mrz.kept(kind, typed)
    mrz.wrong_parts(kind, zone)
    with contextlib.suppress(mrz.MrzError):
        mrz.read(kind, zone, TODAY)


def seeds(folder: Path) -> None:
    """A code in each framing, a zone of each kind."""
    for number, framing in enumerate(FRAMINGS):
        (folder / framing.value).write_bytes(bytes([number]) + encode_code(b"EID1.eyJqdGkiOiJ4In0.c2ln", framing) * 2)
    for number, kind in enumerate(KINDS):
        document = mrz.TravelDocument(
            kind, "UTO", "ERIKSSON, ANNA MARIA", "L898902C3", "UTO", "1974-08-12", "2", "2032-04-15"
        )
        (folder / kind.value).write_bytes(bytes([number]) + mrz.write(document).encode())


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        seeds(Path(folder))
        atheris.Setup([sys.argv[0], "-max_len=9000", *sys.argv[1:], folder], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
