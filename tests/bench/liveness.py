"""What liveness costs: the mesh for each frame that is followed, and a whole check of somebody who acts at once."""

from __future__ import annotations

import time
from statistics import median

import cv2
import numpy as np
import psutil

from config.persons import load_persons
from drivers.camera import scenes
from drivers.camera.performance import Performance
from drivers.camera.scripts import of_person
from drivers.contract.camera import Frame
from drivers.contract.face import FaceInstruction, FaceVerdict
from drivers.face.dlib_matcher import DlibMatcher
from drivers.face.mesh import FaceMesh
from drivers.face.models import MeshModels, installed_mesh_folder
from drivers.face.portrait import stand_in_portrait
from tests.bench.figure import Figure, processor_s

PERSON = load_persons()["lin"]
CHECKS = 24
WARM_UP = 8
GROWTH_PERCENT = 3
FRAMES_PER_S = 30
WIDTH_PX, HEIGHT_PX = 1280, 720
MESH_WIDTH_PX, MESH_HEIGHT_PX = 640, 480
MESH_ROUNDS = 200


def figures() -> list[Figure]:
    looks, worked_ms, pss_mb, growth_percent = checked()
    whole_ms = [sum(check) for check in looks]
    return [
        Figure(
            "face.mesh_ms",
            round(mesh_ms(), 2),
            "ms",
            2.0,
            f"468 landmarks of a followed face, {MESH_WIDTH_PX}×{MESH_HEIGHT_PX}, one thread; median of {MESH_ROUNDS}",
        ),
        Figure(
            "face.live_look_ms",
            round(median(look for check in looks for look in check[::2]), 1),
            "ms",
            round(1000 / FRAMES_PER_S, 1),
            f"one frame {WIDTH_PX}×{HEIGHT_PX} of a check with prompts, by way of the face process, which looks at "
            f"every other of {FRAMES_PER_S} a second; median",
        ),
        Figure(
            "face.live_check_ms",
            round(median(whole_ms), 0),
            "ms",
            1500,
            f"machine time of a whole check in which two prompts are followed, all of its frames (some "
            f"{len(looks[0])}) at {FRAMES_PER_S} a second; median of {CHECKS}, slowest {max(whole_ms):.0f}",
        ),
        Figure(
            "face.live_check_processor_ms",
            round(median(worked_ms), 0),
            "ms",
            1500,
            f"the same in processor time of both processes; median of {CHECKS}",
        ),
        Figure(
            "face.live_verdict_ms",
            round(median(check[-1] for check in looks), 1),
            "ms",
            100,
            f"from the frame that ends the last rest to the verdict; the last frame that is compared was embedded "
            f"while that rest went on; median of {CHECKS}",
        ),
        Figure("face.live_process_pss_mb", round(pss_mb, 1), "MB", 350, "proportional set size of the process then"),
        Figure(
            "face.live_process_growth_percent",
            round(growth_percent, 2),
            "%",
            GROWTH_PERCENT,
            f"of what the process alone holds (private_dirty) over {CHECKS - WARM_UP} checks with prompts, after "
            f"{WARM_UP} to warm up",
        ),
    ]


def mesh_ms() -> float:
    """Median time of one followed frame."""
    picture = cv2.imread(str(PERSON.live_picture))
    assert picture is not None
    still = scenes.filling(picture.astype(np.uint8), MESH_WIDTH_PX, MESH_HEIGHT_PX)
    mesh = FaceMesh(MeshModels.within(installed_mesh_folder()))
    mesh.follow(still)
    took: list[float] = []
    for _ in range(MESH_ROUNDS):
        began_s = time.perf_counter()
        mesh.follow(still)
        took.append((time.perf_counter() - began_s) * 1000)
    return median(took)


def checked() -> tuple[list[list[float]], list[float], float, float]:
    """Milliseconds of each look of each check, on simulated time; processor time of each check, ms; what the process
    weighs afterwards, MB; and by how much what it alone holds has grown, %."""
    matcher = DlibMatcher()
    matcher.open()
    looks: list[list[float]] = []
    worked_ms: list[float] = []
    held: list[int] = []
    for seed in range(CHECKS):
        took, worked = _looks_ms(matcher, seed)
        held.append(sum(part.private_dirty for part in psutil.Process(matcher.process_id).memory_maps()))
        looks.append(took)
        worked_ms.append(worked)
    pss_mb = psutil.Process(matcher.process_id).memory_full_info().pss / 1e6
    matcher.close()
    return looks, worked_ms, pss_mb, (held[-1] / held[WARM_UP - 1] - 1) * 100


def _looks_ms(matcher: DlibMatcher, seed: int) -> tuple[list[float], float]:
    """Of each look; processor time of both processes for all of them."""
    matcher.enrol(stand_in_portrait(PERSON.card_picture))
    performance = Performance(of_person(PERSON.live_picture), seed, WIDTH_PX, HEIGHT_PX)
    took: list[float] = []
    worked_s = 0.0
    told: FaceInstruction | None = None
    while True:
        at_s = len(took) / FRAMES_PER_S
        frame = Frame(performance.picture(at_s, told), at_s, len(took))
        before_s, began_s = time.process_time() + processor_s(matcher.process_id), time.perf_counter()
        look = matcher.look(frame)
        took.append((time.perf_counter() - began_s) * 1000)
        worked_s += time.process_time() + processor_s(matcher.process_id) - before_s
        told = look.instruction
        if look.verdict is not None:
            assert look.verdict is FaceVerdict.ACCEPT, f"the demo person is no longer accepted: {look.reason}"
            matcher.forget()
            return took, worked_s * 1000
