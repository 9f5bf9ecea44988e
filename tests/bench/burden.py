"""What goes on behind the screen at the worst moment: uploads draining, the camera on, faces being compared."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from PySide6.QtCore import QTimer

from config.persons import load_persons
from drivers.contract.face import FaceMatcher
from drivers.worker import JobContext
from kiosk.app.belongings import card_of
from kiosk.app.journey import Stage
from kiosk.session import jobs
from kiosk.session.application import application_of
from kiosk.session.model import Sent, Session
from offline_cache.events import Counts
from tests.bench.hall import PERSON

BACKLOG = 40
"""Submissions kept waiting, so that the uploader never rests."""
ROOM = 6
"""Handed over at a time: the person who is there must never find the queue's door full."""


class Specimen:
    """Keeps the last application that somebody sent, to send more like it."""

    def __init__(self, stage: Stage) -> None:
        self._id = ""
        self._content = b""
        stage.terminal.runtime.subscribe(self._see)

    def _see(self, session: Session) -> None:
        submission = session.submission
        if submission.sent is Sent.NO or submission.id == self._id or session.draft.signature is None:
            return
        self._id = submission.id
        application = application_of(
            session, submission_id=self._id, terminal_id="FT-BENCH", at=datetime.now(UTC).astimezone()
        )
        self._content = application.model_dump_json().encode()

    def copy(self) -> tuple[str, bytes]:
        """A new submission: id, content."""
        record_id = str(uuid.uuid4())
        return record_id, self._content.replace(self._id.encode(), record_id.encode())


class Draining:
    """Keeps the uploader busy from a thread of its own, while it is entered."""

    def __init__(self, stage: Stage, specimen: Specimen) -> None:
        cache = stage.terminal.backstage._cache
        assert cache is not None
        self._cache = cache
        self._specimen = specimen
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._feed, name="bench-feeder")
        self.sent = 0

    def __enter__(self) -> Self:
        self._before = self._counts().stored
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        counts = self._counts()
        self.sent = counts.stored - self._before
        if counts.quarantined or not self.sent:
            raise RuntimeError(f"nothing drained: {counts}")

    def _counts(self) -> Counts:
        return self._cache.counts()

    def _feed(self) -> None:
        while not self._over.wait(0.05):
            counts = self._counts()
            if counts.pending + counts.leased < BACKLOG and self._cache._puts.empty():
                for _ in range(ROOM):
                    record_id, content = self._specimen.copy()
                    self._cache.put(record_id, "submission", content)


class Watching:
    """Camera on and one face check after another, while it is entered, whatever page is shown."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._person = load_persons()[PERSON]
        self._portrait = card_of(self._person).portrait
        self._camera_job = object()
        self._checking = False
        self._over = False
        self._timer = QTimer()
        self._timer.setInterval(20)
        self._timer.timeout.connect(self._next_check)
        self.looks = 0

    def __enter__(self) -> Self:
        crew, viewfinder = self._stage.terminal.backstage.crew, self._stage.terminal.viewfinder
        self._stage.terminal.backstage.simulation.step_up(self._person)
        crew.camera.submit(
            self._camera_job, lambda camera, job: jobs.run_camera(camera, job, viewfinder), deadline_s=4.0
        )
        self._timer.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._timer.stop()
        self._over = True
        self._stage.terminal.backstage.crew.camera.cancel(self._camera_job)
        if not self.looks:
            raise RuntimeError("no face was looked at")

    def _next_check(self) -> None:
        if not self._checking:
            self._checking = True
            self._stage.terminal.backstage.crew.face.submit(object(), self._check, deadline_s=8.0)

    def _check(self, matcher: FaceMatcher, job: JobContext) -> None:
        """Enrol and look, as a session does, until there is a verdict."""
        try:
            matcher.enrol(self._portrait)
            number = -1
            while not self._over and not job.cancelled:
                frame = self._stage.terminal.viewfinder.latest()
                if frame is None or frame.number == number:
                    job.wait(jobs.FRAME_WAIT_S)
                    continue
                number = frame.number
                self.looks += 1
                if matcher.look(frame).verdict is not None:
                    return
        finally:
            self._checking = False
