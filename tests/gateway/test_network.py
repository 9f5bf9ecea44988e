"""A terminal's queue, a bad network and the real gateway: what was promised arrives, once, byte for byte."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from faulty_proxy import KINDS, Exchange, FaultyProxy

from kiosk.gateway.embedded import EmbeddedGateway
from offline_cache import link
from tests.gateway.delivering import check_everything_arrived_once, terminal_at
from tests.gateway.terminal import CATALOGUE, TERMINAL


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits of a twentieth, so that a fault costs little time."""
    monkeypatch.setattr(link, "FIRST_WAIT_S", 0.05)


def by_chance(seed: int, share: float) -> Callable[[Exchange], str]:
    chance = random.Random(seed)
    return lambda _given: chance.choice(KINDS[1:]) if chance.random() < share else "pass"


def run_through_faults(
    gateway: EmbeddedGateway, state_dir: Path, decide: Callable[[Exchange], str], count: int
) -> None:
    with FaultyProxy(gateway, TERMINAL, decide) as proxy, terminal_at(gateway, proxy.base_url, state_dir) as terminal:
        for number in range(count):
            terminal.submit(os.urandom(1_500_000) if number % 5 == 0 else b"")
        terminal.drain()
    print(f"{count} submissions through {proxy.befell}")
    check_everything_arrived_once(terminal, gateway, state_dir)


@pytest.mark.parametrize("kind", KINDS[1:])
def test_each_fault_in_turn(gateway: EmbeddedGateway, tmp_path: Path, kind: str) -> None:
    """It befalls the first envelope, the first chunk, and the envelope that completes."""
    spoiled: list[str] = []

    def decide(given: Exchange) -> str:
        if len(spoiled) < 3 and given.path not in spoiled[-1:]:
            spoiled.append(given.path)
            return kind
        return "pass"

    run_through_faults(gateway, tmp_path / "outbox", decide, 2)
    assert len(spoiled) == 3


def test_a_third_of_all_exchanges_spoiled(gateway: EmbeddedGateway, tmp_path: Path) -> None:
    run_through_faults(gateway, tmp_path / "outbox", by_chance(3, 0.3), 20)


@pytest.mark.soak
def test_a_third_of_all_exchanges_spoiled_for_long(gateway: EmbeddedGateway, tmp_path: Path) -> None:
    run_through_faults(gateway, tmp_path / "outbox", by_chance(4, 0.3), 500)


def test_a_line_of_1_mbit_per_second(gateway: EmbeddedGateway, tmp_path: Path) -> None:
    """Slow is not broken: nothing is sent twice, and a small submission overtakes the large one."""
    seen: list[str] = []

    def look_on(given: Exchange) -> str:
        seen.append(given.path)
        return "pass"

    with (
        FaultyProxy(gateway, TERMINAL, look_on, bytes_per_s=125_000) as proxy,
        terminal_at(gateway, proxy.base_url, tmp_path / "outbox") as terminal,
    ):
        terminal.submit(os.urandom(700_000))
        large = next(iter(terminal.promised))
        terminal.submit()
        terminal.drain()
    assert terminal.delivered[-1] == large
    assert len([path for path in seen if "/chunks/" in path]) == 1
    check_everything_arrived_once(terminal, gateway, tmp_path / "outbox")


IN_NAMESPACE = """
import sys
from pathlib import Path
sys.path.append("tests/support")
from tests.gateway.test_network import run_on_the_bare_line
run_on_the_bare_line(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
"""


def run_on_the_bare_line(folder: Path, count: int, attachment_bytes: int) -> None:
    """No proxy: whatever is bad about the line is the kernel's doing."""
    with EmbeddedGateway(folder / "gateway", CATALOGUE, terminal_id=TERMINAL) as gateway:
        with terminal_at(gateway, gateway.base_url, folder / "outbox") as terminal:
            started_s = time.monotonic()
            for number in range(count):
                terminal.submit(os.urandom(attachment_bytes) if number % 5 == 0 else b"")
            terminal.drain()
            print(f"{count} submissions in {time.monotonic() - started_s:.1f} s")
        check_everything_arrived_once(terminal, gateway, folder / "outbox")


@pytest.mark.soak
@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("tc qdisc add dev lo root tbf rate 1mbit burst 16kb latency 500ms", 40),
        (
            'nft "add table inet bad; add chain inet bad in { type filter hook input priority 0; };'
            ' add rule inet bad in numgen random mod 100 < 10 drop"',
            40,
        ),
    ],
    ids=["1 Mbit/s", "10 % of packets dropped"],
)
def test_in_a_network_namespace_with_a_bad_line(tmp_path: Path, line: str, count: int) -> None:
    command = f'ip link set lo up mtu 1500 && {line} && exec "$0" -c "$1" "$2" {count} 400000'
    child = ["unshare", "--user", "--map-root-user", "--net", "sh", "-c", command, sys.executable, IN_NAMESPACE]
    ended = subprocess.run([*child, str(tmp_path)], cwd=Path(__file__).parents[2], check=False, timeout=900)
    assert ended.returncode == 0
