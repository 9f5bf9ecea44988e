"""`kiosk doctor --device document`: a paper is really taken, scanned and read, and what it says is not shown."""

from pathlib import Path

from config.loader import load
from config.settings import Settings
from kiosk.app.examinations.document import examine


def settings_of(state: Path, profile: str = "simulated", **overrides: object) -> Settings:
    pairs = {key.replace("__", "."): value for key, value in overrides.items()}
    return load(profile, (), {"paths.state_dir": str(state), **pairs}, {})


def test_a_drawn_table_and_a_reader(tmp_path: Path) -> None:
    found = examine(settings_of(tmp_path, devices__paper_reader__options__deadline_s="90"), 60.0, print)
    assert found.well, found
    assert found.seen["it asked for"] == "taking, taken"
    assert found.seen["kind"] == "lease_contract"
    assert "tenant" in found.seen["fields"]
    assert "林" not in "\n".join(found.lines())


def test_a_scanner_alone(tmp_path: Path) -> None:
    asked: list[str] = []
    settings = settings_of(
        tmp_path,
        devices__document_camera__driver="",
        devices__document_camera__simulate="false",
        devices__paper_reader__driver="",
        devices__document_scanner__driver="document.sane",
        devices__document_scanner__options__device="test",
        devices__document_scanner__options__source="Automatic Document Feeder",
    )
    found = examine(settings, 1.0, asked.append)
    assert found.well, found
    assert found.seen["scanned"].startswith("10 pages")
    assert asked == ["Put a printed page into the scanner."]


def test_a_terminal_without_any(tmp_path: Path) -> None:
    settings = settings_of(
        tmp_path,
        devices__document_camera__driver="",
        devices__document_camera__simulate="false",
        devices__paper_reader__driver="",
    )
    assert examine(settings, 1.0, print).code == "document.none"


def test_a_camera_that_is_not_there(tmp_path: Path) -> None:
    settings = settings_of(
        tmp_path,
        devices__document_camera__simulate="false",
        devices__document_camera__options__source="/dev/video-that-is-not-there",
    )
    assert examine(settings, 1.0, print).code == "document.missing"


def test_nobody_lays_a_paper_down(tmp_path: Path) -> None:
    found = examine(settings_of(tmp_path), 0.0, print)
    assert (found.code, found.seen["error waited_s"]) == ("document.no_page", "0.0")
