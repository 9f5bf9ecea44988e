"""Certificates: readable by other programs, genuine without a network, and worthless after any change."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.barcode.decoder import QrDecoder
from kiosk.gateway.catalogue import publish
from kiosk.gateway.certificate_pages import as_pdf, as_png
from kiosk.gateway.certificate_signature import CertificateSigner
from kiosk.gateway.certificates import Certificate, NotIssuable, worded
from kiosk.gateway.commands import main
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.pki import ensure_pki
from kiosk.gateway.platform import GatewaySettings, Platform
from kiosk.gateway.platform_keys import KeyRing, ensure_keys
from kiosk.paper.verification import NotGenuine, verify_certificate
from kiosk.platform.certificate_code import CertificateCode, read_certificate_code
from offline_cache.sealing import PlatformKey, seal
from tests.gateway.terminal import CATALOGUE, LIN, TERMINAL, application, new_id
from tests.support.pdf import text_of

NOW = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 30)
ITEMS = publish(CATALOGUE).items
WORDS = {"title": "证明", "statement": "𠮷永㐀"}


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> GatewayPaths:
    made = GatewayPaths(tmp_path_factory.mktemp("gateway"))
    ensure_pki(made, (), NOW)
    return made


@pytest.fixture(scope="module")
def keys(paths: GatewayPaths) -> KeyRing:
    return ensure_keys(paths)


def certificate(language: str = "zh-CN", name: str = "𠮷永㐀") -> Certificate:
    person = {"name": name, "identity_number": LIN["identity_number"], "card_kind": "resident"}
    given_application = application(new_id(), applicant=person, language=language)
    return worded(given_application, ITEMS["GA-WFZJL"], "440304261130000007", TODAY)


@pytest.fixture(scope="module")
def signed(paths: GatewayPaths, keys: KeyRing) -> bytes:
    made = certificate()
    return CertificateSigner(paths).sign(as_pdf(made, made.code(keys.receipt.sign), NOW), made.number)


def authority(paths: GatewayPaths) -> bytes:
    return paths.ca_cert.read_bytes()


# ---- what it says ----------------------------------------------------------------------------------------------------


def test_everything_on_it_can_be_read_by_another_program(signed: bytes) -> None:
    words = "".join(text_of(signed).split())
    for expected in (
        "无犯罪记录证明",
        "GA-WFZJL-440304261130000007",
        "𠮷永㐀",
        LIN["identity_number"],
        "2026年11月30日",
    ):
        assert expected in words
    assert "有效期至2027年2月28日" in words  # three months on, where there is no 30th


@pytest.mark.parametrize(
    ("language", "title"), [("zh-HK", "無犯罪記錄證明"), ("en", "Certificate of No Criminal Record")]
)
def test_it_speaks_the_language_of_the_application(language: str, title: str) -> None:
    made = certificate(language)
    assert title in " ".join(text_of(as_pdf(made, "C1.x", NOW)).split())


def test_a_licence_goes_on_counted_paper_and_says_for_whom() -> None:
    values = {"credit_code": "91440300MA5FXXXX0K"}
    given_application = application(new_id(), item_code="WJ-WSXK", values=values)
    made = worded(given_application, ITEMS["WJ-WSXK"], "440304261130000008", TODAY)
    assert made.special
    assert "91440300MA5FXXXX0K" in made.words["statement"]


def test_an_item_without_a_certificate_has_none() -> None:
    with pytest.raises(NotIssuable, match="no_certificate"):
        worded(application(new_id(), item_code="ZJ-ZLBA"), ITEMS["ZJ-ZLBA"], "4403", TODAY)


def test_a_name_is_never_markup() -> None:
    made = certificate(name='#panic("x") *a* {number}')
    assert '#panic("x") *a* {number}' in made.words["statement"]
    assert "#panic" in text_of(as_pdf(made, "C1.x", NOW))


def test_staff_issue_what_was_approved_and_it_stands_in_the_audit_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    platform = Platform.open(GatewaySettings(state_dir=tmp_path, catalogue_dir=CATALOGUE))
    public = platform.keys.public()
    key = PlatformKey(public.sealing_key_id, base64.b64decode(public.sealing_public_key))
    item_id = new_id()
    envelope = seal(item_id, application(item_id).model_dump_json().encode(), [], key)
    platform.intake.submission(item_id, envelope.to_bytes(), TERMINAL)
    platform.store.close()
    paths = GatewayPaths(tmp_path)
    ensure_pki(paths, (), datetime.now(UTC))
    out = tmp_path / "certificate.pdf"
    given = ["--state", str(tmp_path), "--out", str(out), "--catalogue", str(CATALOGUE)]
    assert main("certificate", [item_id, *given]) == 0
    number = json.loads(capsys.readouterr().out)["number"]
    assert verify_certificate(out.read_bytes(), authority(paths), datetime.now(UTC)).number == number
    assert main("certificate", [new_id(), *given]) == 1
    noted = [json.loads(line) for line in paths.audit.read_text("utf-8").splitlines()]
    assert (noted[0]["action"], noted[0]["submission_id"]) == ("certificate", item_id)


# ---- the code --------------------------------------------------------------------------------------------------------


def test_the_printed_code_is_the_platforms_and_fits_the_words(keys: KeyRing) -> None:
    made = certificate()
    code = made.code(keys.receipt.sign)
    picture = cv2.imdecode(np.frombuffer(as_png(made, code, NOW), np.uint8), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    assert QrDecoder().decode(np.asarray(picture, np.uint8)) == [code.encode()]
    read = read_certificate_code(code, keys.receipt.public_key().public_bytes_raw())
    assert read == CertificateCode.of(made.number, TODAY, made.words)
    assert read is not None
    assert read.says(made.words)
    assert not read.says({**made.words, "valid_to": "2099年1月1日"})
    assert LIN["identity_number"] not in code


@given(st.data())
def test_a_changed_code_is_nobodys(keys: KeyRing, data: st.DataObject) -> None:
    code = CertificateCode.of("GA-1", TODAY, WORDS).signed(keys.receipt.sign)
    public = keys.receipt.public_key().public_bytes_raw()
    text = code.rpartition(".")[0]
    at = data.draw(st.integers(0, len(text) - 1))
    changed = code[:at] + data.draw(st.characters(exclude_characters=code[at])) + code[at + 1 :]
    assert read_certificate_code(code, public) is not None
    assert read_certificate_code(changed, public) is None


@given(payload=st.text(max_size=60))
def test_any_text_is_no_code(payload: str) -> None:
    assert read_certificate_code(payload, bytes(32)) is None


# ---- the signature ---------------------------------------------------------------------------------------------------


def test_it_is_genuine_without_a_network(signed: bytes, paths: GatewayPaths) -> None:
    genuine = verify_certificate(signed, authority(paths), NOW)
    assert genuine.number == "GA-WFZJL-440304261130000007"
    assert "issuer" in genuine.issuer


def test_one_byte_changed_anywhere_is_told(signed: bytes, paths: GatewayPaths) -> None:
    """Anywhere but in the room that is kept for the signature itself, part of which stays empty."""
    (found,) = re.findall(rb"/ByteRange\s*\[(\d+) (\d+) (\d+) (\d+)\s*\]", signed)
    begin, head, resume, tail = map(int, found)
    assert (begin, resume + tail) == (0, len(signed))
    places = [*range(100, head), *range(resume, len(signed) - 6)]
    for at in places[:: len(places) // 40]:
        changed = bytearray(signed)
        changed[at] ^= 1
        with pytest.raises(NotGenuine):
            verify_certificate(bytes(changed), authority(paths), NOW)


def test_what_was_added_after_signing_is_told(signed: bytes, paths: GatewayPaths) -> None:
    with pytest.raises(NotGenuine, match=r"paper\.(altered|no_pdf)"):
        verify_certificate(signed + b"\n% more\n%%EOF\n", authority(paths), NOW)


def test_without_a_signature_or_with_anothers_it_is_nothing(
    signed: bytes, paths: GatewayPaths, tmp_path: Path, keys: KeyRing
) -> None:
    with pytest.raises(NotGenuine, match=r"paper\.unsigned"):
        verify_certificate(as_pdf(certificate(), "C1.x", NOW), authority(paths), NOW)
    others = GatewayPaths(tmp_path)
    ensure_pki(others, (), NOW)
    with pytest.raises(NotGenuine, match=r"paper\.untrusted"):
        verify_certificate(signed, authority(others), NOW)
    with pytest.raises(NotGenuine, match=r"paper\.untrusted"):
        verify_certificate(signed, authority(paths), NOW + timedelta(days=500))  # the issuer's certificate ran out


def test_only_a_certificate_for_documents_signs_documents(paths: GatewayPaths, tmp_path: Path) -> None:
    """A terminal's own key, from the same authority, must not be able to issue anything."""
    terminal = GatewayPaths(tmp_path)
    for source, target in ((paths.server_cert, terminal.issuer_cert), (paths.server_key, terminal.issuer_key)):
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(source.read_bytes())
    forged = CertificateSigner(terminal).sign(as_pdf(certificate(), "C1.x", NOW), "GA-1")
    with pytest.raises(NotGenuine, match=r"paper\.(untrusted|altered)"):
        verify_certificate(forged, authority(paths), NOW)


@given(st.binary(max_size=300))
def test_any_bytes_are_no_certificate(data: bytes) -> None:
    with pytest.raises(NotGenuine):
        verify_certificate(b"%PDF-1.7\n" + data, b"", NOW)


def test_nothing_is_fetched(signed: bytes, paths: GatewayPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    verify_certificate(signed, authority(paths), NOW)
