"""Submission ids, made on the terminal: UUID version 7 (RFC 9562 §5.7), in the order they were made."""

import secrets
import threading
import uuid

_RANDOM_BITS = 74
_STEP_BITS = 32


class Uuid7Source:
    """Ids that only ever rise, also within a millisecond and when the clock goes back (RFC 9562 §6.2, method 2)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = -1
        """The last id's 48 bits of time and 74 of chance, as one number."""

    def next(self, now_ms: int) -> uuid.UUID:
        """The next id, from any thread.

        Args:
            now_ms: milliseconds since the Unix epoch, by the wall clock.
        """
        with self._lock:
            fresh = (now_ms << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
            later = self._last + 1 + secrets.randbits(_STEP_BITS)
            # a clock that stands still or went back: count on from the last id instead
            self._last = fresh if now_ms > self._last >> _RANDOM_BITS else later
            return _pack(self._last)


def _pack(number: int) -> uuid.UUID:
    time_ms, chance = number >> _RANDOM_BITS, number & ((1 << _RANDOM_BITS) - 1)
    rand_a, rand_b = chance >> 62, chance & ((1 << 62) - 1)
    return uuid.UUID(int=(time_ms & ((1 << 48) - 1)) << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)


_terminal = Uuid7Source()


def uuid7(now_ms: int) -> uuid.UUID:
    """A new id of this terminal. `now_ms` is the wall clock in milliseconds since the Unix epoch."""
    return _terminal.next(now_ms)
