"""What every identity card reader must do, on a real line: pyserial at one end of a pty, the simulator at the other."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from threading import Timer

import pytest

from drivers.contract import CardKind, DeviceState, IdCardReader, IdentityCard
from drivers.errors import DeviceError, DeviceTimeout, DeviceUnavailable, MediaError, ProtocolError
from drivers.faults import Fault, FaultScript, Kind
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

    def strike(self, kind: Kind, on: str, **more: float) -> None:
        self.faults.add(Fault("id_card", kind, on, **more))  # pyright: ignore[reportArgumentType]


def make_rig(pace: bool = False, **settings: object) -> Rig:
    faults = FaultScript()
    simulator = create_simulator("id_card.samv_simulator", faults, {"pace": pace})
    simulator.start()
    quick: dict[str, object] = {"port": simulator.port, "timeout_s": 0.3, "gap_s": 0.15}
    reader = create("id_card.samv", quick | settings)
    return Rig(reader, simulator, faults)  # pyright: ignore[reportArgumentType]


@pytest.fixture
def rig() -> Iterator[Rig]:
    rig = make_rig()
    rig.reader.open()
    yield rig
    rig.reader.close()
    rig.simulator.stop()


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
def test_a_torn_card_is_a_matter_of_the_card_and_the_reader_is_well(rig: Rig, answer_bytes: int) -> None:
    rig.simulator.lay(RESIDENT)
    assert rig.reader.find()
    rig.simulator.tear_after(answer_bytes)
    error = failure(rig.reader.read)
    assert isinstance(error, MediaError)
    assert error.code == "id_card.removed"
    assert rig.reader.status().state is DeviceState.ONLINE
    assert not rig.reader.find()
    rig.simulator.lay(RESIDENT)
    assert rig.reader.find()
    assert rig.reader.read() == RESIDENT


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
    ("read", 0x05, ProtocolError, "id_card.garbage"),
]


@pytest.mark.parametrize(("on", "sw3", "kind", "code"), STATUS_BYTES)
def test_every_refusal_has_a_code(rig: Rig, on: str, sw3: int, kind: type[DeviceError], code: str) -> None:
    rig.strike(Kind.WRONG, on, value=sw3)
    rig.simulator.lay(RESIDENT)

    def find_and_read() -> None:
        rig.reader.find()
        rig.reader.read()

    error = failure(find_and_read)
    assert type(error) is kind
    assert error.code == code
    assert rig.reader.find()
    assert rig.reader.read() == RESIDENT


@pytest.mark.parametrize("sw3", [0x80, 0x81, 0x41])
@pytest.mark.parametrize("on", ["find", "select"])
def test_no_card_may_be_said_in_three_ways(rig: Rig, on: str, sw3: int) -> None:
    rig.simulator.lay(RESIDENT)
    rig.strike(Kind.WRONG, on, value=sw3)
    assert not rig.reader.find()
    assert rig.reader.find()


@pytest.mark.parametrize("on", ["status", "find", "select", "read"])
def test_a_silent_reader_times_out_and_recovers(rig: Rig, on: str) -> None:
    rig.simulator.lay(RESIDENT)
    rig.strike(Kind.SILENT, on)

    def everything() -> None:
        rig.reader.status()
        rig.reader.find()
        rig.reader.read()

    error = failure(everything)
    assert isinstance(error, DeviceTimeout)
    assert error.code == "id_card.silent"
    everything()


@pytest.mark.parametrize("kind", [Kind.GARBAGE, Kind.HALF])
@pytest.mark.parametrize("on", ["status", "find", "select", "read"])
def test_garbage_and_half_answers_are_survived(rig: Rig, on: str, kind: Kind) -> None:
    rig.simulator.lay(RESIDENT)
    rig.strike(kind, on)

    def everything() -> IdentityCard:
        rig.reader.status()
        rig.reader.find()
        return rig.reader.read()

    error = failure(everything)
    torn = kind is Kind.HALF and on == "read"
    assert error.code == ("id_card.removed" if torn else "id_card.garbage")
    assert isinstance(error, MediaError if torn else ProtocolError)
    assert everything() == RESIDENT


def test_a_reader_that_falls_silent_in_the_middle_of_a_card_is_lost_not_the_card(rig: Rig) -> None:
    rig.simulator.lay(RESIDENT)
    assert rig.reader.find()
    rig.strike(Kind.HALF, "read")
    rig.strike(Kind.SILENT, "status")
    error = failure(rig.reader.read)
    assert isinstance(error, DeviceTimeout)
    assert error.code == "id_card.silent"


def test_a_late_answer_is_never_taken_for_the_next_one(rig: Rig) -> None:
    """The answer to a read comes while the next question is asked, or after: it must not answer that one."""
    rig.simulator.lay(RESIDENT)
    assert rig.reader.find()
    rig.strike(Kind.SLOW, "read", delay_s=1.0)
    assert failure(rig.reader.read).code == "id_card.silent"
    for _ in range(10):
        try:
            status = rig.reader.status()
        except (DeviceTimeout, ProtocolError):
            continue
        assert status.state is DeviceState.ONLINE
        break
    else:
        pytest.fail("the reader did not come back into step")
    rig.simulator.lay(HMT)
    assert rig.reader.find()
    assert rig.reader.read() == HMT


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


def test_missing_from_the_start() -> None:
    faults = FaultScript([Fault("id_card", Kind.MISSING, times=0)])
    simulator = create_simulator("id_card.samv_simulator", faults, {})
    simulator.start()
    try:
        reader = create("id_card.samv", {"port": simulator.port})
        assert failure(reader.open).code == "id_card.missing"
    finally:
        simulator.stop()


def test_a_port_that_somebody_else_has_open_is_not_shared(rig: Rig) -> None:
    second = create("id_card.samv", {"port": rig.simulator.port})
    error = failure(second.open)
    assert isinstance(error, DeviceUnavailable)
    assert error.code == "id_card.no_access"


def test_a_reader_that_fails_its_own_test_does_not_open() -> None:
    rig = make_rig()
    try:
        rig.strike(Kind.WRONG, "status", times=0)
        error = failure(rig.reader.open)
        assert isinstance(error, DeviceUnavailable)
        assert error.code == "id_card.self_test"
        rig.faults.clear("id_card")
        rig.reader.open()
        rig.reader.open()
    finally:
        rig.reader.close()
        rig.simulator.stop()


def test_a_closed_reader_is_missing() -> None:
    rig = make_rig()
    try:
        assert failure(rig.reader.find).code == "id_card.missing"
    finally:
        rig.simulator.stop()


def test_wire_time_is_the_bytes_of_find_select_and_read(rig: Rig) -> None:
    rig.simulator.lay(RESIDENT)
    assert rig.reader.find()
    rig.reader.read()
    requests = 4 * 10
    answers = 15 + 19 + 1295 + 11  # found, selected, base information, no new address
    assert rig.reader.wire_s == pytest.approx((requests + answers) * 10 / 115200)


def test_paced_as_on_the_wire_the_card_still_reads() -> None:
    rig = make_rig(pace=True)
    try:
        rig.reader.open()
        rig.simulator.lay(RESIDENT)
        assert rig.reader.find()
        assert rig.reader.read() == RESIDENT
    finally:
        rig.reader.close()
        rig.simulator.stop()


def test_a_card_lifted_while_its_answer_is_on_the_wire_is_removed() -> None:
    rig = make_rig()
    slow = create_simulator("id_card.samv_simulator", rig.faults, {"baud": 9600})
    slow.start()
    rig.simulator.stop()
    reader: IdCardReader = create("id_card.samv", {"port": slow.port, "baud": 9600, "gap_s": 0.15})  # pyright: ignore[reportAssignmentType]
    try:
        reader.open()
        slow.lay(RESIDENT)
        assert reader.find()
        lifting = Timer(0.3, slow.take_away)  # the answer takes 1.35 s
        lifting.start()
        assert failure(reader.read).code == "id_card.removed"
        lifting.join()
        assert not reader.find()
    finally:
        reader.close()
        slow.stop()


def test_nothing_personal_in_errors_or_representations(rig: Rig) -> None:
    rig.simulator.lay(RESIDENT)
    assert rig.reader.find()
    rig.simulator.tear_after(200)
    error = failure(rig.reader.read)
    for text in (str(error), repr(error), repr(RESIDENT), repr(rig.reader)):
        assert RESIDENT.number not in text
        assert RESIDENT.name not in text
