"""The simulated printer by itself, byte for byte as the ESC/POS guide describes DLE EOT, GS r and DLE DC4."""

import socket
from collections.abc import Iterator

import pytest

from drivers.faults import FaultScript
from drivers.printer.escpos_simulator import EscposSimulator

START, CUT, ORDERED = b"\x1b@", b"\x1dV\x00", b"\x1dr\x01"
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"


@pytest.fixture
def simulator() -> Iterator[EscposSimulator]:
    simulator = EscposSimulator(FaultScript())
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def line(simulator: EscposSimulator) -> Iterator[socket.socket]:
    with socket.create_connection(simulator.address, timeout=2) as line:
        yield line


def ask(line: socket.socket, data: bytes, answer_bytes: int = 1) -> str:
    line.sendall(data)
    answer = b""
    while len(answer) < answer_bytes:
        answer += line.recv(16)
    return answer.hex()


def real_time(line: socket.socket) -> list[str]:
    return [ask(line, b"\x10\x04" + bytes([question])) for question in (1, 2, 3, 4)]


def test_real_time_answers_have_the_bits_of_the_guide(simulator: EscposSimulator, line: socket.socket) -> None:
    assert real_time(line) == ["12", "12", "12", "12"]
    simulator.set_paper("low")
    assert real_time(line) == ["12", "12", "12", "1e"]
    simulator.set_paper("out")
    assert real_time(line) == ["1a", "32", "12", "7e"]
    simulator.set_paper("full")
    simulator.set_cover("open")
    assert real_time(line) == ["1a", "16", "12", "12"]
    simulator.set_cover("closed")
    simulator.set_jammed(True)
    assert real_time(line) == ["1a", "52", "16", "12"]
    simulator.set_jammed(False)
    simulator.set_knife_stuck(True)
    assert real_time(line) == ["1a", "52", "1a", "12"]


def test_a_real_time_question_is_found_wherever_it_is_cut(simulator: EscposSimulator, line: socket.socket) -> None:
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for part in (START + b"ab\x10", b"\x04"):
        line.sendall(part)
    assert ask(line, b"\x01cd\n" + CUT) == "12"
    assert simulator.wait_for_receipt(2) == START + b"abcd\n" + CUT


def test_real_time_answers_come_while_the_mechanism_stands_still(
    simulator: EscposSimulator, line: socket.socket
) -> None:
    simulator.set_paper("out")
    line.sendall(START + b"a\n" + CUT + ORDERED)
    assert real_time(line)[3] == "7e"
    assert simulator.receipts == []
    assert simulator.hanging == b""
    simulator.set_paper("low")
    assert line.recv(1) == b"\x03"  # the ordered answer, now that the receipt is out
    assert simulator.wait_for_receipt(2) == START + b"a\n" + CUT


def test_clearing_forgets_what_was_not_printed(simulator: EscposSimulator, line: socket.socket) -> None:
    simulator.set_cover("open")
    line.sendall(START + b"private\n" + CUT)
    assert ask(line, CLEAR, 3) == "372500"
    simulator.set_cover("closed")
    assert ask(line, START + b"next\n" + CUT + ORDERED) == "00"
    assert simulator.receipts == [START + b"next\n" + CUT]


def test_pulling_the_plug_refuses_connections_and_keeps_the_address(
    simulator: EscposSimulator, line: socket.socket
) -> None:
    simulator.set_plugged(False)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(simulator.address, timeout=2)
    simulator.set_plugged(True)
    with socket.create_connection(simulator.address, timeout=2) as again:
        assert real_time(again)[0] == "12"


def test_printing_takes_its_time_when_asked_for() -> None:
    simulator = EscposSimulator(FaultScript(), speed_mm_s=100)
    simulator.start()
    with socket.create_connection(simulator.address, timeout=5) as line:
        line.sendall(START + b"line\n" * 20 + CUT + ORDERED)
        assert real_time(line)[0] == "12"
        assert simulator.receipts == []  # 75 mm of paper are not out yet, and the printer answers all the same
        assert line.recv(1) == b"\x00"
    assert len(simulator.receipts) == 1
    simulator.stop()


def test_unknown_bytes_are_passed_over(simulator: EscposSimulator, line: socket.socket) -> None:
    assert ask(line, START + b"\x02\x1bZ\n" + CUT + ORDERED) == "00"
    assert len(simulator.receipts) == 1


def test_stopping_twice_and_waiting_in_vain(simulator: EscposSimulator) -> None:
    with pytest.raises(TimeoutError):
        simulator.wait_for_receipt(0.01)
    simulator.stop()
    simulator.stop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(simulator.address, timeout=2)
