"""What every card reader must do, by every way to its module: a serial line, USB endpoints, a vendor's library.

At the other end is the simulator on its pty.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock, Timer

import pytest
from card_reader_ends import SPLIT, WHOLE, UsbModule, compile_sdt_library

from drivers.contract.device import DeviceState
from drivers.contract.id_card import CardKind, IdCardReader, IdentityCard
from drivers.errors import DeviceError, DeviceTimeout, DeviceUnavailable, MediaError, ProtocolError
from drivers.faults import Fault, FaultScript, Kind
from drivers.id_card.samv_simulator import SamVSimulator
from drivers.id_card.sdt import Answer, Command, Sw3, encode_answer, encode_request
from drivers.registry import IdCardSimulator, create, create_simulator

PORTRAIT = bytes(range(256)) * 4

RESIDENT = IdentityCard(
    kind=CardKind.RESIDENT,
    name="𠮷永㐀",
    sex="2",
    nation="01",
    birth="1880-01-01",
    address="广东省深圳市福田区莲花街道福中三路１号",
    number="440524188001010014",
    authority="深圳市公安局福田分局",
    valid_from="2016-05-04",
    valid_to="",
    portrait=PORTRAIT,
)
HMT = replace(
    RESIDENT,
    kind=CardKind.HMT_RESIDENCE,
    name="陈大文",
    nation="",
    number="810000199408230021",
    birth="1994-08-23",
    valid_to="2026-05-04",
    pass_number="H12345678",
)
FOREIGNER_2017 = replace(
    RESIDENT,
    kind=CardKind.FOREIGNER_2017,
    name="让·杜邦",
    latin_name="DUPONT, JEAN MARIE",
    nation="FRA",
    address="",
    number="FRA110190123456",
    authority="4403",
    birth="1990-12-30",
    valid_to="2026-05-04",
)
FOREIGNER_2023 = replace(
    FOREIGNER_2017,
    kind=CardKind.FOREIGNER_2023,
    latin_name="VON HOHENZOLLERN-SIGMARINGEN, MAXIMILIAN",
    number="931234199012300014",
    authority="",
)


@dataclass
class Rig:
    """A reader, and the hand that puts cards onto it."""

    reader: IdCardReader
    simulator: IdCardSimulator
    faults: FaultScript
    way: Way

    def strike(self, kind: Kind, on: str, **more: float) -> None:
        self.faults.add(Fault("id_card", kind, on, **more))  # pyright: ignore[reportArgumentType]

    def end(self) -> None:
        self.reader.close()
        self.simulator.stop()


@dataclass
class Way:
    """How a reader is reached."""

    transport: str
    library: Path
    endpoints: tuple[int, int, int, int] = SPLIT
    hasty: bool = False
    """For answers that never come: a patience that a test can wait for."""

    def reader(self, port: str, **settings: object) -> IdCardReader:
        patience_s = {"timeout_s": 0.3, "gap_s": 0.15} if self.hasty else {"timeout_s": 8.0, "gap_s": 2.0}
        options: dict[str, object] = {"transport": self.transport, **patience_s, **settings}
        if self.transport == "serial":
            options["port"] = port
        elif self.transport == "usb":
            options |= {"usb_endpoints": self.endpoints, "usb_backend": UsbModule(port, self.endpoints)}
        else:
            os.environ["SDT_TEST_PORT"] = port
            options["library"] = str(self.library)
        return create("id_card.samv", options)  # pyright: ignore[reportReturnType]

    def rig(self, pace: bool = False, baud: int = 115200, faults: FaultScript | None = None) -> Rig:
        faults = faults or FaultScript()
        simulator = create_simulator("id_card.samv_simulator", faults, {"pace": pace, "baud": baud})
        simulator.start()
        return Rig(self.reader(simulator.port, baud=baud), simulator, faults, self)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_sdt_library(tmp_path_factory.mktemp("sdt"))


@pytest.fixture(params=["serial", "usb", "vendor"])
def way(request: pytest.FixtureRequest, library: Path) -> Way:
    return Way(str(request.param), library)


@pytest.fixture
def rig(way: Way) -> Iterator[Rig]:
    rig = way.rig()
    rig.reader.open()
    yield rig
    rig.end()


@pytest.fixture
def hasty_rig(way: Way) -> Iterator[Rig]:
    rig = replace(way, hasty=True).rig()
    rig.reader.open()
    yield rig
    rig.end()


@pytest.fixture
def serial(library: Path) -> Way:
    """For what is a serial line's alone."""
    return Way("serial", library)


