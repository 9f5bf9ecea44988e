"""`kiosk doctor --device sound`: the chime, "1 2 3" in each language's voice, by the programs of the settings."""

from __future__ import annotations

import shlex
import shutil
import subprocess

from config.settings import Settings
from kiosk.app.chime import chime
from kiosk.app.examinations.examined import Examined, Say
from kiosk.app.voice import spoken_by

DEVICE = "sound"
_WORDS = "1 2 3"
_ENDS_S = 10.0


def examine(settings: Settings, _wait_s: float, say: Say) -> Examined:
    """Whether both programs are there and end well. Whether anything was heard only whoever stands there knows."""
    sound = settings.sound
    seen = {"player": _found(sound.player), "speech": _found(sound.speech)}
    if seen["player"] in ("", "missing"):
        return Examined(DEVICE, "sound.no_player", seen)
    say("You should hear two tones, then 1 2 3 in each language.")
    seen["chime"] = _ended(_result(shlex.split(sound.player), chime())[0])
    if seen["speech"] == "missing":
        return Examined(DEVICE, "sound.no_speech", seen)
    if sound.speech:
        for language, voice in sound.voices.items():
            code, wav = _result(spoken_by(shlex.split(sound.speech), voice, _WORDS))
            seen[language] = _ended(code or _result(shlex.split(sound.player), wav)[0])
    well = all(seen[name] == "well" for name in seen.keys() - {"player", "speech"})
    return Examined(DEVICE, "" if well else "sound.failed", seen)


def _found(command: str) -> str:
    parts = shlex.split(command)
    return shutil.which(parts[0]) or "missing" if parts else ""


def _result(command: list[str], wav: bytes = b"") -> tuple[int | None, bytes]:
    """Exit code and output; None when it does not end."""
    try:
        ended = subprocess.run(command, input=wav, capture_output=True, timeout=_ENDS_S, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return None, b""
    return ended.returncode, ended.stdout


def _ended(code: int | None) -> str:
    return "well" if code == 0 else "does not end" if code is None else f"exit code {code}"
