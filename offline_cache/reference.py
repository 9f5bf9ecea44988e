"""What the terminal must know while offline: catalogue, texts, vouchers, revocations, terminals' keys.

Signed, versioned, with age. One file per kind. It is replaced as a whole by one rename, so a reader finds the old or
the new one; what does not carry the platform's signature is not taken, and not read again either: a file that was
damaged is kept beside (`KIND.damaged`) and fetched again. The signature is Ed25519 (RFC 8032) by the platform's receipt
key over

    "reference|" kind "|" version "|" issued at "|" lower-case hexadecimal SHA-256 of the body

`issued at` is the platform's (ISO 8601, UTC): something issued earlier than what is kept is refused, so nobody can play
an old revocation list to us. The version is the ETag by which the platform is asked whether there is anything new
(RFC 9110 section 13.1.2).
"""

import base64
import hashlib
import json
import logging
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, cast

from offline_cache.disk import make_directory, write_whole
from offline_cache.errors import CacheError

_log = logging.getLogger("offline_cache.reference")


class Kind(StrEnum):
    CATALOGUE = "catalogue"
    TEXTS = "texts"
    VOUCHERS = "vouchers"
    REVOCATIONS = "revocations"
    TERMINALS = "terminals"


class ReferenceRefused(CacheError):
    """`reference.signature`, `reference.older`, `reference.unreadable`, `reference.disk`. What was kept before stays in
    force."""

    def __init__(self, code: str, *, data: dict[str, str | int | float] | None = None) -> None:
        super().__init__(code, retryable=True, data=data)


@dataclass(frozen=True, slots=True)
class Reference:
    """A document as the platform issued it. `signature` is base64."""

    kind: Kind
    version: str
    issued_at: str
    signature: str
    body: bytes = field(repr=False)

    @property
    def signed_text(self) -> bytes:
        digest = hashlib.sha256(self.body).hexdigest()
        return f"reference|{self.kind}|{self.version}|{self.issued_at}|{digest}".encode()


class Shelf(Protocol):
    """How the body of a kind lies on the disk, where that is not as the platform issued it."""

    def put_away(self, found: Reference) -> bytes:
        """What to write for a document whose signature fits. Raises ValueError: it cannot be used."""
        ...

    def take_out(self, kept: Reference) -> bytes:
        """The body for use, of what was written (`kept.body`). Raises ValueError: nobody here wrote that."""
        ...


class ReferenceCache:
    """The documents of one terminal. For one thread at a time."""

    def __init__(
        self,
        directory: Path,
        verify_key: bytes,
        *,
        shelves: Mapping[Kind, Shelf] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """Prepare; nothing is read yet.

        Args:
            verify_key: 32 raw bytes of Ed25519, the platform's receipt key.
            shelves: of the kinds that are not kept as they were issued.
            monotonic, wall: seconds; the age counts by the first since the platform was last asked, and by the second
                across restarts.
        """
        self._directory = directory
        self._verify_key = verify_key
        self._shelves = dict(shelves or {})
        self._monotonic = monotonic
        self._wall = wall
        self._confirmed_s: dict[Kind, float] = {}

    def current(self, kind: Kind) -> Reference | None:
        """What is in force; None when there is none, or what lies there is not the platform's."""
        try:
            head, _, body = self._file(kind).read_bytes().partition(b"\n")
            record = cast("dict[str, Any]", json.loads(head))
            kept = Reference(kind, str(record["version"]), str(record["issued_at"]), str(record["signature"]), body)
            _instant(kept)
            if kind in self._shelves:
                return replace(kept, body=self._shelves[kind].take_out(kept))
        except (OSError, ValueError, KeyError, TypeError, RecursionError, ReferenceRefused):
            return None
        return kept if self._is_genuine(kept) else None

    def is_damaged(self, kind: Kind) -> bool:
        """Whether something lies there that is not in force."""
        return self._file(kind).exists() and self.current(kind) is None

    def age_s(self, kind: Kind) -> float | None:
        """Seconds since the platform last said that this is in force; None when nothing is, or nobody can tell.

        A wall clock that stands before the last confirmation cannot tell.
        """
        if kind in self._confirmed_s:
            return self._monotonic() - self._confirmed_s[kind]
        try:
            age_s = self._wall() - self._file(kind).stat().st_mtime
        except OSError:
            return None
        return age_s if age_s >= 0 else None

    def refresh(
        self,
        kind: Kind,
        fetch: Callable[[str], Reference | None],
        read: Callable[[bytes], object] = lambda _body: None,
    ) -> bool:
        """Ask the platform for what is newer, and put it in force.

        Args:
            fetch: takes the version that is known ("" = none); gives None when that is in force still. What it raises
                goes through.
            read: tried on a new body, as issued; raises ValueError when that cannot be used.

        Returns:
            Whether another version is in force now.

        Raises:
            ReferenceRefused: it is not the platform's, older than what is kept, cannot be read, or cannot be written.
        """
        known = self.current(kind)
        if known is None:
            self._set_aside(kind)
        found = fetch(known.version if known else "")
        if found is not None:
            if found.kind is not kind or not self._is_genuine(found):
                raise ReferenceRefused("reference.signature")
            if known is not None and _instant(found) < _instant(known):
                raise ReferenceRefused("reference.older")
            self._switch(self._put_away(found, read))
        elif known is None:
            raise ReferenceRefused("reference.signature", data={"reason": "nothing"})
        self._confirm(kind)
        return found is not None and (known is None or found.version != known.version)

    def _put_away(self, found: Reference, read: Callable[[bytes], object]) -> Reference:
        try:
            read(found.body)
            if found.kind not in self._shelves:
                return found
            return replace(found, body=self._shelves[found.kind].put_away(found))
        except ValueError:  # not chained: its text may quote the body
            raise ReferenceRefused("reference.unreadable") from None

    def _set_aside(self, kind: Kind) -> None:
        file = self._file(kind)
        try:
            file.replace(file.with_suffix(".damaged"))
        except FileNotFoundError:
            return
        except OSError as error:
            raise ReferenceRefused("reference.disk", data={"errno": error.errno or 0}) from error
        self._confirmed_s.pop(kind, None)
        _log.error("%s is damaged; kept aside", kind)

    def _switch(self, found: Reference) -> None:
        head = {"version": found.version, "issued_at": found.issued_at, "signature": found.signature}
        try:
            make_directory(self._directory)
            write_whole(self._file(found.kind), json.dumps(head, sort_keys=True).encode() + b"\n" + found.body)
        except OSError as error:
            raise ReferenceRefused("reference.disk", data={"errno": error.errno or 0}) from error

    def _confirm(self, kind: Kind) -> None:
        self._confirmed_s[kind] = self._monotonic()
        try:
            os.utime(self._file(kind), (self._wall(), self._wall()))
        except OSError as error:
            raise ReferenceRefused("reference.disk", data={"errno": error.errno or 0}) from error

    def _is_genuine(self, reference: Reference) -> bool:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            signature = base64.b64decode(reference.signature, validate=True)
            Ed25519PublicKey.from_public_bytes(self._verify_key).verify(signature, reference.signed_text)
        except (InvalidSignature, ValueError):
            return False
        return True

    def _file(self, kind: Kind) -> Path:
        return self._directory / f"{kind}.ref"


def _instant(reference: Reference) -> datetime:
    try:
        instant = datetime.fromisoformat(reference.issued_at)
    except ValueError as error:
        raise ReferenceRefused("reference.signature", data={"reason": "issued_at"}) from error
    if instant.tzinfo is None:
        raise ReferenceRefused("reference.signature", data={"reason": "issued_at"})
    return instant
