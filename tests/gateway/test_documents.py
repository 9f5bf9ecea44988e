"""Texts, vouchers, revocations and receipt keys as the platform publishes them to terminals."""

import base64
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.gateway.embedded import EmbeddedGateway
from kiosk.gateway.notices import NoticeFile, NoticesError
from kiosk.platform.references import ReceiptKeys, Revocations, Texts, Vouchers
from kiosk.platform.schema import ISSUED_AT_HEADER, SIGNATURE_HEADER
from kiosk.platform.vouchers import VoucherShelf
from kiosk.slip import Slip
from kiosk.slip_key import SlipKey
from offline_cache.reference import Kind, Reference, ReferenceCache
from offline_cache.signing import SignatureKey
from offline_cache.terminal_secret import TerminalSecret
from tests.gateway.terminal import CATALOGUE, LIN, TERMINAL, Terminal, digest_of, key_of, session_of

NOW = datetime.now(UTC)
PATHS = {
    Kind.CATALOGUE: "/v1/catalogue",
    Kind.TEXTS: "/v1/texts",
    Kind.VOUCHERS: "/v1/vouchers",
    Kind.REVOCATIONS: "/v1/revocations",
    Kind.TERMINALS: "/v1/terminals/keys",
}


def fetched(terminal: Terminal, kind: Kind, known: str = "") -> Reference | None:
    answer = terminal.request("GET", PATHS[kind], headers={"If-None-Match": f'"{known}"'} if known else {})
    if answer.status_code == 304:
        return None
    headers = answer.headers
    return Reference(
        kind, headers["etag"].strip('"'), headers[ISSUED_AT_HEADER], headers[SIGNATURE_HEADER], answer.content
    )


def cache_of(terminal: Terminal, folder: Path, secret: TerminalSecret) -> ReferenceCache:
    verify_key = base64.b64decode(terminal.keys().receipt_public_key)
    return ReferenceCache(folder, verify_key, shelves={Kind.VOUCHERS: VoucherShelf(secret, TERMINAL)})


def announce(terminal: Terminal, secret: TerminalSecret, slips: SlipKey, key: SignatureKey | None = None) -> int:
    body = json.dumps(
        {
            "receipt_public_key": base64.b64encode(slips.public).decode(),
            "wrapping_public_key": base64.b64encode(secret.wrapping_public).decode(),
        }
    ).encode()
    path = f"/v1/terminals/{TERMINAL}/keys"
    headers = {"Content-Type": "application/json", "Content-Digest": digest_of(body)}
    signer = key or terminal.key
    covered = {name.lower(): value for name, value in headers.items()}
    signature = signer.sign("PUT", path, covered, created_s=int(NOW.timestamp()))
    return terminal.request("PUT", path, data=body, headers=headers | signature.headers).status_code


def command(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "kiosk.gateway", *arguments]
    return subprocess.run(line, input=given, capture_output=True, text=True, timeout=60, check=False)


def voucher(voucher_id: str, **changes: object) -> str:
    record = {
        "id": voucher_id,
        "order_number": "4403042611220001",
        "cabinet": "A",
        "cell": "7",
        "contents": {"zh-CN": "居住证", "en": "Residence permit"},
        "valid_from": (NOW - timedelta(days=1)).isoformat(),
        "valid_to": (NOW + timedelta(days=5)).isoformat(),
        "identity_number": LIN["identity_number"],
    }
    return json.dumps(record | changes)


@pytest.fixture
def slips() -> SlipKey:
    return SlipKey(Ed25519PrivateKey.generate())


@pytest.mark.parametrize("kind", list(Kind))
def test_every_document_is_signed_and_known_versions_are_not_sent_again(
    terminal: Terminal, tmp_path: Path, kind: Kind
) -> None:
    cache = cache_of(terminal, tmp_path, TerminalSecret(os.urandom(32)))
    assert cache.refresh(kind, lambda known: fetched(terminal, kind, known))
    assert not cache.refresh(kind, lambda known: fetched(terminal, kind, known))
    kept = cache.current(kind)
    assert kept is not None
    assert fetched(terminal, kind, "older") is not None


