"""What the pages ask for, said aloud by a speech program: fixed sentences of the screen, never a name or a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.app.loudspeaker import installed
from ui.spoken import asked_aloud

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kiosk.app.loudspeaker import Loudspeaker
    from kiosk.session.clock import Clock, Handle
    from kiosk.session.model import Session

SETTLED_S = 0.3
"""As long an instruction has to stand: what flickers between two is not begun each time."""


def spoken_by(program: Sequence[str], voice: str, sentence: str) -> list[str]:
    """The command that makes a sentence heard."""
    return [*(part.replace("{voice}", voice) for part in program), sentence]


class Voice:
    """Lives on the GUI thread. The sentences come in the language in force.

    Args:
        program: writes what its last argument says as a WAV file; `{voice}` in it is the language's. "" = no speech.
        voices: by language; one that is not there is not spoken.
    """

    def __init__(self, program: str, voices: Mapping[str, str], loudspeaker: Loudspeaker, clock: Clock) -> None:
        self._command = installed(program, "speech")
        self._voices = voices
        self._loudspeaker = loudspeaker
        self._clock = clock
        self._asked = ""
        self._next: Handle | None = None

    def hear(self, session: Session) -> None:
        """The session has changed: what is newly asked of whoever stands before the terminal is said once."""
        asked, before = asked_aloud(session), self._asked
        if asked == before:
            return
        self._asked = asked
        self._forget()
        if asked:
            language = session.preferences.language
            self._next = self._clock.call_later(SETTLED_S, lambda: self.say(asked, language))
        else:
            self._loudspeaker.hush()

    def say(self, sentence: str, language: str) -> None:
        """Now, instead of what is being said. `sentence` is one that everybody may hear; "" says nothing."""
        voice = self._voices.get(language, "")
        if self._command and voice and sentence:
            self._loudspeaker.play_output(spoken_by(self._command, voice, sentence))

    def stop(self) -> None:
        self._forget()
        self._asked = ""

    def _forget(self) -> None:
        if self._next is not None:
            self._next.cancel()
            self._next = None
