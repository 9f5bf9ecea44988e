"""Prompts are said aloud once, the newest instead of the one being said; without sound nothing else is missing."""

from __future__ import annotations

import logging
import shlex
import sys
import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from walking import WAITING

from config.loader import load
from config.settings import Sound
from drivers.contract.face import FaceInstruction
from kiosk.app.chime import WORDS_AFTER_S, chime
from kiosk.app.examinations.sound import examine
from kiosk.app.loudspeaker import LONGEST_S
from kiosk.app.sounds import Sounds
from kiosk.app.voice import SETTLED_S
from kiosk.session.clock import SimulatedClock
from kiosk.session.collection import Collection, DoorPhase
from kiosk.session.model import FaceCheck, Notice, Preferences, Session, Step
from ui.spoken import asked_aloud, door_reminder

KEEP = """
import pathlib, sys, time, uuid
file = pathlib.Path(sys.argv[1], uuid.uuid4().hex)
file.write_bytes(sys.stdin.buffer.read())
file.rename(file.with_suffix(".wav"))
time.sleep(float(sys.argv[2]))
"""
ECHO = f"{sys.executable} -I -S -c 'import sys; sys.stdout.buffer.write(sys.argv[-1].encode())' {{voice}}"
"""A speech program whose sound is its sentence."""
HANGS = "sh -c 'exec sleep 600' speech"
PATIENCE_S = 60.0
AWAY = Session(step=Step.SIGN_FOR)


def asked(instruction: FaceInstruction, language: str = "zh-CN") -> Session:
    return Session(step=Step.FACE, face=FaceCheck(instruction), preferences=Preferences(language))


TOLD = replace(asked(FaceInstruction.NOD), notice=Notice("face.retry", {"left": "2"}))


def at_open_door() -> Session:
    collection = Collection(found=(WAITING,), order=WAITING).with_phase("A03", DoorPhase.LEFT_OPEN)
    return Session(step=Step.DOOR, collection=collection)


