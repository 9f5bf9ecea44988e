"""Picture scripts: read whole or refused, and played the same for the same seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from config.persons import FOLDER, load_persons
from drivers.camera import scripts
from drivers.camera.acting import Answer
from drivers.camera.opencv import OpenCvCamera
from drivers.camera.performance import LOOP_S, Performance
from drivers.camera.presence import Presence
from drivers.camera.scripts import Cue, Held, Medium, Script, ScriptError, Show, Spoil, Spoilt
from drivers.contract.camera import Frame
from drivers.contract.face import FaceInstruction
from drivers.errors import DeviceUnavailable
from drivers.faults import Fault, FaultScript, Kind

PERSONS = load_persons()
LIN, JI = PERSONS["lin"].live_picture, PERSONS["ji"].live_picture
SHIPPED = sorted((FOLDER.parent / "attacks").glob("*.toml"))
SIZE = (320, 180)
FPS = 10


def played(script: Script, seed: int = 1, until_s: float = 3.0, prompt_s: float = 1.0) -> list[np.ndarray]:
    performance = Performance(script, seed, *SIZE)
    told = FaceInstruction.TURN_LEFT
    return [performance.picture(at / FPS, told if at / FPS >= prompt_s else None) for at in range(round(until_s * FPS))]


def difference(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one.astype(int) - other).mean())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_scripts_can_be_played(path: Path) -> None:
    script = scripts.load_script(path)
    assert script.card is not None
    (picture,) = played(script, until_s=1 / FPS)
    assert picture.shape == (*SIZE[::-1], 3)
    assert all("president" not in show.picture.name for show in script.shows)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("kind = 'x'", "shows"),
        ("kind = 'x'\nshows = []", "first of shows"),
        ("kind = 'x'\n[[shows]]\npicture = 'nobody.jpg'", "no such file: nobody.jpg"),
        ("kind = 'x'\ntrial = 1\n[[shows]]\npicture = 'lin.jpg'", "trial: unknown key"),
        ("kind = 'x'\ntrials = '1'\n[[shows]]\npicture = 'lin.jpg'", "trials: int"),
        ("kind = 'x'\n[[shows]]\npicture = 'lin.jpg'\nmedium = 'glass'", "glass"),
        ("kind = 'x'\n[[shows]]\npicture = 'lin.jpg'\nheld = { tilt = 3 }", "tilt: unknown key"),
        ("kind = 'x'\n[[shows]]\npicture = 'lin.jpg'\nbegins = { prompt = 1 }", "first of shows"),
        ("kind = 'x'\n[[shows]]\npicture = 'lin.jpg'\n[[spoils]]\nkind = 'rain'", "rain"),
        ("kind = 'x'\n[[shows]", "line 2"),
    ],
)
def test_a_wrong_script_is_refused_with_its_name(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "lin.jpg").write_bytes(LIN.read_bytes())
    path = tmp_path / "wrong.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ScriptError, match=rf"wrong\.toml.*{complaint}"):
        scripts.load_script(path)
    with pytest.raises(DeviceUnavailable, match=r"camera\.missing"):
        started(OpenCvCamera(str(path), *SIZE, FPS))


def test_the_same_seed_gives_the_same_pictures_and_another_one_others() -> None:
    script = Script("replay", (Show(LIN, Medium.SCREEN, Answer.REPLAYS),), (Spoilt(Spoil.FLICKER),))
    one, again, other = played(script, 7), played(script, 7), played(script, 8)
    assert all(np.array_equal(a, b) for a, b in zip(one, again, strict=True))
    assert not any(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_a_freeze_is_exact_and_a_noisy_one_is_not() -> None:
    exact = played(Script("frozen", (Show(LIN),), (Spoilt(Spoil.FROZEN, Cue(prompt=1)),)))
    assert all(np.array_equal(picture, exact[9]) for picture in exact[10:])
    assert not np.array_equal(exact[8], exact[9])
    noisy = played(Script("frozen", (Show(LIN),), (Spoilt(Spoil.NOISY_FREEZE, Cue(prompt=1)),)))
    assert not any(np.array_equal(picture, noisy[10]) for picture in noisy[11:])
    assert all(difference(picture, noisy[10]) < 3 for picture in noisy[11:])


def test_a_loop_comes_again_and_a_spoil_ends() -> None:
    looped = played(Script("looped", (Show(LIN),), (Spoilt(Spoil.LOOPED, Cue(1, 2.0)),)), until_s=8)
    lag = round(LOOP_S * FPS) + 1
    assert all(difference(looped[at], looped[at + lag]) < 3 for at in range(40, 60))
    dark = played(Script("black", (Show(LIN),), (Spoilt(Spoil.BLACK, Cue(0, 0.5), for_s=1.0),)))
    assert [picture.mean() < 20 for picture in dark] == [0.5 <= at / FPS < 1.5 for at in range(30)]


def test_another_person_cuts_in_at_the_prompt() -> None:
    lin, ji = (played(Script("x", (Show(picture),)), until_s=0.1)[0] for picture in (LIN, JI))
    cut = played(Script("swapped", (Show(LIN), Show(JI, begins=Cue(prompt=1)))))
    assert [difference(picture, lin) < difference(picture, ji) for picture in cut] == [at < 10 for at in range(30)]


def test_a_print_turns_as_a_plane_and_holes_show_living_eyes() -> None:
    held = Held(follow_deg=50)
    flat = played(Script("tilted", (Show(LIN, Medium.PRINT, held=held),)))
    ignored = played(Script("tilted", (Show(LIN, Medium.PRINT, Answer.IGNORES, held=held),)))
    assert max(difference(a, flat[0]) for a in flat) > 1.5 * max(difference(a, ignored[0]) for a in ignored)
    told = FaceInstruction.BLINK
    eyes = Performance(Script("cut_out", (Show(JI, Medium.CUT_OUT),)), 1, 1280, 720)
    frames = [eyes.picture(at / FPS, told if at >= 10 else None) for at in range(30)]
    around_the_eyes = [difference(frame[215:265, 560:720], frames[9][215:265, 560:720]) for frame in frames]
    assert max(around_the_eyes[12:26]) > 2 * around_the_eyes[8]


def started(camera: OpenCvCamera) -> OpenCvCamera:
    camera.open()
    camera.start()
    return camera


def taken(camera: OpenCvCamera) -> Frame:
    camera.capture()
    frame = camera.frames.latest()
    assert frame is not None
    return frame


def test_a_camera_shows_a_script_or_somebody_who_acts() -> None:
    presence = Presence(str(FOLDER.parent / "attacks" / "still_lin.toml"))
    camera = started(OpenCvCamera(presence=presence, width_px=SIZE[0], height_px=SIZE[1], fps=60))
    script = taken(camera).image
    presence.source = str(JI)
    ji = [taken(camera).image for _ in range(3)]
    assert difference(script, ji[0]) > 10
    assert difference(ji[0], ji[1]) > 0
    camera.close()


@pytest.mark.parametrize(("kind", "turns"), [(None, True), (Kind.SILENT, False)])
def test_a_fault_script_makes_a_person_not_do_what_they_are_asked_to(kind: Kind | None, turns: bool) -> None:
    faults = FaultScript([Fault("camera", kind, on="act")] if kind else [])
    presence = Presence(str(LIN))
    camera = started(OpenCvCamera(presence=presence, width_px=SIZE[0], height_px=SIZE[1], fps=60, faults=faults))
    first = taken(camera)
    presence.told = FaceInstruction.TURN_LEFT
    face, moved = (slice(40, 115), slice(128, 196)), 0.0
    while (frame := taken(camera)).taken_s - first.taken_s < 2.2:
        moved = max(moved, difference(frame.image[face], first.image[face]))
    camera.close()
    assert (moved > 12) is turns
