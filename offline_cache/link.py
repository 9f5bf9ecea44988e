"""When to send next: how the link to the platform stands, and how long to leave it alone."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 300.0
PAUSE_S = 300.0
"""How long sending rests where waiting alone will not help: somebody has to look."""
BUSY_ANSWERS_TO_LOSS = 3
"""One item that the platform stumbles over is no loss of the link; this many "later" in a row are."""

_log = logging.getLogger("offline_cache.uploader")


@dataclass(frozen=True, slots=True)
class Backoff:
    """Jittered exponential waits: 1, 2, 4 … 300 s, each times 0.5 to 1.

    Args:
        chance: a number in [0, 1), drawn anew with every call.
    """

    chance: Callable[[], float]

    def wait_s(self, failures: int) -> float:
        """How long to wait after this many failures in a row (1 = the first)."""
        return self.jittered(min(FIRST_WAIT_S * 2.0 ** min(failures - 1, 32), LONGEST_WAIT_S))

    def jittered(self, longest_s: float) -> float:
        """Between half of it and all of it."""
        return longest_s * (0.5 + self.chance() / 2)


@dataclass(slots=True)
class Link:
    """The link as the uploader's thread sees it. Logs one line on loss and one on return."""

    backoff: Backoff
    up: bool | None = None
    """None until the first answer, or the first failure to get one."""
    code: str = ""
    """Why sending rests; "" when all is well."""
    rests_until_s: float = 0.0
    """By the monotonic clock."""
    failures: int = 0
    """In a row."""
    lost_at_s: float = 0.0
    asked_until_s: float = 0.0
    """Until when the platform asked for rest (Retry-After): an answer to what was under way does not end that."""
    rest_began_s: float = float("-inf")
    """What was under way then tells no more than that the link was lost: it is one failure."""

    def answered(self, now_s: float) -> bool:
        """The platform took or refused one envelope. Returns whether the link had been down or unknown."""
        is_news = self.up is not True
        if self.up is False:
            _log.info("link is back after %.0f s", now_s - self.lost_at_s)
        self.up, self.failures, self.rest_began_s = True, 0, float("-inf")
        if self.asked_until_s <= now_s:
            self.code, self.rests_until_s = "", 0.0
        return is_news

    def failed(self, now_s: float, code: str, wait_s: float = 0.0, began_s: float | None = None) -> bool:
        """No answer, or "later": rest a growing while, and at least `wait_s`. Returns whether the link is lost now.

        Args:
            began_s: when the attempt began; now when not given.
        """
        if wait_s:
            self.asked_until_s = max(self.asked_until_s, now_s + wait_s)
        if began_s is not None and began_s < self.rest_began_s:
            self.rests_until_s = max(self.rests_until_s, now_s + wait_s)
            return False
        self.failures += 1
        rest_s = max(wait_s, self.backoff.wait_s(self.failures))
        is_loss = code != "platform.busy" or self.failures >= BUSY_ANSWERS_TO_LOSS or self.up is False
        return self._rest(now_s, code, rest_s, is_loss=is_loss, level=logging.WARNING)

    def paused(self, now_s: float, code: str) -> bool:
        """We are not who or where we think: an alarm, and a long rest. Returns whether the link is lost now."""
        return self._rest(now_s, code, self.backoff.jittered(PAUSE_S), is_loss=True, level=logging.ERROR)

    def hurry(self, now_s: float) -> None:
        """Somebody waits at the screen: end a rest that nobody but us asked for."""
        if self.code in ("link.down", "link.timeout"):
            self.rests_until_s = now_s

    def _rest(self, now_s: float, code: str, rest_s: float, *, is_loss: bool, level: int) -> bool:
        is_news = is_loss and (self.up is not False or (level == logging.ERROR and self.code != code))
        if is_loss and self.up is not False:
            self.up, self.lost_at_s = False, now_s
        if is_news:
            _log.log(level, "link lost: %s", code)
        self.code, self.rests_until_s, self.rest_began_s = code, now_s + rest_s, now_s
        return is_news
