"""Run under `disk_recorder.so`: everything that keeps a small file of its own makes it, below the directory given.

A mark `kept PATH` in the record when it is said to be there, and again when the platform's document is replaced.
"""

import ctypes
import os
import sys
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.gateway.private_files import write_private
from kiosk.platform.pinned_keys import pinned_keys
from kiosk.platform.schema import PlatformKeys
from kiosk.slip_key import SlipKey
from offline_cache.reference import Kind, Reference, ReferenceCache
from offline_cache.terminal_secret import TerminalSecret

PLATFORM = Ed25519PrivateKey.generate()
KEYS = PlatformKeys(
    sealing_key_id="platform-1", sealing_public_key="A" * 44, receipt_key_id="receipt-1", receipt_public_key="B" * 44
)


def keep_all(root: Path) -> Iterator[Path]:
    """Path by path, as each is there."""
    SlipKey.load_or_make(root / "slip.key")
    yield Path("slip.key")
    TerminalSecret.load_or_make(root / "terminal.secret")
    yield Path("terminal.secret")
    pinned_keys(root / "platform-keys.json", lambda: KEYS)
    yield Path("platform-keys.json")
    (root / "documents").mkdir()  # by somebody who does not care whether it lasts
    cache = ReferenceCache(root / "documents" / "reference", PLATFORM.public_key().public_bytes_raw())
    for version in ("1", "2"):
        cache.refresh(Kind.TEXTS, lambda _known, version=version: issued(version))
        yield Path("documents/reference/texts.ref")
    for content in (b"first", b"second"):
        write_private(root / "platform" / "keys" / "receipt", content)
        yield Path("platform/keys/receipt")


def issued(version: str) -> Reference:
    unsigned = Reference(Kind.TEXTS, version, f"2026-01-0{version}T00:00:00+00:00", "", os.urandom(2_000))
    return replace(unsigned, signature=b64encode(PLATFORM.sign(unsigned.signed_text)).decode())


def main() -> None:
    root, disk = Path(sys.argv[1]), ctypes.CDLL(None)
    for path in keep_all(root):
        disk.recorder_mark(f"kept {path}".encode())


if __name__ == "__main__":
    main()
