"""`kiosk doctor --device barcode`: a code is really read, and what it says is not shown."""

from pathlib import Path

from config.loader import load
from config.settings import Settings
from kiosk.app.examinations.barcode import SAMPLE
from kiosk.app.examinations.registry import examination


def settings_of(profile: str, state: Path, **overrides: str) -> Settings:
    pairs = {key.replace("__", "."): value for key, value in overrides.items()}
    return load(profile, (), {"paths.state_dir": str(state), **pairs}, {})


def test_a_simulated_scanner_reads_a_receipt(tmp_path: Path) -> None:
    found = examination("barcode")(settings_of("simulated", tmp_path), 5.0, print)
    assert found.well
    assert found.seen["code"] == "receipt"
    assert SAMPLE.decode() not in "\n".join(found.lines())


def test_a_scanner_that_is_not_there(tmp_path: Path) -> None:
    settings = settings_of("hardware", tmp_path, devices__barcode__serial__port=str(tmp_path / "none"))
    assert examination("barcode")(settings, 0.1, print).code == "barcode.missing"


def test_a_terminal_without_a_scanner(tmp_path: Path) -> None:
    settings = settings_of("simulated", tmp_path, devices__barcode__driver="", devices__barcode__simulate="false")
    assert examination("barcode")(settings, 0.1, print).code == "barcode.none"


def test_nobody_shows_a_code(tmp_path: Path) -> None:
    picture = tmp_path / "dark.png"
    import cv2
    import numpy as np

    cv2.imwrite(str(picture), np.zeros((480, 640, 3), np.uint8))
    settings = settings_of(
        "hardware", tmp_path, devices__barcode__driver="barcode.camera", devices__barcode__camera__source=str(picture)
    )
    told: list[str] = []
    assert examination("barcode")(settings, 0.1, told.append).code == "barcode.no_code"
    assert "QR code" in told[0]
