"""`python -m tests.bench [PART …]`: every number the project promises, measured; `make bench` runs all parts.

Each part is a process of its own, so that none warms or burdens another. A missed limit is
marked, not an error; a part that could not be measured is one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.figure import Figure

PARTS = (
    *("start", "tap", "journey", "memory", "outbox", "slow_disk", "face", "preview", "attacks"),
    *("id_card", "pcsc", "printer", "qr", "document", "locker"),
)
OUT = Path("build/bench.json")


def main(parts: Sequence[str]) -> int:
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        print(f"no part {', '.join(unknown)}; there are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    console = Console()
    console.print(machine())
    figures: list[Figure] = []
    broken: list[str] = []
    for part in parts or PARTS:
        began_s = time.monotonic()
        try:
            figures += measured(part)
        except subprocess.CalledProcessError:
            broken.append(part)
        load = os.getloadavg()[0]
        console.print(f"{part}: {time.monotonic() - began_s:.0f} s, load {load:.1f}")
    save(figures)
    console.print(table(figures))
    if broken:
        console.print(f"[bold red]Not measured: {', '.join(broken)}[/]")
    return 1 if broken else 0


def measured(part: str) -> Iterator[Figure]:
    """Run one part. What it has to say beside its figures goes to standard error."""
    done = subprocess.run([sys.executable, "-m", f"tests.bench.{part}"], stdout=subprocess.PIPE, check=True)
    return (Figure(**fields) for fields in json.loads(done.stdout))


def save(figures: Sequence[Figure]) -> None:
    """Write build/bench.json; figures of parts that did not run now stay as they were."""
    known = {entry["name"]: entry for entry in json.loads(OUT.read_text("utf-8"))} if OUT.exists() else {}
    areas = {figure.name.split(".", 1)[0] for figure in figures}
    kept = [entry for name, entry in known.items() if name.split(".", 1)[0] not in areas]
    OUT.parent.mkdir(exist_ok=True)
    entries = [*kept, *(asdict(figure) for figure in figures)]
    OUT.write_text(json.dumps(entries, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def table(figures: Sequence[Figure]) -> Table:
    rows = Table(title="Measured")
    for heading, side in (("Name", "left"), ("Value", "right"), ("Limit", "right"), ("Unit", "left"), ("", "left")):
        rows.add_column(heading, justify=side)  # type: ignore[arg-type] - rich's literal type
    for figure in figures:
        sign = "≤" if figure.better == "lower" else "≥"
        verdict = "" if figure.met else "[bold red]MISSED[/]"
        rows.add_row(figure.name, f"{figure.value:g}", f"{sign} {figure.limit:g}", figure.unit, verdict)
    return rows


def machine() -> str:
    """What it was measured on."""
    info = Path("/proc/cpuinfo").read_text("utf-8")
    model = next((line.split(":", 1)[1].strip() for line in info.splitlines() if line.startswith("model name")), "?")
    loads = " ".join(f"{load:.2f}" for load in os.getloadavg())
    return f"{os.cpu_count()} cores, {model}; load {loads}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
