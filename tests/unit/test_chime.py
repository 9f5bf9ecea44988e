"""At a door that is left open something sounds, again and again, and not a moment longer."""

import sys
import wave
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from walking import WAITING

from kiosk.app.chime import EVERY_S, DoorChime, chime
from kiosk.session.clock import SimulatedClock
from kiosk.session.collection import Collection, DoorPhase
from kiosk.session.model import Session, Step

PLAYER = "import pathlib, sys, uuid; pathlib.Path(sys.argv[1], uuid.uuid4().hex).write_bytes(sys.stdin.buffer.read())"
ORDER = Collection(found=(WAITING,), order=WAITING)
SHUT = Session(step=Step.SIGN_FOR)


def at_door(phase: DoorPhase) -> Session:
    return Session(step=Step.DOOR, collection=ORDER.with_phase("A03", phase))


class Ears:
    """A player that keeps what it was given, one file each time."""

    def __init__(self, folder: Path) -> None:
        self.clock = SimulatedClock()
        self._folder = folder
        self._chime = DoorChime(f"{sys.executable} -c '{PLAYER}' {folder}", self.clock)

    def see(self, session: Session) -> "Ears":
        self._chime.hear(session)
        self._end()
        return self

    def wait(self, seconds: float) -> "Ears":
        self.clock.advance(seconds)
        self._end()
        return self

    @property
    def heard(self) -> list[bytes]:
        return [file.read_bytes() for file in self._folder.iterdir()]

    def _end(self) -> None:
        playing = self._chime._playing  # pyright: ignore[reportPrivateUsage]
        if playing is not None:
            assert playing.wait(60) == 0

    def close(self) -> None:
        self._chime.stop()


def test_it_sounds_until_the_door_is_shut(tmp_path: Path) -> None:
    ears = Ears(tmp_path)
    assert ears.see(at_door(DoorPhase.OPEN)).wait(60).heard == []
    assert ears.see(at_door(DoorPhase.LEFT_OPEN)).heard == [chime()]
    ears.see(replace(at_door(DoorPhase.LEFT_OPEN), turn=1)).wait(EVERY_S / 2)
    assert len(ears.heard) == 1
    assert len(ears.wait(EVERY_S / 2).heard) == 2
    assert len(ears.see(SHUT).wait(10 * EVERY_S).heard) == 2
    assert len(ears.see(at_door(DoorPhase.LEFT_OPEN)).heard) == 3
    ears.close()
    assert len(ears.wait(10 * EVERY_S).heard) == 3


def test_it_is_two_tones_that_any_player_plays() -> None:
    with wave.open(BytesIO(chime())) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getnframes()) == (1, 2, file.getframerate() // 2)
    assert len(chime()) < 65_536


@pytest.mark.parametrize("player", ["", "no-such-player --loud", "false"])
def test_without_a_player_there_is_no_sound_and_nothing_else_missing(player: str) -> None:
    clock = SimulatedClock()
    mute = DoorChime(player, clock)
    mute.hear(at_door(DoorPhase.LEFT_OPEN))
    clock.advance(EVERY_S)
    mute.hear(SHUT)
    mute.stop()
