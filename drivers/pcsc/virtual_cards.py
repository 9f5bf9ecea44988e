"""Cards as their readers see them: an ATR, and an answer to every command, with the habits of real ones."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256

from drivers.contract.smart_card import SocialSecurityCard
from drivers.pcsc import piv, social_security, tlv
from drivers.pcsc.apdu import OK
from drivers.pcsc.challenge import EC_P256, RSA_2048

_BLOCK_BYTES = 256
_WRONG_LENGTH, _NO_FILE, _NO_RECORD, _BAD_PARAMETERS, _BAD_INSTRUCTION = 0x6700, 0x6A82, 0x6A83, 0x6A86, 0x6D00
_NOT_ALLOWED, _BLOCKED = 0x6982, 0x6983


class VirtualCard(Protocol):
    atr: bytes

    def power(self) -> None:
        """Switched on or reset: what was selected and verified is forgotten."""
        ...

    def answer(self, command: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class _Apdu:
    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes
    le: int | None

    @classmethod
    def parse(cls, command: bytes, *, t0: bool) -> _Apdu | None:
        """Short form; None when the lengths do not fit. In T=0 the fifth byte is Le when nothing follows."""
        head, body = command[:4], command[4:]
        if len(head) < 4:
            return None
        if len(body) <= 1:
            return cls(head[0], head[1], head[2], head[3], b"", body[0] if body else None)
        data, rest = body[1 : 1 + body[0]], body[1 + body[0] :]
        if len(data) != body[0] or len(rest) > (0 if t0 else 1):
            return None
        return cls(head[0], head[1], head[2], head[3], data, rest[0] if rest else None)


def _status(sw: int, data: bytes = b"") -> bytes:
    return data + sw.to_bytes(2, "big")


class OtherCard:
    """A bank card, a travel card: it answers, and knows neither application."""

    atr = bytes.fromhex("3B6800000073C84012009000")

    def power(self) -> None:
        pass

    def answer(self, command: bytes) -> bytes:
        return _status(_NO_FILE if command[1:2] == b"\xa4" else _BAD_INSTRUCTION)


class VirtualSocialSecurityCard:
    """Speaks T=0.

    Args:
        card: what it says.
        by: how its records are asked for: "tag", "number" or "sfi".
        bare: its records come without tag and length.
        file_p1: how its files are selected.
    """

    atr = OtherCard.atr

    def __init__(self, card: SocialSecurityCard, *, by: str = "tag", bare: bool = False, file_p1: int = 0x00) -> None:
        values = _values(card)
        self._files = {
            file: {
                record.tag: _record(record, values[field], bare=bare)
                for field, record in records.items()
                if values[field]
            }
            for file, records in social_security.FILES.items()
        }
        self._by = by
        self._file_p1 = file_p1
        self._selected = False
        self._file = 0
        self._kept = b""

    def power(self) -> None:
        self._selected, self._file, self._kept = False, 0, b""

    def answer(self, command: bytes) -> bytes:
        apdu = _Apdu.parse(command, t0=True)
        if apdu is None:
            return _status(_WRONG_LENGTH)
        match apdu.ins:
            case 0xA4:
                return self._select(apdu)
            case 0xB2:
                return self._read(apdu)
            case 0xC0:
                return _exactly(self._kept, apdu.le)
            case _:
                return _status(_BAD_INSTRUCTION)

    def _select(self, apdu: _Apdu) -> bytes:
        if apdu.p1 == 0x04:
            self._selected = apdu.data == social_security.APPLICATION
            self._kept = b"\x6f\x11\x84\x0f" + apdu.data
            return _status(0x6100 | len(self._kept)) if self._selected else _status(_NO_FILE)
        file = int.from_bytes(apdu.data, "big")
        if not self._selected or file not in self._files:
            return _status(_NO_FILE)
        if apdu.p1 != self._file_p1:
            return _status(_BAD_PARAMETERS)
        self._file = file
        return _status(OK)

    def _read(self, apdu: _Apdu) -> bytes:
        fitting = {"tag": 0x00, "number": 0x04, "sfi": (self._file & 0x1F) << 3 | 0x04}[self._by]
        if self._file not in self._files or apdu.p2 != fitting:
            return _status(_BAD_PARAMETERS if self._file else _NOT_ALLOWED)
        records = social_security.FILES[self._file].values()
        numbers = {(record.tag if self._by == "tag" else record.number): record.tag for record in records}
        content = self._files[self._file].get(numbers.get(apdu.p1, -1))
        return _status(_NO_RECORD) if content is None else _exactly(content, apdu.le)


def _exactly(content: bytes, le: int | None) -> bytes:
    """T=0: the reader must ask for what there is, or is told."""
    return _status(OK, content) if le == len(content) else _status(0x6C00 | len(content))


def _values(card: SocialSecurityCard) -> dict[str, bytes]:
    return {
        "issued": _bcd(card.issued),
        "valid_to": _bcd(card.valid_to),
        "card_number": card.card_number.encode("ascii"),
        "number": card.number.encode("ascii"),
        "name": card.name.encode("gb18030"),
        "sex": card.sex.encode("ascii"),
        "nation": bytes.fromhex(card.nation),
        "birth": _bcd(card.birth),
    }


def _bcd(day: str) -> bytes:
    return bytes.fromhex(day.replace("-", ""))


def _record(record: social_security.Record, value: bytes, *, bare: bool) -> bytes:
    if len(value) > record.size:
        raise ValueError(f"record {record.tag:02x} has {record.size} bytes, not {len(value)}")
    padded = value.ljust(record.size, b"\0")
    return padded if bare else bytes([record.tag, record.size]) + padded


class VirtualStaffCard:
    """A PIV card, T=1. How often its PIN was wrong stays in it, as in a real one, whatever is switched off.

    Args:
        certificate: DER; b"" = none was written.
        key: its own, or, for a forged card, another.
        pin: six to eight digits.
    """

    atr = bytes.fromhex("3B800181")

    def __init__(
        self, certificate: bytes, key: RSAPrivateKey | EllipticCurvePrivateKey, pin: str, *, zipped: bool = False
    ) -> None:
        content = gzip.compress(certificate) if zipped else certificate
        form = b"\1" if zipped else b"\0"
        inner = tlv.encode(0x70, content) + tlv.encode(0x71, form) + tlv.encode(0xFE, b"")
        self._certificate = tlv.encode(0x53, inner) if certificate else b""
        self._key = key
        self._pin = pin.encode("ascii").ljust(8, b"\xff")
        self.tries_left = 3
        self.power()

    def power(self) -> None:
        self._selected = self._verified = False
        self._chain = self._kept = b""

    def answer(self, command: bytes) -> bytes:
        apdu = _Apdu.parse(command, t0=False)
        if apdu is None:
            return _status(_WRONG_LENGTH)
        if apdu.cla & 0x10:
            self._chain += apdu.data
            return _status(OK)
        data, self._chain = self._chain + apdu.data, b""
        if apdu.ins == 0xC0:
            return self._whole(self._kept)
        if not self._selected and apdu.ins != 0xA4:
            return _status(_NOT_ALLOWED)
        doing = {0xA4: self._select, 0xCB: self._get_data, 0x20: self._verify, 0x87: partial(self._sign, apdu.p1)}
        return doing[apdu.ins](data) if apdu.ins in doing else _status(_BAD_INSTRUCTION)

    def _select(self, name: bytes) -> bytes:
        """By the whole name, or the beginning of it that leaves out the version."""
        self._selected = name in (piv.APPLICATION, piv.APPLICATION[:-2])
        return self._whole(tlv.encode(0x61, b"")) if self._selected else _status(_NO_FILE)

    def _get_data(self, wanted: bytes) -> bytes:
        fits = wanted == bytes.fromhex("5C035FC105") and self._certificate
        return self._whole(self._certificate) if fits else _status(_NO_FILE)

    def _whole(self, content: bytes) -> bytes:
        """A block at a time; the rest is fetched."""
        self._kept = content[_BLOCK_BYTES:]
        left = min(len(self._kept), 0xFF)
        return _status(0x6100 | left if left else OK, content[:_BLOCK_BYTES])

    def _verify(self, pin: bytes) -> bytes:
        if self.tries_left == 0:
            return _status(_BLOCKED)
        if pin:
            self._verified = pin == self._pin
            self.tries_left = 3 if self._verified else self.tries_left - 1
        return _status(OK if self._verified else 0x63C0 | self.tries_left)

    def _sign(self, algorithm: int, template: bytes) -> bytes:
        if not self._verified:
            return _status(_NOT_ALLOWED)
        block = tlv.find(template, 0x7C, 0x81)
        if isinstance(self._key, RSAPrivateKey):
            if algorithm != RSA_2048:
                return _status(_BAD_PARAMETERS)
            signature = _raised(self._key, int.from_bytes(block, "big")).to_bytes(256, "big")
        else:
            if algorithm != EC_P256:
                return _status(_BAD_PARAMETERS)
            signature = self._key.sign(block, ECDSA(Prehashed(SHA256())))
        return self._whole(tlv.encode(0x7C, tlv.encode(0x82, signature)))


def _raised(key: RSAPrivateKey, block: int) -> int:
    """RSASP1 with the Chinese remainder theorem (RFC 8017, 5.2.1), as cards do it."""
    numbers = key.private_numbers()
    first, second = pow(block, numbers.dmp1, numbers.p), pow(block, numbers.dmq1, numbers.q)
    return second + numbers.q * ((first - second) * numbers.iqmp % numbers.p)
