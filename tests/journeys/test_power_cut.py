"""The program dies (SIGKILL) the moment something was promised. What was promised arrives, exactly once."""

from __future__ import annotations

from pathlib import Path

import pytest
from journeying import PERSONS, Hall, assert_nothing_personal, submissions_at
from sudden_death import dies

from ui.touch import wait_until

DIES_WHEN_QUEUED = """
import os, signal, sys
from pathlib import Path
from journeying import HASTY_PLATFORM, Hall
from kiosk.session.model import Sent
from ui.application import make_application

def watch(terminal):
    def see(session):
        if session.submission.sent is Sent.QUEUED:
            os.kill(os.getpid(), signal.SIGKILL)
    terminal.runtime.subscribe(see)

make_application(offscreen=True, width_px=1080, height_px=1920)
with Hall(Path(sys.argv[1]), fault=sys.argv[2], beside=watch, **HASTY_PLATFORM) as hall:
    hall.walk("chen")
"""


@pytest.mark.parametrize("fault", ["network_lost_before_submit", "answer_lost"])
def test_killed_right_after_it_was_stored(fault: str, fresh: Path) -> None:
    dies(DIES_WHEN_QUEUED, fresh, fault)
    with Hall(fresh) as hall:
        assert wait_until(lambda: len(submissions_at(fresh)) == 1, 60)
        assert wait_until(lambda: hall.stage.terminal.backstage.waiting == 0, 60)
    (held,) = submissions_at(fresh)
    assert held["application"]["applicant"]["name"] == PERSONS["chen"].name
    assert_nothing_personal(fresh, [*PERSONS.values()])
