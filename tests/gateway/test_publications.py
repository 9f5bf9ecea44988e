"""Vouchers, revocations and announced keys in both stores: SQLite and PostgreSQL."""

import base64
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.gateway import publications
from kiosk.gateway.inbox import Inbox, Order
from kiosk.gateway.register import Enrolled, Store
from kiosk.platform.references import Revoked, RevokedKind, TerminalKeys, Voucher
from offline_cache.ids import uuid7

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def terminal() -> str:
    """The database is shared: a terminal of one's own."""
    return f"T-{uuid7(int(datetime.now(UTC).timestamp() * 1000))}"


def voucher(voucher_id: str, ends: timedelta = timedelta(days=1)) -> Voucher:
    return Voucher(
        id=voucher_id,
        order_number="1",
        cabinet="A",
        cell="1",
        contents={"zh-CN": "证照"},
        valid_from=NOW - timedelta(days=1),
        valid_to=(NOW + ends).astimezone(),
        identity_number="440304199006189989",
    )


def keys(receipt: int, wrapping: int) -> TerminalKeys:
    return TerminalKeys(
        receipt_public_key=base64.b64encode(bytes([receipt]) * 32).decode(),
        wrapping_public_key=base64.b64encode(bytes([wrapping]) * 32).decode(),
    )


def test_a_terminal_has_its_own_vouchers_while_they_count(store: Store, terminal: str) -> None:
    mine = [voucher(f"{terminal}-{name}") for name in "abc"]
    over = voucher(f"{terminal}-over", timedelta(0))
    assert store.change(lambda execute: publications.issue_vouchers(execute, terminal, [*mine, over])) == 4
    assert store.change(lambda execute: publications.issue_vouchers(execute, "T-other", mine)) == 0
    revoked = Revoked(kind=RevokedKind.VOUCHER, id=mine[1].id)
    for _ in range(2):
        store.change(lambda execute: publications.revoke_id(execute, revoked, NOW))
    assert store.look(lambda execute: publications.vouchers_of(execute, terminal, NOW)) == [mine[0], mine[2]]
    assert store.look(lambda execute: publications.vouchers_of(execute, "T-other", NOW)) == []
    assert revoked in store.look(publications.revocations)


def test_the_key_of_a_terminal_that_was_revoked_is_on_the_list(store: Store, terminal: str) -> None:
    key_id = f"{int(terminal.removeprefix('T-').replace('-', ''), 16):064x}"
    entry = Revoked(kind=RevokedKind.TERMINAL, id=key_id)
    store.enrol(key_id, Enrolled(terminal, b"key"), NOW)
    assert entry not in store.look(publications.revocations)
    store.revoke(terminal, NOW)
    assert entry in store.look(publications.revocations)
    store.enrol(key_id, Enrolled(terminal, b"key"), NOW)
    assert entry not in store.look(publications.revocations)


def test_the_newest_key_is_wrapped_for_and_no_receipt_key_is_forgotten(store: Store, terminal: str) -> None:
    assert store.look(lambda execute: publications.wrapping_key(execute, terminal)) == ""
    announced = [keys(1, 1), keys(2, 2), keys(1, 1)]
    for minute, each in enumerate(announced):
        at = NOW + timedelta(minutes=minute)
        store.change(lambda execute, each=each, at=at: publications.announce_keys(execute, terminal, each, at))
        wrapping = store.look(lambda execute: publications.wrapping_key(execute, terminal))
        assert wrapping == each.wrapping_public_key
    known = store.look(publications.receipt_keys)[terminal]
    assert sorted(known) == sorted({each.receipt_public_key for each in announced})


def test_what_is_left_for_the_gateway_is_carried_out_once_and_again_without_harm(
    store: Store, terminal: str, tmp_path: Path
) -> None:
    inbox = Inbox(tmp_path / "inbox")
    inbox.carry_out(store)  # nothing there yet
    order = Order(at=NOW, terminal_id=terminal, vouchers=(voucher(f"{terminal}-a"),))
    for minute in range(2):
        inbox.leave(order, NOW + timedelta(minutes=minute))
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in (tmp_path / "inbox").iterdir())
    inbox.carry_out(store)
    assert list((tmp_path / "inbox").iterdir()) == []
    assert len(store.look(lambda execute: publications.vouchers_of(execute, terminal, NOW))) == 1
