"""`kiosk journey --fault FILE` with every script that there is for the cabinet, with a network and without one: it ends
as the script says. What is told and recorded meanwhile: `test_faults_of_doors.py`, `test_faults_of_stocking.py`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from journeying import FAULTS

SCRIPTS = [file for journey in ("pickup", "stock") for file in sorted((FAULTS / journey).glob("*.toml"))]
QUICK = ("pickup/cabinet_missing_at_start", "stock/card_pulled_under_its_pin")
"""The others are walked with the long proofs."""
SETTINGS = {
    "devices.face.options.liveness": "false",
    "devices.locker.options.left_open_after_s": "2",
    "session.door_s": "20",
    "session.idle_s": "15",
    "session.idle_slow_s": "15",
    "session.warning_s": "3",
}
"""Nobody waits ten minutes at a door."""
WAYS = [
    pytest.param(
        file, network, id=f"{name}-{network or 'online'}", marks=[] if (name, network) in known else [pytest.mark.soak]
    )
    for known in [[(quick, "") for quick in QUICK]]
    for file in SCRIPTS
    for network in ("", "--offline")
    for name in [f"{file.parent.name}/{file.stem}"]
]


@pytest.mark.parametrize(("script", "network"), WAYS)
def test_it_ends_as_the_script_says(script: Path, network: str, tmp_path: Path) -> None:
    settings = [word for key, value in SETTINGS.items() for word in ("--set", f"{key}={value}")]
    command = [sys.executable, "-m", "kiosk.cli", "journey", "--journey", script.parent.name, "--fault", str(script)]
    done = subprocess.run(
        [*command, *([network] if network else []), "--json", "--out", str(tmp_path / "out"), *settings],
        env={name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    summary = json.loads(done.stdout) if done.stdout else {}
    assert done.returncode == 0, (summary.get("outcome"), summary.get("codes"), done.stderr[-2000:])
    assert summary == json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
