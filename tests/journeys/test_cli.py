"""`kiosk journey` as a command: what it leaves behind, and its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from journeying import FAULTS
from PIL import Image

BRISK = (
    "--set",
    "simulation.paced=false",
    "--set",
    "session.retry_s=0.2",
    "--set",
    "devices.face.options.liveness=false",
)


def kiosk(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    return subprocess.run(
        [sys.executable, "-m", "kiosk.cli", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


def test_what_a_journey_leaves_behind(tmp_path: Path) -> None:
    out = tmp_path / "journey"
    done = kiosk("journey", "--out", str(out), "--json", "--profile", "landscape", "--person", "ji", *BRISK)
    assert done.returncode == 0, done.stderr[-2000:]
    summary = json.loads(done.stdout)
    assert summary == json.loads((out / "summary.json").read_text("utf-8"))
    assert summary["outcome"] == "accepted"
    assert summary["submission_id"]
    assert summary["acceptance_number"]
    assert summary["machine_ms_total"] == pytest.approx(sum(page["machine_ms"] for page in summary["pages"]), abs=1)
    assert summary["wire_ms_total"] >= 0
    for page in summary["pages"]:
        with Image.open(out / page["png"]) as picture:
            assert picture.size == (1920, 1080)
    with Image.open(out / "receipt.png") as receipt:
        assert receipt.height > receipt.width
    held = json.loads((out / "submission.json").read_text("utf-8"))
    assert held["application"]["applicant"]["name"] == "𠮷永㐀"


def test_exit_code_of_an_outcome_that_was_not_expected(tmp_path: Path) -> None:
    fault = str(FAULTS / "reader_missing_at_start.toml")
    request = ("journey", "--out", str(tmp_path / "out"), "--fault", fault, *BRISK)
    assert kiosk(*request).returncode == 0
    unexpected = kiosk(*request, "--expect", "accepted")
    assert unexpected.returncode == 1
    assert "out_of_service" in unexpected.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--item", "NO-SUCH"), ("item", "NO-SUCH", "GA-WFZJL")),
        (("--person", "nobody"), ("person", "nobody", "chen")),
        (("--lang", "tlh"), ("language", "tlh", "zh-CN")),
        (("--expect", "wonders"), ("outcome", "wonders", "accepted")),
        (("--copy", "--journey", "pickup"), ("copy", "pickup", "apply")),
        (("--set", "session.face_tries=0"), ("session.face_tries", "0")),
        (("--set", "session.no_such=1"), ("session.no_such",)),
    ],
)
def test_a_wrong_request_names_what_is_wrong_and_what_is_allowed(
    arguments: tuple[str, ...], said: tuple[str, ...], tmp_path: Path
) -> None:
    done = kiosk("journey", "--out", str(tmp_path / "out"), *arguments)
    assert done.returncode == 2
    assert all(word in done.stderr for word in said), done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_configuration_file_is_named_with_key_found_and_allowed(tmp_path: Path) -> None:
    file = tmp_path / "terminal.toml"
    file.write_text("[devices.printer.options]\npaper_mm = 57\n", encoding="utf-8")
    done = kiosk("run", "--config", str(file))
    assert done.returncode == 2
    assert all(word in done.stderr for word in (str(file), "devices.printer.options.paper_mm", "57", "58", "80"))


def test_a_fault_script_with_a_typing_error(tmp_path: Path) -> None:
    file = tmp_path / "fault.toml"
    file.write_text('[[fault]]\ndevice = "printer"\nkind = "on_fire"\n', encoding="utf-8")
    done = kiosk("journey", "--out", str(tmp_path / "out"), "--fault", str(file))
    assert done.returncode == 2
    assert "on_fire" in done.stderr
