"""What every simulator on a serial line has in common: its port, its cable, and the faults that pull it."""

import os
import select
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.faults import Fault, FaultScript, Kind
from drivers.pseudo_port import SerialSimulator

WAIT_S = 20.0


class Parrot(SerialSimulator):
    """Says what it hears, once it may; vanishes when told so."""

    def __init__(self, faults: FaultScript) -> None:
        super().__init__("parrot", faults)
        self.awoke = threading.Semaphore(0)
        self.waited: list[bool] = []

    def _hear(self, data: bytes) -> None:
        if not data:
            self.awoke.release()
        elif data == b"wait":
            self.awoke.release()
            self.waited.append(not self._interrupted.wait(WAIT_S))
        elif (fault := self._faults.strike("parrot", "say")) is not None:
            self._vanish(fault)
        else:
            self._line.write(data)


@pytest.fixture
def faults() -> FaultScript:
    return FaultScript()


@pytest.fixture
def parrot(faults: FaultScript) -> Iterator[Parrot]:
    parrot = Parrot(faults)
    parrot.start()
    yield parrot
    parrot.stop()


def said(port: str, *sent: bytes) -> bytes:
    """What comes back for what was sent, b"" from a port that went away."""
    descriptor = os.open(port, os.O_RDWR | os.O_NOCTTY)
    try:
        for data in sent:
            os.write(descriptor, data)
        assert select.select([descriptor], [], [], WAIT_S)[0]
        return os.read(descriptor, 100)
    except OSError:
        return b""
    finally:
        os.close(descriptor)


def comes_back(parrot: Parrot) -> bool:
    """Waits for the simulator's thread to look again, as often as it takes."""
    while parrot.awoke.acquire(timeout=WAIT_S):
        if Path(parrot.port).exists():
            return True
    return False


def test_it_can_be_stopped_and_started_again(parrot: Parrot) -> None:
    for _ in range(3):
        assert said(parrot.port, b"hello") == b"hello"
        port = Path(parrot.port)
        parrot.stop()
        parrot.stop()
        assert not port.parent.exists()
        parrot.start()
        parrot.start()


def test_a_pulled_cable_stops_what_is_being_said(parrot: Parrot) -> None:
    descriptor = os.open(parrot.port, os.O_RDWR | os.O_NOCTTY)
    os.write(descriptor, b"wait")
    assert parrot.awoke.acquire(timeout=WAIT_S)
    parrot.unplug()
    os.close(descriptor)
    assert not Path(parrot.port).exists()
    parrot.plug_in()
    assert said(parrot.port, b"hello") == b"hello"
    assert parrot.waited == [False]


@pytest.mark.parametrize("delay_s", [0.0, 0.01])
def test_a_fault_takes_the_port_away_until_it_ends(parrot: Parrot, faults: FaultScript, delay_s: float) -> None:
    """By itself, or when somebody clears it."""
    faults.add(Fault("parrot", Kind.UNPLUGGED, "say", delay_s=delay_s))
    assert said(parrot.port, b"hello") == b""
    if not delay_s:
        assert parrot.awoke.acquire(timeout=WAIT_S)
        assert not Path(parrot.port).exists()
        faults.clear("parrot")
    assert comes_back(parrot)
    assert said(parrot.port, b"hello") == b"hello"


def test_what_a_hand_pulled_no_fault_brings_back(parrot: Parrot, faults: FaultScript) -> None:
    faults.add(Fault("parrot", Kind.UNPLUGGED, "say", delay_s=0.01))
    assert said(parrot.port, b"hello") == b""
    parrot.unplug()
    while parrot.awoke.acquire(blocking=False):
        pass
    for _ in range(3):
        assert parrot.awoke.acquire(timeout=WAIT_S)
    assert not Path(parrot.port).exists()
    parrot.plug_in()
    assert said(parrot.port, b"hello") == b"hello"


def test_missing_from_the_start_until_it_is_plugged_in(faults: FaultScript) -> None:
    faults.add(Fault("parrot", Kind.MISSING))
    parrot = Parrot(faults)
    parrot.start()
    assert parrot.awoke.acquire(timeout=WAIT_S)
    assert not Path(parrot.port).exists()
    faults.clear("parrot")
    assert comes_back(parrot)
    parrot.stop()
