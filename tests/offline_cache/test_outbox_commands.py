"""`kiosk outbox …`, with a kiosk that runs and with none."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kiosk.cli import app
from kiosk.gateway.embedded import EmbeddedGateway
from offline_cache.errors import OutboxError
from offline_cache.ownership import Ownership
from tests.support.queueing import Kiosk, settings_at

TERMINAL = "SZ-FT-0001"
SECRET = "张三丰 440304199006189989"


class CommandedKiosk(Kiosk):
    """Beside a gateway that never runs, and somebody who types `kiosk outbox …`."""

    def __init__(self, state: Path) -> None:
        self.state = state
        gateway = EmbeddedGateway(state / "gateway", state, terminal_id=TERMINAL)
        super().__init__(settings_at(gateway, TERMINAL, state / "outbox"))

    def run(self, *arguments: str) -> tuple[int, str]:
        settings = ["--set", f"paths.state_dir={self.state}", "--set", f"terminal.id={TERMINAL}"]
        ended = CliRunner().invoke(app, ["outbox", *arguments, *settings])
        assert SECRET not in ended.output
        return ended.exit_code, ended.output

    def ask(self, *arguments: str) -> Any:
        code, output = self.run(*arguments, "--json")
        assert code == 0, output
        return json.loads(output)


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[CommandedKiosk]:
    kiosk = CommandedKiosk(tmp_path).start()
    yield kiosk
    kiosk.stop()


@pytest.fixture(params=["running", "not running"])
def item_id(kiosk: CommandedKiosk, request: pytest.FixtureRequest) -> str:
    """One that waits; the kiosk runs, or has ended since."""
    item_id = kiosk.queued(SECRET.encode())
    if request.param == "not running":
        kiosk.stop()
    return item_id


def test_every_command_works_whether_a_kiosk_runs_or_not(kiosk: CommandedKiosk, item_id: str, tmp_path: Path) -> None:
    listed = kiosk.ask("list")
    assert [item["id"] for item in listed["items"]] == [item_id]
    assert kiosk.ask("quarantine", item_id)["state"] == "quarantined"
    assert kiosk.ask("list", "--state", "quarantined")["counts"]["quarantined"] == 1
    assert kiosk.ask("retry", item_id)["state"] in ("pending", "leased", "waiting")
    assert kiosk.ask("show", item_id)["digest"] == listed["items"][0]["digest"]
    assert kiosk.ask("verify")["damage"] == ""
    exported = kiosk.ask("export", str(tmp_path))
    assert exported["items"] == 1
    assert (Path(exported["folder"]) / f"{item_id}.envelope").is_file()


def test_the_words_for_people_hold_the_same(kiosk: CommandedKiosk, item_id: str, tmp_path: Path) -> None:
    for arguments in (("list",), ("show", item_id), ("quarantine", item_id), ("retry", item_id)):
        code, output = kiosk.run(*arguments)
        assert code == 0
        assert item_id in output
    assert kiosk.run("verify")[0] == 0
    assert "1 items in" in kiosk.run("export", str(tmp_path))[1]


def test_what_cannot_be_done_is_said_with_its_code(kiosk: CommandedKiosk, item_id: str) -> None:
    assert kiosk.run("show", "nobody") == (1, "outbox.no_item\n")
    kiosk.run("quarantine", item_id)
    assert kiosk.run("quarantine", item_id) == (1, "outbox.wrong_state\n")
    code, output = kiosk.run("export", str(kiosk.state / "nowhere"))
    assert code == 1
    assert output.startswith("export.failed")


def test_a_queue_that_never_was_is_said_so(tmp_path: Path) -> None:
    ended = CliRunner().invoke(app, ["outbox", "list", "--set", f"paths.state_dir={tmp_path}"])
    assert (ended.exit_code, ended.output) == (1, "nothing was ever queued here\n")
    assert not (tmp_path / "outbox" / "outbox.sqlite").exists()


def test_a_damaged_file_is_found_from_outside(kiosk: CommandedKiosk) -> None:
    kiosk.queued(SECRET.encode())
    outbox = kiosk.cache._outbox
    assert outbox is not None
    outbox._connection.execute("UPDATE item SET digest = 'another'")
    code, said = kiosk.run("verify")
    assert (code, said.startswith("file row,")) == (1, True)
    assert json.loads(kiosk.run("verify", "--json")[1])["damage"] == "row"


def test_a_kiosk_that_is_only_starting_is_not_disturbed(kiosk: CommandedKiosk) -> None:
    """It owns the directory and does not answer yet: no second process opens the file."""
    kiosk.queued(SECRET.encode())
    kiosk.stop()
    with Ownership(kiosk.state / "outbox"):
        code, output = kiosk.run("list")
        assert (code, output.split()[0]) == (1, "outbox.owned")
        with pytest.raises(OutboxError):
            Ownership(kiosk.state / "outbox")
    shutil.rmtree(kiosk.state / "gateway")
