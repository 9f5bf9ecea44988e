"""How this terminal reaches the platform: by the settings, or the reference platform that runs beside it."""

from __future__ import annotations

import base64
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiosk.errors import PlatformError
from kiosk.platform.client import PlatformClient
from offline_cache.cache import CacheSettings
from offline_cache.clock_check import ClockCheck
from offline_cache.disk import MIB, DiskLimits
from offline_cache.transport import Transport

if TYPE_CHECKING:
    from pathlib import Path

    from config.settings import Outbox, Platform, Settings
    from kiosk.gateway.embedded import EmbeddedGateway
    from kiosk.platform.schema import PlatformKeys

NOWHERE = "https://127.0.0.1:9"
"""The discard port: nobody listens, every attempt is refused at once. The platform's place when the network is gone."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where the platform is, and what both sides show each other."""

    base_url: str
    ca_file: Path
    cert_file: Path
    key_file: Path

    def cut(self) -> Link:
        """The same without a network."""
        return replace(self, base_url=NOWHERE)


def link_of(platform: Platform, gateway: EmbeddedGateway | None) -> Link:
    """Waits for a gateway that is still starting. Raises PlatformError `outbox.closed` when it does not come up."""
    if gateway is not None:
        from kiosk.gateway.embedded import GatewayStartError

        try:
            base_url = gateway.wait_ready()
        except GatewayStartError:
            raise PlatformError("outbox.closed") from None
        return Link(base_url, gateway.ca_file, gateway.cert_file, gateway.key_file)
    assert platform.ca_file is not None  # the settings are refused without these
    assert platform.cert_file is not None
    assert platform.key_file is not None
    return Link(platform.base_url, platform.ca_file, platform.cert_file, platform.key_file)


@contextmanager
def asking(link: Link, settings: Settings) -> Generator[PlatformClient]:
    """The platform, before there is a queue whose connections could be shared."""
    transport = Transport(
        link.base_url,
        ca_file=link.ca_file,
        cert_file=link.cert_file,
        key_file=link.key_file,
        terminal_id=settings.terminal.id,
        clock_check=ClockCheck(settings.platform.ntp_server),
    )
    try:
        yield PlatformClient(transport)
    finally:
        transport.close()


def cache_settings(settings: Settings, link: Link, keys: PlatformKeys) -> CacheSettings:
    """Of the queue that seals for the platform and sends over this link."""
    return CacheSettings(
        state_dir=settings.paths.state_dir / "outbox",
        base_url=link.base_url,
        ca_file=link.ca_file,
        cert_file=link.cert_file,
        key_file=link.key_file,
        terminal_id=settings.terminal.id,
        platform_key_id=keys.sealing_key_id,
        platform_public_key=base64.b64decode(keys.sealing_public_key),
        platform_receipt_key=base64.b64decode(keys.receipt_public_key),
        connect_timeout_s=settings.platform.connect_timeout_s,
        read_timeout_s=settings.platform.read_timeout_s,
        ntp_server=settings.platform.ntp_server,
        keep_stored_s=settings.outbox.keep_stored_days * 86_400,
        keep_stored_count=settings.outbox.keep_stored_count,
        disk_limits=disk_limits(settings.outbox),
    )


def disk_limits(outbox: Outbox) -> DiskLimits:
    """The settings in bytes."""
    return DiskLimits(outbox.ballast_mib * MIB, outbox.stop_free_mib * MIB, outbox.resume_free_mib * MIB)
