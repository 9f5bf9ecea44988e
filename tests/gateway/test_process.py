"""The gateway as a process: killed, restarted, orphaned, wrongly started."""

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import requests

from kiosk.gateway.embedded import EmbeddedGateway, GatewayStartError
from kiosk.gateway.store import submissions
from tests.gateway.terminal import (
    CATALOGUE,
    TERMINAL,
    Terminal,
    application,
    key_of,
    new_id,
    session_of,
    signed,
)

PSS_LIMIT_KB = 160 * 1024


def terminal_of(gateway: EmbeddedGateway, session: requests.Session) -> Terminal:
    document = session.get(gateway.base_url + "/v1/openapi.json", timeout=20).json()
    return Terminal(gateway.base_url, session, key_of(gateway), document)


def test_what_was_answered_survives_a_kill(tmp_path: Path) -> None:
    gateway = EmbeddedGateway(tmp_path, CATALOGUE, terminal_id=TERMINAL)
    answered: dict[str, bytes] = {}
    bodies: dict[str, bytes] = {}
    for _ in range(3):
        gateway.start()
        with session_of(gateway) as session:
            terminal = terminal_of(gateway, session)
            for _ in range(4):
                given = application(new_id())
                bodies[given.id] = terminal.seal(given.id, given.model_dump_json().encode()).to_bytes()
                answered[given.id] = terminal.put(given.id, bodies[given.id]).content
        gateway.kill()
    gateway.start()
    with session_of(gateway) as session:
        terminal = terminal_of(gateway, session)
        again = {id_: terminal.put(id_, body) for id_, body in bodies.items()}
    gateway.stop()
    assert {answer.status_code for answer in again.values()} == {200}
    assert {id_: answer.content for id_, answer in again.items()} == answered
    assert {record["id"] for record in submissions(tmp_path)} == set(bodies)
    numbers = [record["status"]["acceptance_number"] for record in submissions(tmp_path)]
    assert len(set(numbers)) == len(numbers)


def test_early_requests_wait_until_it_serves(tmp_path: Path) -> None:
    gateway = EmbeddedGateway(tmp_path, CATALOGUE, terminal_id=TERMINAL)
    keys = gateway.prepare()
    gateway.spawn()
    try:
        with session_of(gateway) as session:
            assert session.get(gateway.base_url + "/v1/keys", timeout=20).json() == keys.model_dump()
    finally:
        gateway.stop()


def test_it_ends_with_its_parent(tmp_path: Path) -> None:
    code = f"""
import time
from pathlib import Path
from kiosk.gateway.embedded import EmbeddedGateway
gateway = EmbeddedGateway(Path({str(tmp_path)!r}), Path({str(CATALOGUE)!r}), terminal_id="T-1")
gateway.start()
print(gateway.pid, flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    psutil.wait_procs([child], timeout=10)
    assert not child.is_running()


@pytest.mark.parametrize("stdin", ["</dev/null", "<&-"])
def test_as_a_service_it_runs_until_it_is_told_to_end(stdin: str, tmp_path: Path) -> None:
    ports = ("--port", "0", "--check-port", "0")
    command = [sys.executable, "-m", "kiosk.cli", "gateway", "--state", str(tmp_path / "state"), *ports]
    started = ["sh", "-c", f'exec "$@" {stdin}', "sh", *command]
    with subprocess.Popen(started, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as service:
        try:
            assert service.stdout is not None
            assert service.stdout.readline().startswith(b"listening https://127.0.0.1:")
            with pytest.raises(subprocess.TimeoutExpired):
                service.wait(1.0)
        finally:
            service.terminate()
        assert service.wait(60) == -signal.SIGTERM  # uvicorn passes it on when it has ended


def test_stopping_is_prompt_and_repeatable(tmp_path: Path) -> None:
    gateway = EmbeddedGateway(tmp_path, CATALOGUE, terminal_id=TERMINAL)
    gateway.start()
    with session_of(gateway) as session:
        assert session.get(gateway.base_url + "/v1/ping", timeout=20).status_code == 204
        gateway.stop()
    gateway.stop()
    with pytest.raises(GatewayStartError):
        _ = gateway.base_url
    assert "ERROR" not in (tmp_path / "gateway.log").read_text()


def test_a_wrong_catalogue_is_named_in_the_log(tmp_path: Path) -> None:
    catalogue = tmp_path / "catalogue"
    catalogue.mkdir()
    (catalogue / "themes.toml").write_text("")
    (catalogue / "broken.toml").write_text("code = ")
    with pytest.raises(GatewayStartError, match=r"gateway\.log"):
        EmbeddedGateway(tmp_path / "state", catalogue, terminal_id=TERMINAL).start()
    assert "broken.toml" in (tmp_path / "state" / "gateway.log").read_text()


def test_a_wrong_fault_file_is_named_in_the_log(tmp_path: Path) -> None:
    faults = tmp_path / "faults.toml"
    faults.write_text('[[fault]]\ndevice = "platform"\nkind = "explode"\n')
    with pytest.raises(GatewayStartError):
        EmbeddedGateway(tmp_path / "state", CATALOGUE, terminal_id=TERMINAL, faults_file=faults).start()
    assert "explode" in (tmp_path / "state" / "gateway.log").read_text()


def test_it_stays_within_its_memory(gateway: EmbeddedGateway, terminal: Terminal) -> None:
    for _ in range(20):
        terminal.submit(application(new_id()))
    large = new_id()
    body = terminal.seal(large, bytes(8 * 1024 * 1024)).to_bytes()
    terminal.put(large, body)
    rollup = Path(f"/proc/{gateway.pid}/smaps_rollup").read_text()
    pss_kb = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    assert pss_kb < PSS_LIMIT_KB


def test_a_full_disk_is_answered_with_later(tmp_path: Path) -> None:
    """A store that cannot write must not be mistaken for a refused envelope."""
    gateway = EmbeddedGateway(tmp_path, CATALOGUE, terminal_id=TERMINAL)
    gateway.start()
    with session_of(gateway) as session:
        terminal = terminal_of(gateway, session)
        given = application(new_id())
        body = terminal.seal(given.id, given.model_dump_json().encode()).to_bytes()
        psutil.Process(gateway.pid).rlimit(psutil.RLIMIT_FSIZE, (1024, psutil.RLIM_INFINITY))
        answer = terminal.put(given.id, body)
        assert (answer.status_code, answer.json()["code"]) == (503, "store.unavailable")
        assert int(answer.headers["retry-after"]) > 0
        psutil.Process(gateway.pid).rlimit(psutil.RLIMIT_FSIZE, (psutil.RLIM_INFINITY, psutil.RLIM_INFINITY))
        headers = signed(terminal.key, f"/v1/submissions/{given.id}", body)
        url = f"{gateway.base_url}/v1/submissions/{given.id}"
        assert session.put(url, data=body, headers=headers, timeout=20).status_code == 201
    gateway.stop()
