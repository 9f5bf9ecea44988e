"""Saying no, before it becomes an answer (`kiosk.gateway.problems`). Needs no web framework."""

from collections.abc import Mapping


class Refusal(Exception):
    """An HTTP error answer. `code` is a stable dotted name; `detail` has nothing personal."""

    def __init__(self, status: int, code: str, detail: Mapping[str, str | int | list[str]] | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = dict(detail or {})
