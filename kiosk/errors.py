"""What can go wrong in the core, as data. Sentences for people are made in `ui/messages.py` alone."""

from collections.abc import Mapping


class KioskError(Exception):
    """Something the terminal could not do.

    Args:
        code: stable dotted name, as `platform.refused`; `ui/messages.py` has sentences for those a person may meet.
        retryable: whether the same thing may succeed when simply tried again.
        data: numbers and short enumerations for the log; never anything about a person.
    """

    def __init__(
        self, code: str, *, retryable: bool = False, data: Mapping[str, str | int | float] | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.retryable = retryable
        self.data = dict(data or {})


class PlatformError(KioskError):
    """The central platform could not be asked, or refused."""
