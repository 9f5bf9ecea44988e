"""An hour of bytes that nobody would write, led by coverage. `KIOSK_FUZZ_S` sets another time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOUR_S = 3600


@pytest.mark.soak
@pytest.mark.parametrize("target", ["barcode", "id_card", "ipp", "locker", "pcsc"])
def test_nothing_but_device_errors_comes_out_of_the_parsers(tmp_path: Path, target: str) -> None:
    limit_s = int(os.environ.get("KIOSK_FUZZ_S", HOUR_S))
    done = subprocess.run(
        [sys.executable, "-m", f"tests.fuzz.{target}", f"-max_total_time={limit_s}", f"-artifact_prefix={tmp_path}/"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=limit_s + 300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    assert "Done" in done.stderr
