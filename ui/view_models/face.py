"""The face check: one instruction at a time, a ring, and what is already right."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from drivers.contract.face import PROMPTS, FaceInstruction
from drivers.contract.value import Value
from kiosk.session.limits import Limits
from kiosk.session.model import Session, Step
from kiosk.session.steps.identify import may_try_face
from ui.view_models.words import translated

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

_INSTRUCTIONS = {
    FaceInstruction.LOOK_HERE: QT_TRANSLATE_NOOP("Face", "请看屏幕上方的镜头"),
    FaceInstruction.COME_CLOSER: QT_TRANSLATE_NOOP("Face", "请靠近一点"),
    FaceInstruction.MOVE_BACK: QT_TRANSLATE_NOOP("Face", "请退后一点"),
    FaceInstruction.CENTRE: QT_TRANSLATE_NOOP("Face", "请把脸移到圈里"),
    FaceInstruction.ONE_PERSON: QT_TRANSLATE_NOOP("Face", "请一个人站在镜头前"),
    FaceInstruction.TOO_DARK: QT_TRANSLATE_NOOP("Face", "太暗了，请面向亮处"),
    FaceInstruction.TOO_BRIGHT: QT_TRANSLATE_NOOP("Face", "太亮了，请背对强光"),
    FaceInstruction.HOLD_STILL: QT_TRANSLATE_NOOP("Face", "很好，请别动"),
    FaceInstruction.MASK: QT_TRANSLATE_NOOP("Face", "请摘下口罩"),
    FaceInstruction.CHECKING: QT_TRANSLATE_NOOP("Face", "正在核对，请别动"),
    FaceInstruction.TURN_LEFT: QT_TRANSLATE_NOOP("Face", "请向左转头，再转回来"),
    FaceInstruction.TURN_RIGHT: QT_TRANSLATE_NOOP("Face", "请向右转头，再转回来"),
    FaceInstruction.OPEN_MOUTH: QT_TRANSLATE_NOOP("Face", "请张开嘴，再合上"),
    FaceInstruction.BLINK: QT_TRANSLATE_NOOP("Face", "请闭一下眼，再睁开"),
    FaceInstruction.NOD: QT_TRANSLATE_NOOP("Face", "请点一下头"),
    FaceInstruction.TURN_LEFT_TWICE: QT_TRANSLATE_NOOP("Face", "请向左转两次头"),
    FaceInstruction.TURN_RIGHT_TWICE: QT_TRANSLATE_NOOP("Face", "请向右转两次头"),
    FaceInstruction.TURN_LEFT_RIGHT: QT_TRANSLATE_NOOP("Face", "请先向左、再向右转头"),
    FaceInstruction.TURN_RIGHT_LEFT: QT_TRANSLATE_NOOP("Face", "请先向右、再向左转头"),
    FaceInstruction.OPEN_MOUTH_TWICE: QT_TRANSLATE_NOOP("Face", "请张嘴再合上，做两次"),
    FaceInstruction.NOD_TWICE: QT_TRANSLATE_NOOP("Face", "请点两下头"),
}
_PLACED = (FaceInstruction.HOLD_STILL, FaceInstruction.MASK, FaceInstruction.CHECKING, *PROMPTS)
_DRAWN = (FaceInstruction.MASK, *PROMPTS)
_AT_DISTANCE = (*_PLACED, FaceInstruction.CENTRE)


def instruction_words(instruction: FaceInstruction) -> str:
    """In the language in force."""
    return translated("Face", _INSTRUCTIONS[instruction])


class _Shown(Value):
    instruction: str = ""
    prompt: str = ""
    drawing: str = ""
    progress: float = 0.0
    placed: bool = False
    distance_right: bool = False
    checking: bool = False
    tries_left: int = 0
    may_try: bool = False
    active: bool = False


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class FaceView(QObject):
    changed = Signal()

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self._limits = limits
        self._shown = _Shown()

    def update(self, session: Session) -> None:
        face = session.face
        shown = _Shown(
            instruction=instruction_words(face.instruction),
            prompt=face.instruction.value if face.instruction in PROMPTS else "",
            drawing=face.instruction.value if face.instruction in _DRAWN else "",
            progress=face.progress,
            placed=face.instruction in _PLACED,
            distance_right=face.instruction in _AT_DISTANCE,
            checking=face.instruction is FaceInstruction.CHECKING,
            tries_left=max(0, self._limits.face_tries - face.tries),
            may_try=may_try_face(session, self._limits),
            active=session.step is Step.FACE,
        )
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    @Property(str, notify=changed)
    def instruction(self) -> str:
        return self._shown.instruction

    @Property(str, notify=changed)
    def prompt(self) -> str:
        """What the person is asked to do to be told from a picture: a `FaceInstruction`, or ""."""
        return self._shown.prompt

    @Property(str, notify=changed)
    def drawing(self) -> str:
        """What is drawn over the picture of oneself: a `FaceInstruction`, or ""."""
        return self._shown.drawing

    @Property(float, notify=changed)
    def progress(self) -> float:
        """0…1 for the ring."""
        return self._shown.progress

    @Property(bool, notify=changed)
    def placed(self) -> bool:
        return self._shown.placed

    @Property(bool, notify=changed)
    def distanceRight(self) -> bool:
        return self._shown.distance_right

    @Property(bool, notify=changed)
    def checking(self) -> bool:
        return self._shown.checking

    @Property(int, notify=changed)
    def triesLeft(self) -> int:
        return self._shown.tries_left

    @Property(bool, notify=changed)
    def mayTry(self) -> bool:
        """Another try of the face check is offered."""
        return self._shown.may_try

    @Property(bool, notify=changed)
    def active(self) -> bool:
        """The camera is on."""
        return self._shown.active
