"""Whether a certificate is refused because our clock is wrong. It tells; it sets no clock.

A certificate that is "not yet valid" or "expired" is one thing to staff when it is so, and another when the terminal
woke up in the wrong year. Decided by a time server's word alone: with its time the certificate must be valid, and ours
must be off.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from offline_cache.errors import LinkError
from offline_cache.sntp import clock_offset_s

TOLERANCE_S = 60.0
"""A clock that is off by less explains nothing."""
ASK_EVERY_S = 60.0
_ABOUT_TIME = (9, 10)
"""X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED (OpenSSL, x509_vfy.h)."""

_log = logging.getLogger("offline_cache.clock")


@dataclass(frozen=True, slots=True)
class Validity:
    """Of a certificate (RFC 5280 section 4.1.2.5), in seconds since the epoch."""

    not_before_s: float
    not_after_s: float

    @classmethod
    def of(cls, certificate: bytes) -> Validity:
        """Read a certificate (DER). Raises ValueError."""
        from cryptography.x509 import load_der_x509_certificate

        found = load_der_x509_certificate(certificate)
        return cls(found.not_valid_before_utc.timestamp(), found.not_valid_after_utc.timestamp())


class ClockCheck:
    """For one platform and thread-safe as far as it matters: at worst the server is asked twice."""

    def __init__(
        self,
        ntp_server: str,
        *,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`ntp_server`: `host` or `host:port`; "" = none, and then our clock is never blamed."""
        self._ntp_server = ntp_server
        self._wall = wall
        self._monotonic = monotonic
        self._known: tuple[float, float | None] | None = None
        """When the server was asked, and the offset that it gave, if it gave one."""

    def blamed(self, error: LinkError, validity: Callable[[], Validity | None]) -> LinkError:
        """The same error; `link.clock` where a certificate was refused for its dates because our clock is wrong, with
        the true time minus ours as `data["offset_s"]`. Asks the time server at most once a minute.

        Args:
            validity: gets that of the certificate; asked only when our clock is off.
        """
        if error.data.get("verify_code") not in _ABOUT_TIME:
            return error
        offset_s = self._offset_s()
        if offset_s is None or abs(offset_s) < TOLERANCE_S:
            return error
        found = validity()
        if found is None or not found.not_before_s <= self._wall() + offset_s <= found.not_after_s:
            return error
        return LinkError("link.clock", retryable=True, data={"offset_s": round(offset_s)})

    def _offset_s(self) -> float | None:
        if not self._ntp_server:
            return None
        now_s = self._monotonic()
        if self._known is None or now_s - self._known[0] > ASK_EVERY_S:
            self._known = now_s, self._asked()
        return self._known[1]

    def _asked(self) -> float | None:
        try:
            return clock_offset_s(self._ntp_server, wall=self._wall)
        except LinkError as error:
            _log.warning("no time: %s", error)
            return None
