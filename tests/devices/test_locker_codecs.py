"""What the boards' protocols say byte for byte, and that arbitrary bytes are never taken for an answer."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymodbus.framer.rtu import FramerRTU
from pymodbus.pdu import DecodePDU
from pymodbus.pdu.bit_message import (
    ReadDiscreteInputsRequest,
    ReadDiscreteInputsResponse,
    WriteSingleCoilRequest,
    WriteSingleCoilResponse,
)

from drivers.errors import DeviceError
from drivers.locker.board_8a import Board8A
from drivers.locker.codec import (
    Answer,
    AnswerParser,
    Codec,
    Items,
    Question,
    ReadAll,
    Refused,
    Release,
    Released,
    Reported,
    States,
    Unlock,
    Unlocked,
    Word,
    fits,
)
from drivers.locker.codecs import NAMES, WITH_ITEMS, make_codec
from drivers.locker.kerong_cu16 import KerongCu16
from drivers.locker.kerong_cu48 import KerongCu48
from drivers.locker.modbus_rtu import ModbusRelays
from drivers.locker.winnsen import Winnsen

LOCKS = 16


def answer_in(codec: Codec, data: bytes) -> Answer | None:
    parser = AnswerParser(codec)
    parser.feed(data)
    return parser.take(over=True)


def all_closed_but(*open_locks: int, locks: int = LOCKS) -> Mapping[int, bool]:
    return {lock: lock not in open_locks for lock in range(1, locks + 1)}


@pytest.mark.parametrize(
    ("codec", "question", "wire"),
    [
        (Board8A(1, 16), Unlock(1, 1), "8A 01 01 11 9B"),
        (Board8A(1, 16), Unlock(1, 2), "8A 01 02 11 98"),
        (Board8A(1, 16), ReadAll(1), "80 01 00 33 B2"),
        (KerongCu16(0, 16), ReadAll(0), "02 00 30 03 35"),
        (KerongCu16(0, 16), Unlock(0, 1), "02 00 31 03 36"),
        (KerongCu16(0, 16), Unlock(0, 16), "02 0F 31 03 45"),
        (KerongCu16(2, 16), Unlock(2, 3), "02 22 31 03 58"),
        (KerongCu48(0, 48), ReadAll(0), "02 00 00 60 03 65"),
        (KerongCu48(0, 48), Unlock(0, 1), "02 00 00 61 03 66"),
        (Winnsen(1, 16), Unlock(1, 5), "90 06 05 01 05 03"),
        (Winnsen(2, 16), ReadAll(2), "90 07 02 02 FF FF 03"),
        (ModbusRelays(1, 8), Unlock(1, 1), "01 05 00 00 FF 00 8C 3A"),
        (ModbusRelays(1, 8), Release(1, 1), "01 05 00 00 00 00 CD CA"),
        (ModbusRelays(1, 8), ReadAll(1), "01 02 00 00 00 08 79 CC"),
    ],
)
def test_questions_byte_for_byte(codec: Codec, question: Question, wire: str) -> None:
    assert codec.encode_question(question) == bytes.fromhex(wire)


@pytest.mark.parametrize(
    ("codec", "wire", "answer"),
    [
        (Board8A(1, 16), "8A 01 01 00 8A", Unlocked(1, 1, Word.SENSED_OPEN)),
        (Board8A(1, 16), "8A 01 01 11 9B", Unlocked(1, 1, Word.SENSED_CLOSED)),
        (Board8A(1, 16, turned=True), "8A 01 01 11 9B", Unlocked(1, 1, Word.SENSED_OPEN)),
        (Board8A(1, 16, turned=True), "8A 01 01 00 8A", Unlocked(1, 1, Word.SENSED_CLOSED)),
        (Board8A(1, 16), "80 01 FE FF 33 B3", States(1, all_closed_but(9))),  # the highest group comes first
        (Board8A(1, 16, turned=True), "80 01 01 00 33 B3", States(1, all_closed_but(9))),
        (Board8A(1, 8), "80 01 FE 33 4C", States(1, all_closed_but(1, locks=8))),
        (Board8A(1, 16), "81 01 03 00 83", Reported(1, 3, closed=False)),
        (Board8A(1, 16), "82 01 03 11 91", Reported(1, 3, closed=True)),
        (KerongCu16(0, 16), "02 00 35 FE 7F 00 00 03 B7", States(0, all_closed_but(1, 16))),
        (KerongCu16(0, 16), "02 00 35 FE 7F 03 00 00 B7", States(0, all_closed_but(1, 16))),  # ETX behind the locks
        (KerongCu16(3, 16), "02 30 35 FF FF 00 00 03 68", States(3, all_closed_but())),
        (
            KerongCu16(0, 16, items=Items.NORMAL),
            "02 00 35 FF FF 01 80 03 B9",
            States(0, all_closed_but(), {lock: lock in (1, 16) for lock in range(1, 17)}),
        ),
        (
            ModbusRelays(1, 2, items=Items.TURNED),
            "01 02 01 0B E0 4F",
            States(1, {1: True, 2: True}, {1: True, 2: False}),
        ),
        (KerongCu48(0, 48), "02 00 00 75 00 77", Unlocked(0, 1, Word.TAKEN)),
        (KerongCu48(0, 48), "02 00 04 00 00 06", Unlocked(0, 5, Word.FAILED)),
        (KerongCu48(0, 48), "02 00 00 75 06 FE FF FF FF FF 7F F6", States(0, all_closed_but(1, 48, locks=48))),
        (Winnsen(1, 16), "90 07 85 01 05 01 03", Unlocked(1, 5, Word.DONE)),
        (Winnsen(1, 16), "90 07 85 01 03 00 03", Unlocked(1, 3, Word.FAILED)),
        (Winnsen(1, 16), "90 07 82 01 01 01 03", States(1, all_closed_but(1, 9))),
        (ModbusRelays(1, 8), "01 05 00 00 FF 00 8C 3A", Unlocked(1, 1, Word.TAKEN)),
        (ModbusRelays(1, 8), "01 05 00 00 00 00 CD CA", Released(1, 1)),
    ],
)
def test_answers_byte_for_byte(codec: Codec, wire: str, answer: Answer) -> None:
    assert answer_in(codec, bytes.fromhex(wire)) == answer


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lock", [0, -1, LOCKS + 1])
def test_no_lock_that_is_not_there_can_be_asked_to_open(name: str, lock: int) -> None:
    """Lock 0 means every lock to an 8A board."""
    codec = make_codec(name, 1, LOCKS, turned=False, items=Items.NONE, pulse_s=0)
    with pytest.raises(ValueError, match="lock"):
        codec.encode_question(Unlock(1, lock))
    with pytest.raises(ValueError, match="board"):
        codec.encode_question(Unlock(2, 1))


def test_an_unknown_protocol_is_named_with_those_that_exist() -> None:
    with pytest.raises(DeviceError) as caught:
        make_codec("morse", 1, 1, turned=False, items=Items.NONE, pulse_s=0)
    assert caught.value.code == "locker.codec"
    assert "cu16" in str(caught.value.data["known"])


@pytest.mark.parametrize("name", [name for name in NAMES if name not in WITH_ITEMS])
def test_sensors_that_a_board_cannot_have_are_refused(name: str) -> None:
    with pytest.raises(DeviceError) as caught:
        make_codec(name, 1, 1, turned=False, items=Items.NORMAL, pulse_s=0)
    assert (caught.value.code, caught.value.data["why"]) == ("locker.layout", "items")


@st.composite
def codecs(draw: st.DrawFn) -> Codec:
    name = draw(st.sampled_from(NAMES))
    items = draw(st.sampled_from(Items)) if name in WITH_ITEMS else Items.NONE
    board, locks = draw(st.integers(1, 15)), draw(st.integers(1, 16))
    return make_codec(name, board, locks, turned=draw(st.booleans()), items=items, pulse_s=0.0)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Codec, Question]:
    codec = draw(codecs())
    lock = draw(st.integers(1, codec.locks))
    kinds: list[Question] = [Unlock(codec.board, lock), ReadAll(codec.board)]
    if isinstance(codec, ModbusRelays):
        kinds.append(Release(codec.board, lock))
    return codec, draw(st.sampled_from(kinds))


@st.composite
def answers(draw: st.DrawFn) -> tuple[Codec, Answer]:
    """What a board can say, as far as its protocol carries it."""
    codec = draw(codecs())
    lock = draw(st.integers(1, codec.locks))
    closed = {at: draw(st.booleans()) for at in range(1, codec.locks + 1)}
    has_items = isinstance(codec, KerongCu16 | ModbusRelays) and codec.items is not Items.NONE
    occupied = {at: draw(st.booleans()) for at in range(1, codec.locks + 1)} if has_items else {}
    said: list[Answer] = [States(codec.board, closed, occupied)]
    words = {
        Board8A: [Word.SENSED_OPEN, Word.SENSED_CLOSED],
        KerongCu48: [Word.TAKEN, Word.FAILED],
        Winnsen: [Word.DONE, Word.FAILED],
        ModbusRelays: [Word.TAKEN],
    }.get(type(codec), [])
    said += [Unlocked(codec.board, lock, word) for word in words]
    if isinstance(codec, Board8A):
        said.append(Reported(codec.board, lock, draw(st.booleans())))
    if isinstance(codec, ModbusRelays):
        said += [Released(codec.board, lock), Refused(codec.board, unlock=draw(st.booleans()))]
    return codec, draw(st.sampled_from(said))


@given(questions())
def test_a_board_understands_every_question(asked: tuple[Codec, Question]) -> None:
    codec, question = asked
    data = codec.encode_question(question)
    assert codec.decode_question(data) == (len(data), question)
    for part in range(1, len(data)):
        assert codec.decode_question(data[:part])[1] is None


@given(answers())
def test_every_answer_is_understood_whole_and_only_whole(said: tuple[Codec, Answer]) -> None:
    codec, answer = said
    data = codec.encode_answer(answer)
    assert answer_in(codec, data) == answer
    for part in range(1, len(data)):
        assert codec.decode_answer(data[:part]) == (0, None)


@given(answers(), st.lists(st.integers(1, 20), max_size=8))
def test_an_answer_is_found_however_it_is_cut_up(said: tuple[Codec, Answer], cuts: list[int]) -> None:
    codec, answer = said
    data = codec.encode_answer(answer)
    parser = AnswerParser(codec)
    found: list[Answer] = []
    for cut in [*cuts, len(data)]:
        parser.feed(data[:cut])
        data = data[cut:]
        while (taken := parser.take()) is not None:
            found.append(taken)
    assert found == [answer]


@given(answers(), st.integers(0, 1000), st.integers(1, 255))
def test_one_wrong_byte_never_changes_what_is_answered(said: tuple[Codec, Answer], at: int, change: int) -> None:
    """But on boards without a check sum, where only position, function, station and end can be told to be wrong."""
    codec, answer = said
    if isinstance(codec, Winnsen):
        return
    data = bytearray(codec.encode_answer(answer))
    data[at % len(data)] ^= change
    assert answer_in(codec, bytes(data)) is None


@given(codecs(), st.binary(max_size=200))
def test_arbitrary_bytes_end(codec: Codec, noise: bytes) -> None:
    parser = AnswerParser(codec)
    parser.feed(noise)
    for _ in range(len(noise)):
        if parser.take(over=True) is None:
            break
    assert parser.take(over=True) is None
    rest = noise
    while rest:
        length, _ = codec.decode_question(rest)
        rest = rest[max(1, length) :]


@given(answers(), st.binary(max_size=12))
def test_an_answer_is_found_behind_noise(said: tuple[Codec, Answer], noise: bytes) -> None:
    codec, answer = said
    quiet = bytes(byte for byte in noise if byte > 0xA0)  # begins a frame in none of the protocols
    if isinstance(codec, ModbusRelays):
        return  # a Modbus frame may begin with any byte: what is behind noise is given up
    assert answer_in(codec, quiet + codec.encode_answer(answer)) == answer


@given(questions(), answers())
def test_only_the_same_boards_answer_to_the_same_lock_fits(
    asked: tuple[Codec, Question], said: tuple[Codec, Answer]
) -> None:
    question, answer = asked[1], said[1]
    if not fits(question, answer):
        return
    assert question.board == answer.board
    if isinstance(question, Unlock) and isinstance(answer, Unlocked):
        assert question.lock == answer.lock
    assert not isinstance(answer, Reported)
    assert isinstance(question, ReadAll) == (
        isinstance(answer, States) or (isinstance(answer, Refused) and not answer.unlock)
    )


# ---- Modbus: the same bytes as another implementation's --------------------------------------------------------------


@given(st.integers(1, 247), st.integers(1, 16), st.integers(1, 16))
def test_modbus_questions_are_pymodbus_s(unit: int, locks: int, lock: int) -> None:
    framer = FramerRTU(DecodePDU(True))
    ours = ModbusRelays(unit, locks)
    theirs = ReadDiscreteInputsRequest(dev_id=unit, address=0, count=locks)
    assert ours.encode_question(ReadAll(unit)) == framer.buildFrame(theirs)
    if lock <= locks:
        for question, on in ((Unlock(unit, lock), True), (Release(unit, lock), False)):
            write = WriteSingleCoilRequest(dev_id=unit, address=lock - 1, bits=[on])
            assert ours.encode_question(question) == framer.buildFrame(write)


@given(st.integers(1, 247), st.lists(st.booleans(), min_size=1, max_size=16), st.integers(0, 15), st.booleans())
def test_modbus_answers_of_pymodbus_are_understood(unit: int, inputs: list[bool], coil: int, on: bool) -> None:
    framer = FramerRTU(DecodePDU(False))
    ours = ModbusRelays(unit, len(inputs))
    states = framer.buildFrame(ReadDiscreteInputsResponse(dev_id=unit, bits=inputs))
    assert answer_in(ours, states) == States(unit, dict(enumerate(inputs, start=1)))
    written = framer.buildFrame(WriteSingleCoilResponse(dev_id=unit, address=coil, bits=[on]))
    expected = Unlocked(unit, coil + 1, Word.TAKEN) if on else Released(unit, coil + 1)
    assert answer_in(ours, written) == expected
