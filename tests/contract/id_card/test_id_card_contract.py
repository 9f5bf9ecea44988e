"""What every card reader must do, by every way to its module: a serial line, USB endpoints, a vendor's library.

At the other end is the simulator on its pty.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Timer

import pytest
from card_rigs import FOREIGNER_2017, FOREIGNER_2023, HMT, RESIDENT, Rig, Way, failure

from drivers.contract.device import DeviceState
from drivers.contract.id_card import IdentityCard
from drivers.errors import DeviceError, DeviceUnavailable, MediaError, ProtocolError
from drivers.faults import FaultScript, Kind
from drivers.id_card.samv_simulator import SamVSimulator
from drivers.id_card.sdt import Command, encode_request


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
