"""`kiosk face-eval` on a small set made of the demo persons' pictures, with the real networks."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from config.persons import load_persons
from kiosk.cli import app

PERSONS = load_persons()
KEYS = ("chen", "ji", "lin")


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faces")
    (folder / "portraits").mkdir()
    (folder / "probes").mkdir()
    for key in KEYS:
        card, live = (cv2.imread(str(path)) for path in (PERSONS[key].card_picture, PERSONS[key].live_picture))
        assert card is not None
        assert live is not None
        small = cv2.resize(card, (102, 126), interpolation=cv2.INTER_AREA)
        cv2.imwrite(str(folder / "portraits" / f"{key}__0_low.jpg"), small, [cv2.IMWRITE_JPEG_QUALITY, 20])
        cv2.imwrite(str(folder / "probes" / f"{key}__0.jpg"), live)
    rows = [f"{one}__0,{other}__0,{int(one == other)}" for one in KEYS for other in KEYS]
    (folder / "pairs.csv").write_text("\n".join(["portrait,probe,genuine", *rows]))
    return folder


def evaluated(pictures: Path, plot: Path, *arguments: str) -> str:
    result = CliRunner().invoke(
        app, ["face-eval", str(pictures), "--portrait", "low", "--plot", str(plot), *arguments], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_default_engine_beside_the_plain_one(pictures: Path, tmp_path: Path) -> None:
    found = json.loads(evaluated(pictures, tmp_path, "--json"))
    assert found["pairs"] == {"genuine": 3, "impostor": 6}
    assert found["persons"] == 3
    assert found["failures_to_acquire"] == {"portraits": 0, "probes": 0}
    assert found["eer"]["rate"] == 0
    assert found["fnmr_at_fmr_0.001"]["rate"] == 0
    settings = {row["setting"]: row for row in found["thresholds"] if row["setting"]}
    assert settings["accept"]["threshold"] == 0.53
    assert (settings["accept"]["fmr"]["rate"], settings["accept"]["fnmr"]["rate"]) == (0, 0)
    assert found["against"]["engine"].endswith("plain")
    assert found["against"]["eer"]["difference"]["rate"] == 0
    plot = cv2.imread(found["det_plot"])
    assert plot is not None
    assert plot.shape == (900, 900, 3)
    assert len(np.unique(plot.reshape(-1, 3), axis=0)) > 10


def test_in_words(pictures: Path, tmp_path: Path) -> None:
    words = evaluated(pictures, tmp_path, "--engine", "plain")
    assert "3 persons, 3 genuine and 6 impostor pairs" in words
    assert "failures to acquire: 0 portraits, 0 probes" in words
    assert "equal error rate        0.00 %" in words
    assert "against" not in words


def test_a_faceless_portrait_counts_as_no_match(pictures: Path, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    (folder / "portraits").mkdir(parents=True)
    (folder / "probes").symlink_to(pictures / "probes")
    for key in KEYS:
        (folder / "portraits" / f"{key}__0_low.jpg").symlink_to(pictures / "portraits" / f"{key}__0_low.jpg")
    (folder / "portraits" / "lin__0_low.jpg").unlink()
    cv2.imwrite(str(folder / "portraits" / "lin__0_low.jpg"), np.full((126, 102, 3), 128, np.uint8))
    (folder / "pairs.csv").write_text((pictures / "pairs.csv").read_text())
    found = json.loads(evaluated(folder, tmp_path, "--engine", "plain", "--json"))
    assert found["failures_to_acquire"] == {"portraits": 1, "probes": 0}
    assert found["fnmr_at_fmr_0.001"]["rate"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("pairs", "complaint"),
    [
        (None, "cannot be read"),
        ("portrait,probe,genuine\nlin__0,lin__0,yes\n", "line 2"),
        ("portrait,probe,genuine\nlin__0,lin__0,1\n", "both genuine and impostor"),
        ("portrait,probe,genuine\nlin__0,lin__0,1\nlin__0,nobody__0,0\n", "nobody__0.jpg: no picture"),
        ("portrait,probe,genuine\nlin__0,lin__0,1\nlin__0,lin__1,0\n", "two persons"),
    ],
)
def test_a_directory_that_is_no_such_set(pictures: Path, tmp_path: Path, pairs: str | None, complaint: str) -> None:
    for name in ("portraits", "probes"):
        (tmp_path / name).symlink_to(pictures / name)
    if pairs is not None:
        (tmp_path / "pairs.csv").write_text(pairs)
    result = CliRunner().invoke(app, ["face-eval", str(tmp_path), "--portrait", "low", "--engine", "plain"])
    assert result.exit_code == 2
    assert complaint in result.stderr
