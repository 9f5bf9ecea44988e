"""A fault script read from its file: what it expects, and faults that end more than an operation."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from drivers.faults import Fault, FaultScript, Kind
from kiosk.app.rehearsal import expected_of

CUT = """
import sys
from drivers.faults import Fault, FaultScript, Kind
script = FaultScript([Fault("locker", Kind.POWER_CUT, "unlock", skip=1)])
assert script.strike("locker", "unlock") is None
print("lives", flush=True)
script.strike("locker", "unlock")
print("never said", flush=True)
"""


@pytest.mark.parametrize(
    ("keys", "online", "offline"),
    [
        ("", "", ""),
        ('expect = "doubtful"', "doubtful", "doubtful"),
        ('expect = "accepted"', "accepted", "received"),
        ('expect = "nothing_taken"\nexpect_offline = "left"', "nothing_taken", "left"),
    ],
)
def test_without_a_network_nothing_is_accepted_there_and_then(
    keys: str, online: str, offline: str, tmp_path: Path
) -> None:
    file = tmp_path / "script.toml"
    file.write_text(keys, "utf-8")
    script = FaultScript.load(file)
    assert (expected_of(script, offline=False), expected_of(script, offline=True)) == (online, offline)


def test_a_power_cut_ends_the_process_at_its_operation() -> None:
    ended = subprocess.run([sys.executable, "-c", CUT], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (-signal.SIGKILL, "lives\n")


def test_the_same_script_without_one_kind_of_fault() -> None:
    script = FaultScript([Fault("locker", Kind.POWER_CUT), Fault("locker", Kind.JAMMED)], expect="served")
    left = script.without(Kind.POWER_CUT)
    assert (script.has(Kind.POWER_CUT), left.has(Kind.POWER_CUT), left.expect) == (True, False, "served")
    assert left.strike("locker", "unlock") == Fault("locker", Kind.JAMMED)
