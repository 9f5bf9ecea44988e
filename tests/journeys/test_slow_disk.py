"""The disk does not say within the time allowed whether it has a submission: the person is told just that."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.support.preload import with_faulty_disk

VISIT = Path(__file__).with_name("slow_disk_visit.py")
SUPPORT = Path(__file__).parents[1] / "support"


def test_nothing_is_promised_and_nothing_arrives_twice(tmp_path: Path) -> None:
    environment = with_faulty_disk(tmp_path) | {"PYTHONPATH": f"{VISIT.parents[2]}:{SUPPORT}"}
    command = [sys.executable, str(VISIT), str(tmp_path / "state")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    came = json.loads(done.stdout)
    assert (came["outcome"], came["codes"]) == ("unconfirmed", ["submission.unconfirmed"])
    assert "没能确认申请是否存好" in came["stopped"]
    assert "重复的由工作人员核对" in came["stopped"]
    assert came["receipts"] == 0
    assert came["held"] == 1  # it was stored after all, and went out as everything does