@pytest.fixture
def serial_rig(serial: Way) -> Iterator[Rig]:
    """For what is the module's alone, whichever way its answer comes."""
    rig = serial.rig()
    rig.reader.open()
    yield rig
    rig.end()


def failure(call: object) -> DeviceError:
    with pytest.raises(DeviceError) as caught:
        call()  # pyright: ignore[reportCallIssue]
    return caught.value


@pytest.mark.parametrize("card", [RESIDENT, HMT, FOREIGNER_2017, FOREIGNER_2023], ids=lambda card: card.kind.value)
def test_reads_every_kind_of_card(rig: Rig, card: IdentityCard) -> None:
    rig.simulator.lay(card)
    assert rig.reader.find()
    assert rig.reader.read() == card


def test_tells_the_new_address_when_there_is_one(rig: Rig) -> None:
    moved = replace(RESIDENT, new_address="广东省深圳市罗湖区文锦中路１００８号")
    rig.simulator.lay(moved)
    assert rig.reader.find()
    assert rig.reader.read() == moved


def test_finds_nothing_on_an_empty_reader(rig: Rig) -> None:
    assert not rig.reader.find()


def test_a_card_that_was_read_is_found_again_only_after_it_left(rig: Rig) -> None:
    rig.simulator.lay(RESIDENT)
    assert rig.reader.find()
    rig.reader.read()
    assert not rig.reader.find()
    rig.simulator.take_away()
    assert not rig.reader.find()
    rig.simulator.lay(HMT)
    assert rig.reader.find()
    assert rig.reader.read() == HMT


def test_a_card_that_was_only_found_is_found_again(rig: Rig) -> None:
    rig.simulator.lay(RESIDENT)
    assert rig.reader.find()
    assert rig.reader.find()


@pytest.mark.parametrize("answer_bytes", [0, 1, 6, 14, 300, 1294])
def test_a_torn_card_is_a_matter_of_the_card_and_the_reader_is_well(hasty_rig: Rig, answer_bytes: int) -> None:
    hasty_rig.simulator.lay(RESIDENT)
    assert hasty_rig.reader.find()
    hasty_rig.simulator.tear_after(answer_bytes)
    error = failure(hasty_rig.reader.read)
    assert isinstance(error, MediaError)
    assert error.code == "id_card.removed"
    assert hasty_rig.reader.status().state is DeviceState.ONLINE
    assert not hasty_rig.reader.find()
    hasty_rig.simulator.lay(RESIDENT)
    assert hasty_rig.reader.find()
    assert hasty_rig.reader.read() == RESIDENT


def test_a_card_lifted_before_the_read_is_removed(rig: Rig) -> None:
    rig.simulator.lay(RESIDENT)
    assert rig.reader.find()
    rig.simulator.take_away()
    error = failure(rig.reader.read)
    assert isinstance(error, MediaError)
    assert error.code == "id_card.removed"


