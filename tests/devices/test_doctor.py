"""`kiosk doctor`: every device is opened once, and each says how it is, also when others are missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.loader import load
from config.settings import Settings
from kiosk.app.doctor import examine

pytestmark = pytest.mark.usefixtures("logging_as_before")


def settings_of(profile: str, state: Path, **overrides: str) -> Settings:
    pairs = {key.replace("__", "."): value for key, value in overrides.items()}
    return load(profile, (), {"paths.state_dir": str(state), **pairs}, {})


def test_all_is_well_with_simulated_devices(tmp_path: Path) -> None:
    findings = examine(settings_of("simulated", tmp_path))
    assert {"id_card", "camera", "face", "printer", "platform", "pcsc", "outbox"} <= {
        finding.device for finding in findings
    }
    assert {finding.state for finding in findings} == {"online"}
    assert all(finding.well for finding in findings)


def test_a_terminal_with_nothing_attached_says_what_is_missing(tmp_path: Path) -> None:
    settings = settings_of(
        "hardware",
        tmp_path,
        devices__id_card__options__port=str(tmp_path / "no-port"),
        devices__camera__options__source=str(tmp_path / "no-camera"),
        devices__printer__options__host="127.0.0.1",
        devices__printer__options__port="9",
        platform__base_url="https://127.0.0.1:9",
    )
    codes = {finding.device: finding.code for finding in examine(settings) if not finding.well}
    missing = {name: f"{name}.missing" for name in ("id_card", "camera", "printer")}
    assert missing.items() <= codes.items()
    assert codes["outbox"].startswith("outbox.")
    assert codes["pcsc"] == "pcsc.service_gone"
    assert codes["face"] == "face.portrait_undecodable", "the profile names a vendor's library that is not here"
