"""`python -m tests.fuzz.locker [libFuzzer options]`: arbitrary bytes into every protocol of lock boards, both ways.

Nothing may come out but answers and questions, every byte is used up, and what was understood can be written back and
is understood again. `-max_total_time=SECONDS` ends it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["drivers.locker"]):
    from drivers.locker import board_8a, kerong_cu16, kerong_cu48, modbus_rtu, winnsen  # noqa: F401 - to be led by them
    from drivers.locker.codec import AnswerParser, Items, ReadAll, Reported, States, Unlock, Unlocked
    from drivers.locker.codecs import NAMES, WITH_ITEMS, make_codec

CODECS = [
    make_codec(name, board, locks, turned=turned, items=items, pulse_s=0.0)
    for name in NAMES
    for board, locks in ((1, 8), (2, 16))
    for turned in (False, True)
    for items in (Items if name in WITH_ITEMS else (Items.NONE,))
]


def one_input(data: bytes) -> None:
    codec = CODECS[data[0] % len(CODECS)] if data else CODECS[0]
    parser = AnswerParser(codec)
    for at in range(1, len(data), 7):
        parser.feed(data[at : at + 7])
        while (answer := parser.take()) is not None:
            if isinstance(answer, Unlocked | States | Reported) and answer.board == codec.board:
                again = AnswerParser(codec)
                again.feed(codec.encode_answer(answer))
                assert again.take(over=True) == answer, (codec, answer)
    rest = data[1:]
    while rest:
        length, question = codec.decode_question(rest)
        if question is not None:
            assert codec.decode_question(codec.encode_question(question)) == (length, question), (codec, question)
        rest = rest[max(1, length) :]


def seeds(folder: Path) -> None:
    """Every protocol's own words."""
    for index, codec in enumerate(CODECS):
        closed = {lock: lock % 3 != 0 for lock in range(1, codec.locks + 1)}
        said = codec.encode_answer(States(codec.board, closed))
        asked = codec.encode_question(Unlock(codec.board, 1)) + codec.encode_question(ReadAll(codec.board))
        (folder / f"{index}").write_bytes(bytes([index]) + said + asked)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        seeds(Path(folder))
        atheris.Setup([sys.argv[0], "-max_len=200", *sys.argv[1:], folder], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