STATUS_BYTES = [
    ("select", 0x31, MediaError, "id_card.refused"),
    ("select", 0x32, MediaError, "id_card.refused"),
    ("select", 0x40, MediaError, "id_card.wrong_kind"),
    ("select", 0x60, DeviceUnavailable, "id_card.self_test"),
    ("find", 0x24, ProtocolError, "id_card.bad_command"),
    ("find", 0x90, ProtocolError, "id_card.garbage"),
    ("find", 0x66, DeviceUnavailable, "id_card.unauthorised"),
    ("read", 0x10, ProtocolError, "id_card.garbage"),
    ("read", 0x33, MediaError, "id_card.refused"),
    ("read", 0x41, MediaError, "id_card.read_failed"),
    ("read", 0x47, MediaError, "id_card.read_failed"),
    ("read", 0x80, MediaError, "id_card.removed"),
    ("read", 0x90, ProtocolError, "id_card.garbage"),
    ("read", 0x77, ProtocolError, "id_card.garbage"),
    ("read", 0x91, MediaError, "id_card.read_failed"),
    ("read", 0x11, ProtocolError, "id_card.garbage"),
    ("select", 0x23, ProtocolError, "id_card.bad_command"),
    ("select", 0x21, ProtocolError, "id_card.bad_command"),
    ("read", 0x81, MediaError, "id_card.removed"),
    ("read", 0x9F, ProtocolError, "id_card.garbage"),
    ("find", 0x91, MediaError, "id_card.read_failed"),
    ("status", 0x10, ProtocolError, "id_card.garbage"),
    ("status", 0x11, ProtocolError, "id_card.garbage"),
    ("status", 0x60, DeviceUnavailable, "id_card.self_test"),
    ("status", 0x66, DeviceUnavailable, "id_card.unauthorised"),
    ("status", 0x80, ProtocolError, "id_card.garbage"),
]


@pytest.mark.parametrize(("on", "sw3", "kind", "code"), STATUS_BYTES)
def test_every_refusal_has_a_code(serial_rig: Rig, on: str, sw3: int, kind: type[DeviceError], code: str) -> None:
    serial_rig.strike(Kind.WRONG, on, value=sw3)
    serial_rig.simulator.lay(RESIDENT)

    def use() -> None:
        serial_rig.reader.status()
        serial_rig.reader.find()
        serial_rig.reader.read()

    error = failure(use)
    assert type(error) is kind
    assert error.code == code
    assert serial_rig.reader.find()
    assert serial_rig.reader.read() == RESIDENT


@pytest.mark.parametrize("sw3", [0x80, 0x81, 0x41])
@pytest.mark.parametrize("on", ["find", "select"])
def test_no_card_may_be_said_in_three_ways(serial_rig: Rig, on: str, sw3: int) -> None:
    serial_rig.simulator.lay(RESIDENT)
    serial_rig.strike(Kind.WRONG, on, value=sw3)
    assert not serial_rig.reader.find()
    assert serial_rig.reader.find()


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


def test_a_read_that_was_refused_once_is_not_given_up(rig: Rig) -> None:
    """A vendor's library has no other: it must be asked for the plain one again."""
    rig.strike(Kind.WRONG, "read", value=0x24, times=2)
    rig.simulator.lay(RESIDENT)
    assert rig.reader.find()
    for _ in range(2 if rig.way.transport == "vendor" else 1):
        error = failure(rig.reader.read)
        assert isinstance(error, ProtocolError)
        assert error.code == "id_card.bad_command"
    assert rig.reader.find()
    assert rig.reader.read() == RESIDENT


def test_the_largest_frame_to_the_antenna_is_told_when_it_is_set(serial: Way) -> None:
    asked: list[bytes] = []

    class Listening(SamVSimulator):
        def _hear(self, data: bytes) -> None:
            asked.append(data)
            super()._hear(data)

    simulator = Listening(FaultScript(), pace=False)
    simulator.start()
    for frame_bytes in (0, 80):
        reader = serial.reader(simulator.port, rf_frame_bytes=frame_bytes)
        reader.open()
        reader.close()
        assert (encode_request(Command.RF_FRAME, b"\x50") in b"".join(asked)) is (frame_bytes == 80)
    simulator.stop()


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


