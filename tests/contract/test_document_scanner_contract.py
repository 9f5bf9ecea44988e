"""What every scanner must do, on SANE's own pretended one: the real `scanimage` with the real backend `test`."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from drivers.contract.device import DeviceState
from drivers.contract.document import ScannedPage
from drivers.document.sane import MEMORY_DIR, SaneScanner
from drivers.errors import DeviceError, DeviceTimeout, DeviceUnavailable, MediaError
from drivers.faults import Fault, FaultScript, Kind

FEEDER = "Automatic Document Feeder"
FEEDER_HOLDS = 10  # sheets, in the backend `test`


def scanner(*options: str, faults: FaultScript | None = None, **more: object) -> SaneScanner:
    made = SaneScanner("test", FEEDER, options=("--test-picture=Grid", *options), dpi=100, faults=faults, **more)  # pyright: ignore[reportArgumentType]
    made.open()
    return made


def all_sheets(reader: SaneScanner) -> tuple[ScannedPage, ...]:
    """The whole feeder. The backend `test` (SANE 1.1.1) cancels its reading thread wherever that is, also within
    `malloc`, and may then wait for its own lock for ever: one scan in six hundred. The sheets are laid in once more."""
    try:
        return reader.scan()
    except DeviceTimeout:
        return reader.scan()


def left_in_memory() -> list[Path]:
    return list(Path(MEMORY_DIR).glob("scan-*"))


def test_every_sheet_comes_until_the_feeder_is_empty() -> None:
    pages = all_sheets(scanner(page_timeout_s=15.0))
    assert len(pages) == FEEDER_HOLDS
    picture = cv2.imdecode(np.frombuffer(pages[-1].jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape == (pages[-1].height_px, pages[-1].width_px, 3)
    assert pages[-1].width_px == pytest.approx(200 / 25.4 * 100, abs=2)  # its glass is 200 mm wide
    assert picture.min() < 30 < 220 < picture.max()  # a grid, black on white
    assert left_in_memory() == []


def test_a_glass_plate_gives_one_page() -> None:
    plate = SaneScanner("test", "Flatbed", feeder=False)
    plate.open()
    assert len(plate.scan()) == 1


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (Kind.JAMMED, "scanner.jammed"),
        (Kind.PAPER_OUT, "scanner.no_paper"),
        (Kind.COVER_OPEN, "scanner.cover_open"),
    ],
)
def test_what_is_wrong_with_the_paper_is_said_and_can_be_mended(kind: Kind, code: str) -> None:
    reader = scanner(faults=FaultScript([Fault("scanner", kind, "scan")]), page_timeout_s=15.0)
    with pytest.raises(MediaError) as raised:
        reader.scan()
    assert raised.value.code == code
    assert raised.value.data["pages"] == 0
    assert left_in_memory() == []
    assert len(all_sheets(reader)) == FEEDER_HOLDS


def test_a_scanner_that_is_pulled_out() -> None:
    reader = scanner(faults=FaultScript([Fault("scanner", Kind.UNPLUGGED, "scan")]))
    with pytest.raises(DeviceUnavailable, match=r"scanner\.lost"):
        reader.scan()


def test_more_sheets_than_are_wanted() -> None:
    with pytest.raises(MediaError, match=r"scanner\.too_many most=3"):
        scanner(most_pages=3).scan()
    assert left_in_memory() == []


def test_a_scanner_that_stops_in_the_middle() -> None:
    slow = scanner("--read-delay=yes", "--read-delay-duration=200000", "--read-limit=yes", page_timeout_s=0.3)
    with pytest.raises(DeviceTimeout, match=r"scanner\.silent"):
        slow.scan()
    assert left_in_memory() == []


@pytest.mark.parametrize(
    ("device", "options", "code"),
    [("nowhere:0", (), "scanner.missing"), ("test", ("--no-such-option=1",), "scanner.bad_options")],
)
def test_what_open_finds_out(device: str, options: tuple[str, ...], code: str) -> None:
    with pytest.raises(DeviceUnavailable) as raised:
        SaneScanner(device, options=options).open()
    assert raised.value.code == code


def test_its_states(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = SaneScanner("test")
    assert reader.status().code == "scanner.closed"
    with pytest.raises(DeviceError, match=r"scanner\.closed"):
        reader.scan()
    reader.open()
    assert reader.status().state is DeviceState.ONLINE
    reader.close()
    assert reader.status().state is DeviceState.OFFLINE
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DeviceUnavailable, match=r"scanner\.no_program"):
        reader.open()
