"""Which of the sentences on the screen are said aloud too: fixed ones alone, that tell nobody's name or number."""

from __future__ import annotations

from kiosk.session.model import Preferences, Session, Step
from ui.messages import message
from ui.view_models.face import instruction_words


def asked_of_face(session: Session) -> str:
    """What the page of the face check asks for, in the language in force; "" on other pages, while it tells
    something else, and for who does not want it."""
    if session.step is not Step.FACE or session.notice is not None or not session.preferences.spoken:
        return ""
    return instruction_words(session.face.instruction)


def door_reminder(preferences: Preferences) -> str:
    """What is said of a door that is left open, in the language in force; "" for who does not want it."""
    return message("door.left_open").what if preferences.spoken else ""
