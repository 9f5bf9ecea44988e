"""The library under which a child counts its syncs and can make them longer (`tests/support/faulty_disk.c`)."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "support" / "faulty_disk.c"


def with_faulty_disk(folder: Path) -> dict[str, str]:
    """Build it into this folder, once; returns the environment for the child."""
    library = folder / "faulty_disk.so"
    if not library.exists():
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-w", "-o", library, SOURCE, "-ldl"], check=True)
    return os.environ | {"LD_PRELOAD": str(library)}
