"""Keyed hashes in place of whoever is meant: this terminal knows them again, nobody else can tell who it was."""

from __future__ import annotations

from kiosk.platform.vouchers import code_tag
from offline_cache.terminal_secret import TerminalSecret


class Tags:
    """From any thread. Each is 64 hexadecimal digits, as the ledger and the vouchers have them."""

    def __init__(self, secret: TerminalSecret) -> None:
        self._secret = secret

    def person(self, identity_number: str) -> str:
        return self._secret.person_tag(identity_number)

    def staff(self, key_id: str) -> str:
        """`key_id`: of the staff card's key, as in the list of who is let in."""
        return self._secret.tag("staff tag", key_id)

    def session(self, session_id: str) -> str:
        return self._secret.tag("session tag", session_id)

    def pickup_code(self, code: str) -> str:
        return code_tag(self._secret, code)
