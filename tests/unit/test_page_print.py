"""A document on its way to somebody's hand: "completed" is a question, and a reprint has a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.contract.page_printer import Media, PageJob, PageJobState
from kiosk.paper.page_print import ATTEMPTS_MAX, CannotReprint, PagePrint, ReprintReason, Stage

FIRST = PagePrint("licence-1", b"%PDF", 1, Media.SPECIAL)
JOBS = st.builds(
    PageJob, st.integers(0, 9), st.sampled_from(PageJobState), st.sampled_from(["", "page_printer.paper_out"])
)


@pytest.mark.parametrize(
    ("job", "stage", "code"),
    [
        (PageJob(3, PageJobState.PENDING), Stage.PRINTING, ""),
        (PageJob(3, PageJobState.PROCESSING), Stage.PRINTING, ""),
        (PageJob(3, PageJobState.PROCESSING, "page_printer.paper_out"), Stage.HELD_UP, "page_printer.paper_out"),
        (PageJob(3, PageJobState.STOPPED, "page_printer.jammed"), Stage.HELD_UP, "page_printer.jammed"),
        (PageJob(3, PageJobState.COMPLETED), Stage.ASKING, ""),
        (PageJob(3, PageJobState.CANCELED), Stage.NOT_PRINTED, ""),
        (PageJob(3, PageJobState.ABORTED, "page_printer.unreadable"), Stage.NOT_PRINTED, "page_printer.unreadable"),
        (PageJob(0, PageJobState.UNKNOWN, "page_printer.lost"), Stage.UNKNOWN, "page_printer.lost"),
    ],
)
def test_what_the_printer_says_is_never_that_it_is_printed(job: PageJob, stage: Stage, code: str) -> None:
    followed = FIRST.followed(job)
    assert (followed.stage, followed.code) == (stage, code)


@given(st.lists(JOBS, max_size=6))
def test_only_the_person_makes_it_printed(jobs: list[PageJob]) -> None:
    now = FIRST
    for job in jobs:
        now = now.followed(job)
    assert now.stage is not Stage.PRINTED
    said = now.confirmed()
    for job in jobs:
        said = said.followed(job)
    assert said.stage is Stage.PRINTED


@given(st.lists(JOBS, max_size=6))
def test_one_attempt_is_one_document_for_the_printer(jobs: list[PageJob]) -> None:
    """So that it is never sent twice, whatever was heard of it meanwhile."""
    now = FIRST
    for job in jobs:
        now = now.followed(job)
        assert now.document == FIRST.document


def test_a_reprint_has_a_reason_and_a_name_of_its_own() -> None:
    denied = FIRST.followed(PageJob(3, PageJobState.COMPLETED)).denied(ReprintReason.DAMAGED)
    assert (denied.stage, denied.code) == (Stage.NOT_PRINTED, "page_print.damaged")
    with pytest.raises(CannotReprint, match=r"page_print\.no_reason"):
        denied.again(None)
    second = denied.again(ReprintReason.DAMAGED)
    assert (second.stage, second.reason, second.attempt) == (Stage.SENDING, ReprintReason.DAMAGED, 2)
    assert second.document.name != FIRST.document.name
    assert second.document.media is Media.SPECIAL


@pytest.mark.parametrize("stage", [Stage.SENDING, Stage.PRINTING, Stage.HELD_UP, Stage.ASKING, Stage.UNKNOWN])
def test_what_may_still_come_out_is_not_printed_again(stage: Stage) -> None:
    with pytest.raises(CannotReprint, match=r"page_print\.not_over"):
        PagePrint("a", b"", 1, stage=stage).again(ReprintReason.NOTHING_CAME)


def test_it_is_not_tried_for_ever() -> None:
    now = FIRST
    for _ in range(ATTEMPTS_MAX - 1):
        now = now.refused("page_printer.busy").again(ReprintReason.NOTHING_CAME)
    with pytest.raises(CannotReprint, match=r"page_print\.too_often"):
        now.refused("page_printer.busy").again(ReprintReason.NOTHING_CAME)
