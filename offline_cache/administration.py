"""What staff may ask of the queue: look, send again, put aside, export, examine. Ids, states, times, sizes; no person.

Requests and answers are JSON objects, so that they are the same over the running kiosk's socket (`control`) and without
it. An answer with `error` (a code) did nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from offline_cache.disk import Disk
from offline_cache.errors import CacheError
from offline_cache.export import Exporter
from offline_cache.outbox import Outbox

LIST_LIMIT = 1000
STAFF = "staff"
"""The code of an item that staff put aside."""


class Administration:
    """Answers requests, from any thread.

    | `command` | with | answer |
    |---|---|---|
    | `list` | `state` (`Outbox.records`), `after`, `limit` | `items`, `counts` |
    | `show` | `id` | `item` |
    | `retry`, `quarantine` | `id` | `item` |
    | `export` | `directory`, absolute | `folder`, `items` (their number) |
    | `verify` | | `damage` ("" = sound), `counts`, `free_bytes`, `ballast` |
    """

    def __init__(
        self,
        outbox: Outbox,
        disk: Disk,
        exporter: Exporter,
        *,
        wake: Callable[[str], None] = lambda _id: None,
        wall: Callable[[], float],
    ) -> None:
        """`wake` is told the id of an item that may be sent at once; `wall` gives seconds since the epoch."""
        self._outbox = outbox
        self._disk = disk
        self._exporter = exporter
        self._wake = wake
        self._wall = wall

    def answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Do what is asked. Raises nothing that the request could cause."""
        try:
            return self._do(request)
        except CacheError as error:
            return {"error": error.code, "data": error.data}

    def _do(self, request: Mapping[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = {"error": "request.unknown"}
        match request:
            case {"command": "list"}:
                answer = self._list(request)
            case {"command": "show", "id": str(item_id)}:
                answer = self._item(item_id)
            case {"command": "retry", "id": str(item_id)}:
                answer = self._item(item_id, is_done=self._outbox.requeue(item_id))
                self._wake(item_id)
            case {"command": "quarantine", "id": str(item_id)}:
                answer = self._item(item_id, is_done=self._outbox.quarantine(item_id, STAFF))
            case {"command": "export", "directory": str(directory)} if Path(directory).is_absolute():
                now = datetime.fromtimestamp(self._wall(), UTC)
                folder, count = self._exporter.export(self._outbox, Path(directory), now)
                answer = {"folder": str(folder), "items": count}
            case {"command": "verify"}:
                answer = self._verify()
            case _:
                pass
        return answer

    def _list(self, request: Mapping[str, Any]) -> dict[str, Any]:
        state, after, limit = request.get("state", ""), request.get("after", 0), request.get("limit", LIST_LIMIT)
        if not (isinstance(state, str) and isinstance(after, int) and isinstance(limit, int)):
            return {"error": "request.unknown"}
        records = self._outbox.records(state, after_seq=after, limit=min(max(limit, 1), LIST_LIMIT))
        return {"items": [asdict(record) for record in records], "counts": asdict(self._outbox.counts())}

    def _item(self, item_id: str, *, is_done: bool = True) -> dict[str, Any]:
        record = self._outbox.record(item_id)
        if record is None:
            return {"error": "outbox.no_item"}
        return {"item": asdict(record)} | ({} if is_done else {"error": "outbox.wrong_state"})

    def _verify(self) -> dict[str, Any]:
        return {
            "damage": self._outbox.damage(),
            "counts": asdict(self._outbox.counts()),
            "free_bytes": self._disk.free_bytes(),
            "ballast": self._disk.has_ballast,
        }
