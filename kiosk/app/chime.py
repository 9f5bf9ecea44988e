"""A chime at a door that is left open, again and again until it is shut: two tones, by a program that plays them."""

from __future__ import annotations

import io
import logging
import math
import shlex
import shutil
import subprocess
import wave
from array import array
from functools import cache

from kiosk.session.clock import Clock, Handle
from kiosk.session.collection import DoorPhase
from kiosk.session.model import Session, Step

log = logging.getLogger("kiosk.app")

EVERY_S = 10.0
_RATE_HZ = 16_000
_TONES_HZ = (880, 660)
_TONE_S = 0.25
_LOUDNESS = 0.6
"""Of what 16 bits can say."""


class DoorChime:
    """Lives on the GUI thread. A player that is missing, hangs or fails costs the sound and nothing else.

    Args:
        player: takes a WAV file on its standard input; "" = no sound.
    """

    def __init__(self, player: str, clock: Clock) -> None:
        command = shlex.split(player)
        self._command = command if command and shutil.which(command[0]) else []
        if command and not self._command:
            log.warning("no player", extra={"program": command[0]})
        self._clock = clock
        self._next: Handle | None = None
        self._playing: subprocess.Popen[bytes] | None = None

    def hear(self, session: Session) -> None:
        """The session has changed."""
        current = session.collection.current
        is_left_open = session.step is Step.DOOR and current is not None and current.phase is DoorPhase.LEFT_OPEN
        if is_left_open and self._next is None:
            self._sound()
        elif not is_left_open and self._next is not None:
            self._next.cancel()
            self._next = None

    def stop(self) -> None:
        if self._next is not None:
            self._next.cancel()
            self._next = None
        if self._playing is not None:
            self._playing.kill()
            self._playing.wait()
            self._playing = None

    def _sound(self) -> None:
        self._next = self._clock.call_later(EVERY_S, self._sound)
        is_free = self._playing is None or self._playing.poll() is not None
        if not self._command or not is_free:
            return
        try:
            self._playing = subprocess.Popen(  # noqa: S603 (of the settings)
                self._command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            assert self._playing.stdin is not None
            with self._playing.stdin as pipe:
                pipe.write(chime())  # less than a pipe takes at once
        except OSError as error:
            log.warning("no chime", extra={"errno": error.errno})


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
