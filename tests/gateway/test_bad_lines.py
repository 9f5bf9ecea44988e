"""Lines that the kernel spoils, with no proxy between terminal and gateway: 30 % of all packets dropped, 1 Mbit/s.

Each line is the loopback of a network namespace of its own. Where namespaces are not allowed, a proxy spoils whole
exchanges instead, and that is said.
"""

import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from faulty_proxy import KINDS, FaultyProxy

from kiosk.gateway.embedded import EmbeddedGateway
from offline_cache import link
from tests.gateway.delivering import check_everything_arrived_once, terminal_at
from tests.gateway.terminal import TERMINAL

LARGE_BYTES = 300_000
"""Too much for an envelope: it travels beside it."""
CHECKOUT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Line:
    """Shell commands that spoil a namespace's loopback and show how often they did, and what a proxy does instead."""

    lay: str
    look: str
    shown: str
    """What `look` prints: a pattern with one group."""
    spoiled_share: float = 0.0
    bytes_per_s: int = 0


QUICK = "echo 20000 > /proc/sys/net/ipv4/tcp_rto_min_us || true"
"""Repeat after 20 ms what was lost, not after 200: there are no kilometres here. Before Linux 6.11 it takes longer."""

LINES = {
    "30 % dropped": Line(
        f"{{ {QUICK}; }} && "
        'nft "add table inet bad; add chain inet bad in { type filter hook input priority 0; };'
        ' add rule inet bad in numgen random mod 100 < 30 counter drop"',
        "nft list table inet bad",
        r"counter packets (\d+) .* drop",
        spoiled_share=0.3,
    ),
    "1 Mbit/s": Line(
        "tc qdisc add dev lo root tbf rate 1mbit burst 16kb latency 500ms",
        "tc -s qdisc show dev lo",
        r"overlimits (\d+)",
        bytes_per_s=125_000,
    ),
}
"""Netfilter drops and a token bucket: netem is not in every kernel."""


def namespace() -> list[str]:
    """The command that makes one, [] where none can be made."""
    for options in (["--net"], ["--user", "--map-root-user", "--net"]):
        command = ["unshare", *options]
        lines = " && ".join(line.lay for line in LINES.values())
        tried = [*command, "sh", "-c", f"ip link set lo up && {lines}"]
        if subprocess.run(tried, capture_output=True, check=False).returncode == 0:
            return command
    return []


class Running:
    """A terminal and a gateway at work in a namespace (`bare_line`)."""

    def __init__(self, command: list[str], line: Line, folder: Path, count: int) -> None:
        self._line = line
        run = f"{sys.executable} -m tests.gateway.bare_line {folder} {count} {LARGE_BYTES}"
        script = f"ip link set lo up mtu 1500 && {line.lay} && {run} && {line.look}"
        self._process = subprocess.Popen([*command, "sh", "-c", script], cwd=CHECKOUT, stdout=subprocess.PIPE)

    def finish(self, timeout_s: float) -> int:
        """Wait for its end; returns how often the line was felt."""
        told, _ = self._process.communicate(timeout=timeout_s)
        assert self._process.returncode == 0
        print(told.decode())
        return int(re.findall(self._line.shown, told.decode())[0])

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Running]]:
    """Both lines at once, for they wait most of the time; empty without namespaces."""
    command = namespace()
    at_work = {
        name: Running(command, line, tmp_path_factory.mktemp("line"), 2) for name, line in LINES.items() if command
    }
    yield at_work
    for one in at_work.values():
        one.stop()


@pytest.mark.parametrize("name", LINES)
def test_on_a_bad_line_everything_arrives_once(
    running: dict[str, Running], gateway: EmbeddedGateway, tmp_path: Path, name: str
) -> None:
    if running:
        assert running[name].finish(110) > 5
    else:
        print(f"no network namespace here: {name} through a proxy", file=sys.__stderr__)
        through_a_proxy(LINES[name], gateway, tmp_path / "outbox")


def through_a_proxy(line: Line, gateway: EmbeddedGateway, state_dir: Path) -> None:
    chance = random.Random(5)
    with (
        pytest.MonkeyPatch.context() as patch,
        FaultyProxy(
            gateway,
            TERMINAL,
            lambda _given: chance.choice(KINDS[1:]) if chance.random() < line.spoiled_share else "pass",
            line.bytes_per_s,
        ) as proxy,
    ):
        patch.setattr(link, "FIRST_WAIT_S", 0.05)
        with terminal_at(gateway, proxy.base_url, state_dir) as terminal:
            for number in range(8):
                terminal.submit(os.urandom(LARGE_BYTES) if number % 5 == 0 else b"")
            terminal.drain()
    check_everything_arrived_once(terminal, gateway, state_dir)
    assert (sum(proxy.befell.values()) > proxy.befell["pass"]) == (line.spoiled_share > 0)


@pytest.mark.soak
@pytest.mark.parametrize("name", LINES)
def test_on_a_bad_line_for_long_everything_arrives_once(tmp_path: Path, name: str) -> None:
    command = namespace()
    assert command, "no network namespace can be made here"
    at_work = Running(command, LINES[name], tmp_path, 40)
    try:
        assert at_work.finish(1800) > 100  # how many packets there are, the kernel decides
    finally:
        at_work.stop()
