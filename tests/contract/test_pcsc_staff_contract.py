"""Staff cards through the real pcscd: who is let in, who is not, and what becomes of their PIN."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID
from smart_cards import CARD, LONG_S, SmartCardRig, smart_card_rig

from drivers.contract.smart_card import PresentCard, SmartCardKind, StaffCard, StaffIdentity, StaffRole
from drivers.errors import DeviceError, MediaError
from drivers.faults import Fault, Kind
from drivers.pcsc import piv
from drivers.pcsc.apdu import Answer, Command, exchange
from drivers.pcsc.challenge import EC_P256
from drivers.pcsc.scard import Context
from drivers.pcsc.virtual_cards import VirtualSocialSecurityCard, VirtualStaffCard
from drivers.pcsc.virtual_issuer import CardKey, VirtualIssuer

PIN, WRONG_PIN = "471109", "000000"
SUBJECT = "Technician 7"
CARD_UUID = UUID("0f8b3a52-6f0e-4a5e-9a52-1c1d7d1f0a01")
EC_KEY = ec.generate_private_key(ec.SECP256R1())
ISSUER = VirtualIssuer()


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def issued(key: CardKey = EC_KEY, **more: object) -> x509.Certificate:
    return ISSUER.issue(SUBJECT, key, card_uuid=CARD_UUID, **more)  # pyright: ignore[reportArgumentType]


CERTIFICATE = issued()


def card_with(certificate: x509.Certificate, key: CardKey = EC_KEY, *, zipped: bool = False) -> VirtualStaffCard:
    return VirtualStaffCard(certificate.public_bytes(Encoding.DER), key, PIN, zipped=zipped)


@pytest.fixture
def trust(tmp_path: Path) -> dict[str, Path]:
    return ISSUER.write_trust(tmp_path, CERTIFICATE)


@pytest.fixture
def rig(trust: dict[str, Path]) -> Iterator[SmartCardRig]:
    with smart_card_rig(**trust) as opened:
        yield opened


def refused(rig: SmartCardRig, pin: str) -> MediaError:
    with pytest.raises(MediaError) as caught:
        rig.reader.verify_pin(pin)
    return caught.value


@pytest.mark.parametrize("kind", ["ec", "rsa", "zipped"])
def test_a_card_its_pin_and_its_key_make_an_identity(rig: SmartCardRig, trust: dict[str, Path], kind: str) -> None:
    key = rsa_key() if kind == "rsa" else EC_KEY
    certificate = issued(key)
    ISSUER.write_trust(trust["ca_file"].parent, certificate)  # the list is read anew for each card
    rig.simulator.lay(card_with(certificate, key, zipped=kind == "zipped"))
    assert rig.found() == PresentCard(SmartCardKind.STAFF, "Simulated 00 00")
    fingerprint = certificate.fingerprint(SHA256()).hex()
    roles = frozenset({StaffRole.CONFIRM})
    assert rig.reader.read() == StaffCard(SUBJECT, str(CARD_UUID), fingerprint, 3, roles)
    assert rig.reader.verify_pin(PIN) == StaffIdentity(SUBJECT, str(CARD_UUID), fingerprint, roles)


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        ("stock", {StaffRole.STOCK}),
        ("Stock inspect # since spring", {StaffRole.STOCK, StaffRole.INSPECT}),
        ("everything", set[StaffRole]()),
    ],
)
def test_a_card_may_be_used_for_what_the_list_says(
    rig: SmartCardRig, trust: dict[str, Path], words: str, roles: set[StaffRole]
) -> None:
    ISSUER.write_trust(trust["ca_file"].parent, CERTIFICATE, roles=words)
    rig.simulator.lay(card_with(CERTIFICATE))
    rig.found()
    card = rig.reader.read()
    assert isinstance(card, StaffCard)
    assert card.roles == roles


def test_a_card_that_was_put_back_is_found_again(rig: SmartCardRig) -> None:
    rig.simulator.lay(card_with(CERTIFICATE))
    assert rig.found().kind is SmartCardKind.STAFF
    rig.reader.put_back()
    assert rig.found().kind is SmartCardKind.STAFF
    assert isinstance(rig.reader.read(), StaffCard)
    assert rig.reader.find() is None


def test_a_key_that_the_platform_revoked_lets_nobody_in(trust: dict[str, Path]) -> None:
    spki = EC_KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    revoked = {hashlib.sha256(spki).hexdigest()}
    with smart_card_rig(**trust, is_revoked=lambda key: key in revoked) as rig:
        rig.simulator.lay(card_with(CERTIFICATE))
        assert rig.failed() == "pcsc.revoked"


def test_a_wrong_pin_costs_one_try_and_the_right_one_brings_them_back(rig: SmartCardRig) -> None:
    card = card_with(CERTIFICATE)
    rig.simulator.lay(card)
    rig.found()
    rig.reader.read()
    assert refused(rig, WRONG_PIN).data == {"left": 2}
    assert card.tries_left == 2  # one PIN shown is one PIN tried
    assert refused(rig, WRONG_PIN).data == {"left": 1}
    assert rig.reader.verify_pin(PIN).subject == SUBJECT
    assert card.tries_left == 3


def test_a_blocked_card_stays_blocked_wherever_it_has_been(rig: SmartCardRig) -> None:
    card = card_with(CERTIFICATE)
    for left in (2, 1, 0):
        rig.simulator.lay(card)
        rig.found()
        read = rig.reader.read()
        assert isinstance(read, StaffCard)
        assert read.tries_left == left + 1
        assert refused(rig, WRONG_PIN).code == ("pcsc.pin_wrong" if left else "pcsc.pin_blocked")
        rig.simulator.take_away()
        rig.wait_until_empty()
    rig.simulator.lay(card)
    rig.found()
    read = rig.reader.read()
    assert isinstance(read, StaffCard)
    assert read.tries_left == 0
    assert refused(rig, PIN).code == "pcsc.pin_blocked"


@pytest.mark.parametrize("pin", ["", "12345", "123456789", "12345a", "１２３４５６"])
def test_a_pin_of_another_shape_is_not_tried(rig: SmartCardRig, pin: str) -> None:
    card = card_with(CERTIFICATE)
    rig.simulator.lay(card)
    rig.found()
    rig.reader.read()
    assert refused(rig, pin).code == "pcsc.pin_format"
    assert card.tries_left == 3


def test_finding_and_reading_try_no_pin(rig: SmartCardRig) -> None:
    card = card_with(CERTIFICATE)
    for _ in range(4):
        rig.simulator.lay(card)
        rig.found()
        rig.reader.read()
        rig.simulator.take_away()
        rig.wait_until_empty()
    assert card.tries_left == 3


def test_a_card_with_a_copied_certificate_is_not_genuine(rig: SmartCardRig) -> None:
    rig.simulator.lay(card_with(CERTIFICATE, ec.generate_private_key(ec.SECP256R1())))
    rig.found()
    rig.reader.read()
    assert refused(rig, PIN).code == "pcsc.not_genuine"


def test_a_verified_pin_is_forgotten_when_the_card_is_let_go(rig: SmartCardRig) -> None:
    rig.simulator.lay(card_with(CERTIFICATE))
    rig.found()
    rig.reader.read()
    rig.reader.verify_pin(PIN)
    rig.reader.release()
    context = Context()
    connection = context.connect("Simulated 00 00")

    def ask(command: Command) -> Answer:
        return exchange(connection.transmit, command)

    assert piv.select(ask)
    with pytest.raises(MediaError, match=r"pcsc\.refused sw=6982"):
        piv.sign(ask, EC_P256, bytes(32))
    connection.close(reset=False)
    context.release()


def test_a_card_without_a_pin_cannot_show_one(rig: SmartCardRig) -> None:
    rig.simulator.lay(VirtualSocialSecurityCard(CARD))
    rig.found()
    rig.reader.read()
    assert refused(rig, PIN).code == "pcsc.wrong_kind"


@pytest.mark.parametrize("on", ["verify", "sign"])
def test_a_card_torn_away_under_its_pin_leaves_the_reader_well(rig: SmartCardRig, on: str) -> None:
    card = card_with(CERTIFICATE)
    rig.simulator.lay(card)
    rig.found()
    rig.reader.read()
    rig.faults.add(Fault("pcsc", Kind.REMOVED, on))
    assert refused(rig, PIN).code == "pcsc.removed"
    rig.simulator.lay(card)
    rig.found()
    rig.reader.read()
    assert rig.reader.verify_pin(PIN).subject == SUBJECT


def torn_codes(rig: SmartCardRig, every_bytes: int) -> set[str]:
    """What comes of a card that leaves after so many bytes of its answers, more each time, until it was long enough."""
    codes: set[str] = set()
    card = card_with(CERTIFICATE)
    torn_after = 0
    while True:
        rig.simulator.lay(card, tear_after_bytes=torn_after)
        try:
            rig.found()
            rig.reader.read()
            rig.reader.verify_pin(PIN)
        except DeviceError as error:
            codes.add(error.code)
        else:
            assert torn_after > 500
            assert card.tries_left == 3
            return codes
        rig.wait_until_empty()
        torn_after += every_bytes


def test_a_card_may_be_torn_away_anywhere(rig: SmartCardRig) -> None:
    assert torn_codes(rig, 41) == {"pcsc.removed"}


@pytest.mark.soak
def test_a_card_may_be_torn_away_after_any_byte(rig: SmartCardRig) -> None:
    assert torn_codes(rig, 1) == {"pcsc.removed"}


@pytest.mark.parametrize("on", ["verify", "sign"])
def test_pcscd_killed_under_the_pin_costs_no_try(rig: SmartCardRig, on: str) -> None:
    card = card_with(CERTIFICATE)
    rig.simulator.lay(card)
    rig.found()
    rig.reader.read()
    rig.faults.add(Fault("pcsc", Kind.SILENT, on))
    codes: SimpleQueue[str] = SimpleQueue()

    def show_pin() -> None:
        try:
            rig.reader.verify_pin(PIN)
        except DeviceError as error:
            codes.put(error.code)

    thread = threading.Thread(target=show_pin)
    thread.start()
    rig.simulator.kill_service()
    assert codes.get(timeout=LONG_S) == "pcsc.service_gone"
    thread.join()
    rig.reader.close()
    rig.faults.clear("pcsc")
    rig.simulator.take_away()
    rig.simulator.revive_service()
    rig.reader.open()
    rig.simulator.lay(card)
    rig.found()
    rig.reader.read()
    assert rig.reader.verify_pin(PIN).subject == SUBJECT
    assert card.tries_left == 3


@pytest.mark.parametrize("kind", [Kind.GARBAGE, Kind.WRONG, Kind.HALF])
def test_a_bad_answer_to_the_challenge_lets_nobody_in(rig: SmartCardRig, kind: Kind) -> None:
    rig.simulator.lay(card_with(CERTIFICATE))
    rig.found()
    rig.reader.read()
    rig.faults.add(Fault("pcsc", kind, "sign"))
    assert refused(rig, PIN).code == "pcsc.refused"


LONG_AGO = VirtualIssuer(begins=datetime(2020, 1, 1, tzinfo=UTC))
LATER = VirtualIssuer(begins=datetime.now(UTC) + timedelta(days=1))
UNTRUSTED = VirtualIssuer()
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("certificate", "code"),
    [
        (LONG_AGO.issue(SUBJECT, EC_KEY, lasts=DAY), "pcsc.certificate_expired"),
        (LATER.issue(SUBJECT, EC_KEY), "pcsc.certificate_early"),
        (UNTRUSTED.issue(SUBJECT, EC_KEY), "pcsc.chain"),
        (issued(signs=False), "pcsc.usage"),
        (issued(purpose=ExtendedKeyUsageOID.CODE_SIGNING), "pcsc.usage"),
        (ISSUER.issue("Somebody else", EC_KEY), "pcsc.not_allowed"),
    ],
)
def test_a_certificate_that_does_not_fit_lets_nobody_in(
    rig: SmartCardRig, trust: dict[str, Path], certificate: x509.Certificate, code: str
) -> None:
    if code != "pcsc.not_allowed":
        ISSUER.write_trust(trust["ca_file"].parent, certificate)
    card = card_with(certificate)
    rig.simulator.lay(card)
    assert rig.failed() == code
    assert refused(rig, PIN).code == "pcsc.wrong_kind"  # nothing was accepted that a PIN could belong to
    assert card.tries_left == 3


def test_a_card_is_allowed_by_its_uuid_too(rig: SmartCardRig, trust: dict[str, Path]) -> None:
    trust["allowed_file"].write_text(f"  UUID:{str(CARD_UUID).upper()}  # technician\n", "ascii")
    rig.simulator.lay(card_with(CERTIFICATE))
    assert rig.failed() == ""


@pytest.mark.parametrize(("between", "code"), [(True, ""), (False, "pcsc.chain")])
def test_an_authority_between_the_trusted_one_and_the_card_must_be_named(
    rig: SmartCardRig, trust: dict[str, Path], between: bool, code: str
) -> None:
    office = ISSUER.authority("Office")
    certificate = office.issue(SUBJECT, EC_KEY)
    ISSUER.write_trust(trust["ca_file"].parent, certificate)
    if between:
        with trust["ca_file"].open("ab") as file:
            file.write(office.certificate.public_bytes(Encoding.PEM))
    rig.simulator.lay(card_with(certificate))
    assert rig.failed() == code


def test_an_empty_card_has_no_certificate(rig: SmartCardRig) -> None:
    rig.simulator.lay(VirtualStaffCard(b"", EC_KEY, PIN))
    assert rig.failed() == "pcsc.no_certificate"


def test_a_terminal_that_trusts_nobody_lets_nobody_in() -> None:
    with smart_card_rig() as rig:
        rig.simulator.lay(card_with(CERTIFICATE))
        assert rig.failed() == "pcsc.chain"


@pytest.mark.parametrize(
    ("crl", "code"),
    [
        (ISSUER.revocation_list(), ""),
        (ISSUER.revocation_list(CERTIFICATE), "pcsc.revoked"),
        (ISSUER.revocation_list(lasts=DAY), "pcsc.crl_stale"),
        (UNTRUSTED.revocation_list(), "pcsc.trust_unreadable"),
        (b"none", "pcsc.trust_unreadable"),
    ],
)
def test_a_revocation_list_is_obeyed_or_nobody_is_let_in(
    trust: dict[str, Path], tmp_path: Path, crl: bytes, code: str
) -> None:
    file = tmp_path / "crl.pem"
    file.write_bytes(crl)
    with smart_card_rig(**trust, crl_file=file) as rig:
        rig.simulator.lay(card_with(CERTIFICATE))
        assert rig.failed() == code


@pytest.mark.parametrize("setting", ["ca_file", "allowed_file"])
def test_a_file_that_cannot_be_read_names_its_setting(rig: SmartCardRig, trust: dict[str, Path], setting: str) -> None:
    trust[setting].unlink()
    rig.simulator.lay(card_with(CERTIFICATE))
    rig.found()
    with pytest.raises(DeviceError) as caught:
        rig.reader.read()
    assert (caught.value.code, caught.value.data) == ("pcsc.trust_unreadable", {"setting": setting})
