"""Libraries that a child is started under, and that make its disk fail, dawdle, or tell what was done to it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

SOURCES = Path(__file__).parent


def built(name: str, folder: Path) -> Path:
    """The library of that name (`faulty_disk`, `disk_recorder`) in this folder, built once."""
    library = folder / f"{name}.so"
    if not library.exists():
        command = ["cc", "-shared", "-fPIC", "-O1", "-w", "-o", str(library), str(SOURCES / f"{name}.c"), "-ldl"]
        subprocess.run(command, check=True)
    return library


def with_faulty_disk(folder: Path) -> dict[str, str]:
    """The environment of a child that counts its syncs, and whose disk can be made slow or bad (`faulty_disk.c`)."""
    return os.environ | {"LD_PRELOAD": str(built("faulty_disk", folder))}
