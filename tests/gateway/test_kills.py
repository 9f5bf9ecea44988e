"""kill -9 of the gateway while submissions and attachments are under way: what was promised arrives, once."""

import gc
import os
import random
import threading
import time
from pathlib import Path

import pytest
from warm_gateway import WarmGateway

from kiosk.gateway.embedded import EmbeddedGateway
from offline_cache import link
from tests.gateway.delivering import check_everything_arrived_once, terminal_at
from tests.gateway.terminal import CATALOGUE, TERMINAL

pytestmark = pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")
"""CPython 3.11 does so when a connection is reset before its handshake (ssl.SSLSocket._create)."""

LONGEST_LIFE_S = 0.12
"""About as long as a round's submissions take: most lives end in the middle of one."""
LARGE_BYTES = 400_000
"""Too much for an envelope: it travels beside it."""


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short waits, however often it was tried in vain: a kill costs little time."""
    monkeypatch.setattr(link, "FIRST_WAIT_S", 0.05)
    monkeypatch.setattr(link, "LONGEST_WAIT_S", 0.4)


def kill_at_random(folder: Path, kills: int, seed: int) -> tuple[int, int]:
    """At random moments, and at those of a confirmation.

    Returns how many submissions there were, and how many kills met some of them under way.
    """
    chance = random.Random(seed)
    settled = EmbeddedGateway(folder / "gateway", CATALOGUE, terminal_id=TERMINAL)
    settled.prepare()
    state_dir, met = folder / "outbox", 0
    with WarmGateway(settled, CATALOGUE, TERMINAL) as gateway, terminal_at(settled, gateway.base_url, state_dir) as at:
        for number in range(kills):
            gateway.start()
            at.answered.clear()
            submitting = threading.Thread(
                target=lambda: [at.submit(os.urandom(LARGE_BYTES) if n == 1 else b"") for n in range(4)]
            )
            submitting.start()
            if number % 2:
                time.sleep(chance.random() * LONGEST_LIFE_S)
            else:
                at.answered.wait(LONGEST_LIFE_S)  # what was just confirmed must be on the disk
            met += at.cache.counts().leased > 0
            gateway.kill()
            submitting.join()
            if number % 5 == 4:
                gateway.start()
                at.drain()
                gateway.kill()
        gateway.start()
        at.submit()
        at.drain()
    check_everything_arrived_once(at, settled, state_dir)
    gc.collect()  # connections as above, before other tests come
    return len(at.promised), met


def test_killed_at_any_moment_the_gateway_loses_and_doubles_nothing(tmp_path: Path) -> None:
    submissions, met = kill_at_random(tmp_path, 40, seed=1)
    print(f"40 times kill -9 of the gateway, {met} with submissions under way; {submissions} submissions")
    assert met > 20


@pytest.mark.soak
def test_killed_many_times_the_gateway_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """In lots, each with a queue and a store of its own: they need the room of one."""
    lots = [kill_at_random(tmp_path / str(lot), 100, seed=2 + lot) for lot in range(20)]
    submissions, met = map(sum, zip(*lots, strict=True))
    print(f"2,000 times kill -9 of the gateway, {met} with submissions under way; {submissions} submissions")
    assert met > 1000
