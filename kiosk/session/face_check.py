"""The card's portrait and the person before the camera: whose work it is to compare them, and why it cannot be done."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from kiosk.session import jobs
from kiosk.session.effects import AskOtherPrompt, CheckFace, EnrolPortrait
from kiosk.session.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable

    from drivers.contract.camera import Camera
    from drivers.contract.face import FaceMatcher
    from drivers.errors import DeviceError
    from drivers.worker import JobContext
    from kiosk.session.crew import Crew, Deadlines
    from kiosk.session.viewfinder import Viewfinder

Wanted = EnrolPortrait | CheckFace | AskOtherPrompt

ENROLMENT = "enrol"
CHECK = ("camera", "face")
"""The jobs that a check is made of, each named after the class of its device."""


class FaceCheck:
    """What one check leaves for the next: why there is nothing to compare with, and how to ask for something else."""

    def __init__(self, crew: Crew, deadlines: Deadlines, viewfinder: Viewfinder) -> None:
        self._crew = crew
        self._deadlines = deadlines
        self._viewfinder = viewfinder
        self._other_prompt = threading.Event()
        self._unenrolled: DeviceError | None = None
        """Why the portrait of the card on hand could not be enrolled."""

    def tasks_of(self, wanted: Wanted) -> tuple[Task, ...]:
        crew, deadlines = self._crew, self._deadlines
        match wanted:
            case EnrolPortrait(_, portrait):
                self._unenrolled = None
                return (Task(ENROLMENT, crew.face, _enrolling(portrait), deadlines.enrol_s, lasts=True),)
            case CheckFace():
                viewfinder, limit_s = self._viewfinder, deadlines.face_check_s
                self._other_prompt = threading.Event()
                check = _checking(viewfinder, limit_s, self._other_prompt)
                return (
                    Task("camera", crew.camera, _filming(viewfinder), deadlines.camera_s),
                    Task("face", crew.face, check, deadlines.face_s),
                )
            case AskOtherPrompt():
                self._other_prompt.set()
                return ()

    def forgetting(self) -> Task:
        return Task("forget", self._crew.face, _forget, self._deadlines.face_s, lasts=True)

    def not_enrolled(self, error: DeviceError) -> None:
        """Told when the check finds nothing to compare with."""
        self._unenrolled = error

    def reason_of(self, error: DeviceError) -> DeviceError:
        """What a check really failed for."""
        return self._unenrolled if error.code == "face.no_template" and self._unenrolled is not None else error


def _enrolling(portrait: bytes) -> Callable[[Any, JobContext], None]:
    def enrol(matcher: FaceMatcher, _job: JobContext) -> None:
        matcher.enrol(portrait)

    return enrol


def _filming(viewfinder: Viewfinder) -> Callable[[Any, JobContext], None]:
    def film(camera: Camera, job: JobContext) -> None:
        jobs.run_camera(camera, job, viewfinder)

    return film


def _checking(
    viewfinder: Viewfinder, limit_s: float, other_prompt: threading.Event
) -> Callable[[Any, JobContext], jobs.FaceSeen | None]:
    def check(matcher: FaceMatcher, job: JobContext) -> jobs.FaceSeen | None:
        return jobs.check_face(matcher, job, viewfinder, limit_s, other_prompt)

    return check


def _forget(matcher: FaceMatcher, _job: JobContext) -> None:
    matcher.forget()
