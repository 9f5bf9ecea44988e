"""Every row of the answers table, sent by the real uploader over HTTPS to a platform that gives that answer."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offline_cache.answers import RETRY_AFTER_LIMIT_S, Later, judge, retry_after_s
from offline_cache.cache import CacheSettings
from offline_cache.errors import CacheError
from offline_cache.events import Counts, Delayed, Delivered, LinkChanged, Quarantined
from offline_cache.items import Channel
from offline_cache.link import LONGEST_WAIT_S, PAUSE_S, Backoff, Link
from offline_cache.transport import Answer
from tests.offline_cache.bench import Bench

FIRST, SECOND, THIRD = (f"019a0000-0000-7000-8000-00000000000{number}" for number in (1, 2, 3))


class TurnsBench(Bench):
    """Takes as many turns as there are."""

    def turns(self, most: int = 10) -> float | None:
        """Take turns until nothing is due; returns the wait."""
        for _ in range(most):
            wait_s = self.uploader.turn()
            if wait_s != 0.0:
                return wait_s
        raise AssertionError("always something due")


def bench_at(settings: CacheSettings) -> TurnsBench:
    return TurnsBench(replace(settings, read_timeout_s=5.0), now_s=5000.0, wall=lambda: 1_769_846_400.0)


@pytest.fixture
def bench(settings: CacheSettings) -> Iterator[TurnsBench]:
    made = bench_at(settings)
    yield made
    made.close()


def answers_to(platform, item_id: str, *args, **kwargs):
    """Only this item is answered so; all others are stored."""
    return lambda request: platform.reply(*args, **kwargs) if request.path.endswith(item_id) else None


@pytest.mark.parametrize(("channel", "path"), [("submission", "/v1/submissions/"), ("rating", "/v1/ratings/")])
def test_201_stores_and_hands_the_whole_answer_on(bench: TurnsBench, platform, channel: str, path: str) -> None:
    bench.put(FIRST, channel=Channel(channel))
    assert bench.turns() is None
    (request,) = platform.requests
    assert (request.method, request.path) == ("PUT", path + FIRST)
    assert request.headers["Content-Type"] == "application/vnd.government-kiosk.envelope"
    assert bench.taken() == [LinkChanged(True, ""), Delivered(FIRST, json.loads(platform.receipt(request)))]
    assert bench.outbox.counts() == Counts(stored=1)


def test_200_is_as_good_and_one_body_is_sent_both_times(bench: TurnsBench, platform) -> None:
    """The answer to the first attempt is lost: the second carries the same bytes and is answered 200."""
    bench.put(FIRST)
    platform.script = lambda request: (platform.store(request), platform.reply(0, hang_up=True))[1]
    bench.turns()
    assert bench.taken() == [LinkChanged(False, "link.down"), Delayed(FIRST, "link.down")]
    platform.script = lambda request: None
    bench.now_s += 1
    assert bench.turns() is None
    assert [type(event) for event in bench.taken()] == [LinkChanged, Delivered]
    first, second = platform.requests
    assert first.body == second.body
    assert platform.stored_times == {FIRST: 2}


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (409, "envelope.conflict"),
        (400, "envelope.refused"),
        (411, "envelope.refused"),
        (413, "envelope.too_large"),
        (415, "envelope.refused"),
        (422, "envelope.refused"),
    ],
)
def test_a_refused_envelope_is_kept_aside_with_an_alarm_and_the_rest_goes_on(
    bench: TurnsBench, platform, caplog: pytest.LogCaptureFixture, status: int, code: str
) -> None:
    platform.script = answers_to(platform, FIRST, status)
    bench.put(FIRST, SECOND)
    with caplog.at_level(logging.INFO, "offline_cache"):
        assert bench.turns() is None
    assert [event for event in bench.taken() if not isinstance(event, LinkChanged)] == [
        Quarantined(FIRST, code),
        Delivered(SECOND, json.loads(platform.receipt(platform.requests[1]))),
    ]
    assert bench.outbox.counts() == Counts(stored=1, quarantined=1)
    assert [(record.levelname, record.message) for record in caplog.records] == [
        ("ERROR", f"quarantined: id={FIRST} code={code}")
    ]


@pytest.mark.parametrize("status", [401, 403, 404, 405, 301, 302, 307])
def test_being_the_wrong_one_or_in_the_wrong_place_pauses_all_and_loses_nothing(
    bench: TurnsBench, platform, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    platform.script = lambda _: platform.reply(status, headers={"Location": "https://elsewhere/"})
    bench.put(FIRST, SECOND)
    with caplog.at_level(logging.INFO, "offline_cache"):
        assert bench.turns() == PAUSE_S
        assert bench.taken() == [LinkChanged(False, "link.refused"), Delayed(FIRST, "link.refused")]
        bench.put(THIRD)  # intake goes on, and the page is told at once that nothing is sent now
        bench.uploader.wake(THIRD)
        assert bench.turns() == PAUSE_S
        assert bench.taken() == [Delayed(THIRD, "link.refused")]
        assert len(platform.requests) == 1
        bench.now_s += PAUSE_S
        assert bench.turns() == PAUSE_S
        assert bench.taken() == [Delayed(SECOND, "link.refused")]
        platform.script = lambda _: None
        bench.now_s += PAUSE_S
        assert bench.turns() is None
    assert [type(event) for event in bench.taken()] == [LinkChanged, Delivered, Delivered, Delivered]
    assert [record.message for record in caplog.records] == ["link lost: link.refused", "link is back after 600 s"]
    assert [record.levelname for record in caplog.records] == ["ERROR", "INFO"]


def test_a_certificate_that_does_not_fit_pauses_all(settings: CacheSettings, pki, serve) -> None:
    bench = bench_at(replace(settings, base_url=serve(identity=pki.expired).base_url))
    bench.put(FIRST)
    assert bench.turns() == PAUSE_S
    assert bench.taken() == [LinkChanged(False, "link.certificate"), Delayed(FIRST, "link.certificate")]
    assert bench.outbox.counts().pending == 1
    bench.close()


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 599, 402, 410, 418, 202, 204])
def test_later_means_this_item_waits_and_the_others_are_sent(bench: TurnsBench, platform, status: int) -> None:
    platform.script = answers_to(platform, FIRST, status)
    bench.put(FIRST, SECOND)
    assert bench.turns() == 1.0
    assert bench.taken() == [Delayed(FIRST, "platform.busy")]
    bench.now_s += 1
    bench.turns()
    assert [event.id for event in bench.taken() if isinstance(event, (Delivered, Delayed))] == [SECOND, FIRST]
    platform.script = lambda _: None
    bench.now_s += 1
    assert bench.turns() == 1.0  # the link rested 1 s for its first failure in a row, the item waits 2 s for its second
    bench.now_s += 1
    assert bench.turns() is None
    assert [event.id for event in bench.taken() if isinstance(event, Delivered)] == [FIRST]


def test_one_item_that_always_fails_holds_up_none_of_the_rest(bench: TurnsBench, platform) -> None:
    """Also when it breaks the connection each time, so that it looks like a lost link."""
    ids = [f"019a0000-0000-7000-8000-0000000001{number:02d}" for number in range(20)]
    platform.script = answers_to(platform, ids[0], 0, hang_up=True)
    bench.put(*ids)
    started_s = bench.now_s
    while bench.outbox.counts().stored < 19:
        bench.now_s += bench.turns(30) or 0.0
    assert bench.now_s - started_s < 10
    assert bench.outbox.counts() == Counts(pending=1, stored=19, oldest_unsent_at_ms=1_769_846_400_000)


def test_waits_grow_to_their_longest_and_start_anew_after_success(bench: TurnsBench, platform) -> None:
    platform.script = lambda _: platform.reply(503)
    bench.put(FIRST)
    waits: list[float] = []
    for _ in range(12):
        waits.append(bench.turns())
        bench.now_s += waits[-1]
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, LONGEST_WAIT_S, LONGEST_WAIT_S, LONGEST_WAIT_S]
    platform.script = lambda _: None
    assert bench.turns() is None
    platform.script = lambda _: platform.reply(503)
    bench.put(SECOND)
    assert bench.turns() == 1


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_obeyed_also_when_somebody_waits(bench: TurnsBench, platform, status: int) -> None:
    platform.script = lambda _: platform.reply(status, headers={"Retry-After": "120"})
    bench.put(FIRST)
    assert bench.turns() == 120
    bench.put(SECOND)
    bench.uploader.wake(SECOND)
    assert bench.turns() == 120
    assert len(platform.requests) == 1
    assert bench.taken() == [Delayed(FIRST, "platform.busy"), Delayed(SECOND, "platform.busy")]


def test_a_person_at_the_screen_ends_our_own_rest_but_the_oldest_keep_their_wait(bench: TurnsBench, platform) -> None:
    platform.script = lambda _: platform.reply(0, hang_up=True)
    bench.put(FIRST)
    for _ in range(5):
        bench.now_s += bench.turns()
    bench.turns()
    platform.script = lambda _: None
    bench.put(SECOND, THIRD)
    bench.uploader.wake(THIRD)
    bench.uploader.wake(SECOND)
    bench.turns()
    assert [request.path[-1] for request in platform.requests[-2:]] == ["3", "2"]
    assert bench.outbox.counts().pending == 1


def test_one_line_on_loss_and_one_on_return(bench: TurnsBench, platform, caplog: pytest.LogCaptureFixture) -> None:
    platform.script = lambda _: platform.reply(0, hang_up=True)
    bench.put(FIRST, SECOND)
    with caplog.at_level(logging.INFO, "offline_cache"):
        for _ in range(6):
            bench.now_s += bench.turns()
        platform.script = lambda _: None
        bench.now_s += LONGEST_WAIT_S
        bench.turns()
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert caplog.records[0].message == "link lost: link.down"
    changes = [event for event in bench.taken() if isinstance(event, LinkChanged)]
    assert changes == [LinkChanged(False, "link.down"), LinkChanged(True, "")]


def test_a_platform_that_is_busy_for_everybody_counts_as_lost(bench: TurnsBench, platform) -> None:
    platform.script = lambda _: platform.reply(503)
    bench.put(FIRST)
    for _ in range(4):
        bench.now_s += bench.turns()
    changes = [event for event in bench.taken() if isinstance(event, LinkChanged)]
    assert changes == [LinkChanged(False, "platform.busy")]


@pytest.mark.parametrize(
    "garbage",
    [b"", b"OK", b"{}", b"[]", b'{"receipt": null}', b'{"receipt": {"id": "other"}}', b"<html>welcome</html>"],
)
def test_a_200_without_a_receipt_for_this_envelope_stores_nothing(bench: TurnsBench, platform, garbage: bytes) -> None:
    platform.script = lambda _: platform.reply(200, garbage)
    bench.put(FIRST)
    assert bench.turns() == 1.0
    assert bench.taken() == [LinkChanged(False, "link.garbage"), Delayed(FIRST, "link.garbage")]
    assert bench.outbox.counts().pending == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"id": SECOND},
        {"digest": "0" * 64},
        {"signature": "AAAA"},
        {"signature": "?"},
        {"stored_at": "2027-01-01T00:00:00Z"},
    ],
)
def test_a_receipt_for_another_envelope_or_not_signed_for_it_stores_nothing(
    bench: TurnsBench, platform, changed: dict[str, str]
) -> None:
    platform.script = lambda request: platform.reply(201, platform.receipt(request, **changed))
    bench.put(FIRST)
    bench.turns()
    assert bench.taken()[-1] == Delayed(FIRST, "link.garbage")
    assert bench.outbox.counts().pending == 1


def test_only_the_receipt_of_an_answer_reaches_the_disk(bench: TurnsBench, platform, tmp_path) -> None:
    def wordy(request):
        body = json.loads(platform.receipt(request)) | {"status": {"acceptance_number": "GK-SECRET-7"}}
        return platform.reply(201, json.dumps(body).encode())

    platform.script = wordy
    bench.put(FIRST)
    bench.turns()
    bench.outbox.close()
    file = (tmp_path / "state" / "outbox.sqlite").read_bytes()
    assert b"GK-SECRET-7" not in file
    assert b"stored_at" in file


def test_an_outbox_that_cannot_note_the_receipt_still_tells_the_page(bench: TurnsBench, platform) -> None:
    bench.put(FIRST)
    platform.script = lambda _: bench.outbox.close()
    with pytest.raises(CacheError):
        bench.uploader.turn()
    assert [type(event) for event in bench.taken()] == [LinkChanged, Delivered]


def answer_with(retry_after: str, date: str = "Sat, 31 Jan 2026 08:00:00 GMT") -> Answer:
    return Answer(503, {"retry-after": retry_after, "date": date}, b"")


@pytest.mark.parametrize(
    ("text", "wait_s"),
    [
        ("0", 0),
        (" 17 ", 17),
        ("999999999999", RETRY_AFTER_LIMIT_S),
        ("Sat, 31 Jan 2026 08:02:00 GMT", 120),
        ("Sat, 31 Jan 2026 07:00:00 GMT", 0),
        ("Sat, 31 Jan 2027 08:02:00 GMT", RETRY_AFTER_LIMIT_S),
        ("soon", 0),
        ("-5", 0),
        ("²", 0),
        ("", 0),
    ],
)
def test_retry_after_is_seconds_or_a_date_by_the_platforms_own_clock(text: str, wait_s: float) -> None:
    assert retry_after_s(answer_with(text)) == wait_s
    assert judge(answer_with(text), FIRST, "digest") == Later("platform.busy", wait_s)


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_retry_after_breaks_the_reader(retry_after: str, date: str) -> None:
    assert 0 <= retry_after_s(answer_with(retry_after, date)) <= RETRY_AFTER_LIMIT_S


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_waits_are_between_half_and_all_of_a_doubling_never_over_the_longest(failures: int, chance: float) -> None:
    full_s = min(2.0 ** min(failures - 1, 60), LONGEST_WAIT_S)
    assert full_s / 2 <= Backoff(lambda: chance).wait_s(failures) <= full_s


def test_another_kind_of_pause_is_an_alarm_of_its_own() -> None:
    link = Link(Backoff(lambda: 0.0))
    assert [
        link.failed(0, "link.down"),
        link.failed(1, "link.timeout"),
        link.paused(2, "link.certificate"),
        link.paused(3, "link.certificate"),
        link.failed(4, "platform.busy"),
        link.answered(5),
        link.answered(6),
    ] == [True, False, True, False, False, True, False]
