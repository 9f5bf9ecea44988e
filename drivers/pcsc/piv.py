"""Staff cards: the PIV application (NIST SP 800-73-4, part 2) as far as showing who one is takes it.

Certificate for PIV authentication (5FC105), PIN (key reference 80), and a challenge signed by key 9A.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

from cryptography import x509

from drivers.errors import MediaError
from drivers.pcsc import tlv
from drivers.pcsc.apdu import ALL, NOT_FOUND, OK, Answer, Command

APPLICATION = bytes.fromhex("A000000308000010000100")
_AUTHENTICATION_CERTIFICATE = bytes.fromhex("5C035FC105")
_PIN_REFERENCE = 0x80
_PIN_BYTES = 8
_PIN_LEAST_DIGITS = 6
_AUTHENTICATION_KEY = 0x9A
_BLOCKED = 0x6983
_CERTIFICATE_MAX_BYTES = 16_384

Ask = Callable[[Command], Answer]


def select(ask: Ask) -> bool:
    """Whether this card has the application, which is selected then. The version at the AID's end may be left out."""
    return any(ask(Command(0x00, 0xA4, 0x04, 0x00, aid, ALL)).sw == OK for aid in (APPLICATION, APPLICATION[:-2]))


def certificate(ask: Ask) -> x509.Certificate:
    """The certificate for authentication. Raises MediaError `pcsc.no_certificate`, `pcsc.read_failed`."""
    answer = ask(Command(0x00, 0xCB, 0x3F, 0xFF, _AUTHENTICATION_CERTIFICATE, ALL))
    if answer.sw in NOT_FOUND:
        raise MediaError("pcsc.no_certificate", retryable=False)
    _expect_ok(answer)
    return decode_certificate(answer.data)


def decode_certificate(data: bytes) -> x509.Certificate:
    """What GET DATA answers for a certificate: 53 { 70 certificate, 71 its form, FE … }; 71 says 01 when it is gzipped.

    Raises MediaError `pcsc.garbage`, `pcsc.read_failed`.
    """
    objects = tlv.decode(tlv.find(data, 0x53))
    content = objects.get(0x70, b"")
    if objects.get(0x71, b"\0")[:1] == b"\1":
        content = _unzipped(content)
    if not content:
        raise MediaError("pcsc.no_certificate", retryable=False)
    try:
        return x509.load_der_x509_certificate(content)
    except ValueError:
        raise MediaError("pcsc.read_failed", retryable=True, data={"field": "certificate"}) from None


def tries_left(ask: Ask) -> int | None:
    """How often a PIN may still be wrong; 0 = blocked, None = the card does not say. Costs no try."""
    sw = ask(Command(0x00, 0x20, 0x00, _PIN_REFERENCE)).sw
    if sw == _BLOCKED:
        return 0
    return sw & 0x0F if sw >> 4 == 0x63C else None


def verify(ask: Ask, pin: str) -> None:
    """Present the PIN once.

    Raises MediaError `pcsc.pin_format` before anything is sent, `pcsc.pin_wrong` with the tries `left`,
    `pcsc.pin_blocked`.
    """
    if not (pin.isascii() and pin.isdigit() and _PIN_LEAST_DIGITS <= len(pin) <= _PIN_BYTES):
        raise MediaError("pcsc.pin_format", retryable=False)
    padded = pin.encode("ascii").ljust(_PIN_BYTES, b"\xff")
    answer = ask(Command(0x00, 0x20, 0x00, _PIN_REFERENCE, padded))
    if answer.sw in (_BLOCKED, 0x63C0):
        raise MediaError("pcsc.pin_blocked", retryable=False)
    if answer.sw >> 4 == 0x63C:
        raise MediaError("pcsc.pin_wrong", retryable=False, data={"left": answer.sw & 0x0F})
    _expect_ok(answer)


def sign(ask: Ask, algorithm: int, block: bytes) -> bytes:
    """Have key 9A sign `block`, padded or hashed as the algorithm (SP 800-78-4 table 6-2) wants it.

    Raises MediaError `pcsc.garbage`, `pcsc.refused`.
    """
    template = tlv.encode(0x7C, tlv.encode(0x82, b"") + tlv.encode(0x81, block))
    answer = ask(Command(0x00, 0x87, algorithm, _AUTHENTICATION_KEY, template, ALL))
    _expect_ok(answer)
    return tlv.find(answer.data, 0x7C, 0x82)


def _unzipped(content: bytes) -> bytes:
    """No more than a certificate's worth: a few bytes can unzip into all of the memory."""
    unzip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        return unzip.decompress(content, _CERTIFICATE_MAX_BYTES)
    except zlib.error:
        raise MediaError("pcsc.read_failed", retryable=True, data={"field": "certificate"}) from None


def _expect_ok(answer: Answer) -> None:
    if answer.sw != OK:
        raise MediaError("pcsc.refused", retryable=True, data={"sw": f"{answer.sw:04x}"})
