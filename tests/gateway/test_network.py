"""A terminal's queue, a bad network and the real gateway: what was promised arrives, once, byte for byte."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from faulty_proxy import KINDS, Exchange, FaultyProxy

from kiosk.gateway.embedded import EmbeddedGateway
from offline_cache import link
from tests.gateway.delivering import check_everything_arrived_once, terminal_at
from tests.gateway.terminal import TERMINAL


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


@pytest.mark.parametrize("kind", sorted({*KINDS} - {"pass", "overtaken"}))
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


def test_requests_arrive_in_another_order_than_they_were_sent(gateway: EmbeddedGateway, tmp_path: Path) -> None:
    """One request is overtaken by two later ones; another arrives behind its own repetition."""
    came: list[str] = []

    def decide(given: Exchange) -> str:
        came.append(given.path)
        return {2: "overtaken", 5: "behind its own repetition"}.get(len(came), "pass")

    with (
        FaultyProxy(gateway, TERMINAL, decide, held_back_s=4.0) as proxy,
        terminal_at(gateway, proxy.base_url, tmp_path / "outbox") as terminal,
    ):
        terminal.submit()
        terminal.drain()  # the link is known to stand: from here on all connections are used
        for _ in range(3):
            terminal.submit()
        terminal.drain()
        terminal.submit()
        terminal.drain()
    check_everything_arrived_once(terminal, gateway, tmp_path / "outbox")
    first, slow, *fast, last = dict.fromkeys(came)
    assert proxy.answered[0] == first
    assert sorted(proxy.answered[1:3]) == sorted(fast)
    assert proxy.answered[3:] == [slow, last, last]


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
        terminal.submit(os.urandom(400_000))
        large = terminal.promised[0]
        terminal.submit()
        terminal.drain()
    assert terminal.delivered[-1] == large
    assert len([path for path in seen if "/chunks/" in path]) == 1
    check_everything_arrived_once(terminal, gateway, tmp_path / "outbox")