class Room:
    """A terminal's sounds, with a player that keeps what it was given, one file each, and takes its time to end."""

    def __init__(self, folder: Path) -> None:
        self.clock = SimulatedClock()
        self._folder = folder
        self._settings = load("simulated", environment={}).sound
        self.sounds = self.with_programs()

    def with_programs(self, *, speech: str | None = None, player: str | None = None, plays_s: float = 0) -> Sounds:
        keep = f"{sys.executable} -I -S -c {shlex.quote(KEEP)} {shlex.quote(str(self._folder))} {plays_s}"
        settings = Sound(
            player=keep if player is None else player,
            speech=self._settings.speech if speech is None else speech,
            voices=self._settings.voices,
        )
        self.sounds = Sounds(settings, self.clock)
        return self.sounds

    def see(self, *sessions: Session, after_s: float = SETTLED_S) -> None:
        for session in sessions:
            self.sounds.hear(session)
        self.clock.advance(after_s)

    @property
    def programs(self) -> int:
        """How many are running now."""
        running = self.sounds._loudspeaker._running  # pyright: ignore[reportPrivateUsage]
        return sum(program.poll() is None for _, program in running)

    @property
    def heard(self) -> list[bytes]:
        files = sorted(self._folder.glob("*.wav"), key=lambda file: file.stat().st_mtime_ns)
        return [file.read_bytes() for file in files]

    def wait(self, state: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE_S
        while not state():
            assert time.monotonic() < until
            time.sleep(0.01)

    def wait_quiet(self) -> list[bytes]:
        """What has been heard when all has been said."""
        self.wait(lambda: self.programs == 0)
        return self.heard


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    room.sounds.stop()
    assert room.programs == 0


def test_a_prompt_is_said_in_the_language_of_the_session(room: Room) -> None:
    for language in ("zh-CN", "en"):
        room.see(asked(FaceInstruction.TURN_LEFT, language))
        room.wait_quiet()
        room.see(AWAY)
    heard = room.heard
    assert len(heard) == 2
    for wav in heard:
        assert wav.startswith(b"RIFF")
        samples = array("h", wav[44:])
        rate_hz = int.from_bytes(wav[24:28], "little")
        assert len(samples) / rate_hz > 0.5
        assert max(samples) > 1_000
    assert heard[0] != heard[1]


def test_it_is_said_once_and_nothing_but_the_sentence(room: Room) -> None:
    room.with_programs(speech=ECHO)
    session = asked(FaceInstruction.NOD)
    room.see(session, replace(session, face=FaceCheck(FaceInstruction.NOD, 0.5)))
    sentence = asked_aloud(session).encode()
    assert room.wait_quiet() == [sentence]
    room.see(replace(session, turn=7), after_s=PATIENCE_S)
    assert room.wait_quiet() == [sentence]


def test_what_flickers_is_not_begun_each_time(room: Room) -> None:
    room.with_programs(speech=ECHO)
    for _ in range(5):
        room.see(asked(FaceInstruction.CENTRE), asked(FaceInstruction.COME_CLOSER), after_s=SETTLED_S / 2)
    room.see(asked(FaceInstruction.HOLD_STILL))
    assert room.wait_quiet() == [asked_aloud(asked(FaceInstruction.HOLD_STILL)).encode()]


def test_the_newest_is_said_instead_of_the_one_being_said(room: Room) -> None:
    room.with_programs(speech=ECHO, plays_s=600)
    sentences: list[bytes] = []
    for prompt in (asked(FaceInstruction.TURN_LEFT), asked(FaceInstruction.TURN_RIGHT)):
        sentences.append(asked_aloud(prompt).encode())
        room.see(prompt)
        room.wait(lambda: room.heard == sentences and room.programs == 1)


@pytest.mark.parametrize(
    "away",
    [AWAY, replace(asked(FaceInstruction.NOD), notice=Notice("face.retry", {"left": "2"}))],
    ids=["gone", "told"],
)
def test_all_ends_with_the_page(room: Room, away: Session) -> None:
    room.with_programs(speech=HANGS, plays_s=600)
    room.see(asked(FaceInstruction.NOD))
    assert room.programs == 2
    room.see(away, after_s=0)
    assert not any(room.wait_quiet())
    room.see(asked(FaceInstruction.NOD), away)
    assert room.programs == 0


def test_all_ends_with_the_terminal(room: Room) -> None:
    room.with_programs(speech=HANGS)
    room.see(asked(FaceInstruction.NOD))
    assert room.programs == 2
    room.sounds.stop()
    assert room.programs == 0
    room.clock.advance(LONGEST_S)


@pytest.mark.parametrize("programs", [{"speech": HANGS}, {"speech": ECHO, "player": HANGS}], ids=["speech", "player"])
def test_a_program_that_hangs_is_ended(room: Room, programs: dict[str, str]) -> None:
    room.with_programs(**programs)
    room.see(asked(FaceInstruction.NOD))
    assert room.programs >= 1
    room.see(after_s=LONGEST_S)
    assert not any(room.wait_quiet())


@pytest.mark.parametrize(
    ("programs", "lost"),
    [
        ({"player": ""}, []),
        ({"speech": ""}, []),
        ({"player": "no-such-player --loud"}, [("player", "missing")]),
        ({"speech": "no-such-speech"}, [("speech", "missing")]),
        ({"speech": "false"}, [("speech", 1)]),
    ],
    ids=str,
)
def test_without_a_program_there_is_silence_and_one_line(
    room: Room, programs: dict[str, str], lost: list[tuple[str, object]], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "kiosk.app"):
        room.with_programs(**programs)
        for instruction in (FaceInstruction.TURN_LEFT, FaceInstruction.TURN_RIGHT, FaceInstruction.NOD):
            room.see(asked(instruction))
            assert b"".join(room.wait_quiet()) == b""
        room.see(AWAY)
    assert [(vars(line)["device"], vars(line)["code"]) for line in caplog.records] == lost


def test_a_player_that_fails_costs_the_sound_alone(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    """One line, whichever way it shows first; and another only after it has played again."""
    room.with_programs(player="false")
    with caplog.at_level(logging.INFO, "kiosk.app"):
        for _ in range(3):
            room.see(at_open_door())
            room.wait(lambda: room.programs == 0)
            room.see(AWAY)
    assert [vars(line)["device"] for line in caplog.records] == ["player"]


def test_a_language_without_a_voice_is_silent(room: Room) -> None:
    room.see(asked(FaceInstruction.NOD, "xx"))
    assert room.wait_quiet() == []


def test_who_does_not_want_it_hears_no_words(room: Room) -> None:
    quiet = Preferences(spoken=False)
    room.with_programs(speech=ECHO)
    room.see(replace(asked(FaceInstruction.NOD), preferences=quiet), after_s=PATIENCE_S)
    assert room.wait_quiet() == []
    room.see(replace(at_open_door(), preferences=quiet), after_s=0)
    assert room.wait_quiet() == [chime()]
    room.see(after_s=WORDS_AFTER_S)
    assert room.wait_quiet() == [chime()]


def test_a_door_that_is_left_open_sounds_and_is_said(room: Room) -> None:
    room.with_programs(speech=ECHO)
    room.see(at_open_door(), after_s=0)
    assert room.wait_quiet() == [chime()]
    room.see(after_s=WORDS_AFTER_S)
    assert room.wait_quiet() == [chime(), door_reminder(Preferences()).encode()]
    room.see(AWAY, after_s=PATIENCE_S)
    assert len(room.wait_quiet()) == 2


@pytest.mark.parametrize(
    ("player", "speech", "code", "voices"),
    [
        ("cat", None, "", "well"),
        ("cat", "", "", None),
        ("no-such-player", None, "sound.no_player", None),
        ("", None, "sound.no_player", None),
        ("cat", "no-such-speech", "sound.no_speech", None),
        ("false", None, "sound.failed", "exit code 1"),
        ("cat", "false", "sound.failed", "exit code 1"),
    ],
)
def test_the_doctor_says_what_is_missing(player: str, speech: str | None, code: str, voices: str | None) -> None:
    changes = {"sound.player": player} | ({} if speech is None else {"sound.speech": speech})
    examined = examine(load("simulated", (), changes, {}), 0.0, lambda _words: None)
    assert examined.code == code
    assert examined.seen.get("chime") == {"cat": "well", "false": "exit code 1"}.get(player)
    assert examined.seen.get("en") == voices
