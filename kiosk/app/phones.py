"""The telephones around a simulated terminal: what a demo person's phone shows, and what staff at the hotline say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from config.persons import Person
from kiosk.gateway.eid import EidIssuer
from kiosk.gateway.one_time import OneTimeRecords
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.staff_codes import StaffCodes


def phones(gateway_dir: Path) -> Callable[[Person], bytes]:
    """A person's phone: a token of the simulated national identity service."""
    issuer = EidIssuer.load_or_make(GatewayPaths(gateway_dir).eid_issuer_key)
    return lambda person: issuer.issue(person.number, datetime.now(UTC)).encode()


def hotline(gateway_dir: Path, terminal_id: str) -> Callable[[str], str]:
    """Staff on the telephone, who have asked who it is: told the reason, they say a code for this terminal."""
    codes = StaffCodes(OneTimeRecords(GatewayPaths(gateway_dir).one_time))
    return lambda reason: codes.issue(terminal_id, "DEMO-1", reason, datetime.now(UTC))
