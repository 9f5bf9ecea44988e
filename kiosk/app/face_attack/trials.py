"""One presentation after another before the full face check: camera driver, liveness, comparison. On simulated time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drivers.camera.opencv import OpenCvCamera
from drivers.contract.face import FaceVerdict
from drivers.errors import DeviceError
from drivers.face.live_check import LiveFaceCheck
from kiosk.app.face_attack.presentations import HEIGHT_PX, WIDTH_PX
from kiosk.app.face_attack.rates import Outcome

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from config.devices import DlibOptions
    from drivers.contract.face import FaceInstruction, FaceLook
    from kiosk.app.face_attack.presentations import Play, Presentation

    Picture = NDArray[np.uint8]

NO_VERDICT = "no_verdict"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one trial. `code`: why it was refused, "" when it was not. `after_s`: simulated, until then."""

    presentation: Presentation
    seed: int
    outcome: Outcome
    code: str
    after_s: float


class Bench:
    """The face check that the settings ask for, always with liveness, with seeds that can be told.

    Args:
        looks_per_s: how many pictures the check looks at in a second; a terminal reaches 15 beside its other work.

    Raises:
        DeviceUnavailable: as `drivers.face.engines.make_engine` does, and the mesh's networks.
    """

    def __init__(self, options: DlibOptions, looks_per_s: float) -> None:
        from drivers.face.check import Thresholds
        from drivers.face.engines import EngineSettings, make_engine
        from drivers.face.eyes import EyeContours
        from drivers.face.mesh import FaceMesh
        from drivers.face.models import MeshModels, installed_mesh_folder

        settings = EngineSettings(
            options.engine, options.models_dir, options.onnx_file, options.onnx_sha256, options.dlib_share
        )
        engine = make_engine(settings)
        models = MeshModels.within(installed_mesh_folder())
        thresholds = Thresholds(options.accept_distance, options.reject_distance, options.give_up_s)
        self.engine = engine.name
        self._step_s = 1 / looks_per_s
        self._looks_per_s = looks_per_s
        self._seed = ""
        self._check = LiveFaceCheck(
            engine,
            thresholds,
            FaceMesh(models),
            EyeContours(models.eyes),
            prompts=options.prompts,
            seeds=lambda: self._seed,
        )

    def run(self, presentation: Presentation, seed: int) -> Result:
        """One trial; the same seed gives the same one."""
        self._seed = f"{presentation.name} {seed}"
        lens = _Lens(presentation.play(seed))
        camera = OpenCvCamera(None, WIDTH_PX, HEIGHT_PX, self._looks_per_s, turn_on=lens.turn_on)
        try:
            self._check.enrol(presentation.card)
            camera.open()
            camera.start()
            look = self._watch(camera, lens, presentation.length_s)
        except DeviceError as error:
            return Result(presentation, seed, Outcome.NO_RESPONSE, error.code, lens.at_s)
        finally:
            camera.close()
            self._check.forget()
        return Result(presentation, seed, *_judged(look), lens.at_s)

    def _watch(self, camera: OpenCvCamera, lens: _Lens, length_s: float) -> FaceLook | None:
        """The look with the verdict, or None without one."""
        number = 0
        while lens.at_s < length_s and not lens.over:
            lens.at_s += self._step_s
            camera.capture()
            frame = camera.frames.latest()
            if frame is None or frame.number == number:
                continue
            number = frame.number
            look = self._check.look(frame.image, lens.at_s)
            if look.verdict is not None:
                return look
            lens.told = look.instruction
        return None


class _Lens:
    """What the camera sees of a trial; its time is set from outside (a `drivers.camera.sources.VideoSource`)."""

    exposure = ""

    def __init__(self, play: Play) -> None:
        self.at_s = 0.0
        self.told: FaceInstruction | None = None
        self.over = False
        self._play = play
        self._last: Picture | None = None

    def turn_on(self, path: str | None, width_px: int, height_px: int, fps: float) -> _Lens:
        """As `drivers.camera.sources.open_source` would."""
        del path, width_px, height_px, fps
        return self

    def read(self) -> Picture:
        picture = self._play(self.at_s, self.told)
        self.over = picture is None
        self._last = self._last if picture is None else picture
        if self._last is None:
            raise DeviceError("camera.missing", retryable=False)
        return self._last

    def close(self) -> None:
        """Nothing is held open."""


def _judged(look: FaceLook | None) -> tuple[Outcome, str]:
    if look is None:
        return Outcome.NO_RESPONSE, NO_VERDICT
    if look.verdict is FaceVerdict.ACCEPT:
        return Outcome.ACCEPTED, ""
    if look.reason:
        return Outcome.REFUSED, look.reason
    if look.score_band:
        return Outcome.REFUSED, f"distance_{look.score_band}"
    return Outcome.NO_RESPONSE, "no_usable_picture"
