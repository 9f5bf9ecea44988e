"""Submission ids are version 7, in order, whatever the clock does."""

from hypothesis import given
from hypothesis import strategies as st

from offline_cache.ids import Uuid7Source, uuid7


@given(st.lists(st.integers(0, 2**48 - 1), min_size=1, max_size=50))
def test_ids_rise_whatever_the_clock_does(clock_ms: list[int]) -> None:
    source = Uuid7Source()
    ids = [source.next(now_ms) for now_ms in clock_ms]
    assert ids == sorted(set(ids))


@given(st.integers(0, 2**48 - 1))
def test_layout_is_that_of_rfc_9562(now_ms: int) -> None:
    made = Uuid7Source().next(now_ms)
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == now_ms


def test_a_thousand_ids_of_one_millisecond_differ_and_rise() -> None:
    ids = [uuid7(1_700_000_000_000) for _ in range(1000)]
    assert ids == sorted(set(ids))
