"""`python -m tests.fuzz.id_card [libFuzzer options]`: arbitrary bytes into everything that parses what a module says.

Nothing but a DeviceError may come out. Coverage leads the way, so that checks and lengths are got past: the frame's
check is put right for half of the inputs, and a card is the seed. `-max_total_time=SECONDS` ends it.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["drivers.id_card"]):
    from drivers.id_card import base_information, text
    from drivers.id_card.number import IdentityNumber, OldForeignerNumber
    from drivers.id_card.sdt import FrameParser, decode_answer, decode_sam_id, encode_frame

from drivers.contract.id_card import CardKind, IdentityCard
from drivers.errors import DeviceError


def one_input(data: bytes) -> None:
    """Raises whatever is no DeviceError (of a number: no ValueError)."""
    parse_line(encode_frame(data[1:]) if data[:1] < b"\x80" else data[1:])
    parse_answer(data[1:])
    for make in (IdentityNumber, OldForeignerNumber):
        with contextlib.suppress(ValueError):
            make(data[1:].decode("utf-16-le", "ignore"))


def parse_line(line: bytes) -> None:
    """As the driver hears it: frames out of bytes, cards out of frames."""
    parser = FrameParser()
    parser.feed(line)
    for _ in range(len(line) + 1):
        try:
            body = parser.take()
            if body is None:
                return
            parse_answer(decode_answer(body).data)
        except DeviceError:
            continue


def parse_answer(data: bytes) -> None:
    for parse in (base_information.decode, decode_sam_id, text.decode_new_address):
        with contextlib.suppress(DeviceError):
            parse(data)
    with contextlib.suppress(DeviceError):
        text.decode(data, b"")


def seeds(folder: Path) -> None:
    """One card of each kind, as a text block, an answer and a frame."""
    for kind in CardKind:
        card = IdentityCard(
            kind=kind,
            name="林小禾",
            sex="2",
            nation="01",
            birth="1990-06-18",
            address="深圳市",
            number="FRA110190123456" if kind is CardKind.FOREIGNER_2017 else "440304199006189989",
            authority="4403",
            valid_from="2018-05-20",
            valid_to="",
            portrait=bytes(1024),
        )
        answers = (base_information.encode(card), base_information.encode_with_fingerprint(card, bytes(512)))
        for number, seed in enumerate((text.encode(card), *answers, *(b"\0\0\x90" + answer for answer in answers))):
            (folder / f"{kind.value}-{number}").write_bytes(b"\0" + seed)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        seeds(Path(folder))
        atheris.Setup([sys.argv[0], "-max_len=2600", *sys.argv[1:], folder], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
