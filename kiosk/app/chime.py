"""A chime at a door that is left open, again and again until it is shut: two tones, then words."""

from __future__ import annotations

import io
import math
import wave
from array import array
from functools import cache
from typing import TYPE_CHECKING

from kiosk.session.collection import DoorPhase
from kiosk.session.model import Session, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.app.loudspeaker import Loudspeaker
    from kiosk.session.clock import Clock, Handle

EVERY_S = 10.0
WORDS_AFTER_S = 1.5
"""The chime is over by then."""
_RATE_HZ = 16_000
_TONES_HZ = (880, 660)
_TONE_S = 0.25
_LOUDNESS = 0.6
"""Of what 16 bits can say."""


class DoorChime:
    """Lives on the GUI thread.

    Args:
        remind: says in words what is to be done; called after each chime.
    """

    def __init__(self, loudspeaker: Loudspeaker, remind: Callable[[], None], clock: Clock) -> None:
        self._loudspeaker = loudspeaker
        self._remind = remind
        self._clock = clock
        self._next: tuple[Handle, ...] = ()

    def hear(self, session: Session) -> None:
        """The session has changed."""
        current = session.collection.current
        is_left_open = session.step is Step.DOOR and current is not None and current.phase is DoorPhase.LEFT_OPEN
        if is_left_open and not self._next:
            self._sound()
        elif not is_left_open and self._next:
            self.stop()
            self._loudspeaker.hush()

    def stop(self) -> None:
        for handle in self._next:
            handle.cancel()
        self._next = ()

    def _sound(self) -> None:
        self._loudspeaker.play(chime())
        self._next = (
            self._clock.call_later(WORDS_AFTER_S, self._remind),
            self._clock.call_later(EVERY_S, self._sound),
        )


@cache
def chime() -> bytes:
    """A WAV file, 16 bits, one channel; each tone fades to nothing."""
    samples = array("h")
    count = int(_RATE_HZ * _TONE_S)
    for tone_hz in _TONES_HZ:
        for at in range(count):
            swing = math.sin(2 * math.pi * tone_hz * at / _RATE_HZ)
            samples.append(int(32_767 * _LOUDNESS * (1 - at / count) * swing))
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(_RATE_HZ)
        written.writeframes(samples.tobytes())
    return file.getvalue()
