"""In which order items are sent, whatever happens to them meanwhile."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from offline_cache.errors import OutboxError
from offline_cache.forgetting import Retention
from offline_cache.items import Channel
from offline_cache.outbox import Outbox
from offline_cache.ownership import Ownership


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with Ownership(tmp_path) as ownership:
        outbox = Outbox(ownership, monotonic=lambda: 0.0)
        yield outbox
        outbox.close()


def put(outbox: Outbox, *item_ids: str) -> None:
    for item_id in item_ids:
        outbox.put(item_id, Channel.SUBMISSION, "digest", b"body")


def order(outbox: Outbox) -> list[str]:
    """Everything that may be sent now."""
    return [item.id for item in iter(outbox.lease, None)]


def test_more_than_is_read_at_once_comes_in_the_order_of_queueing(outbox: Outbox) -> None:
    names = [f"{number:03}" for number in range(300)]
    put(outbox, *names)
    assert order(outbox) == names


def test_who_is_preferred_comes_once(outbox: Outbox) -> None:
    put(outbox, "a", "b", "c")
    preferred = outbox.lease("b")
    assert preferred is not None
    assert [preferred.id, *order(outbox)] == ["b", "a", "c"]


def test_a_row_that_takes_a_forgotten_ones_number_is_sent(outbox: Outbox) -> None:
    put(outbox, "a", "b")
    for item_id in order(outbox):
        outbox.ack(item_id, "{}")
    outbox.purge(Retention(keep_s=0, keep_count=0))
    put(outbox, "c")
    record = outbox.record("c")
    assert record is not None
    assert record.seq == 1
    assert order(outbox) == ["c"]


def test_what_staff_put_aside_is_passed_over_and_comes_again_when_asked_for(outbox: Outbox) -> None:
    put(outbox, "a", "b", "c")
    assert outbox.quarantine("b", "staff")
    assert order(outbox) == ["a", "c"]
    assert outbox.requeue("b")
    assert order(outbox) == ["b"]


def test_an_item_that_waits_is_not_lost_when_the_file_is_opened_anew(outbox: Outbox) -> None:
    put(outbox, "a", "b", "c")
    for item_id in ("a", "b"):
        outbox.lease(item_id)
    outbox.retry_later("a", 0.0)
    outbox.mend()
    assert order(outbox) == ["c", "a"]
    assert outbox.counts().leased == 3


def test_the_oldest_that_is_not_confirmed_is_known(tmp_path: Path) -> None:
    times_s = iter(range(1, 100))
    with Ownership(tmp_path) as ownership:
        outbox = Outbox(ownership, monotonic=lambda: 0.0, wall=lambda: float(next(times_s)))
        put(outbox, "a", "b", "c")
        first = outbox.counts().oldest_unsent_at_ms
        assert first is not None
        assert order(outbox) == ["a", "b", "c"]
        outbox.ack("b", "{}")
        assert outbox.counts().oldest_unsent_at_ms == first
        outbox.ack("a", "{}")
        assert outbox.counts().oldest_unsent_at_ms == first + 2000
        outbox.ack("c", "{}")
        assert outbox.counts().oldest_unsent_at_ms is None
        outbox.close()


def test_a_rescued_file_has_other_numbers_and_the_same_items(outbox: Outbox) -> None:
    """What is held, and what was confirmed a moment ago, is known by its id."""
    put(outbox, "lost", "a", "b", "c", "d")
    outbox.quarantine("lost", "staff")
    for item_id in ("a", "b", "c"):
        outbox.lease(item_id)
    outbox.retry_later("a", 0.0)
    outbox.ack("b", "the receipt of b")
    outbox._connection.execute("UPDATE item SET digest = 'another' WHERE id = 'lost'")
    outbox.mend()
    assert outbox.salvage is not None
    assert outbox.salvage.recovered == 4
    assert order(outbox) == ["d", "a"]
    assert outbox.next_due_s() is not None
    outbox.quarantine("d", "staff")  # notes what was confirmed
    states = {record.id: (record.state, record.settled_by) for record in outbox.records()}
    assert states == {
        "a": ("leased", None),
        "b": ("stored", "the receipt of b"),
        "c": ("leased", None),
        "d": ("quarantined", "staff"),
    }


def test_an_item_that_cannot_be_read_is_not_leased(outbox: Outbox) -> None:
    put(outbox, "a", "b")
    outbox._connection.set_authorizer(
        lambda action, *_about: sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_SELECT else sqlite3.SQLITE_OK
    )
    put(outbox, "c")  # needs no reading
    with pytest.raises(OutboxError) as caught:
        outbox.lease()
    assert caught.value.code == "outbox.disk"
    outbox.mend()
    assert order(outbox) == ["b", "c", "a"]