def test_receipt_keys_are_announced_by_the_terminal_itself(terminal: Terminal, tmp_path: Path, slips: SlipKey) -> None:
    secret, renewed = TerminalSecret(os.urandom(32)), SlipKey(Ed25519PrivateKey.generate())
    before = fetched(terminal, Kind.TERMINALS)
    assert announce(terminal, secret, slips) == announce(terminal, secret, slips) == 204
    assert announce(terminal, secret, renewed) == 204
    after = fetched(terminal, Kind.TERMINALS)
    assert before is not None
    assert after is not None
    assert after.version != before.version
    known = ReceiptKeys.model_validate_json(after.body).terminals[TERMINAL]
    assert {base64.b64encode(key.public).decode() for key in (slips, renewed)} <= set(known)


def test_keys_that_the_terminal_did_not_sign_are_not_taken(terminal: Terminal, slips: SlipKey) -> None:
    secret = TerminalSecret(os.urandom(32))
    before = terminal.request("GET", "/v1/terminals/keys").content
    assert announce(terminal, secret, slips, key=stranger_key()) == 400
    path = f"/v1/terminals/{TERMINAL}/keys"
    for body, status in ((b"{}", 422), (b"{", 422), (b"x" * 5000, 413)):
        headers = {"Content-Type": "application/json", "Content-Digest": digest_of(body)}
        assert terminal.request("PUT", path, data=body, headers=headers).status_code == status
    other = terminal.request("PUT", "/v1/terminals/SZ-FT-0002/keys", data=b"{}")
    assert other.status_code == 403
    assert terminal.request("GET", "/v1/terminals/keys").content == before


