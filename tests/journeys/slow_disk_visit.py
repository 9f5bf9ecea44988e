"""Somebody applies while the disk dawdles over the submission. Run with `faulty_disk.c` preloaded; prints what came."""

from __future__ import annotations

import ctypes
import json
import sys
from pathlib import Path

from journeying import Hall, submissions_at

from kiosk.app.terminal import Terminal
from kiosk.session.model import Session, Step
from ui.application import make_application
from ui.touch import pause, wait_until

STORE_S = 0.5
SYNC_S = 3.0


def main(state: Path) -> None:
    make_application(offscreen=True, width_px=1080, height_px=1920)
    disk = ctypes.CDLL(None)

    def dawdle(terminal: Terminal) -> None:
        def see(session: Session) -> None:
            disk.faulty_slow(int(SYNC_S * 1e6) if session.step in (Step.REVIEW, Step.SENDING) else 0)

        terminal.runtime.subscribe(see)

    with Hall(state, beside=dawdle, session__store_s=str(STORE_S)) as hall:
        journey = hall.walk()
        disk.faulty_slow(0)
        wait_until(lambda: len(submissions_at(state)) > 0, 20)
        pause(1)
        print(
            json.dumps(
                {
                    "outcome": journey.report.outcome,
                    "codes": journey.codes,
                    "stopped": journey.texts("stopped"),
                    "receipts": len(journey.slips),
                    "held": len(submissions_at(state)),
                }
            )
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
