"""What every document camera must do: pages that lie well are taken, once; for the others one thing is asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
from papers import blank

from config.papers import demo_papers
from drivers.contract.device import DeviceState
from drivers.contract.document import PageInstruction, PageLook, PaperSize, ScannedPage
from drivers.document.camera import PaperCamera
from drivers.document.pages import MOST_BYTES
from drivers.errors import DeviceError, DeviceTimeout, DeviceUnavailable
from drivers.faults import Fault, FaultScript, Kind

VIEW_WIDTH_MM = 297 / 0.68  # of the drawn table
LOOKS = 12


@dataclass
class Rig:
    camera: PaperCamera
    faults: FaultScript

    def spoil(self, kind: Kind, times: int = 0) -> None:
        self.faults.add(Fault("document", kind, "capture", times=times))

    def look_on(self, until: PageInstruction, most: int = LOOKS) -> list[PageLook]:
        """Looks until it says so; a test fails when it does not soon."""
        seen: list[PageLook] = []
        while len(seen) < most:
            seen.append(self.camera.look())
            if seen[-1].instruction is until:
                return seen
        raise AssertionError([look.instruction.value for look in seen])

    def take(self) -> ScannedPage:
        page = self.look_on(PageInstruction.TAKEN)[-1].page
        assert page is not None
        return page


def paper(name: str) -> str:
    return str(demo_papers()[name])


@pytest.fixture
def rig() -> Iterator[Rig]:
    faults = FaultScript()
    camera = PaperCamera(paper("lease_contract"), fps=60, view_width_mm=VIEW_WIDTH_MM, faults=faults)
    camera.open()
    camera.start()
    camera.expect(PaperSize.A4)
    yield Rig(camera, faults)
    camera.close()


def test_a_page_that_lies_well_is_taken(rig: Rig) -> None:
    looks = rig.look_on(PageInstruction.TAKEN)
    assert [look.instruction for look in looks[:-1]] == [PageInstruction.TAKING] * 3
    assert [look.progress for look in looks] == sorted(look.progress for look in looks)
    assert all(len(look.corners) == 4 and all(0 <= part <= 1 for at in look.corners for part in at) for look in looks)
    page = looks[-1].page
    assert page is not None
    assert (page.width_px, page.height_px, page.dpi) == (1654, 2339, 200)
    assert 50_000 < len(page.jpeg) <= MOST_BYTES
    decoded = cv2.imdecode(np.frombuffer(page.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    assert decoded.shape == (2339, 1654, 3)


def test_it_is_taken_once_and_then_the_next_page(rig: Rig) -> None:
    first = rig.take()
    assert [rig.camera.look().instruction for _ in range(3)] == [PageInstruction.NEXT_PAGE] * 3
    rig.camera.show(paper("lease_contract"), page=1)
    assert rig.take().jpeg != first.jpeg
    assert rig.camera.look().instruction is PageInstruction.NEXT_PAGE


def test_a_new_paper_may_be_the_same_page(rig: Rig) -> None:
    rig.take()
    rig.camera.expect(PaperSize.A4)
    rig.take()


def test_a_landscape_page_comes_out_landscape(rig: Rig) -> None:
    rig.camera.show(paper("business_licence"))
    page = rig.take()
    assert (page.width_px, page.height_px) == (2339, 1654)


@pytest.mark.parametrize(
    ("kind", "instruction"),
    [
        (Kind.EMPTY, PageInstruction.LAY_PAPER),
        (Kind.HAND, PageInstruction.HANDS_OFF),
        (Kind.BLURRED, PageInstruction.BLURRED),
        (Kind.GLARE, PageInstruction.GLARE),
        (Kind.CUT_EDGE, PageInstruction.WHOLE_PAGE),
        (Kind.DARK, PageInstruction.TOO_DARK),
    ],
)
def test_what_lies_wrong_is_asked_to_be_mended_and_then_taken(
    rig: Rig, kind: Kind, instruction: PageInstruction
) -> None:
    rig.spoil(kind, times=3)
    assert [rig.camera.look().instruction for _ in range(3)] == [instruction] * 3
    rig.take()


def test_a_page_that_moves_is_waited_for(rig: Rig) -> None:
    rig.camera.look()
    rig.camera.show(paper("hygiene_report"))
    assert rig.camera.look().instruction is PageInstruction.HOLD_STILL
    rig.take()


def test_upside_down_is_no_hindrance(rig: Rig) -> None:
    rig.spoil(Kind.TURNED)
    rig.take()


def test_the_empty_back_of_a_page(rig: Rig, tmp_path: Path) -> None:
    back = tmp_path / "back.png"
    cv2.imwrite(str(back), blank())
    rig.camera.show(str(back))
    rig.look_on(PageInstruction.TURN_OVER)


@pytest.mark.parametrize("size", [PaperSize.A5, PaperSize.CARD])
def test_a_paper_of_another_size(rig: Rig, size: PaperSize) -> None:
    rig.camera.expect(size)
    assert rig.camera.look().instruction is PageInstruction.OTHER_PAPER


@pytest.mark.parametrize(
    ("kind", "error", "code"),
    [
        (Kind.UNPLUGGED, DeviceUnavailable, "document.lost"),
        (Kind.SILENT, DeviceTimeout, "document.silent"),
        (Kind.FROZEN, DeviceTimeout, "document.frozen"),
    ],
)
def test_a_camera_that_fails(rig: Rig, kind: Kind, error: type[DeviceError], code: str) -> None:
    rig.camera.look()
    rig.spoil(kind)
    with pytest.raises(error) as raised:
        rig.look_on(PageInstruction.TAKEN, most=100)
    assert raised.value.code == code


def test_a_frozen_picture_takes_no_page(rig: Rig) -> None:
    rig.camera.look()
    rig.spoil(Kind.FROZEN, times=20)
    assert {rig.camera.look().instruction for _ in range(20)} == {PageInstruction.HOLD_STILL}


def test_nothing_is_kept_once_it_is_off(rig: Rig) -> None:
    rig.take()
    rig.camera.stop()
    assert rig.camera.frames.latest() is None
    with pytest.raises(DeviceUnavailable, match=r"document\.off"):
        rig.camera.look()
    rig.camera.start()
    rig.take()  # the page of the person before is not known


def test_its_states() -> None:
    camera = PaperCamera(paper("lease_contract"))
    assert camera.status().state is DeviceState.OFFLINE
    assert camera.status().code == "document.closed"
    with pytest.raises(DeviceUnavailable, match=r"document\.closed"):
        camera.start()
    camera.open()
    assert camera.status().state is DeviceState.ONLINE
    camera.close()
    with pytest.raises(DeviceUnavailable, match=r"document\.missing"):
        PaperCamera("/dev/video-that-is-not-there").open()
    with pytest.raises(DeviceUnavailable, match=r"document\.missing"):
        PaperCamera("", faults=FaultScript([Fault("document", Kind.MISSING, "open")])).open()
