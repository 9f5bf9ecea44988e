"""What the platform publishes to terminals beside the catalogue, as the store has it: vouchers, revocations, and the
keys that terminals announce. The same statements serve SQLite and PostgreSQL.

Times are ISO 8601 in UTC with microseconds, so that their order is the order of the text.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from kiosk.gateway.register import Execute
from kiosk.platform.references import Revoked, RevokedKind, TerminalKeys, Voucher

SCHEMA = """
CREATE TABLE IF NOT EXISTS vouchers (
    id TEXT PRIMARY KEY, terminal_id TEXT NOT NULL, content TEXT NOT NULL, valid_to TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS revocations (
    kind TEXT NOT NULL, id TEXT NOT NULL, revoked_at TEXT NOT NULL, PRIMARY KEY (kind, id)
);
CREATE TABLE IF NOT EXISTS terminal_keys (
    terminal_id TEXT NOT NULL, purpose TEXT NOT NULL, public_key TEXT NOT NULL, announced_at TEXT NOT NULL,
    PRIMARY KEY (terminal_id, purpose, public_key)
);
"""
_RECEIPT = "receipt"
_WRAPPING = "wrapping"


def issue_vouchers(execute: Execute, terminal_id: str, vouchers: Iterable[Voucher]) -> int:
    """Let these be picked up at a terminal. One whose id is known already stays as it is. Returns how many are new."""
    query = "INSERT INTO vouchers (id, terminal_id, content, valid_to) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"
    return sum(
        execute(query, (voucher.id, terminal_id, voucher.model_dump_json(), instant(voucher.valid_to))).rowcount
        for voucher in vouchers
    )


def vouchers_of(execute: Execute, terminal_id: str, now: datetime) -> list[Voucher]:
    """Those of a terminal that are neither over nor revoked, by id."""
    query = """SELECT content FROM vouchers WHERE terminal_id = ? AND valid_to > ?
               AND id NOT IN (SELECT id FROM revocations WHERE kind = ?) ORDER BY id"""
    rows = execute(query, (terminal_id, instant(now), RevokedKind.VOUCHER.value)).fetchall()
    return [Voucher.model_validate_json(content) for (content,) in rows]


def withdraw_vouchers(execute: Execute, parcel: str, at: datetime) -> None:
    """The vouchers of a parcel go out no more: what they were for is done."""
    held = execute("SELECT id, content FROM vouchers WHERE valid_to > ?", (instant(at),)).fetchall()
    for voucher_id, content in held:
        if Voucher.model_validate_json(content).parcel == parcel:
            execute("UPDATE vouchers SET valid_to = ? WHERE id = ?", (instant(at), voucher_id))


def revoke_id(execute: Execute, revoked: Revoked, at: datetime) -> None:
    """From now on this does not count any more. Twice is fine."""
    query = "INSERT INTO revocations (kind, id, revoked_at) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO NOTHING"
    execute(query, (revoked.kind.value, revoked.id, instant(at)))


def revocations(execute: Execute) -> list[Revoked]:
    """All that was revoked, keys of terminals that are let in no more among them."""
    listed = execute("SELECT kind, id FROM revocations", ()).fetchall()
    keys = execute("SELECT key_id FROM terminals WHERE revoked_at IS NOT NULL", ()).fetchall()
    pairs = {(str(kind), str(revoked_id)) for kind, revoked_id in listed}
    pairs |= {(RevokedKind.TERMINAL.value, str(key_id)) for (key_id,) in keys}
    return [Revoked(kind=RevokedKind(kind), id=revoked_id) for kind, revoked_id in sorted(pairs)]


def announce_keys(execute: Execute, terminal_id: str, keys: TerminalKeys, at: datetime) -> None:
    """These are in use at a terminal now. Earlier ones stay known: its receipts live longer than its keys."""
    query = """INSERT INTO terminal_keys (terminal_id, purpose, public_key, announced_at) VALUES (?, ?, ?, ?)
               ON CONFLICT (terminal_id, purpose, public_key) DO UPDATE SET announced_at = excluded.announced_at"""
    for purpose, public_key in ((_RECEIPT, keys.receipt_public_key), (_WRAPPING, keys.wrapping_public_key)):
        execute(query, (terminal_id, purpose, public_key, instant(at)))


def receipt_keys(execute: Execute) -> dict[str, tuple[str, ...]]:
    """Of every terminal, all keys (Ed25519, base64) that its receipts were ever signed with."""
    query = "SELECT terminal_id, public_key FROM terminal_keys WHERE purpose = ? ORDER BY terminal_id, public_key"
    found: dict[str, tuple[str, ...]] = {}
    for terminal_id, public_key in execute(query, (_RECEIPT,)).fetchall():
        found[terminal_id] = (*found.get(terminal_id, ()), public_key)
    return found


def wrapping_key(execute: Execute, terminal_id: str) -> str:
    """What is wrapped for a terminal with (X25519, base64); "" as long as it has announced none."""
    query = """SELECT public_key FROM terminal_keys WHERE terminal_id = ? AND purpose = ?
               ORDER BY announced_at DESC LIMIT 1"""
    row = execute(query, (terminal_id, _WRAPPING)).fetchone()
    return str(row[0]) if row else ""


def instant(at: datetime) -> str:
    """As the store has it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
