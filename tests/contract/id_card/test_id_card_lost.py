"""A reader that does not answer, answers wrongly, or is not there, by every way to its module."""

from __future__ import annotations

import contextlib
from pathlib import Path
from threading import Lock, Timer

import pytest
from card_reader_ends import WHOLE, UsbModule
from card_rigs import HMT, RESIDENT, Rig, Way, failure

from drivers.contract.device import DeviceState
from drivers.contract.id_card import IdentityCard
from drivers.errors import DeviceTimeout, DeviceUnavailable, MediaError, ProtocolError
from drivers.faults import Fault, FaultScript, Kind
from drivers.id_card.samv_simulator import SamVSimulator
from drivers.id_card.sdt import Answer, Sw3, encode_answer
from drivers.registry import create


@pytest.mark.parametrize("on", ["status", "find", "select", "read"])
def test_a_silent_reader_times_out_and_recovers(hasty_rig: Rig, on: str) -> None:
    hasty_rig.simulator.lay(RESIDENT)
    hasty_rig.strike(Kind.SILENT, on)

    def everything() -> None:
        hasty_rig.reader.status()
        hasty_rig.reader.find()
        hasty_rig.reader.read()

    error = failure(everything)
    assert isinstance(error, DeviceTimeout)
    assert error.code == "id_card.silent"
    everything()


@pytest.mark.parametrize("kind", [Kind.GARBAGE, Kind.HALF])
@pytest.mark.parametrize("on", ["status", "find", "select", "read"])
def test_garbage_and_half_answers_are_survived(hasty_rig: Rig, on: str, kind: Kind) -> None:
    hasty_rig.simulator.lay(RESIDENT)
    hasty_rig.strike(kind, on)

    def everything() -> IdentityCard:
        hasty_rig.reader.status()
        hasty_rig.reader.find()
        return hasty_rig.reader.read()

    error = failure(everything)
    torn = kind is Kind.HALF and on == "read"
    assert error.code == ("id_card.removed" if torn else "id_card.garbage")
    assert isinstance(error, MediaError if torn else ProtocolError)
    assert everything() == RESIDENT


def test_a_reader_that_falls_silent_in_the_middle_of_a_card_is_lost_not_the_card(hasty_rig: Rig) -> None:
    hasty_rig.simulator.lay(RESIDENT)
    assert hasty_rig.reader.find()
    hasty_rig.strike(Kind.HALF, "read")
    hasty_rig.strike(Kind.SILENT, "status")
    error = failure(hasty_rig.reader.read)
    assert isinstance(error, DeviceTimeout)
    assert error.code == "id_card.silent"


def test_a_late_answer_is_never_taken_for_the_next_one(hasty_rig: Rig) -> None:
    """The answer to a read comes while the next question is asked, or after: it must not answer that one."""
    hasty_rig.simulator.lay(RESIDENT)
    assert hasty_rig.reader.find()
    hasty_rig.strike(Kind.SLOW, "read", delay_s=1.0)
    assert failure(hasty_rig.reader.read).code == "id_card.silent"
    for _ in range(20):
        with contextlib.suppress(DeviceTimeout, ProtocolError):
            assert hasty_rig.reader.status().state is DeviceState.ONLINE
            break
    else:
        pytest.fail("the reader did not come back into step")
    hasty_rig.simulator.lay(HMT)
    assert finds(hasty_rig)
    assert hasty_rig.reader.read() == HMT


def finds(rig: Rig) -> bool:
    """Perhaps after a question or two that the late answer spoils: with an error, and with nothing else."""
    for _ in range(20):
        with contextlib.suppress(DeviceTimeout, ProtocolError):
            return rig.reader.find()
    return rig.reader.find()


class Laggard(SamVSimulator):
    """Its answer comes when the next question does, or once nothing was asked for a moment: whoever falls out of step
    with it stays so for as long as nobody pauses."""

    _PAUSE_S = 0.02

    def __init__(self) -> None:
        super().__init__(FaultScript(), pace=False)
        self._answers = Lock()
        self._kept: list[bytes] = []
        self.stray = b""
        """Comes at once after the next question, before its answer."""

    def _send(self, frame: bytes, of: object = None) -> None:
        self._give()
        stray, self.stray = self.stray, b""
        self._line.write(stray)
        with self._answers:
            self._kept.append(frame)
        pause = Timer(self._PAUSE_S, self._give)
        pause.daemon = True
        pause.start()

    def _give(self) -> None:
        with self._answers:
            kept, self._kept = self._kept, []
            self._line.write(b"".join(kept))


def test_whoever_was_answered_by_something_else_comes_into_step_before_asking_again(way: Way) -> None:
    laggard = Laggard()
    laggard.start()
    reader = way.reader(laggard.port, gap_s=1.0, timeout_s=5.0)
    rig = Rig(reader, laggard, FaultScript(), way)
    try:
        reader.open()
        laggard.stray = encode_answer(Answer(Sw3.NO_CARD))
        assert failure(reader.status).code == "id_card.garbage"
        laggard.lay(RESIDENT)
        assert finds(rig)
        assert reader.read() == RESIDENT
    finally:
        rig.end()


