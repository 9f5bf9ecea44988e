"""Smart cards behind the real pcscd: how soon a card's application is selected, what a staff card's challenge costs."""

from __future__ import annotations

import queue
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from drivers.errors import DeviceUnavailable
from drivers.pcsc.scard import UNKNOWN, Context, ReaderState
from drivers.pcsc.virtual_cards import VirtualSocialSecurityCard, VirtualStaffCard
from drivers.pcsc.virtual_issuer import CardKey, VirtualIssuer
from tests.bench.figure import Figure, hand_over, percentile

sys.path.append(str(Path(__file__).parents[1] / "support"))
from smart_cards import CARD, LONG_S, SmartCardRig, smart_card_rig

CARDS = 100
CHALLENGES = 50
SELECT_MS, CHALLENGE_MS = 50, 30
PIN = "471109"


class Witness:
    """Waits for pcscd's word beside the driver, as another program would."""

    def __init__(self, reader: str) -> None:
        self.told: queue.SimpleQueue[float] = queue.SimpleQueue()
        self._reader = reader
        self._over = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def stop(self) -> None:
        """Takes effect with the next card."""
        self._over.set()

    def _watch(self) -> None:
        context = Context()
        known: ReaderState = UNKNOWN
        while not self._over.is_set():
            try:
                now = context.wait({self._reader: known}, LONG_S)
            except DeviceUnavailable:  # an event that meets a time-out reads as pcscd's end (docs/devices/pcsc.md)
                if self._over.is_set():
                    return
                context = Context()
                continue
            before, known = known, now[self._reader] if now else known
            if known.has_card and not known.holds(before):
                self.told.put(time.monotonic())
        context.release()


def selected_ms() -> list[float]:
    took_ms: list[float] = []
    with smart_card_rig() as rig:
        witness = Witness("Simulated 00 00")
        for _ in range(CARDS):
            rig.simulator.lay(VirtualSocialSecurityCard(CARD))
            rig.found()
            selected_s = time.monotonic()
            took_ms.append((selected_s - witness.told.get(timeout=LONG_S)) * 1000)
            rig.simulator.take_away()
            rig.wait_until_empty()
        witness.stop()
    return took_ms


def challenged_ms(key: CardKey) -> list[float]:
    """PIN, challenge, signature and its check, less what the card itself took."""
    issuer = VirtualIssuer()
    certificate = issuer.issue("Technician", key)
    took_ms: list[float] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        smart_card_rig(**issuer.write_trust(Path(folder), certificate)) as rig,
    ):
        rig.simulator.lay(VirtualStaffCard(certificate.public_bytes(Encoding.DER), key, PIN))
        rig.found()
        rig.reader.read()
        for _ in range(CHALLENGES):
            took_ms.append(_challenge_ms(rig))
    return took_ms


def _challenge_ms(rig: SmartCardRig) -> float:
    began_s, busy_s = time.monotonic(), rig.simulator.busy_s
    rig.reader.verify_pin(PIN)
    return (time.monotonic() - began_s - (rig.simulator.busy_s - busy_s)) * 1000


def figures() -> list[Figure]:
    select = selected_ms()
    keys = {"RSA 2048": rsa.generate_private_key(65537, 2048), "EC P-256": ec.generate_private_key(ec.SECP256R1())}
    challenges = {name: challenged_ms(key) for name, key in keys.items()}
    both = ", ".join(f"{name} {median(took):.1f} ms (slowest {max(took):.1f})" for name, took in challenges.items())
    return [
        Figure(
            "pcsc.select_ms",
            round(percentile(select, 0.95), 2),
            "ms",
            SELECT_MS,
            f"from pcscd's word, as a program beside ours hears it, to the social security application selected, the "
            f"virtual card's time included; 95th of {len(select)} cards (median {median(select):.1f}, slowest "
            f"{max(select):.1f})",
        ),
        Figure(
            "piv.challenge_over_card_ms",
            round(max(median(took) for took in challenges.values()), 2),
            "ms",
            CHALLENGE_MS,
            f"certificate checked, PIN verified, challenge signed and the signature checked, less the virtual card's "
            f"own time; the worse median of {CHALLENGES} each: {both}",
        ),
    ]


if __name__ == "__main__":
    hand_over(figures())
