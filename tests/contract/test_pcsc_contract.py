"""What a smart card reader must do, by the real pcscd and its real library, with good cards and bad ones.

At the other end of pcscd's virtual reader are the simulator's cards.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import psutil
import pytest
from smart_cards import CARD, LONG_S, SmartCardRig, found, smart_card_rig

from drivers.contract.device import DeviceState
from drivers.contract.smart_card import PresentCard, SmartCardKind
from drivers.errors import DeviceError, DeviceUnavailable, MediaError
from drivers.faults import Fault, Kind
from drivers.pcsc.scard import UNKNOWN, Connection, Context
from drivers.pcsc.virtual_cards import OtherCard, VirtualSocialSecurityCard

FIRST, SECOND = "Simulated 00 00", "Simulated 00 01"


@pytest.fixture
def rig() -> Iterator[SmartCardRig]:
    with smart_card_rig() as opened:
        yield opened


def social_security_card() -> VirtualSocialSecurityCard:
    return VirtualSocialSecurityCard(CARD)


@pytest.mark.parametrize(
    ("by", "bare", "file_p1"),
    [("tag", False, 0x00), ("tag", True, 0x02), ("number", False, 0x02), ("number", True, 0x00), ("sfi", False, 0x00)],
)
def test_a_card_is_read_whichever_way_it_wants_to_be_asked(
    rig: SmartCardRig, by: str, bare: bool, file_p1: int
) -> None:
    rig.simulator.lay(VirtualSocialSecurityCard(CARD, by=by, bare=bare, file_p1=file_p1))
    assert rig.found() == PresentCard(SmartCardKind.SOCIAL_SECURITY, FIRST)
    assert rig.reader.read() == CARD


def test_what_a_card_does_not_say_is_empty_or_follows_from_the_number(rig: SmartCardRig) -> None:
    sparse = replace(CARD, sex="", nation="", birth="", card_number="", issued="", valid_to="")
    rig.simulator.lay(VirtualSocialSecurityCard(sparse))
    rig.found()
    assert rig.reader.read() == replace(sparse, sex=CARD.sex, birth=CARD.birth)


def test_a_card_is_found_once_for_each_time_it_comes(rig: SmartCardRig) -> None:
    card = social_security_card()
    rig.simulator.lay(card)
    rig.found()
    assert [rig.reader.find() for _ in range(3)] == [None] * 3
    rig.simulator.take_away()
    rig.wait_until_empty()
    rig.simulator.lay(card)
    rig.found()


def test_the_wrong_card_is_refused_and_the_right_one_read_after_it(rig: SmartCardRig) -> None:
    rig.simulator.lay(OtherCard())
    assert rig.failed() == "pcsc.wrong_kind"
    rig.simulator.take_away()
    rig.wait_until_empty()
    rig.simulator.lay(social_security_card())
    rig.found()
    assert rig.reader.read() == CARD


def test_of_two_cards_none_is_taken_until_one_has_gone(rig: SmartCardRig) -> None:
    rig.reader.close()  # both lie there when it looks
    rig.simulator.lay(OtherCard(), slot=0)
    rig.simulator.lay(social_security_card(), slot=1)
    wait_for_cards(2)
    rig.reader.open()
    assert rig.failed() == "pcsc.two_cards"
    rig.simulator.take_away(slot=0)
    assert rig.found().reader == SECOND
    assert rig.reader.read() == CARD


def test_a_second_card_beside_the_one_that_was_found_is_told(rig: SmartCardRig) -> None:
    rig.simulator.lay(social_security_card(), slot=0)
    rig.found()
    rig.simulator.lay(OtherCard(), slot=1)
    assert rig.failed() == "pcsc.two_cards"


def test_a_reader_that_the_settings_leave_out_is_not_looked_at() -> None:
    with smart_card_rig(reader=SECOND) as rig:
        rig.simulator.lay(OtherCard(), slot=0)
        rig.simulator.lay(social_security_card(), slot=1)
        assert rig.found().reader == SECOND


def test_a_card_may_be_torn_away_after_any_byte(rig: SmartCardRig) -> None:
    """Counted through all of its answers, from the selection of its application to the last record."""
    codes: set[str] = set()
    torn_after = 0
    while True:
        rig.simulator.lay(social_security_card(), tear_after_bytes=torn_after)
        if not (code := rig.failed()):
            break
        codes.add(code)
        rig.wait_until_empty()
        torn_after += 1
    assert codes == {"pcsc.removed"}
    assert torn_after == 124  # the card was read once all of its answers fitted


def test_a_card_that_left_between_finding_and_reading(rig: SmartCardRig) -> None:
    rig.simulator.lay(social_security_card())
    rig.found()
    rig.simulator.take_away()
    with pytest.raises(MediaError, match=r"pcsc\.removed"):
        rig.reader.read()
    rig.simulator.lay(social_security_card())
    rig.found()
    assert rig.reader.read() == CARD


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault("pcsc", Kind.GARBAGE, "select"), "pcsc.wrong_kind"),
        (Fault("pcsc", Kind.WRONG, "select"), "pcsc.wrong_kind"),
        (Fault("pcsc", Kind.HALF, "select"), "pcsc.garbage"),
        (Fault("pcsc", Kind.REMOVED, "select"), "pcsc.removed"),
        (Fault("pcsc", Kind.SILENT, "select", delay_s=0.05), "pcsc.removed"),
        (Fault("pcsc", Kind.REMOVED, "read", skip=3), "pcsc.removed"),
        (Fault("pcsc", Kind.SILENT, "read", skip=3, delay_s=0.05), "pcsc.removed"),
        (Fault("pcsc", Kind.HALF, "read", skip=5), "pcsc.read_failed"),
        (Fault("pcsc", Kind.SLOW, "read", delay_s=0.05), ""),
    ],
)
def test_what_a_card_gets_wrong_has_a_code_and_the_next_one_is_read(rig: SmartCardRig, fault: Fault, code: str) -> None:
    rig.faults.add(replace(fault, times=2 if fault.on == "select" and fault.kind in (Kind.GARBAGE, Kind.WRONG) else 1))
    rig.simulator.lay(social_security_card())
    assert rig.failed() == code
    rig.faults.clear("pcsc")
    rig.simulator.take_away()
    rig.wait_until_empty()
    rig.simulator.lay(social_security_card())
    rig.found()
    assert rig.reader.read() == CARD


@pytest.mark.parametrize("value", [b"\x08\xff" + b"1" * 18, b"\x08\x00", b"\x09\x12" + b"1" * 18, b"", b"\x08"])
def test_a_record_whose_length_lies_is_no_record(rig: SmartCardRig, value: bytes) -> None:
    rig.simulator.lay(LyingCard(0x08, value))
    assert rig.failed() == "pcsc.read_failed"


class LyingCard(VirtualSocialSecurityCard):
    """One of its records is these bytes."""

    def __init__(self, tag: int, content: bytes) -> None:
        super().__init__(CARD)
        self._files[0xEF06][tag] = content


class CardOfNoStandard(OtherCard):
    """What it says when it is powered is no answer to reset."""

    def __init__(self, atr: bytes) -> None:
        self.atr = atr


@pytest.mark.parametrize("atr", ["00", "ff", "3f"])
def test_a_card_that_cannot_be_powered_is_mute(rig: SmartCardRig, atr: str) -> None:
    rig.simulator.lay(CardOfNoStandard(bytes.fromhex(atr)))
    assert rig.failed() == "pcsc.mute"
    rig.simulator.take_away()
    rig.wait_until_empty()
    rig.simulator.lay(social_security_card())
    rig.found()
    assert rig.reader.read() == CARD


def test_nothing_outlives_a_process_that_was_killed() -> None:
    program = (
        "import os, sys\n"
        "from drivers.faults import FaultScript\n"
        "from drivers.pcsc.simulator import PcscSimulator\n"
        "from drivers.pcsc.scard import Context\n"
        "PcscSimulator(FaultScript()).start()\n"
        "context = Context()\n"
        "print(os.environ['PCSCLITE_CSOCK_NAME'], flush=True)\n"
        "sys.stdin.read()\n"
    )
    ours = psutil.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    socket_path = Path(ours.stdout.readline().decode().strip())
    assert socket_path.exists()
    children = ours.children(recursive=True)
    assert "pcscd" in [child.name() for child in children]
    ours.kill()
    ours.communicate()
    _, alive = psutil.wait_procs(children, LONG_S)
    assert alive == []
    assert not socket_path.parent.exists()


def test_another_program_has_the_card(rig: SmartCardRig) -> None:
    context = Context()
    rig.simulator.lay(social_security_card())
    wait_for_cards(1)
    theirs = context.connect(FIRST)
    assert rig.failed() == "pcsc.in_use"
    theirs.close(reset=False)
    context.release()


def test_nobody_else_gets_at_a_card_that_was_found(rig: SmartCardRig) -> None:
    context = Context()
    rig.simulator.lay(social_security_card())
    rig.found()
    with pytest.raises(MediaError, match=r"pcsc\.in_use"):
        context.connect(FIRST)
    rig.reader.release()
    context.connect(FIRST).close(reset=False)
    context.release()


def test_each_card_has_a_connection_of_its_own_that_ends_with_it(
    rig: SmartCardRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Connection] = []
    connect = Context.connect

    def noted(context: Context, reader: str) -> Connection:
        made.append(connect(context, reader))
        return made[-1]

    monkeypatch.setattr(Context, "connect", noted)
    for number in (1, 2, 3):
        rig.simulator.lay(social_security_card())
        rig.found()
        assert rig.reader.read() == CARD
        assert len(made) == number
        rig.simulator.take_away()
        rig.wait_until_empty()
    rig.reader.release()
    assert not any(connection.lasts for connection in made)


def test_a_social_security_card_is_shown_no_pin_and_written_nothing(rig: SmartCardRig) -> None:
    asked: set[int] = set()

    class Listening(VirtualSocialSecurityCard):
        def answer(self, command: bytes) -> bytes:
            asked.add(command[1])
            return super().answer(command)

    rig.simulator.lay(Listening(CARD))
    rig.found()
    rig.reader.read()
    assert asked == {0xA4, 0xB2, 0xC0}  # SELECT, READ RECORD, GET RESPONSE


def test_without_a_reader_or_a_service_it_cannot_be_opened(rig: SmartCardRig) -> None:
    rig.reader.close()
    rig.simulator.set_plugged(False)
    with pytest.raises(DeviceUnavailable, match=r"pcsc\.no_reader"):
        rig.reader.open()
    rig.simulator.set_plugged(True)
    rig.simulator.kill_service()
    with pytest.raises(DeviceUnavailable, match=r"pcsc\.service_gone"):
        rig.reader.open()
    rig.simulator.revive_service()
    rig.reader.open()
    assert rig.reader.status().state is DeviceState.ONLINE
    assert rig.reader.status().details == {"readers": "2"}


def test_the_reader_vanishes_while_a_card_is_waited_for(rig: SmartCardRig) -> None:
    assert rig.reader.find() is None
    rig.simulator.set_plugged(False)
    with pytest.raises(DeviceUnavailable):
        found(rig.reader)


@pytest.mark.parametrize("state", ["idle", "waiting", "found", "reading"])
def test_pcscd_may_be_killed_and_restarted_in_every_state(rig: SmartCardRig, state: str) -> None:
    rig.reader.find()
    if state in ("found", "reading"):
        rig.simulator.lay(social_security_card())
        rig.found()
    if state == "reading":
        rig.faults.add(Fault("pcsc", Kind.SILENT, "read", skip=2))
    failures: SimpleQueue[DeviceError] = SimpleQueue()
    use = {"idle": rig.reader.status, "waiting": rig.found}.get(state, rig.reader.read)

    def work() -> None:
        try:
            use()
        except DeviceError as error:
            failures.put(error)

    thread = threading.Thread(target=work)
    if state in ("waiting", "reading"):  # it is in the middle of it
        thread.start()
        rig.simulator.kill_service()
    else:
        rig.simulator.kill_service()
        thread.start()
    assert failures.get(timeout=LONG_S).code == "pcsc.service_gone"
    thread.join()
    rig.reader.close()
    rig.faults.clear("pcsc")
    rig.simulator.take_away()
    rig.simulator.revive_service()
    rig.reader.open()
    rig.simulator.lay(social_security_card())
    rig.found()
    assert rig.reader.read() == CARD


def test_a_card_that_lies_there_through_a_restart_is_found_again(rig: SmartCardRig) -> None:
    rig.simulator.lay(social_security_card())
    rig.found()
    rig.simulator.kill_service()
    with pytest.raises(DeviceUnavailable):
        rig.reader.read()
    rig.reader.close()
    rig.simulator.revive_service()
    rig.reader.open()
    rig.found()
    assert rig.reader.read() == CARD


def handles() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def cycles(rig: SmartCardRig, count: int) -> tuple[int, int]:
    """So many cards, each on an opened reader, every fifth torn out and every seventh of another kind; how many handles
    this process had before and after."""
    before = handles()
    for number in range(count):
        if number % 7 == 6:
            rig.simulator.lay(OtherCard())
            assert rig.failed() == "pcsc.wrong_kind"
        elif number % 5 == 4:
            rig.simulator.lay(social_security_card(), tear_after_bytes=number % 120)
            assert rig.failed() == "pcsc.removed"
        else:
            rig.simulator.lay(social_security_card())
            rig.found()
            assert rig.reader.read() == CARD
        rig.simulator.take_away()
        rig.wait_until_empty()
        rig.reader.close()
        rig.reader.open()
    return before, handles()


def test_handles_stay_flat(rig: SmartCardRig) -> None:
    cycles(rig, 5)
    threads = threading.active_count()
    before, after = cycles(rig, 200)
    assert after <= before
    assert threading.active_count() <= threads


@pytest.mark.soak
def test_handles_stay_flat_over_10_000_cards(rig: SmartCardRig) -> None:
    cycles(rig, 5)
    before, after = cycles(rig, 10_000)
    assert after <= before


def wait_for_cards(count: int) -> None:
    """Until pcscd knows of so many."""
    context = Context()
    known = dict.fromkeys((FIRST, SECOND), UNKNOWN)
    while sum(state.has_card for state in known.values()) != count:
        now = context.wait(known, LONG_S)
        assert now is not None
        known = dict(now)
    context.release()
