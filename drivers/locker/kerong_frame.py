"""What Kerong's protocols have in common: first and last byte, and the sum of all before it behind them."""

from __future__ import annotations

STX, ETX = 0x02, 0x03


def sealed(*data: int) -> bytes:
    return bytes([*data, sum(data) & 0xFF])


def sum_is_right(frame: bytes) -> bool:
    return sum(frame[:-1]) & 0xFF == frame[-1]
