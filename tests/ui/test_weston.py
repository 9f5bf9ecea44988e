"""The kiosk on a real Wayland display, from outside: it covers the screen, ends in good order, leaves nobody behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

SOCKET = "wayland-kiosk"
WIDTH_PX, HEIGHT_PX = 1080, 1920
UP_S, DOWN_S = 60.0, 60.0
WESTON = ("--backend=headless-backend.so", "--use-pixman", "--shell=kiosk-shell.so", "--idle-time=0")


def wait_until(holds: Callable[[], Any], limit_s: float, what: str) -> None:
    until_s = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < until_s, f"{what}: not within {limit_s} s"
        time.sleep(0.05)


def end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait(DOWN_S)


@pytest.fixture
def display() -> Iterator[dict[str, str]]:
    """The environment of a compositor without a screen, whose shell shows one program and nothing else."""
    with tempfile.TemporaryDirectory(prefix="weston-") as runtime:
        environment = {**os.environ, "XDG_RUNTIME_DIR": runtime}
        size = (f"--width={WIDTH_PX}", f"--height={HEIGHT_PX}")
        compositor = subprocess.Popen(
            ["weston", *WESTON, *size, f"--socket={SOCKET}", f"--log={runtime}/weston.log"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            wait_until(Path(runtime, SOCKET).exists, UP_S, "weston's socket")
            yield {**environment, "WAYLAND_DISPLAY": SOCKET}
            assert compositor.poll() is None, "weston ended by itself"
        finally:
            end(compositor)


class Kiosk:
    """`make run` on that display, watched through its log file and through what it says to the compositor."""

    def __init__(self, display: dict[str, str], folder: Path) -> None:
        self._log = folder / "state" / "log" / "kiosk.log"
        self._log_from = len(self._lines())
        self._protocol = folder / "protocol.txt"
        environment = {name: value for name, value in display.items() if not name.startswith("QT_")}
        with self._protocol.open("wb") as protocol:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "kiosk.cli", "up", "--set", f"paths.state_dir={folder / 'state'}"],
                env={**environment, "WAYLAND_DEBUG": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=protocol,
                start_new_session=True,
            )

    def wait_ready(self) -> list[psutil.Process]:
        """Wait for the devices behind the start page; returns the child processes."""
        wait_until(lambda: "devices ready" in self.messages() or self.process.poll() is not None, UP_S, "devices ready")
        assert self.process.poll() is None, self.complaints()
        assert [line for line in self._logged() if line["level"] != "info"] == []
        return psutil.Process(self.process.pid).children(recursive=True)

    def messages(self) -> list[str]:
        """What was logged since this start."""
        return [line["message"] for line in self._logged()]

    def said(self) -> str:
        """The Wayland protocol, one request or event a line."""
        return self._protocol.read_text("utf-8", "replace")

    def complaints(self) -> list[str]:
        """Whatever else is on stderr."""
        return [line for line in self.said().splitlines() if not line.startswith("[")]

    def _logged(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._lines()[self._log_from :]]

    def _lines(self) -> list[str]:
        if not self._log.exists():
            return []
        return [line for line in self._log.read_text("utf-8").splitlines(keepends=True) if line.endswith("\n")]


@pytest.fixture
def start(display: dict[str, str], tmp_path: Path) -> Iterator[Callable[[], Kiosk]]:
    started: list[Kiosk] = []

    def start_one() -> Kiosk:
        started.append(Kiosk(display, tmp_path))
        return started[-1]

    yield start_one
    for kiosk in started:
        end(kiosk.process)


CREW = {"kiosk.gateway", "drivers.face.process", "unshare", "python", "pcscd"}
"""Beside the kiosk; the last three are the simulated readers."""


def programs(children: list[psutil.Process]) -> set[str]:
    lines = [child.cmdline() for child in children]
    return {line[line.index("-m") + 1] if "-m" in line else Path(line[0]).name for line in lines}


def test_covers_the_screen_until_it_is_told_to_end(start: Callable[[], Kiosk]) -> None:
    kiosk = start()
    children = kiosk.wait_ready()
    assert programs(children) == CREW
    said = kiosk.said()
    assert ".set_fullscreen(" in said
    assert f".configure({WIDTH_PX}, {HEIGHT_PX}," in said
    assert f", 0, {WIDTH_PX}, {HEIGHT_PX}, " in next(line for line in said.splitlines() if ".create_buffer(" in line)

    kiosk.process.send_signal(signal.SIGTERM)
    assert kiosk.process.wait(DOWN_S) == 0
    assert psutil.wait_procs(children, DOWN_S)[1] == []
    assert kiosk.messages()[-1] == "stopped"
    assert kiosk.complaints() == []


def test_a_killed_kiosk_leaves_no_process_and_starts_again(start: Callable[[], Kiosk]) -> None:
    kiosk = start()
    children = kiosk.wait_ready()
    kiosk.process.kill()
    assert kiosk.process.wait(DOWN_S) == -signal.SIGKILL
    assert psutil.wait_procs(children, DOWN_S)[1] == []

    again = start()
    assert programs(again.wait_ready()) == CREW
