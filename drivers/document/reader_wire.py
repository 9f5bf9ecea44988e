"""What passes between `PaperOcr` and the process that reads: JSON messages over a socket pair, and behind a request
the page's JPEG as a message of its own.

    -> {"seq": 3, "do": "read", "size": 301234}      then the JPEG
    <- {"seq": 3, "turn": 90, "lines": [["第1页共2页", 0.45, 0.94, 0.55, 0.96, 0.998], …]}
    <- {"seq": 3, "error": "paper_reader.bad_page"}

`do` is ping or read. A request may carry `fault` and `delay_s`, which the process obeys (fault scripts).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drivers.contract.document import ReadLine
from drivers.errors import ProtocolError

MAX_MESSAGE_BYTES = 1_000_000
MAX_PAGE_BYTES = 4_000_000
MOST_LINES = 1000
_MOST_CHARACTERS = 2000


def encode_lines(lines: Sequence[ReadLine]) -> list[list[str | float]]:
    return [[line.text, *(round(part, 4) for part in line.box), round(line.confidence, 3)] for line in lines]


def decode_reading(answer: dict[str, Any]) -> tuple[int, tuple[ReadLine, ...]]:
    """The turn, and the lines. Raises ProtocolError `paper_reader.garbage`."""
    try:
        turn = answer["turn"]
        lines = tuple(_line(fields) for fields in answer["lines"])
    except (KeyError, TypeError, ValueError) as error:
        raise _garbled() from error
    if turn not in (0, 90, 180, 270) or len(lines) > MOST_LINES:
        raise _garbled()
    return int(turn), lines


def _line(fields: Any) -> ReadLine:
    text, left, top, right, bottom, confidence = fields
    numbers = [float(number) for number in (left, top, right, bottom, confidence)]
    if (
        not isinstance(text, str)
        or len(text) > _MOST_CHARACTERS
        or not all(-0.5 <= number <= 1.5 for number in numbers)
    ):
        raise ValueError("line")
    return ReadLine(text, (numbers[0], numbers[1], numbers[2], numbers[3]), min(1.0, max(0.0, numbers[4])))


def _garbled() -> ProtocolError:
    return ProtocolError("paper_reader.garbage", retryable=True)
