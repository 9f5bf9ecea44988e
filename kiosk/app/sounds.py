"""All that can be heard of a terminal: prompts in words, a chime and words at a door that is left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.app.chime import DoorChime
from kiosk.app.loudspeaker import Loudspeaker
from kiosk.app.voice import Voice
from kiosk.session.model import Preferences
from ui.spoken import door_reminder

if TYPE_CHECKING:
    from config.settings import Sound
    from kiosk.session.clock import Clock
    from kiosk.session.model import Session


class Sounds:
    """Lives on the GUI thread. Subscribe `hear` after the screen: sentences come in the language in force."""

    def __init__(self, settings: Sound, clock: Clock) -> None:
        self._loudspeaker = Loudspeaker(settings.player, clock)
        self._voice = Voice(settings.speech, settings.voices, self._loudspeaker, clock)
        self._chime = DoorChime(self._loudspeaker, self._remind, clock)
        self._preferences = Preferences()

    def hear(self, session: Session) -> None:
        """The session has changed."""
        self._preferences = session.preferences
        self._voice.hear(session)
        self._chime.hear(session)

    def stop(self) -> None:
        self._voice.stop()
        self._chime.stop()
        self._loudspeaker.stop()

    def _remind(self) -> None:
        self._voice.say(door_reminder(self._preferences), self._preferences.language)
