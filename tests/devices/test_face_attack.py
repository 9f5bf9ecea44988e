"""`kiosk face-attack`: what lies in a directory, what becomes of it, and the rates of ISO/IEC 30107-3."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from config.loader import load
from config.persons import FOLDER, load_persons
from kiosk.app.face_attack.presentations import PresentationError, kind_of, presentations
from kiosk.app.face_attack.rates import Outcome, Rate, Tally
from kiosk.app.face_attack.trials import Bench
from kiosk.cli import app

PERSONS = load_persons()
ATTACKS = FOLDER.parent / "attacks"


@pytest.mark.parametrize(
    ("happened", "trials", "low", "high"),
    [(0, 10, 0.0, 0.3085), (1, 20, 0.0013, 0.2487), (5, 50, 0.0333, 0.2181), (10, 10, 0.6915, 1.0), (0, 0, 0.0, 1.0)],
)
def test_intervals_are_those_of_clopper_and_pearson(happened: int, trials: int, low: float, high: float) -> None:
    rate = Rate.of(happened, trials)
    assert (rate.low, rate.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@given(st.integers(1, 400).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials))))
def test_an_interval_holds_its_rate(counts: tuple[int, int]) -> None:
    rate = Rate.of(*counts)
    assert 0 <= rate.low <= rate.rate <= rate.high <= 1


def test_no_response_is_neither_accepted_nor_refused() -> None:
    tally = Tally([Outcome.ACCEPTED, Outcome.REFUSED, Outcome.NO_RESPONSE, Outcome.NO_RESPONSE], ["", "a", "b", "b"])
    assert [tally.rate_of(outcome).rate for outcome in Outcome] == [0.25, 0.25, 0.5]
    assert tally.reasons == {"b": 2, "a": 1}


@pytest.mark.parametrize(
    ("name", "kind"),
    [("replay__tablet_3.mp4", "replay"), ("mask-07.mp4", "mask"), ("12.avi", "12"), ("screen_2.mkv", "screen")],
)
def test_a_videos_kind_is_in_its_name(name: str, kind: str) -> None:
    assert kind_of(Path(name)) == kind


def test_a_directory_without_anything_to_show_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing", "utf-8")
    with pytest.raises(PresentationError, match="no script, video or picture"):
        presentations(tmp_path)
    told = CliRunner().invoke(app, ["face-attack", str(tmp_path)])
    assert told.exit_code == 2
    (tmp_path / "empty__1.mp4").write_bytes(b"")
    with pytest.raises(PresentationError, match=r"empty__1\.mp4"):
        presentations(tmp_path)


def test_the_same_seed_is_the_same_trial() -> None:
    (early,) = [found for found in presentations(ATTACKS) if found.name == "early_lin"]
    bench = Bench(load("simulated").devices.face.options, 15)
    one, again = bench.run(early, 3), bench.run(early, 3)
    assert (one.outcome, one.code, one.after_s) == (again.outcome, again.code, again.after_s)
    assert one.code == "face.liveness.too_early"


def test_a_whole_directory_is_tried_and_counted(tmp_path: Path) -> None:
    for name in ("astronaut_live.jpg", "astronaut_live.npy", "astronaut_card.jpg"):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    shown = tmp_path / "shown"
    shown.mkdir()
    head = 'card = "../astronaut_card.jpg"\n[[shows]]\npicture = "../astronaut_live.jpg"\n'
    (shown / "person.toml").write_text('kind = "bona_fide"\n' + head, "utf-8")
    frozen = '[[spoils]]\nkind = "frozen"\nbegins = { after_s = 0.5 }\n'
    (shown / "frozen.toml").write_text(f'kind = "frozen"\n{head}{frozen}', "utf-8")
    picture = cv2.imread(str(PERSONS["ji"].live_picture))
    assert picture is not None
    cv2.imwrite(str(shown / "photo_1.jpg"), picture)
    writer = cv2.VideoWriter(str(shown / "panned__1.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 10, (640, 360))
    for shift in range(-12, 12):
        writer.write(np.roll(cv2.resize(picture, (640, 360)), shift, axis=1))
    writer.release()
    writer = cv2.VideoWriter(str(shown / "wall__1.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 10, (640, 360))
    writer.write(np.full((360, 640, 3), 120, np.uint8))
    writer.release()
    told = CliRunner().invoke(app, ["face-attack", str(shown), "--json", "--looks-per-s", "12"])
    assert told.exit_code == 0, told.stderr
    found = json.loads(told.stdout)
    assert {kind: row["trials"] for kind, row in found["attacks"].items()} == dict.fromkeys(
        ("frozen", "panned", "still", "wall"), 1
    )
    assert found["apcer_max"]["rate"] == 0
    assert found["bona_fide"]["trials"] == 1
    assert found["bona_fide"]["bpcer"]["rate"] == 0
    assert found["bona_fide"]["bpnrr"]["rate"] == 0
    outcomes = {row["name"]: (row["outcome"], row["code"]) for row in found["presentations"]}
    assert outcomes["person"] == ("accepted", "")
    assert outcomes["frozen"] == ("no_response", "camera.frozen")
    assert outcomes["panned__1"] == ("no_response", "no_verdict")  # over before it was caught
    assert outcomes["wall__1"] == ("no_response", "face.portrait_undecodable")
    assert outcomes["photo_1"][0] == "refused"


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_shipped_attacks_are_refused_and_persons_are_not() -> None:
    told = CliRunner().invoke(app, ["face-attack", str(ATTACKS), "--json"])
    assert told.exit_code == 0, told.stderr
    found = json.loads(told.stdout)
    apcer = {kind: row["apcer"]["rate"] for kind, row in found["attacks"].items()}
    assert apcer.pop("replay") <= 0.05  # one in 800 hits two prompts by chance
    assert apcer.pop("rehearsed") <= 0.07  # one in sixty was made for the two that are asked for
    assert set(apcer.values()) == {0.0}
    assert found["bona_fide"]["bpcer"]["rate"] <= 0.05
