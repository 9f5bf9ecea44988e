"""Attacks and persons before the full face check: the short version, one trial of each shipped script."""

from __future__ import annotations

from config.loader import load
from config.persons import FOLDER
from drivers.face.live_check import VERSION
from kiosk.app.face_attack.presentations import presentations
from kiosk.app.face_attack.report import report
from kiosk.app.face_attack.trials import Bench
from tests.bench.figure import Figure, hand_over

ATTACKS = FOLDER.parent / "attacks"
LOOKS_PER_S = 15.0


def figures() -> list[Figure]:
    bench = Bench(load("simulated").devices.face.options, LOOKS_PER_S)
    results = [
        bench.run(presentation, seed)
        for presentation in presentations(ATTACKS)
        for seed in range(1, 1 + (presentation.trials if presentation.bona_fide else 1))
    ]
    found = report(results, bench.engine, VERSION, LOOKS_PER_S).fields
    attacks, persons = found["attacks"], found["bona_fide"]
    passed = {kind: row["apcer"]["rate"] for kind, row in attacks.items() if row["apcer"]["rate"]}
    tried = sum(row["trials"] for row in attacks.values())
    said = ", ".join(f"{kind} {100 * rate:.0f} %" for kind, rate in passed.items()) or "none of any kind"
    return [
        Figure(
            "attacks.apcer_percent",
            round(100 * found["apcer_max"]["rate"], 1),
            "%",
            0,
            f"APCER of the kind of attack that passes most often, of {len(attacks)} kinds in {tried} trials on "
            f"simulated time; passed: {said}. Few trials of each kind: `kiosk face-attack config/attacks` makes more",
        ),
        Figure(
            "attacks.bpcer_percent",
            round(100 * (persons["bpcer"]["rate"] + persons["bpnrr"]["rate"]), 1),
            "%",
            5,
            f"acting persons whose first try was refused or had no answer, of {persons['trials']}; "
            f"95 % interval of the refused up to {100 * persons['bpcer']['high']:.0f} %",
        ),
    ]


if __name__ == "__main__":
    hand_over(figures())
