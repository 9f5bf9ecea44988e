"""Full face checks of what a simulated camera plays, on simulated time, without a process between."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from config.persons import Person, load_persons
from drivers.camera.performance import Performance
from drivers.camera.scripts import Script
from drivers.contract.face import FaceInstruction, FaceLook
from drivers.face.check import Thresholds
from drivers.face.dlib_engine import DlibEngine
from drivers.face.eyes import EyeContours
from drivers.face.live_check import LiveFaceCheck
from drivers.face.mesh import FaceMesh
from drivers.face.models import DlibModels, MeshModels, installed_folder, installed_mesh_folder
from drivers.face.portrait import stand_in_portrait

PERSONS = load_persons()
LOOKS_PER_S = 15
LONGEST_S = 30
WIDTH_PX, HEIGHT_PX = 1280, 720


class Checks:
    """One set of networks, one check after another. Seeds are counted up from `seed`."""

    def __init__(self) -> None:
        models = MeshModels.within(installed_mesh_folder())
        self.seed = 0
        self.check = LiveFaceCheck(
            DlibEngine(DlibModels.within(installed_folder())),
            Thresholds(0.53, 0.60, give_up_s=4),
            FaceMesh(models),
            EyeContours(models.eyes),
            seeds=self._next,
        )

    def of(
        self, script: Script, card: Person, seed: int, *, seen: Callable[[FaceLook], None] = lambda _look: None
    ) -> list[FaceLook]:
        """All looks until the verdict, or for half a minute. `seen` may answer each, as a finger on the screen does."""
        self.seed = seed
        self.check.enrol(stand_in_portrait(card.card_picture))
        performance = Performance(script, seed, WIDTH_PX, HEIGHT_PX)
        looks: list[FaceLook] = []
        told: FaceInstruction | None = None
        for number in range(LONGEST_S * LOOKS_PER_S):
            at_s = number / LOOKS_PER_S
            looks.append(self.check.look(performance.picture(at_s, told), 100 + at_s))
            told = looks[-1].instruction
            seen(looks[-1])
            if looks[-1].verdict is not None:
                break
        self.check.forget()
        return looks

    def _next(self) -> str:
        self.seed += 1
        return str(self.seed - 1)


def live(key: str) -> Path:
    return PERSONS[key].live_picture
