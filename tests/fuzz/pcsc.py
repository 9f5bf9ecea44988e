"""`python -m tests.fuzz.pcsc [libFuzzer options]`: arbitrary answers into everything that listens to smart cards.

Nothing but a MediaError may come out. The input is cut into a card's answers, each with its length in front; the seeds
are what good cards answer. `-max_total_time=SECONDS` ends it.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["drivers.pcsc"]):
    from drivers.pcsc import piv, social_security, tlv
    from drivers.pcsc.apdu import Answer, Command, exchange
    from drivers.pcsc.virtual_cards import VirtualSocialSecurityCard, VirtualStaffCard

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from drivers.contract.smart_card import SocialSecurityCard
from drivers.errors import MediaError
from drivers.pcsc.virtual_issuer import VirtualIssuer

Ask = Callable[[Command], Answer]


def one_input(data: bytes) -> None:
    """Raises whatever is no MediaError."""
    for use in (_person, _staff):
        answers = cut(data)
        with contextlib.suppress(MediaError):
            use(lambda command, answers=answers: exchange(lambda _: next(answers, b""), command))
    for parse in (tlv.decode, piv.decode_certificate):
        with contextlib.suppress(MediaError):
            parse(data)


def cut(data: bytes) -> Iterator[bytes]:
    at = 0
    while at + 2 <= len(data):
        size = int.from_bytes(data[at : at + 2], "big") % 1024
        yield data[at + 2 : at + 2 + size]
        at += 2 + size


def _person(ask: Ask) -> None:
    social_security.select(ask)
    social_security.read(ask)


def _staff(ask: Ask) -> None:
    piv.select(ask)
    piv.certificate(ask)
    piv.tries_left(ask)
    piv.verify(ask, "123456")
    piv.sign(ask, 0x11, bytes(32))


def seeds(folder: Path) -> None:
    """What good cards answer, one file a card."""
    person = SocialSecurityCard(
        "林小禾", "440304199006189989", "2", "01", "1990-06-18", "A1", "2020-01-01", "2040-01-01"
    )
    key = ec.generate_private_key(ec.SECP256R1())
    der = VirtualIssuer().issue("Technician", key).public_bytes(Encoding.DER)
    for way in ("tag", "number", "sfi"):
        (folder / way).write_bytes(_recorded(VirtualSocialSecurityCard(person, by=way).answer, _person, t0=True))
    for zipped in (False, True):
        staff = VirtualStaffCard(der, key, "123456", zipped=zipped)
        (folder / f"staff-{zipped}").write_bytes(_recorded(staff.answer, _staff, t0=False))


def _recorded(card: Callable[[bytes], bytes], use: Callable[[Ask], None], *, t0: bool) -> bytes:
    answers = bytearray()

    def transmit(command: bytes) -> bytes:
        answer = card(command)
        answers.extend(len(answer).to_bytes(2, "big") + answer)
        return answer

    use(lambda command: exchange(transmit, command, t0=t0))
    return bytes(answers)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        seeds(Path(folder))
        atheris.Setup([sys.argv[0], "-max_len=4096", *sys.argv[1:], folder], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