def test_it_says_what_stands_on_its_label_and_how_it_is_reached(rig: Rig) -> None:
    details = dict(rig.reader.status().details)
    assert details.pop("sam_id") == "05.01-20260101-0000000001-0000000001"
    assert details.pop("transport") == rig.way.transport
    assert details == ({"baud": "115200"} if rig.way.transport == "serial" else {})


def test_two_cards_are_told_apart_from_none(rig: Rig) -> None:
    rig.simulator.lay(RESIDENT)
    rig.simulator.lay_another()
    for _ in range(4):
        assert not rig.reader.find()
    error = failure(rig.reader.find)
    assert isinstance(error, MediaError)
    assert error.code == "id_card.several"
    rig.simulator.take_away()
    assert not rig.reader.find()
    rig.simulator.lay(RESIDENT)
    assert rig.reader.find()
    assert rig.reader.read() == RESIDENT


def test_after_a_read_a_card_may_still_lie_there_until_one_is_found(rig: Rig) -> None:
    assert not rig.reader.unfound_since_read
    rig.simulator.lay(RESIDENT)
    assert rig.reader.find()
    rig.reader.read()
    assert not rig.reader.find()
    assert rig.reader.unfound_since_read
    rig.simulator.take_away()
    rig.simulator.lay(HMT)
    assert rig.reader.find()
    assert not rig.reader.unfound_since_read


@pytest.mark.parametrize("transport", ["serial", "usb"])
@pytest.mark.parametrize("sw3", [0x21, 0x23, 0x24])
def test_fingerprints_are_accepted_and_dropped_where_the_plain_read_is_refused(
    library: Path, transport: str, sw3: int
) -> None:
    rig = Way(transport, library).rig()
    try:
        rig.reader.open()
        rig.strike(Kind.WRONG, "read", value=sw3)
        for card in (RESIDENT, HMT):
            rig.simulator.lay(card)
            assert rig.reader.find()
            assert rig.reader.read() == card
            rig.simulator.take_away()
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


def test_wire_time_is_the_bytes_of_find_select_and_read(serial: Way) -> None:
    rig = serial.rig()
    try:
        rig.reader.open()
        rig.simulator.lay(RESIDENT)
        assert rig.reader.find()
        rig.reader.read()
        requests = 4 * 10
        answers = 15 + 19 + 1295 + 11  # found, selected, base information, no new address
        assert rig.reader.wire_s == pytest.approx((requests + answers) * 10 / 115200)
    finally:
        rig.end()


def test_paced_as_on_the_wire_the_card_still_reads(way: Way) -> None:
    rig = way.rig(pace=True)
    try:
        rig.reader.open()
        rig.simulator.lay(RESIDENT)
        assert rig.reader.find()
        assert rig.reader.read() == RESIDENT
        assert rig.reader.wire_s > 0
    finally:
        rig.end()


def test_a_card_lifted_while_its_answer_is_on_the_wire_is_removed(serial: Way) -> None:
    rig = replace(serial, hasty=True).rig(pace=True, baud=9600)
    try:
        rig.reader.open()
        rig.simulator.lay(RESIDENT)
        assert rig.reader.find()
        lifting = Timer(0.3, rig.simulator.take_away)  # the answer takes 1.35 s
        lifting.start()
        assert failure(rig.reader.read).code == "id_card.removed"
        lifting.join()
        assert not rig.reader.find()
    finally:
        rig.end()


def test_nothing_personal_in_errors_or_representations(hasty_rig: Rig) -> None:
    hasty_rig.simulator.lay(RESIDENT)
    assert hasty_rig.reader.find()
    hasty_rig.simulator.tear_after(200)
    error = failure(hasty_rig.reader.read)
    for text in (str(error), repr(error), repr(RESIDENT), repr(hasty_rig.reader)):
        assert RESIDENT.number not in text
        assert RESIDENT.name not in text
