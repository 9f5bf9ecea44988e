"""Several connections at once: what is slow or broken holds up nobody, and a platform that is down is not stormed."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from offline_cache.cache import CacheSettings
from offline_cache.events import CacheEvent, Delivered, LinkChanged
from offline_cache.link import Backoff, Link
from offline_cache.sealing import CHUNK_BYTES
from offline_cache.uploader import CONNECTIONS
from tests.offline_cache.bench import Bench

WAIT_S = 20.0


class Line(Bench):
    """With all its threads, by the real clock."""

    def __init__(self, settings: CacheSettings) -> None:
        self._happened = threading.Condition()
        super().__init__(replace(settings, read_timeout_s=WAIT_S), chance=lambda: 0.0)

    def monotonic(self) -> float:
        return time.monotonic()

    def wait_for(self, is_there: Callable[[], bool]) -> None:
        with self._happened:
            assert self._happened.wait_for(is_there, WAIT_S)

    def delivered(self) -> set[str]:
        return {event.id for event in self.events if isinstance(event, Delivered)}

    def _post(self, event: CacheEvent) -> None:
        with self._happened:
            super()._post(event)
            self._happened.notify_all()

    def close(self) -> None:
        assert self.uploader.stop(WAIT_S)
        super().close()


@pytest.fixture
def line(settings: CacheSettings) -> Iterator[Line]:
    made = Line(settings)
    yield made
    made.close()


def ids(count: int) -> list[str]:
    return [f"019a0000-0000-7000-8000-0000000002{number:02d}" for number in range(count)]


def test_one_that_takes_forever_holds_up_nobody(line: Line, platform) -> None:
    slow, *others = ids(20)
    proceed = threading.Event()
    platform.script = lambda request: proceed.wait(WAIT_S) and None if request.path.endswith(slow) else None
    line.put(others[0])
    line.uploader.start()
    line.uploader.wake(others[0])
    line.wait_for(lambda: line.delivered() == {others[0]})
    line.put(slow, *others[1:])
    line.uploader.wake(slow)
    line.wait_for(lambda: line.delivered() == set(others))
    proceed.set()
    line.wait_for(lambda: slow in line.delivered())
    assert platform.stored_times == dict.fromkeys([slow, *others], 1)


def test_all_connections_are_used_once_the_link_stands(line: Line, platform) -> None:
    first, *others = ids(1 + CONNECTIONS)
    together = threading.Barrier(CONNECTIONS)
    platform.script = lambda request: None if request.path.endswith(first) else (together.wait(WAIT_S), None)[1]
    line.put(first, *others)
    line.uploader.start()
    line.wait_for(lambda: line.delivered() == {first, *others})  # the barrier broke otherwise
    assert len(platform.connections) == CONNECTIONS


def test_one_connection_finds_out_whether_the_platform_is_there(line: Line, platform) -> None:
    asked, proceed = threading.Event(), threading.Event()

    def hold(_request):
        asked.set()
        assert proceed.wait(WAIT_S)

    platform.script = hold
    line.put(*ids(8))
    line.uploader.start()
    assert asked.wait(WAIT_S)
    for item_id in ids(8):
        line.uploader.wake(item_id)  # nobody else is tempted
    assert line.outbox.counts().leased == 1
    assert len(platform.requests) == 1
    proceed.set()
    line.wait_for(lambda: line.delivered() == set(ids(8)))
    assert [event for event in line.events if isinstance(event, LinkChanged)] == [LinkChanged(True, "")]


def test_whatever_the_order_each_is_sent_once(line: Line, platform) -> None:
    line.uploader.start()

    def put(item_id: str) -> None:
        line.put(item_id)
        line.uploader.wake(item_id)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(put, ids(60)))
    line.wait_for(lambda: line.delivered() == set(ids(60)))
    assert platform.stored_times == dict.fromkeys(ids(60), 1)


def test_what_was_under_way_when_the_link_was_lost_is_one_failure() -> None:
    link = Link(Backoff(lambda: 1.0))
    assert link.failed(10.0, "link.down", began_s=5.0)
    for _ in range(3):
        assert not link.failed(10.0, "link.down", began_s=6.0)
    assert (link.failures, link.rests_until_s) == (1, 11.0)
    assert not link.failed(11.5, "link.timeout", began_s=11.0)
    assert (link.failures, link.rests_until_s) == (2, 13.5)
    assert not link.failed(
        11.6, "platform.busy", 60.0, began_s=8.0
    )  # what the platform asks for is obeyed all the same
    assert (link.failures, link.rests_until_s) == (2, 71.6)


def test_what_was_under_way_does_not_end_the_rest_that_the_platform_asked_for() -> None:
    link = Link(Backoff(lambda: 1.0))
    link.failed(10.0, "platform.busy", 120.0, began_s=9.0)
    link.answered(10.1)
    assert (link.up, link.rests_until_s, link.code) == (True, 130.0, "platform.busy")
    link.answered(130.0)
    assert (link.rests_until_s, link.code) == (0.0, "")
    link.failed(131.0, "link.down", began_s=130.5)
    link.answered(131.1)
    assert (link.rests_until_s, link.code) == (0.0, "")  # our own rest ends with the first answer


def test_a_large_item_at_the_start_does_not_keep_the_other_connections_waiting(line: Line, platform) -> None:
    large, *others = ids(6)
    proceed = threading.Event()
    platform.script = lambda request: proceed.wait(WAIT_S) and None if "/chunks/" in request.path else None
    line.put(large, data=os.urandom(2 * CHUNK_BYTES))
    line.put(*others)
    line.uploader.start()
    line.wait_for(lambda: line.delivered() == set(others))
    proceed.set()
    line.wait_for(lambda: large in line.delivered())
