"""At a door that is left open something sounds and is said, again and again, and not a moment longer."""

import wave
from dataclasses import replace
from io import BytesIO

from walking import WAITING

from kiosk.app.chime import EVERY_S, DoorChime, chime
from kiosk.app.loudspeaker import Loudspeaker
from kiosk.session.clock import SimulatedClock
from kiosk.session.collection import Collection, DoorPhase
from kiosk.session.model import Session, Step

ORDER = Collection(found=(WAITING,), order=WAITING)
SHUT = Session(step=Step.SIGN_FOR)
SAID = b"words"


def at_door(phase: DoorPhase) -> Session:
    return Session(step=Step.DOOR, collection=ORDER.with_phase("A03", phase))


class Ears(Loudspeaker):
    """What was played, instead of playing it."""

    def __init__(self) -> None:
        self.clock = SimulatedClock()
        super().__init__("", self.clock)
        self.heard: list[bytes] = []
        self._chime = DoorChime(self, lambda: self.heard.append(SAID), self.clock)

    def play(self, wav: bytes) -> None:
        self.heard.append(wav)

    def see(self, session: Session) -> "Ears":
        self._chime.hear(session)
        return self

    def wait(self, seconds: float) -> "Ears":
        self.clock.advance(seconds)
        return self

    def close(self) -> None:
        self._chime.stop()


def test_it_sounds_and_is_said_until_the_door_is_shut() -> None:
    ears, once = Ears(), [chime(), SAID]
    assert ears.see(at_door(DoorPhase.OPEN)).wait(60).heard == []
    assert ears.see(at_door(DoorPhase.LEFT_OPEN)).heard == once[:1]
    assert ears.see(replace(at_door(DoorPhase.LEFT_OPEN), turn=1)).wait(EVERY_S / 2).heard == once
    assert ears.wait(EVERY_S).heard == [*once, *once]
    assert ears.see(SHUT).wait(10 * EVERY_S).heard == [*once, *once]
    assert ears.see(at_door(DoorPhase.LEFT_OPEN)).heard == [*once, *once, chime()]
    assert ears.see(SHUT).wait(10 * EVERY_S).heard == [*once, *once, chime()], "shut before it was said"
    ears.see(at_door(DoorPhase.LEFT_OPEN)).close()
    assert ears.wait(10 * EVERY_S).heard == [*once, *once, chime(), chime()]


def test_it_is_two_tones_that_any_player_plays() -> None:
    with wave.open(BytesIO(chime())) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getnframes()) == (1, 2, file.getframerate() // 2)
    assert len(chime()) < 65_536
