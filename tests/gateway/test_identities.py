"""e-ID tokens and codes of staff, asked for over HTTPS: each counts once, in time, and only where it is meant to."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.persons import PERSONS_FILE, load_persons
from kiosk.gateway.eid import EidIssuer, EidService, load_citizens
from kiosk.gateway.embedded import EmbeddedGateway
from kiosk.gateway.one_time import OneTimeRecords
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.refusal import Refusal
from kiosk.gateway.staff_codes import LIFETIME, WRONG_CODES_MAX, StaffCodes
from kiosk.platform.staff_code import ALPHABET, LENGTH
from tests.gateway.terminal import CATALOGUE, TERMINAL, Terminal

LIN = load_persons()["lin"]
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
STAFF = ("--staff", "H-0123", "--reason", "declined")


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedGateway]:
    folder = tmp_path_factory.mktemp("gateway")
    options = ("--citizens", str(PERSONS_FILE))
    with EmbeddedGateway(folder, CATALOGUE, terminal_id=TERMINAL, options=options) as running:
        yield running


@pytest.fixture(scope="module")
def issuer(gateway: EmbeddedGateway) -> EidIssuer:
    return EidIssuer.load_or_make(GatewayPaths(gateway.state_dir).eid_issuer_key)


# ---- e-ID tokens -----------------------------------------------------------------------------------------------------


def present(terminal: Terminal, token: str) -> tuple[int, dict[str, str]]:
    answer = terminal.request("POST", "/v1/identities/qr", json={"token": token})
    return answer.status_code, answer.json()


def test_a_token_tells_who_it_is_once(terminal: Terminal, issuer: EidIssuer) -> None:
    token = issuer.issue(LIN.number, datetime.now(UTC))
    status, told = present(terminal, token)
    assert status == 200
    portrait = base64.b64decode(told.pop("portrait_jpeg"))
    assert portrait == LIN.card_picture.read_bytes()
    assert told == {
        "name": LIN.name,
        "identity_number": LIN.number,
        "sex": LIN.sex,
        "nation": LIN.nation,
        "birth": LIN.birth,
        "valid_from": LIN.valid_from,
        "valid_to": LIN.valid_to,
    }
    status, problem = present(terminal, token)
    assert (status, problem["code"]) == (409, "identity.used")


def test_a_token_names_nobody(issuer: EidIssuer) -> None:
    token = issuer.issue(LIN.number, NOW)
    payload = base64.urlsafe_b64decode(token.split(".")[1] + "==").decode()
    assert LIN.number not in payload
    assert LIN.number[-8:] not in payload


def test_of_two_terminals_that_show_it_at_once_one_is_told(terminal: Terminal, issuer: EidIssuer) -> None:
    token = issuer.issue(LIN.number, datetime.now(UTC))
    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(lambda _: present(terminal, token)[0], range(4)))
    assert statuses == [200, 409, 409, 409]


def test_an_old_token_is_refused(terminal: Terminal, issuer: EidIssuer) -> None:
    status, problem = present(terminal, issuer.issue(LIN.number, datetime.now(UTC) - timedelta(seconds=61)))
    assert (status, problem["code"]) == (410, "identity.expired")


@pytest.mark.parametrize("token", ["EID1.e30.AAAA", "EID1..", "?", "K1.receipt", "EID1." + "A" * 900])
def test_what_the_service_did_not_sign_is_unknown(terminal: Terminal, token: str) -> None:
    status, problem = present(terminal, token)
    assert (status, problem["code"]) == (404, "identity.unknown")


def test_what_cannot_be_a_token_is_malformed(terminal: Terminal) -> None:
    assert present(terminal, "")[0] == 422
    assert present(terminal, "x" * 1025)[0] == 422


def test_another_service_cannot_vouch(terminal: Terminal, tmp_path: Path) -> None:
    stranger = EidIssuer.load_or_make(tmp_path / "stranger.key")
    assert present(terminal, stranger.issue(LIN.number, datetime.now(UTC)))[0] == 404


def test_nobody_is_told_of_who_is_not_in_the_register(terminal: Terminal, issuer: EidIssuer) -> None:
    assert present(terminal, issuer.issue("440304199001019996", datetime.now(UTC)))[0] == 404


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> EidService:
    folder = tmp_path_factory.mktemp("service")
    issuer = EidIssuer.load_or_make(folder / "issuer.key")
    return EidService(issuer, load_citizens(PERSONS_FILE), OneTimeRecords(folder / "one_time.sqlite"))


@given(st.text(max_size=200) | st.text("EID1.ey-_", max_size=200))
def test_nothing_that_is_shown_breaks_it(service: EidService, token: str) -> None:
    with pytest.raises(Refusal) as caught:
        service.redeem(token, NOW)
    assert caught.value.status == 404


def test_one_changed_character_spoils_a_token(tmp_path: Path) -> None:
    issuer = EidIssuer.load_or_make(tmp_path / "issuer.key")
    token = issuer.issue(LIN.number, NOW)
    for at in range(len(token) - 1):  # the last character of a base64 text has bits to spare
        changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        with pytest.raises(Refusal):
            issuer.read(changed)


# ---- codes of staff --------------------------------------------------------------------------------------------------


def ask_for_code(gateway: EmbeddedGateway, *options: str) -> str:
    """What whoever sits at the hotline does, beside the running gateway."""
    command = [sys.executable, "-m", "kiosk.gateway", "staff-code", "--state", str(gateway.state_dir), *options]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.strip()


def redeem(terminal: Terminal, code: str) -> tuple[int, dict[str, str]]:
    answer = terminal.request("POST", "/v1/staff-codes/redeem", json={"code": code})
    return answer.status_code, answer.json()


def test_a_code_vouches_once_and_says_who_gave_it(gateway: EmbeddedGateway, terminal: Terminal) -> None:
    code = ask_for_code(gateway, "--terminal", TERMINAL, *STAFF)
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    status, told = redeem(terminal, code)
    assert (status, told["staff_id"], told["reason"]) == (200, "H-0123", "declined")
    status, problem = redeem(terminal, code)
    assert (status, problem["code"]) == (409, "staff_code.used")
    assert code.encode() not in GatewayPaths(gateway.state_dir).one_time.read_bytes()


def test_what_is_no_code_is_malformed(terminal: Terminal) -> None:
    assert redeem(terminal, "abc")[0] == 422


@pytest.fixture
def codes(tmp_path: Path) -> StaffCodes:
    return StaffCodes(OneTimeRecords(tmp_path / "one_time.sqlite"))


def refused(codes: StaffCodes, code: str, terminal: str, now: datetime) -> tuple[int, str]:
    with pytest.raises(Refusal) as caught:
        codes.redeem(code, terminal, now)
    return caught.value.status, caught.value.code


def test_a_code_counts_at_its_own_terminal_alone(codes: StaffCodes) -> None:
    code = codes.issue("T-1", "H-1", "no_portrait", NOW)
    assert refused(codes, code, "T-2", NOW) == (404, "staff_code.unknown")
    assert codes.redeem(code, "T-1", NOW).reason == "no_portrait"


def test_a_code_lives_ten_minutes(codes: StaffCodes) -> None:
    early, late = (codes.issue("T-1", "H-1", "other", NOW) for _ in range(2))
    assert codes.redeem(early, "T-1", NOW + LIFETIME).staff_id == "H-1"
    assert refused(codes, late, "T-1", NOW + LIFETIME + timedelta(seconds=1)) == (410, "staff_code.expired")


def test_who_guesses_has_to_wait(codes: StaffCodes) -> None:
    code = codes.issue("T-1", "H-1", "other", NOW)
    for _ in range(WRONG_CODES_MAX):
        assert refused(codes, "ZZZZZZZZ", "T-1", NOW)[0] == 404
    assert refused(codes, code, "T-1", NOW) == (429, "staff_code.locked")
    later = NOW + LIFETIME + timedelta(seconds=1)
    fresh = codes.issue("T-1", "H-1", "other", later)
    assert codes.redeem(fresh, "T-1", later).staff_id == "H-1"


@pytest.mark.parametrize(("staff", "reason"), [("H-1", "because"), ("", "other"), ("林", "other"), ("x" * 33, "other")])
def test_who_and_why_must_be_said(codes: StaffCodes, staff: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r"reason|staff number"):
        codes.issue("T-1", staff, reason, NOW)
