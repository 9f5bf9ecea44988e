"""What the driver makes of a line that the simulator would never produce: stale, foreign and endless bytes."""

import os
import select
import threading
import tty
from collections.abc import Callable, Iterator

import pytest

from drivers.contract.id_card import CardKind, IdentityCard
from drivers.errors import ProtocolError
from drivers.id_card import text
from drivers.id_card.samv import SamVReader
from drivers.id_card.sdt import Answer, Command, FrameParser, Sw3, encode_answer

CARD = IdentityCard(
    kind=CardKind.RESIDENT,
    name="林小禾",
    sex="2",
    nation="01",
    birth="1949-12-31",
    address="",
    number="11010519491231002X",
    authority="",
    valid_from="2016-05-04",
    valid_to="2036-05-04",
    portrait=bytes(1024),
)


class Line:
    """A pseudo terminal whose far end answers each request with the next of the bytes it was given."""

    def __init__(self) -> None:
        self.master, self.slave = os.openpty()
        tty.setraw(self.slave)
        self.port = os.ttyname(self.slave)
        self.answers: list[bytes] = [encode_answer(Answer(Sw3.OK)), encode_answer(Answer(Sw3.OK, bytes(16)))]
        self.asked: list[int] = []
        self.babble = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        parser = FrameParser()
        while not self._stop.is_set():
            ready, _, _ = select.select([self.master], [], [], 0.01)
            if self.babble:
                os.write(self.master, b"noise")
            if ready:
                parser.feed(os.read(self.master, 1024))
                body = parser.take()
                if body is not None:
                    self.asked.append(int.from_bytes(body[:2], "big"))
                    os.write(self.master, self.answers.pop(0) if self.answers else b"")

    def inject(self, data: bytes) -> None:
        """Bytes that nobody asked for; on the driver's side when this returns."""
        os.write(self.master, data)
        assert select.select([self.slave], [], [], 20)[0]

    def close(self) -> None:
        self._stop.set()
        self._thread.join()
        os.close(self.master)
        os.close(self.slave)


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line()
    yield line
    line.close()


@pytest.fixture
def reader(line: Line) -> Iterator[SamVReader]:
    reader = SamVReader(line.port, timeout_s=1.0, gap_s=0.3)
    reader.open()
    line.asked.clear()
    yield reader
    reader.close()


def test_what_lay_in_the_line_before_the_question_is_no_answer_to_it(line: Line, reader: SamVReader) -> None:
    line.answers = [encode_answer(Answer(Sw3.FOUND, bytes(4))), encode_answer(Answer(Sw3.OK, bytes(8)))]
    line.inject(encode_answer(Answer(Sw3.NO_CARD)))
    assert reader.find()
    assert line.asked == [Command.FIND, Command.SELECT]


@pytest.mark.parametrize(
    ("answers", "call"),
    [
        pytest.param([Answer(Sw3.OK, bytes(16))], "status", id="the SAM's id for its status"),
        pytest.param([Answer(Sw3.NO_CARD)], "status", id="no card for its status"),
        pytest.param([Answer(Sw3.FOUND, bytes(4))], "status", id="a card found for its status"),
        pytest.param([Answer(Sw3.FOUND, bytes(4)), Answer(Sw3.FOUND, bytes(4))], "find", id="found for a selection"),
        pytest.param([Answer(Sw3.FOUND), Answer(Sw3.OK)], "find", id="a status for a selection"),
        pytest.param([Answer(Sw3.OK, bytes(8))], "read", id="a selection for a read"),
        pytest.param([Answer(Sw3.OK, b"\x01\x00\x04\x00" + bytes(1000))], "read", id="sizes that lie"),
        pytest.param([Answer(Sw3.OK, b"\x04\x00\x01\x00" + bytes(1280))], "read", id="sizes of another order"),
    ],
)
def test_an_answer_to_another_question_is_garbage(
    line: Line, reader: SamVReader, answers: list[Answer], call: str
) -> None:
    line.answers = [encode_answer(answer) for answer in answers]
    ask: Callable[[], object] = getattr(reader, call)
    with pytest.raises(ProtocolError) as caught:
        ask()
    assert caught.value.code == "id_card.garbage"


def test_a_line_that_never_stops_talking_is_given_up(line: Line, reader: SamVReader) -> None:
    line.babble = True
    with pytest.raises(ProtocolError) as caught:
        reader.status()
    assert caught.value.code == "id_card.garbage"


def test_noise_before_the_answer_is_skipped(line: Line, reader: SamVReader) -> None:
    line.answers = [b"\x00\xff\xaa\xaa" + encode_answer(Answer(Sw3.OK))]
    reader.status()


def test_a_reader_without_the_new_address_command_still_reads(line: Line, reader: SamVReader) -> None:
    """Silence, nonsense and refusal after the card has been read cost only that field."""
    base = b"\x01\x00\x04\x00" + text.encode(CARD) + CARD.portrait
    controls = Answer(Sw3.OK, "罗湖区\n文锦中路".encode("utf-16-le"))
    half = Answer(Sw3.OK, "罗湖区".encode("utf-16-le") + b"\x42\xd8" + "路".encode("utf-16-le"))
    for after in (b"", b"nonsense", *map(encode_answer, (Answer(Sw3.BAD_COMMAND), controls, half))):
        line.answers = [encode_answer(Answer(Sw3.OK, base)), after]
        assert reader.read() == CARD
