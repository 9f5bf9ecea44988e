"""Which of the sentences on the screen are said aloud too: fixed ones alone, that tell nobody's name or number."""

from __future__ import annotations

from kiosk.session.model import Preferences, Session, Step
from ui.messages import message
from ui.view_models.face import instruction_words
from ui.view_models.words import translated

_TAKE_ALONG = "请带走您的材料原件"
"""As it stands on the page."""


def asked_aloud(session: Session) -> str:
    """What the page of the face check asks for, or papers that are left behind, in the language in force; "" on other
    pages, while that one tells something else, and for who does not want it."""
    if not session.preferences.spoken:
        return ""
    if session.step is Step.FAREWELL:
        return message(session.notice.code).what if session.notice else translated("FarewellPage", _TAKE_ALONG)
    if session.step is not Step.FACE or session.notice is not None:
        return ""
    return instruction_words(session.face.instruction)


def door_reminder(preferences: Preferences) -> str:
    """What is said of a door that is left open, in the language in force; "" for who does not want it."""
    return message("door.left_open").what if preferences.spoken else ""