def test_unplugged_in_the_middle_it_is_missing_and_comes_back_under_the_same_path(rig: Rig) -> None:
    rig.simulator.lay(RESIDENT)
    rig.strike(Kind.UNPLUGGED, "read")
    assert rig.reader.find()
    error = failure(rig.reader.read)
    assert isinstance(error, DeviceUnavailable)
    assert error.code == "id_card.missing"
    rig.reader.close()
    assert failure(rig.reader.open).code == "id_card.missing"
    rig.faults.clear("id_card")
    rig.simulator.plug_in()
    rig.reader.open()
    assert rig.reader.find()
    assert rig.reader.read() == RESIDENT


@pytest.mark.parametrize("call", ["status", "find", "read"])
def test_a_pulled_cable_is_missing_whatever_is_asked(rig: Rig, call: str) -> None:
    rig.simulator.unplug()
    assert failure(getattr(rig.reader, call)).code == "id_card.missing"
    rig.reader.close()
    rig.reader.close()
    rig.simulator.plug_in()
    rig.reader.open()
    assert rig.reader.status().state is DeviceState.ONLINE


def test_missing_from_the_start(way: Way) -> None:
    rig = way.rig(faults=FaultScript([Fault("id_card", Kind.MISSING, times=0)]))
    try:
        assert failure(rig.reader.open).code == "id_card.missing"
    finally:
        rig.end()


def test_a_port_that_somebody_else_has_open_is_not_shared(rig: Rig) -> None:
    """A vendor's library has but one word for all that goes wrong with a port."""
    error = failure(rig.way.reader(rig.simulator.port).open)
    assert isinstance(error, DeviceUnavailable)
    assert error.code == ("id_card.missing" if rig.way.transport == "vendor" else "id_card.no_access")


def test_a_reader_that_fails_its_own_test_does_not_open(way: Way) -> None:
    rig = way.rig()
    try:
        rig.strike(Kind.WRONG, "status", times=0)
        error = failure(rig.reader.open)
        assert isinstance(error, DeviceUnavailable)
        assert error.code == "id_card.self_test"
        rig.faults.clear("id_card")
        rig.reader.open()
        rig.reader.open()
    finally:
        rig.end()


def test_a_reader_whose_own_test_fails_once_is_reset_and_opens(way: Way) -> None:
    rig = way.rig()
    try:
        rig.strike(Kind.WRONG, "status")
        rig.reader.open()
        assert rig.reader.status().state is DeviceState.ONLINE
    finally:
        rig.end()


def test_a_closed_reader_is_missing(way: Way) -> None:
    rig = way.rig()
    try:
        assert failure(rig.reader.find).code == "id_card.missing"
    finally:
        rig.end()


def test_usb_without_such_a_reader_is_missing() -> None:
    """On this machine's own bus, if it has one."""
    reader = create("id_card.samv", {"transport": "usb", "usb_vendor_id": 0xFFFF, "usb_product_id": 0xFFFF})
    assert failure(reader.open).code == "id_card.missing"


def test_usb_endpoints_that_the_reader_has_not_got(library: Path) -> None:
    rig = Way("usb", library).rig()
    try:
        options = {"usb_endpoints": (1, 1, 0x82, 0x82), "usb_backend": UsbModule(rig.simulator.port)}
        reader = create("id_card.samv", {"transport": "usb", **options})
        error = failure(reader.open)
        assert (error.code, error.data) == ("id_card.missing", {"why": "endpoint"})
    finally:
        rig.end()


def test_a_vendors_library_that_is_not_there_or_is_another() -> None:
    for library in ("/no/such/libsdtapi.so", "libc.so.6"):
        reader = create("id_card.samv", {"transport": "vendor", "library": library})
        assert failure(reader.open).code == "id_card.missing"


@pytest.mark.parametrize(("what", "code"), [("crash", "id_card.missing"), ("hang", "id_card.silent")])
def test_a_vendors_library_may_crash_or_hang_and_is_started_anew(
    library: Path, monkeypatch: pytest.MonkeyPatch, what: str, code: str
) -> None:
    rig = Way("vendor", library, hasty=what == "hang").rig()
    try:
        monkeypatch.setenv("SDT_TEST_MISBEHAVE", what)
        rig.reader.open()
        assert failure(rig.reader.find).code == code
        rig.reader.close()
        monkeypatch.delenv("SDT_TEST_MISBEHAVE")
        rig.simulator.lay(RESIDENT)
        rig.reader.open()
        assert rig.reader.find()
        assert rig.reader.read() == RESIDENT
    finally:
        rig.end()


def test_usb_modules_that_do_not_split_their_frames(library: Path) -> None:
    rig = Way("usb", library, WHOLE, hasty=True).rig()
    try:
        rig.reader.open()
        rig.strike(Kind.GARBAGE, "find")
        assert failure(rig.reader.find).code == "id_card.garbage"
        rig.simulator.lay(RESIDENT)
        assert rig.reader.find()
        rig.simulator.tear_after(300)
        assert failure(rig.reader.read).code == "id_card.removed"
        rig.simulator.lay(HMT)
        assert rig.reader.find()
        assert rig.reader.read() == HMT
    finally:
        rig.end()
