"""The disk says no while somebody submits: nothing is promised, and nothing is printed."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest
from journeying import Hall, assert_left_clean

from kiosk.app.outcome import Outcome
from kiosk.app.terminal import Terminal
from kiosk.session.model import Session, Step


@pytest.fixture
def file_size_limit():
    """Restores the limit on the size of files, above which writing fails as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("file_size_limit")
def test_a_disk_that_takes_no_more(fresh: Path) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill_up(terminal: Terminal) -> None:
        def see(session: Session) -> None:
            full = session.step in (Step.REVIEW, Step.SENDING)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1024 if full else resource.RLIM_INFINITY, hard))

        terminal.runtime.subscribe(see)

    with Hall(fresh, beside=fill_up, logging__level="error", session__store_s="5") as hall:
        journey = hall.walk()
    assert journey.report.outcome in (Outcome.NOT_STORED, Outcome.UNCONFIRMED)
    name = "review-problem" if journey.report.outcome == Outcome.NOT_STORED else "stopped"
    told = {told.code: told.title for told in journey.told}
    assert {"outbox.full", "outbox.disk", "submission.unconfirmed"} & set(told)
    assert any(title in journey.texts(name) for title in told.values())
    assert not journey.slips
    assert not journey.report.submission_id
    assert_left_clean(fresh)
