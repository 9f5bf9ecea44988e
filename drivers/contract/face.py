"""The comparison of the person in front with the portrait on the card."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from drivers.contract.device import Device
from drivers.contract.value import Value

if TYPE_CHECKING:
    from drivers.contract.camera import Frame


class FaceInstruction(StrEnum):
    """One thing at a time that the person should do."""

    LOOK_HERE = "look_here"
    COME_CLOSER = "come_closer"
    MOVE_BACK = "move_back"
    CENTRE = "centre"
    ONE_PERSON = "one_person"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    HOLD_STILL = "hold_still"
    MASK = "mask"  # take it off
    CHECKING = "checking"
    TURN_LEFT = "turn_left"  # prompts of the liveness check; left and right are the person's own
    TURN_RIGHT = "turn_right"
    OPEN_MOUTH = "open_mouth"
    BLINK = "blink"
    NOD = "nod"
    TURN_LEFT_TWICE = "turn_left_twice"
    TURN_RIGHT_TWICE = "turn_right_twice"
    TURN_LEFT_RIGHT = "turn_left_right"  # first to the left
    TURN_RIGHT_LEFT = "turn_right_left"
    OPEN_MOUTH_TWICE = "open_mouth_twice"
    NOD_TWICE = "nod_twice"


ACTIONS = (
    FaceInstruction.TURN_LEFT,
    FaceInstruction.TURN_RIGHT,
    FaceInstruction.OPEN_MOUTH,
    FaceInstruction.BLINK,
    FaceInstruction.NOD,
)
ASKED_FOR: Mapping[FaceInstruction, tuple[FaceInstruction, ...]] = {
    **{action: (action,) for action in ACTIONS},
    FaceInstruction.TURN_LEFT_TWICE: (FaceInstruction.TURN_LEFT,) * 2,
    FaceInstruction.TURN_RIGHT_TWICE: (FaceInstruction.TURN_RIGHT,) * 2,
    FaceInstruction.TURN_LEFT_RIGHT: (FaceInstruction.TURN_LEFT, FaceInstruction.TURN_RIGHT),
    FaceInstruction.TURN_RIGHT_LEFT: (FaceInstruction.TURN_RIGHT, FaceInstruction.TURN_LEFT),
    FaceInstruction.OPEN_MOUTH_TWICE: (FaceInstruction.OPEN_MOUTH,) * 2,
    FaceInstruction.NOD_TWICE: (FaceInstruction.NOD,) * 2,
}
"""The actions that each prompt asks for, one after the other. Eyes are shut once: people blink of their own accord."""
PROMPTS = tuple(ASKED_FOR)


class FaceVerdict(StrEnum):
    ACCEPT = "accept"
    RETRY = "retry"  # between the two thresholds, or no usable frame in time
    REJECT = "reject"


class PromptShown(Value):
    """One prompt of a liveness check, in seconds after its first frame; `done_s` is None when it was not followed."""

    instruction: FaceInstruction
    shown_s: float
    done_s: float | None = None


class LivenessRecord(Value):
    """What an audit needs of a liveness check. `seed` gives the prompts and their order again, with this `version`.

    `outcome`: "passed", "" when it was not finished, or the error code that says why it was refused.
    """

    version: str
    seed: str
    outcome: str
    prompts: tuple[PromptShown, ...] = ()


class FaceLook(Value):
    """What one frame gave: an instruction while going on, or a verdict with its distance band.

    `score_band` is "match", "near" or "far": the raw distance stays in the face process (nothing but the band is kept).
    `reason`: an error code, when not the comparison but the liveness check decided. `liveness` comes with a verdict.
    """

    instruction: FaceInstruction
    verdict: FaceVerdict | None = None
    score_band: str = ""
    progress: float = 0.0  # 0…1 for the ring
    reason: str = ""
    liveness: LivenessRecord | None = None


class FaceMatcher(Device, Protocol):
    """The face process: decodes portraits, finds, gates and compares faces. Templates live in its memory only."""

    engine: str
    """Name and version, for the audit record."""

    def enrol(self, portrait: bytes) -> None:
        """Decode a card's portrait (WLT bytes), or a JPEG, and keep its template until `forget`.

        Raises MediaError `face.portrait_undecodable`, `face.portrait_faceless`; DeviceUnavailable: the process died.
        """
        ...

    def look(self, frame: Frame) -> FaceLook:
        """Judge one frame against the enrolled portrait."""
        ...

    def another_prompt(self) -> None:
        """The person cannot do what the liveness check asks for: it asks for something else, twice at most."""
        ...

    def forget(self) -> None:
        """Wipe template and frames."""
        ...
