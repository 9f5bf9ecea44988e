"""The platform is away, refuses, stalls or talks nonsense. Whatever was promised arrives there, exactly once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from journeying import (
    FAULTS,
    HASTY_PLATFORM,
    Hall,
    Journey,
    assert_left_clean,
    log_of,
    queued_at,
    ratings_at,
    submissions_at,
    walk,
)

from drivers.faults import FaultScript
from kiosk.app.outcome import Outcome
from kiosk.session.model import Step
from ui.touch import wait_until

TRIED_ONCE = ("platform_refuses_conflict", "platform_refuses_envelope", "platform_slow")
PREFILL = [
    ("prefill_silent", "prefill_slow", "prefill_refused"),
    pytest.param(("prefill_garbage", "prefill_cut_off"), marks=pytest.mark.soak),
]
TRIED_AGAIN = [
    ("platform_busy_once", "answer_lost", "platform_silent"),
    pytest.param(("platform_garbage", "platform_too_slow"), marks=pytest.mark.soak),
]
"""Much like another one: walked with the long proofs."""


def one_after_another(names: Sequence[str], file: Path, *, operations_each: int) -> str:
    """One script for several journeys: each fault spoils the first of the operations of its journey."""
    entries = [
        (fault, number * operations_each)
        for number, name in enumerate(names)
        for fault in FaultScript.load(FAULTS / f"{name}.toml").faults
    ]
    lines: list[str] = []
    for fault, skip in entries:
        lines += ["[[fault]]", f'device = "{fault.device}"', f'kind = "{fault.kind}"', f'on = "{fault.on}"']
        lines += [f"skip = {skip}", "times = 1", f"delay_s = {fault.delay_s}", f"value = {fault.value}"]
    file.write_text("\n".join(lines) + "\n")
    return str(file)


def outcome_expected(name: str) -> str:
    return FaultScript.load(FAULTS / f"{name}.toml").expect


def assert_promised_only_what_is_so(journey: Journey) -> None:
    """Without the platform's word the receipt and the page say "received, not yet accepted", and how to ask."""
    assert not journey.report.acceptance_number
    assert "已收到，尚未受理" in journey.receipt.replace("\n", "")
    assert "已受理" not in journey.receipt
    assert journey.report.submission_id in journey.receipt.replace("\n", "")
    page = journey.texts("done-printed")
    assert "尚未受理" in page
    assert journey.report.submission_id.replace("-", "").upper() in page.replace(" ", "")


def is_held(state: Path, journey: Journey) -> bool:
    return journey.report.submission_id in [held["id"] for held in submissions_at(state)]


@pytest.mark.parametrize("names", PREFILL)
def test_without_prefill_the_form_opens_with_what_the_card_says(
    names: tuple[str, ...], fresh: Path, tmp_path: Path
) -> None:
    script = one_after_another(names, tmp_path / "prefill.toml", operations_each=1)
    with Hall(fresh, script=script, **{**HASTY_PLATFORM, "session__answer_s": "20"}) as hall:
        for name in names:
            journey = hall.walk()
            assert journey.report.outcome == outcome_expected(name) == Outcome.ACCEPTED, name
            told = [(told.step, told.code) for told in journey.told]
            assert told == ([] if name == "prefill_slow" else [(Step.FORM, "prefill.failed")]), name
            assert journey.submission["application"]["values"]
    assert_left_clean(fresh)


def test_an_envelope_that_is_refused_is_kept_for_staff(fresh: Path, tmp_path: Path) -> None:
    script = one_after_another(TRIED_ONCE, tmp_path / "once.toml", operations_each=1)
    with Hall(fresh, script=script) as hall:
        for name in TRIED_ONCE:
            journey = hall.walk()
            assert journey.report.outcome == outcome_expected(name), name
            if name == "platform_slow":
                assert journey.report.acceptance_number
            else:
                assert_promised_only_what_is_so(journey)
                assert not is_held(fresh, journey)
    assert_left_clean(fresh)
    assert queued_at(fresh, "quarantined") == 2
    assert queued_at(fresh, "stored") == 1
    assert len([line for line in log_of(fresh) if line["message"].startswith("quarantined")]) == 2


@pytest.mark.parametrize("names", TRIED_AGAIN)
def test_what_was_received_is_delivered_later_exactly_once(names: tuple[str, ...], fresh: Path, tmp_path: Path) -> None:
    script = one_after_another(names, tmp_path / "again.toml", operations_each=2)
    with Hall(fresh, script=script, **HASTY_PLATFORM) as hall:
        for name in names:
            journey = hall.walk()
            assert journey.report.outcome == outcome_expected(name) == Outcome.RECEIVED, name
            assert_promised_only_what_is_so(journey)
            assert wait_until(lambda walked=journey: is_held(fresh, walked), 60), name
            assert wait_until(lambda at=hall: at.terminal.backstage.waiting == 0, 60), name
    assert_left_clean(fresh)
    ids = [held["id"] for held in submissions_at(fresh)]
    assert len(ids) == len(set(ids)) == len(names)
    assert queued_at(fresh) == 0
    assert len(ratings_at(fresh)) == len(names)


def test_the_network_is_lost_before_submit_and_is_back_after_a_restart(fresh: Path) -> None:
    journey = walk(fresh, fault="network_lost_before_submit")
    assert journey.report.outcome == Outcome.RECEIVED
    assert_promised_only_what_is_so(journey)
    assert submissions_at(fresh) == []
    assert queued_at(fresh) == 1
    link = [line["message"][:9] for line in log_of(fresh) if line["message"].startswith("link ")]
    assert link
    assert link == [("link lost", "link is b")[number % 2] for number in range(len(link))]  # ratings still pass
    deliver(fresh, journey)


def test_a_terminal_that_is_not_known_keeps_everything(fresh: Path) -> None:
    journey = walk(fresh, fault="platform_refuses_terminal")
    assert journey.report.outcome == Outcome.RECEIVED
    assert_promised_only_what_is_so(journey)
    assert queued_at(fresh) == 1
    deliver(fresh, journey)


def test_offline_then_started_again_with_the_network_back(fresh: Path) -> None:
    journey = walk(fresh, "ji", offline=True)
    assert journey.report.outcome == Outcome.RECEIVED
    assert [(told.step, told.code) for told in journey.told] == [(Step.FORM, "prefill.failed")]
    assert_promised_only_what_is_so(journey)
    assert queued_at(fresh) == 1
    deliver(fresh, journey)


def deliver(state: Path, journey: Journey) -> None:
    """The terminal starts again with a platform that is well; what it promised arrives, once."""
    with Hall(state) as hall:
        assert wait_until(lambda: is_held(state, journey), 60)
        assert wait_until(lambda: hall.terminal.backstage.waiting == 0, 60)
    assert journey.submission["application"]["applicant"]["name"] == journey.person.name
    assert queued_at(state) == 0
    assert len(ratings_at(state)) == 1
    assert_left_clean(state)
