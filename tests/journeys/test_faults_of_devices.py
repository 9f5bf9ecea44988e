"""Every device fails while somebody is there, one journey each, on one terminal that outlives them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from journeying import (
    FAULTS,
    HASTY_DEVICES,
    PERSONS,
    Hall,
    Journey,
    assert_left_clean,
    lines_about,
    submissions_at,
    with_card,
)

from drivers.faults import FaultScript
from kiosk.app.outcome import Outcome
from kiosk.session.model import Step
from ui.messages import message
from ui.touch import wait_until

LAST_ANSWER_S = 2.0  # longer than any device of this hall waits for an answer
DEVICES = ("id_card", "camera", "face", "printer")


@dataclass(frozen=True)
class Expected:
    """`told`: what the person read, in order, where it was a problem; `receipt`: what became of the paper."""

    told: tuple[tuple[Step, str], ...] = ()
    receipt: str = "printed"
    receipt_code: str = ""
    asked: str = ""
    """An instruction of the face check that was given."""
    perhaps: tuple[tuple[Step, str], ...] = ()
    """What the start page says when the person is gone before the device is back."""


def at(step: Step, *codes: str) -> tuple[tuple[Step, str], ...]:
    return tuple((step, code) for code in codes)


def refused(code: str) -> tuple[tuple[Step, str], ...]:
    return (*at(Step.FACE, code), *at(Step.OTHER_WAY, code))


READER = {
    "reader_unplugged_while_reading": Expected(at(Step.IDENTIFY, "id_card.missing")),
    "reader_unplugged_for_good": Expected(
        (*at(Step.IDENTIFY, "id_card.missing"), *at(Step.OUT_OF_SERVICE, "id_card.missing")), "none"
    ),
    "reader_silent_while_reading": Expected(at(Step.IDENTIFY, "id_card.silent")),
    "reader_silent_for_good": Expected(
        at(Step.IDENTIFY, "id_card.silent"), "none", perhaps=at(Step.OUT_OF_SERVICE, "id_card.silent")
    ),
    "reader_garbage_while_reading": Expected(at(Step.IDENTIFY, "id_card.garbage")),
    "reader_half_an_answer": Expected(at(Step.IDENTIFY, "id_card.removed")),
    "reader_slow_while_reading": Expected(),
    "reader_refuses": Expected(at(Step.IDENTIFY, "id_card.refused"), "none"),
    "card_torn_away": Expected(at(Step.IDENTIFY, "id_card.removed")),
}
CAMERA_AND_FACE = {
    "camera_lost_in_the_check": Expected(at(Step.FACE, "camera.lost")),
    "camera_lost_for_good": Expected(refused("camera.lost"), "none"),
    "camera_silent_in_the_check": Expected(at(Step.FACE, "camera.silent")),
    "camera_slow": Expected(),
    "camera_garbage_at_first": Expected(),
    "camera_frozen": Expected(refused("camera.frozen"), "none"),
    "too_dark": Expected(refused("face.retry"), "none", asked="too_dark"),
    "too_dark_at_first": Expected(),
    "two_faces": Expected(refused("face.retry"), "none", asked="one_person"),
    "nobody": Expected(refused("face.retry"), "none", asked="look_here"),
    "face_crash_in_the_check": Expected(at(Step.FACE, "face.crashed")),
    "face_crash_every_time": Expected(refused("face.crashed"), "none"),
    "face_crash_at_enrolment": Expected(at(Step.FACE, "face.crashed")),
    "face_silent_in_the_check": Expected(at(Step.FACE, "face.silent")),
    "face_garbage_in_the_check": Expected(refused("face.garbage"), "none"),
    "face_slow": Expected(),
}
PRINTER = {
    "paper_out_while_printing": Expected(receipt="not_printed", receipt_code="printer.paper_out"),
    "cover_open_while_printing": Expected(receipt="unknown", receipt_code="printer.cover_open"),
    "printer_jams": Expected(receipt="unknown", receipt_code="printer.jammed"),
    "printer_knife_stuck": Expected(receipt="unknown", receipt_code="printer.cutter"),
    "printer_silent_while_printing": Expected(receipt="unknown", receipt_code="printer.silent"),
    "printer_unplugged_while_printing": Expected(receipt="unknown", receipt_code="printer.lost"),
    "printer_half_a_receipt": Expected(receipt="unknown", receipt_code="printer.silent"),
    "printer_slow": Expected(),
}


ALIKE = (
    "reader_half_an_answer",
    "reader_slow_while_reading",
    "camera_slow",
    "camera_lost_for_good",
    "face_slow",
    "face_garbage_in_the_check",
    "face_crash_every_time",
    "too_dark_at_first",
    "printer_slow",
    "printer_half_a_receipt",
)
"""Much like another one: walked with the long proofs."""
WALKED = [
    pytest.param(name, marks=[pytest.mark.soak] if name in ALIKE else [])
    for name in (*READER, *CAMERA_AND_FACE, *PRINTER)
]


@pytest.fixture(scope="module")
def hall(state: Path) -> Iterator[Hall]:
    with Hall(state, **HASTY_DEVICES) as hall:
        hall.stage.wait_ready()
        yield hall
    assert_left_clean(state)
    assert any(lines_about(state, device) for device in DEVICES)  # the log was looked at, and it was the right one


@pytest.fixture
def mended(hall: Hall, request: pytest.FixtureRequest) -> Iterator[Hall]:
    """The hall, whose devices are put right again afterwards and come back."""
    yield hall
    for device in DEVICES:
        hall.faults.clear(device)
    printer = hall.terminal.backstage.simulation.printer
    assert printer is not None
    printer.set_paper("full")
    printer.set_cover("closed")
    printer.set_jammed(False)
    printer.set_knife_stuck(False)
    printer.set_plugged(True)

    def is_well() -> bool:
        return hall.session.step is Step.START and all(status.state.usable for status in hall.session.health.values())

    assert wait_until(is_well, 60)
    while "silent" in request.node.name and wait_until(lambda: not is_well(), LAST_ANSWER_S):
        assert wait_until(is_well, 60)  # the last question, when nobody is here any more, has found the device lost


@pytest.mark.parametrize("name", WALKED)
def test_a_device_fails_and_the_person_is_told(name: str, mended: Hall) -> None:
    expected = {**READER, **CAMERA_AND_FACE, **PRINTER}[name]
    script = FaultScript.load(FAULTS / f"{name}.toml")
    before = len(submissions_at(mended.state))
    for fault in script.faults:
        mended.faults.add(fault)
    journey = mended.walk()
    report = journey.report
    assert report.outcome == script.expect
    told = tuple((told.step, told.code) for told in journey.told)
    assert told in (expected.told, (*expected.told, *expected.perhaps))
    assert all(told.title for told in journey.told)
    assert (report.receipt, report.receipt_code) == (expected.receipt, expected.receipt_code)
    assert not expected.asked or expected.asked in journey.instructions
    held = submissions_at(mended.state)[before:]
    if script.expect == Outcome.ACCEPTED:
        assert [submission["id"] for submission in held] == [report.submission_id]
        assert held[0]["application"]["applicant"]["identity_number"] == journey.person.number
        assert_told_of_paper(journey)
    else:
        assert not held


def assert_told_of_paper(journey: Journey) -> None:
    """The number is on the screen whatever became of the paper, and on the paper if there is any."""
    number = journey.report.acceptance_number or journey.report.submission_id.replace("-", "").upper()
    page = journey.texts(f"done-{journey.report.receipt}")
    assert number in page.replace(" ", "")
    if journey.report.receipt == "printed":
        assert journey.report.submission_id in journey.receipt.replace("\n", "")
        assert journey.report.acceptance_number in journey.receipt.replace(" ", "")
    else:
        assert message(journey.report.receipt_code).what in page


def test_a_card_that_has_expired(mended: Hall) -> None:
    journey = mended.walk(with_card(PERSONS["lin"], valid_from="2005-05-20", valid_to="2015-05-20"))
    assert journey.report.outcome == Outcome.CARD_UNREAD
    assert journey.codes == ["identity.expired"]
    page = journey.texts("identify-problem")
    assert "有效期到 2015-05-20" in page
    assert "请用新的身份证" in page


def test_a_portrait_without_a_face(mended: Hall, tmp_path: Path) -> None:
    import cv2
    import numpy as np

    wall = tmp_path / "wall.png"
    cv2.imwrite(str(wall), np.full((252, 204, 3), 180, np.uint8))
    journey = mended.walk(with_card(PERSONS["lin"], card_picture=wall))
    assert journey.report.outcome == Outcome.FACE_REFUSED
    assert [(told.step, told.code) for told in journey.told] == [(Step.OTHER_WAY, "face.portrait_faceless")]


def test_every_device_script_is_walked() -> None:
    ours = {file.stem for file in FAULTS.glob("*.toml")}
    walked = {*READER, *CAMERA_AND_FACE, *PRINTER}
    devices = {
        name
        for name in ours
        if not name.endswith("_at_start")
        and {fault.device for fault in FaultScript.load(FAULTS / f"{name}.toml").faults} <= set(DEVICES)
    }
    assert walked == devices - {"paper_low"}
