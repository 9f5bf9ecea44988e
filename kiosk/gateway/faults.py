"""Simulated failures of the platform, by script: entries of a fault file with `device = "platform"`.

    [[fault]]
    device = "platform"
    kind = "refuse"        # refuse (with the status in `value`), silent, slow, garbage, half, unplugged
    on = "submission"      # catalogue, texts, vouchers, revocations, terminals, announce, keys, prefill, submission,
                           # chunk, rating, custody, status, ping, pickups, claim,
                           # release, stock, overdue, certificate; "" = any
    skip = 0               # operations of that name that pass unharmed first
    times = 1              # operations it then spoils; 0 = every one from then on
    delay_s = 0.0          # for "slow"
    value = 503

`half` does what was asked and then breaks off in the middle of the answer; `unplugged` drops the connection before
anything is done.
"""

import asyncio
import re
import threading
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.gateway.problems import problem

KINDS = frozenset({"refuse", "silent", "slow", "garbage", "half", "unplugged"})
GARBAGE = b'{"receipt": \x00\xff\xfe not what you asked for'


class Struck(NamedTuple):
    """What befalls one operation. `status` for "refuse", `delay_s` for "slow"."""

    kind: str
    status: int
    delay_s: float


Strike = Callable[[str], Struck | None]
"""Asked once per operation, with its name."""


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    on: str = ""
    skip: int = 0
    times: int = 1
    delay_s: float = 0.0
    value: int = 503


class FaultFileError(ValueError):
    """The fault file has an entry for the platform that is not one of ours."""


class ScriptedFaults:
    """A `Strike` that follows a script. Safe to call from any thread."""

    def __init__(self, entries: Sequence[_Entry]) -> None:
        self._entries = entries
        self._seen = [0] * len(entries)
        self._lock = threading.Lock()

    @classmethod
    def load(cls, file: Path) -> "ScriptedFaults":
        """Raises FaultFileError naming the file and what is wrong in it."""
        try:
            document = tomllib.loads(file.read_text("utf-8"))
            ours = [entry for entry in document.get("fault", []) if entry["device"] == "platform"]
            entries = [_Entry(**{key: value for key, value in entry.items() if key != "device"}) for entry in ours]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise FaultFileError(f"{file}: {error}") from error
        for entry in entries:
            if entry.kind not in KINDS:
                raise FaultFileError(f"{file}: kind {entry.kind!r}; the platform knows {', '.join(sorted(KINDS))}")
        return cls(entries)

    def __call__(self, operation: str) -> Struck | None:
        with self._lock:
            struck: Struck | None = None
            for index, entry in enumerate(self._entries):
                if entry.on not in ("", operation):
                    continue
                self._seen[index] += 1
                nth = self._seen[index] - entry.skip
                if struck is None and nth >= 1 and (entry.times == 0 or nth <= entry.times):
                    struck = Struck(entry.kind, entry.value, entry.delay_s)
            return struck


_OPERATIONS = (
    ("GET", re.compile(r"/v1/ping"), "ping"),
    ("GET", re.compile(r"/v1/catalogue"), "catalogue"),
    ("GET", re.compile(r"/v1/texts"), "texts"),
    ("GET", re.compile(r"/v1/vouchers"), "vouchers"),
    ("GET", re.compile(r"/v1/revocations"), "revocations"),
    ("GET", re.compile(r"/v1/terminals/keys"), "terminals"),
    ("PUT", re.compile(r"/v1/terminals/[^/]+/keys"), "announce"),
    ("GET", re.compile(r"/v1/keys"), "keys"),
    ("POST", re.compile(r"/v1/prefill"), "prefill"),
    ("POST", re.compile(r"/v1/identities/qr"), "identity"),
    ("POST", re.compile(r"/v1/staff-codes/redeem"), "staff_code"),
    ("PUT", re.compile(r"/v1/submissions/[^/]+"), "submission"),
    ("PUT", re.compile(r"/v1/submissions/[^/]+/chunks/[^/]+"), "chunk"),
    ("GET", re.compile(r"/v1/submissions/[^/]+"), "status"),
    ("POST", re.compile(r"/v1/submissions/[^/]+/certificate"), "certificate"),
    ("PUT", re.compile(r"/v1/ratings/[^/]+"), "rating"),
    ("PUT", re.compile(r"/v1/custody/[^/]+"), "custody"),
    ("POST", re.compile(r"/v1/pickups"), "pickups"),
    ("POST", re.compile(r"/v1/pickups/[^/]+/claim"), "claim"),
    ("POST", re.compile(r"/v1/pickups/[^/]+/release"), "release"),
    ("GET", re.compile(r"/v1/stock/[^/]+"), "stock"),
    ("GET", re.compile(r"/v1/overdue"), "overdue"),
)


class FaultInjection:
    """ASGI middleware that lets `strike` spoil operations."""

    def __init__(self, app: ASGIApp, strike: Strike) -> None:
        self._app = app
        self._strike = strike

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        operation = _operation(scope)
        struck = self._strike(operation) if operation else None
        if struck is None:
            return await self._app(scope, receive, send)
        match struck.kind:
            case "refuse":
                await _drain(receive)
                await problem(struck.status, "simulated")(scope, receive, send)
            case "slow":
                await asyncio.sleep(struck.delay_s)
                await self._app(scope, receive, send)
            case "garbage":
                await _drain(receive)
                await send({"type": "http.response.start", "status": 200, "headers": _headers(len(GARBAGE))})
                await send({"type": "http.response.body", "body": GARBAGE})
            case "half":
                await self._app(scope, receive, _half(send))
            case "unplugged":
                scope["state"]["connection"].abort()
                await _until_disconnected(receive)
            case _:  # silent
                await _until_disconnected(receive)
        return None


def _operation(scope: Scope) -> str:
    if scope["type"] == "http":
        for method, path, operation in _OPERATIONS:
            if scope["method"] == method and path.fullmatch(scope["path"]):
                return operation
    return ""


def _headers(length: int) -> list[tuple[bytes, bytes]]:
    return [(b"content-type", b"application/json"), (b"content-length", str(length).encode())]


def _half(send: Send) -> Send:
    """Send the head and half the body, and leave the rest to the server, which then closes the connection."""

    async def half(message: Message) -> None:
        if message["type"] == "http.response.body":
            body: bytes = message.get("body", b"")
            message = {"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True}
        await send(message)

    return half


async def _drain(receive: Receive) -> None:
    while True:
        message: dict[str, Any] = dict(await receive())
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return


async def _until_disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
