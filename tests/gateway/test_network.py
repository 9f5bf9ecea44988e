"""A terminal's queue, a bad network and the real gateway: what was promised arrives, once, byte for byte."""

import base64
import os
import queue
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from faulty_proxy import KINDS, Exchange, FaultyProxy

from kiosk.gateway.chunk_store import ChunkFolder
from kiosk.gateway.embedded import EmbeddedGateway
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.platform_keys import ensure_keys
from offline_cache import link
from offline_cache.attachments import Attachment
from offline_cache.cache import CacheSettings, OfflineCache
from offline_cache.events import CacheEvent, Delivered, PutFailed, Quarantined, Queued
from offline_cache.sealing import Content, Envelope, open_envelope
from tests.gateway.terminal import CATALOGUE, TERMINAL, application, new_id

WAIT_S = 90.0
"""For anything to happen; a soak's lines are slower than a test's."""


@dataclass
class Terminal:
    """An `OfflineCache` that counts what it promised."""

    cache: OfflineCache
    events: "queue.Queue[CacheEvent]"
    promised: dict[str, Content] = field(default_factory=dict)
    delivered: list[str] = field(default_factory=list)

    def submit(self, attachment: bytes = b"") -> None:
        item_id = new_id()
        content = application(item_id).model_dump_json().encode()
        attachments = (Attachment("scan.pdf", "application/pdf", attachment),) if attachment else ()
        self.cache.put(item_id, "submission", content, attachments)
        while not isinstance(event := self.events.get(timeout=WAIT_S), Queued | PutFailed):
            self._note(event)
        assert event == Queued(item_id)
        self.promised[item_id] = Content(content, attachments)

    def drain(self) -> None:
        """Wait until nothing is left to send."""
        deadline_s = time.monotonic() + WAIT_S
        while len(self.delivered) < len(self.promised):
            self._note(self.events.get(timeout=max(deadline_s - time.monotonic(), 0.01)))

    def _note(self, event: CacheEvent) -> None:
        assert not isinstance(event, Quarantined | PutFailed), event
        if isinstance(event, Delivered) and event.id not in self.delivered:  # told again when the ack was not noted
            self.delivered.append(event.id)


@contextmanager
def terminal_at(gateway: EmbeddedGateway, base_url: str, state_dir: Path) -> Iterator[Terminal]:
    keys = ensure_keys(GatewayPaths(gateway.state_dir)).public()
    events: queue.Queue[CacheEvent] = queue.Queue()
    settings = CacheSettings(
        state_dir=state_dir,
        base_url=base_url,
        ca_file=gateway.ca_file,
        cert_file=gateway.cert_file,
        key_file=gateway.key_file,
        terminal_id=TERMINAL,
        platform_key_id=keys.sealing_key_id,
        platform_public_key=base64.b64decode(keys.sealing_public_key),
        platform_receipt_key=base64.b64decode(keys.receipt_public_key),
        read_timeout_s=5.0,
    )
    terminal = Terminal(OfflineCache(settings, events.put), events)
    terminal.cache.start()
    try:
        yield terminal
    finally:
        assert terminal.cache.stop(WAIT_S)


def check_everything_arrived_once(terminal: Terminal, gateway: EmbeddedGateway, state_dir: Path) -> None:
    """Held against the gateway's database and chunks, and the terminal's own record of what it sealed."""
    paths = GatewayPaths(gateway.state_dir)
    chunks, keys = ChunkFolder(paths.chunks), ensure_keys(paths).sealing
    with closing(sqlite3.connect(state_dir / "outbox.sqlite")) as outbox:
        sealed = dict(outbox.execute("SELECT id, digest FROM item").fetchall())
        states = {state for (state,) in outbox.execute("SELECT state FROM item")}
    with closing(sqlite3.connect(paths.database)) as database:
        rows = database.execute("SELECT id, digest, body, alarm, signature FROM envelopes").fetchall()
        applied = {row[0] for row in database.execute("SELECT id FROM submissions")}
        numbers = [row[0] for row in database.execute("SELECT acceptance_number FROM submissions")]
    rows = [row for row in rows if row[0] in terminal.promised]
    assert sorted(row[0] for row in rows) == sorted(terminal.promised)
    assert applied >= set(terminal.promised)
    assert len(set(numbers)) == len(numbers)
    assert states == {"stored"}
    for item_id, digest, body, alarm, signature in rows:
        envelope = Envelope.parse(body)
        assert sealed[item_id] == digest == envelope.header.digest
        pairs = zip(envelope.header.chunks, envelope.chunks, strict=True)
        whole = tuple(inline or chunks.get(item_id, listed.sha256) for listed, inline in pairs)
        opened = open_envelope(Envelope.parse(Envelope(envelope.header, whole).to_bytes()), keys)
        assert opened == terminal.promised[item_id]
        assert alarm == ""
        assert "keyid" in signature
    assert list((state_dir / "chunks").iterdir()) == []


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


def kill_at_random(tmp_path: Path, kills: int, seed: int) -> None:
    """kill -9 of the gateway while submissions and attachments are under way."""
    chance = random.Random(seed)
    gateway = EmbeddedGateway(tmp_path / "gateway", CATALOGUE, terminal_id=TERMINAL)
    base_url = gateway.start()
    gateway_port = int(base_url.rpartition(":")[2])
    state_dir = tmp_path / "outbox"
    with terminal_at(gateway, base_url, state_dir) as terminal:
        for number in range(kills):
            submitting = threading.Thread(
                target=lambda: [terminal.submit(os.urandom(700_000) if n == 1 else b"") for n in range(4)]
            )
            submitting.start()
            time.sleep(chance.random() * 0.25)
            gateway.kill()
            submitting.join()
            gateway = EmbeddedGateway(tmp_path / "gateway", CATALOGUE, terminal_id=TERMINAL, port=gateway_port)
            gateway.start()
            if number % 3 == 2:
                terminal.drain()
        terminal.submit()
        terminal.drain()
    gateway.stop()
    print(f"{len(terminal.promised)} submissions, {kills} times kill -9 of the gateway")
    check_everything_arrived_once(terminal, gateway, state_dir)


def test_killed_at_any_moment_the_gateway_loses_and_doubles_nothing(tmp_path: Path) -> None:
    kill_at_random(tmp_path, 4, seed=1)


@pytest.mark.soak
def test_killed_many_times_the_gateway_loses_and_doubles_nothing(tmp_path: Path) -> None:
    kill_at_random(tmp_path, 300, seed=2)


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
