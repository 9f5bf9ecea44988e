"""From a door to the platform: the desk, the durable queue and a gateway, with the network gone in between."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.audit import KEPT_IN, read
from kiosk.custody.desk import CustodyDesk
from kiosk.custody.records import CommandOutcome, DoorWord, Intent, Purpose
from kiosk.custody.reporting import report_id
from kiosk.errors import PlatformError
from kiosk.gateway.embedded import EmbeddedGateway
from kiosk.gateway.paths import DEMO_ORDERS
from kiosk.platform.client import PlatformClient
from kiosk.platform.custody import ParcelState
from offline_cache.cache import OfflineCache
from offline_cache.events import CacheEvent, Delivered, PutFailed, Quarantined, Queued
from tests.gateway.terminal import CATALOGUE, new_id
from tests.support.queueing import settings_at

HERE = "KIOSK-0000"
LIN, STRANGER = "440304199006189989", "11010519491231002X"
ORDER, PARCEL = "QJ-2026-0752", "QJ-2026-0752-1"
WAIT_S = 30.0


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedGateway]:
    options = ("--orders", str(DEMO_ORDERS))
    with EmbeddedGateway(tmp_path_factory.mktemp("g"), CATALOGUE, terminal_id=HERE, options=options) as running:
        yield running


class Life:
    """One run of a terminal's process, as far as doors and queue are concerned."""

    def __init__(self, gateway: EmbeddedGateway, state_dir: Path, *, base_url: str = "https://127.0.0.1:9") -> None:
        self.desk = CustodyDesk(state_dir, HERE, self._put)
        self.cache = OfflineCache(settings_at(gateway, HERE, state_dir / "outbox", base_url=base_url), self._posted)
        self.client = PlatformClient(self.cache.transport)
        self._changed = threading.Condition()
        self.queued: set[str] = set()
        self.delivered: set[str] = set()
        self.lost: list[CacheEvent] = []
        self.cache.start()
        self.desk.open()

    def _put(self, item_id: str, channel: str, content: bytes) -> None:
        self.cache.put(item_id, channel, content)

    def _posted(self, event: CacheEvent) -> None:
        if isinstance(event, Queued):
            assert self.desk.reporter.queued(event.id)
        if isinstance(event, PutFailed):
            assert self.desk.reporter.refused(event.id, event.code)
        with self._changed:
            if isinstance(event, Queued | PutFailed):
                self.queued.add(event.id)
            if isinstance(event, Delivered):
                self.delivered.add(event.id)
            if isinstance(event, Quarantined):
                self.lost.append(event)
            self._changed.notify_all()

    def wait(self, ids: set[str], *, delivered: bool) -> None:
        with self._changed:
            assert self._changed.wait_for(
                lambda: ids <= (self.delivered if delivered else self.queued) or self.lost, WAIT_S
            )
        assert not self.lost

    def open_and_close(self, intent: Intent) -> None:
        self.desk.intend(intent)
        self.desk.commanded(intent.cell, CommandOutcome.OPENED)
        self.desk.door(intent.cell, DoorWord.CLOSED)

    def end(self, *, loses_its_note: bool = False) -> None:
        self.desk.close()
        assert self.cache.stop(WAIT_S)
        if loses_its_note:
            (self.desk.reporter.noted_in).unlink()


def test_what_was_done_at_doors_without_a_network_reaches_the_platform_once(
    gateway: EmbeddedGateway, tmp_path: Path
) -> None:
    offline = Life(gateway, tmp_path)
    offline.open_and_close(Intent("A10", Purpose.STOCK, ORDER, PARCEL, person_tag="a" * 64))
    offline.open_and_close(Intent("A10", Purpose.PICKUP, ORDER, PARCEL, voucher="V-1", person_tag="b" * 64))
    ids = {report_id(record) for record in read(tmp_path / KEPT_IN)}
    assert len(ids) == 6
    offline.wait(ids, delivered=False)
    offline.end(loses_its_note=True)
    online = Life(gateway, tmp_path, base_url=gateway.base_url)  # hands all of them over again
    online.wait(ids, delivered=True)
    found = online.client.stock_item(PARCEL)
    assert (found.order_number, found.parcel.state, found.parcel.cell) == (ORDER, ParcelState.COLLECTED, "")
    assert online.cache.counts().quarantined == 0
    online.end()
    again = Life(gateway, tmp_path, base_url=gateway.base_url)
    assert again.desk.reporter.noted == 6
    again.end()


def test_the_client_asks_claims_and_gives_back(gateway: EmbeddedGateway, tmp_path: Path) -> None:
    life = Life(gateway, tmp_path, base_url=gateway.base_url)
    client, order, claim_id = life.client, "QJ-2026-0731", new_id()
    waiting = {found.order_number: found for found in client.pickups(LIN).orders}
    assert [parcel.cell for parcel in waiting[order].parcels] == ["A03", "A04"]
    assert waiting[order].has_code
    assert client.pickups(STRANGER).orders == ()
    assert len(client.claim_pickup(order, claim_id, LIN).parcels) == 2
    refusals = {"pickup.claimed": (order, LIN), "pickup.unknown": (order, STRANGER)}
    for code, (wanted, person) in refusals.items():
        with pytest.raises(PlatformError) as refused:
            client.claim_pickup(wanted, new_id(), person)
        assert refused.value.code == code
    client.release_pickup(order, claim_id)
    client.release_pickup(order, claim_id)
    assert client.claim_pickup(order, new_id(), LIN).order_number == order
    assert [late.order_number for late in client.overdue().parcels] == ["QJ-2026-0688"]
    for name in ("NOTHING", "no such thing/..", "x" * 80):
        with pytest.raises(PlatformError) as refused:
            client.stock_item(name)
        assert refused.value.code in ("stock.unknown", "stock.offline")
    life.end()


def test_without_a_network_vouchers_decide(gateway: EmbeddedGateway, tmp_path: Path) -> None:
    life = Life(gateway, tmp_path)
    for code, ask in (
        ("pickup.offline", lambda: life.client.claim_pickup(ORDER, new_id(), LIN)),
        ("stock.offline", lambda: life.client.stock_item(PARCEL)),
        ("platform.unreachable", lambda: life.client.pickups(LIN)),
    ):
        with pytest.raises(PlatformError) as refused:
            ask()
        assert refused.value.code == code
    life.end()