def stranger_key() -> SignatureKey:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = ec.generate_private_key(ec.SECP256R1())
    return SignatureKey.from_pem(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def test_vouchers_and_revocations_from_the_office_to_the_terminal(tmp_path: Path, slips: SlipKey) -> None:
    """Issued while the gateway rests and while it runs; fetched, opened and kept by the terminal; revoked, and gone."""
    gateway = EmbeddedGateway(tmp_path / "gateway", CATALOGUE, terminal_id=TERMINAL)
    state = ("--state", str(gateway.state_dir))
    secret = TerminalSecret(os.urandom(32))
    over = voucher("v-over", valid_to=(NOW - timedelta(hours=1)).isoformat())
    lines = "\n".join((voucher("v-1"), voucher("v-2"), over))
    issued = command("issue-vouchers", *state, "--terminal", TERMINAL, given=lines)
    assert json.loads(issued.stdout) == {"new": 3}, issued.stderr
    again = command("issue-vouchers", *state, "--terminal", TERMINAL, given=voucher("v-1"))
    assert json.loads(again.stdout) == {"new": 0}
    with gateway, session_of(gateway) as session:
        terminal = terminal_of(gateway, session)
        nothing = fetched(terminal, Kind.VOUCHERS)
        assert nothing is not None
        assert Vouchers.model_validate_json(nothing.body).vouchers == ()  # nobody to wrap for yet
        announce(terminal, secret, slips)
        listed = fetched(terminal, Kind.VOUCHERS)
        assert listed is not None
        assert [entry.id for entry in Vouchers.model_validate_json(listed.body).vouchers] == ["v-1", "v-2"]
        assert LIN["identity_number"].encode() not in listed.body
        cache = cache_of(terminal, tmp_path / "reference", secret)
        cache.refresh(Kind.VOUCHERS, lambda known: fetched(terminal, Kind.VOUCHERS, known))
        kept = cache.current(Kind.VOUCHERS)
        assert kept is not None
        assert secret.person_tag(LIN["identity_number"]).encode() in kept.body
        beside = command("issue-vouchers", *state, "--terminal", TERMINAL, given=voucher("v-3"))
        assert json.loads(beside.stdout) == {"left": 1}  # the running gateway has the store
        assert json.loads(command("revoke", *state, "voucher", "v-1").stdout) == {"left": 1}
        (gateway.state_dir / "inbox" / "0.order").write_text("nonsense")
        listed = fetched(terminal, Kind.VOUCHERS, kept.version)
        assert listed is not None
        assert [entry.id for entry in Vouchers.model_validate_json(listed.body).vouchers] == ["v-2", "v-3"]
        assert [file.name for file in (gateway.state_dir / "inbox").iterdir()] == ["0.refused"]
    assert json.loads(command("revoke", *state, "staff", "f" * 64).stdout) == {"revoked": 1}
    with gateway, session_of(gateway) as session:
        terminal = terminal_of(gateway, session)
        revoked = fetched(terminal, Kind.REVOCATIONS)
        assert revoked is not None
        pairs = [(entry.kind.value, entry.id) for entry in Revocations.model_validate_json(revoked.body).revoked]
        assert pairs == [("staff", "f" * 64), ("voucher", "v-1")]
        verified = command("verify-receipt", *state, slip_of(slips))
        assert json.loads(verified.stdout)["terminal_id"] == TERMINAL
        assert command("verify-receipt", *state, slip_of(SlipKey(Ed25519PrivateKey.generate()))).returncode == 1


def terminal_of(gateway: EmbeddedGateway, session: requests.Session) -> Terminal:
    document = session.get(gateway.base_url + "/v1/openapi.json", timeout=20).json()
    return Terminal(gateway.base_url, session, key_of(gateway), document)


def slip_of(slips: SlipKey) -> str:
    return Slip("019384c7-0000-7000-8000-000000000000", "", NOW, TERMINAL).signed(slips.sign)


def test_a_wrong_voucher_is_named_by_its_key_alone(tmp_path: Path) -> None:
    wrong = command("issue-vouchers", "--state", str(tmp_path), "--terminal", TERMINAL, given=voucher("v-1", cell=""))
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "cell" in wrong.stderr
    assert LIN["identity_number"] not in wrong.stderr


# ---- notices ---------------------------------------------------------------------------------------------------------

NOTICE = """
[[notice]]
id = "{id}"
kind = "{kind}"
text = {{ zh-CN = "本厅今天 17:00 关门", en = "This hall closes at 17:00 today" }}
valid_from = 2026-11-22T00:00:00+08:00
valid_to = 2026-11-23T00:00:00+08:00
terminals = {terminals}
"""


def test_notices_come_to_whom_they_are_addressed_and_warnings_first(tmp_path: Path) -> None:
    file = tmp_path / "notices.toml"
    notices = NoticeFile(file)
    assert notices.of(TERMINAL) == ()
    written = (("a", "info", "[]"), ("b", "warning", "[]"), ("c", "info", '["SZ-FT-0002"]'))
    file.write_text("".join(NOTICE.format(id=id_, kind=kind, terminals=to) for id_, kind, to in written), "utf-8")
    assert [notice.id for notice in notices.of(TERMINAL)] == ["b", "a"]
    assert [notice.id for notice in notices.of("SZ-FT-0002")] == ["b", "a", "c"]
    texts = Texts(version="1", terminal_id=TERMINAL, notices=notices.of(TERMINAL))
    shown = texts.notice_at(datetime(2026, 11, 22, 12, tzinfo=UTC))
    assert shown is not None
    assert shown.id == "b"
    assert texts.notice_at(datetime(2026, 11, 22, 16, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    "wrong", ["[[notice]", '[[notice]]\nid = "a"', NOTICE.format(id="a", kind="x", terminals="[]")]
)
def test_a_wrong_file_stops_the_start_and_changes_nothing_later(tmp_path: Path, wrong: str) -> None:
    file = tmp_path / "notices.toml"
    file.write_text(NOTICE.format(id="a", kind="info", terminals="[]"), "utf-8")
    notices = NoticeFile(file)
    file.write_text(wrong, "utf-8")
    assert [notice.id for notice in notices.of(TERMINAL)] == ["a"]
    with pytest.raises(NoticesError, match=r"notices\.toml"):
        NoticeFile(file)
