"""One sound at a time, by a program that plays it: a newer one ends the one being heard, none waits its turn."""

from __future__ import annotations

import logging
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.session.clock import Clock

log = logging.getLogger("kiosk.app")

LONGEST_S = 8.0
"""No sound lasts as long: a program that does hangs, and is ended."""
_END_S = 2.0

Program = subprocess.Popen[bytes]


def installed(command: str, name: str) -> list[str]:
    """A command of the settings in its parts; none where it is empty, or its program is missing, which is logged."""
    parts = shlex.split(command)
    if parts and not shutil.which(parts[0]):
        log.info("no sound", extra={"device": name, "code": "missing"})
        return []
    return parts


class Loudspeaker:
    """Lives on the GUI thread, which never waits here. A program that is missing, hangs or fails costs the sound alone.

    Args:
        player: takes a WAV file on its standard input; "" = no sound.
    """

    def __init__(self, player: str, clock: Clock) -> None:
        self._player = installed(player, "player")
        self._clock = clock
        self._running: list[tuple[str, Program]] = []
        self._lost: set[str] = set()

    def play(self, wav: bytes) -> None:
        """Let a WAV file be heard that is shorter than what a pipe takes at once, 64 KiB."""
        self.hush()
        player = self._start("player", self._player, subprocess.PIPE)
        if player is None:
            return
        assert player.stdin is not None
        try:
            with player.stdin as pipe:
                pipe.write(wav)
        except OSError as error:
            self._lose("player", error.errno)

    def play_output(self, command: Sequence[str]) -> None:
        """Let be heard what a program writes on its standard output, a WAV file."""
        self.hush()
        if not self._player:
            return
        speech = self._start("speech", command, subprocess.DEVNULL, stdout=subprocess.PIPE)
        if speech is None:
            return
        assert speech.stdout is not None
        with speech.stdout as pipe:
            self._start("player", self._player, pipe.fileno())

    def hush(self) -> None:
        """Nothing is to be heard any more."""
        for _, program in reversed(self._running):  # the player first: it hears no sentence end in the middle
            program.kill()
        self._reap()

    def stop(self) -> None:
        self.hush()
        for name, program in self._running:
            try:
                program.wait(_END_S)
            except subprocess.TimeoutExpired:
                self._lose(name, None)

    def _start(
        self, name: str, command: Sequence[str], stdin: int, *, stdout: int = subprocess.DEVNULL
    ) -> Program | None:
        if not command:
            return None
        try:
            program = subprocess.Popen(  # noqa: S603 (of the settings)
                command, stdin=stdin, stdout=stdout, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            self._lose(name, error.errno)
            return None
        self._running.append((name, program))
        self._clock.call_later(LONGEST_S, lambda: self._end(program))
        return program

    def _end(self, program: Program) -> None:
        program.kill()  # of one that has ended by itself this only takes the exit code
        self._reap()

    def _reap(self) -> None:
        """Let go of what has ended; what was killed and is still dying is looked at again with the next sound."""
        for name, program in self._running:
            code = program.poll()
            if code == 0:
                self._lost.discard(name)
            elif code is not None and code > 0:
                self._lose(name, code)
        self._running = [(name, program) for name, program in self._running if program.returncode is None]

    def _lose(self, name: str, code: int | None) -> None:
        if name not in self._lost:
            log.warning("no sound", extra={"device": name, "code": code})
        self._lost.add(name)
