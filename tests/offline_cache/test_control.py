"""Asking the running queue over its socket: what staff may ask, who is let in, and what garbage does."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offline_cache import control
from offline_cache.administration import Administration
from offline_cache.control import SOCKET_FILE, ControlServer, ask
from offline_cache.disk import Disk, DiskLimits
from offline_cache.errors import OutboxError
from offline_cache.export import Exporter
from offline_cache.items import Channel
from offline_cache.outbox import Outbox
from offline_cache.ownership import Ownership

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with Ownership(tmp_path / "state") as ownership:
        outbox = Outbox(ownership)
        for item_id in ("a", "b", "c"):
            outbox.put(item_id, Channel.SUBMISSION, f"digest of {item_id}", b"sealed")
        yield outbox
        outbox.close()


@pytest.fixture
def woken() -> list[str]:
    return []


@pytest.fixture
def asked(outbox: Outbox, pki, tmp_path: Path, woken: list[str]) -> Iterator[Ask]:
    state = tmp_path / "state"
    disk = Disk(state, DiskLimits(ballast_bytes=4096))
    exporter = Exporter(
        "terminal-0001", pki.terminal.cert, pki.terminal.key, lambda item_id: state / "chunks" / item_id
    )
    desk = Administration(outbox, disk, exporter, wake=woken.append, wall=time.time)
    server = ControlServer(state, desk.answer)
    server.start()
    yield lambda **request: ask(state, request)
    assert server.stop(10)


def test_items_are_listed_with_their_states_and_nothing_of_their_bodies(asked: Ask, outbox: Outbox) -> None:
    outbox.lease("a")
    outbox.ack("a", '{"id":"a"}')
    outbox.quarantine("b", "envelope.refused")
    outbox.lease("c")
    answer = asked(command="list")
    assert [(item["id"], item["state"]) for item in answer["items"]] == [
        ("a", "stored"),
        ("b", "quarantined"),
        ("c", "leased"),
    ]
    assert answer["counts"] == asdict(outbox.counts())
    assert set(answer["items"][0]) == {
        "seq", "id", "channel", "state", "digest", "size_bytes", "queued_at_ms", "settled_at_ms", "settled_by",
    }  # fmt: skip
    assert [item["id"] for item in asked(command="list", state="unsent")["items"]] == ["b", "c"]
    assert [item["id"] for item in asked(command="list", state="stored")["items"]] == ["a"]
    assert [item["id"] for item in asked(command="list", after=answer["items"][0]["seq"], limit=1)["items"]] == ["b"]


def test_an_item_is_put_aside_and_sent_again(asked: Ask, outbox: Outbox, woken: list[str]) -> None:
    assert asked(command="quarantine", id="a")["item"]["state"] == "quarantined"
    assert asked(command="show", id="a")["item"]["settled_by"] == "staff"
    assert asked(command="quarantine", id="a")["error"] == "outbox.wrong_state"
    assert asked(command="retry", id="a")["item"]["state"] == "pending"
    assert woken == ["a"]
    leased = outbox.lease("a")
    assert leased is not None
    assert leased.body == b"sealed"
    outbox.retry_later("a", time.monotonic() + 1000)
    assert asked(command="show", id="a")["item"]["state"] == "waiting"
    assert asked(command="retry", id="a")["item"]["state"] == "pending"


@pytest.mark.parametrize("command", ["show", "retry", "quarantine"])
def test_an_item_that_is_not_there_is_said_so(asked: Ask, command: str) -> None:
    assert asked(command=command, id="nobody")["error"] == "outbox.no_item"


def test_verify_examines_the_file(asked: Ask, outbox: Outbox) -> None:
    assert asked(command="verify")["damage"] == ""
    outbox._connection.execute("UPDATE item SET digest = 'another' WHERE id = 'b'")
    assert asked(command="verify")["damage"] == "row"


def test_export_says_where_and_how_many(asked: Ask, tmp_path: Path) -> None:
    answer = asked(command="export", directory=str(tmp_path))
    assert answer["items"] == 3
    assert (Path(answer["folder"]) / "manifest.json").exists()
    assert asked(command="export", directory="relative")["error"] == "request.unknown"
    assert asked(command="export", directory=str(tmp_path / "nowhere"))["error"] == "export.failed"


GARBAGE = [b"", b"\n", b"{", b"[]\n", b"7\n", b"null\n", b'{"command":"drop"}\n', b'{"command":"show","id":7}\n',
           b'{"command":"list","limit":"all"}\n', b"\xff\xfe\n", b"[" * 5000 + b"\n"]  # fmt: skip


def shout(state: Path, data: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as connection, control._address(state) as address:
        connection.settimeout(10)
        connection.connect(address)
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while piece := connection.recv(65_536):
            received += piece
    return received


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_is_refused_and_the_next_request_is_served(asked: Ask, tmp_path: Path, garbage: bytes) -> None:
    assert json.loads(shout(tmp_path / "state", garbage)) == {"error": "request.unknown"}
    assert asked(command="verify")["damage"] == ""


def test_a_request_without_end_is_cut_off(asked: Ask, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as connection, control._address(tmp_path / "state") as address:
        connection.settimeout(10)
        connection.connect(address)
        with pytest.raises(ConnectionError):
            connection.sendall(b" " * 64 * 1024 * 1024)
    assert asked(command="verify")["damage"] == ""


def test_who_says_nothing_holds_nobody_up_for_long(asked: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "REQUEST_TIMEOUT_S", 0.05)
    with socket.socket(socket.AF_UNIX) as silent, control._address(tmp_path / "state") as address:
        silent.connect(address)
        with socket.socket(socket.AF_UNIX) as hasty:
            hasty.settimeout(10)
            hasty.connect(address)
            hasty.sendall(b'{"command":"verify"}\n')
            assert json.loads(hasty.recv(65_536))["damage"] == ""


@given(request=st.dictionaries(st.text(max_size=8), st.none() | st.integers() | st.text() | st.lists(st.integers())))
def test_no_request_is_a_bug(request: dict[str, Any]) -> None:
    desk = Administration(None, None, None, wall=time.time)  # type: ignore[arg-type] -- none of these reaches them
    assert desk.answer(request) == {"error": "request.unknown"}


def test_the_socket_is_private(asked: Ask, tmp_path: Path) -> None:
    assert (tmp_path / "state" / SOCKET_FILE).stat().st_mode & 0o777 == 0o600


def test_another_user_is_turned_away_even_where_the_mode_lets_him_in(asked: Ask, tmp_path: Path) -> None:
    """The kernel's word counts. The other user is this one's uid, as the server sees itself under another."""
    state = tmp_path / "state"
    if os.geteuid() != 0:  # nobody else to be: the server is told that it is somebody else
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "geteuid", lambda: 65534)
            with pytest.raises(OutboxError):
                asked(command="verify")
        return
    program = (
        "import os, socket, sys; s = socket.socket(socket.AF_UNIX); s.settimeout(10)\n"
        "os.chdir(sys.argv[1]); os.setgroups([]); os.setresgid(*[65534] * 3); os.setresuid(*[65534] * 3)\n"
        "s.connect('outbox.sock')\n"
        'try: s.sendall(b\'{"command":"verify"}\\n\'); print(len(s.recv(100)))\n'
        "except ConnectionError: print(0)\n"
    )
    state.chmod(0o711)
    (state / SOCKET_FILE).chmod(0o666)
    found = subprocess.run([sys.executable, "-c", program, str(state)], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "0"


def test_where_no_kiosk_runs_nobody_answers(tmp_path: Path, asked: Ask) -> None:
    with pytest.raises(FileNotFoundError):
        ask(tmp_path / "elsewhere", {"command": "verify"})
    with pytest.raises(FileNotFoundError):
        ask(tmp_path, {"command": "verify"})


def test_a_socket_left_behind_by_a_crash_is_replaced(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as dead, control._address(tmp_path) as address:
        dead.bind(address)
    with pytest.raises(ConnectionError):
        ask(tmp_path, {})
    server = ControlServer(tmp_path, lambda request: {"echo": dict(request)})
    server.start()
    assert ask(tmp_path, {"x": 1}) == {"echo": {"x": 1}}
    assert server.stop(10)
    assert not (tmp_path / SOCKET_FILE).exists()
