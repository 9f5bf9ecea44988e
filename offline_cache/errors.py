"""What can go wrong between the outbox and the platform, as data. Sentences for people are made elsewhere."""

from collections.abc import Mapping


class CacheError(Exception):
    """The queue, the seal or the link did not do what was asked. A bug is never one of these.

    Args:
        code: stable dotted name: `outbox.…`, `seal.…` or `link.…`.
        retryable: whether the same call may succeed when simply made again later.
        data: numbers and short enumerations for the log; never anything about a person.
    """

    def __init__(self, code: str, *, retryable: bool, data: Mapping[str, str | int | float] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.retryable = retryable
        self.data = dict(data or {})

    def __str__(self) -> str:
        details = " ".join(f"{key}={value}" for key, value in self.data.items())
        return f"{self.code} {details}".strip()


class OutboxError(CacheError):
    """The durable queue refuses: owned by another process, full, damaged, or the disk says no."""


class SealError(CacheError):
    """Bytes that are no envelope, a key nobody has, or an envelope that was changed. Never retryable."""

    def __init__(self, code: str, *, data: Mapping[str, str | int | float] | None = None) -> None:
        super().__init__(code, retryable=False, data=data)


class LinkError(CacheError):
    """No usable answer came from the platform: no network, too slow, a certificate that does not fit, garbage."""
