"""A paper at the terminal: the document camera on its worker, its findings as the session hears them."""

import queue
import time

from config.papers import demo_papers
from drivers.contract.document import PageInstruction, PageLook, PaperSize
from drivers.document.camera import PaperCamera
from drivers.worker import DeviceWorker, JobProgress, WorkerEvent
from kiosk.session import jobs
from kiosk.session.viewfinder import Viewfinder

WAIT_S = 20.0


def test_a_page_is_watched_taken_and_forgotten() -> None:
    heard: queue.Queue[WorkerEvent] = queue.Queue()
    camera = PaperCamera("", fps=60)
    viewfinder = Viewfinder()
    worker = DeviceWorker("document_camera", lambda: camera, heard.put)
    worker.start()
    worker.submit(
        "paper", lambda device, job: jobs.watch_paper(device, job, viewfinder, PaperSize.A4), deadline_s=WAIT_S
    )
    told = next_look(heard)
    assert told.instruction is PageInstruction.LAY_PAPER
    assert viewfinder.latest() is not None
    camera.show(str(demo_papers()["hygiene_report"]))
    while told.page is None:
        told = next_look(heard)
    assert told.instruction is PageInstruction.TAKEN
    assert next_look(heard).instruction is PageInstruction.NEXT_PAGE
    worker.cancel("paper")
    until_s = time.monotonic() + WAIT_S
    while viewfinder.latest() is not None and time.monotonic() < until_s:
        time.sleep(0.01)
    assert viewfinder.latest() is None
    worker.stop(WAIT_S)
    assert camera.frames.latest() is None


def next_look(heard: "queue.Queue[WorkerEvent]") -> PageLook:
    while True:
        event = heard.get(timeout=WAIT_S)
        if isinstance(event, JobProgress) and isinstance(event.value, PageLook):
            return event.value
