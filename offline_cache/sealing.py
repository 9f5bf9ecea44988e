"""Sealed envelopes: what the terminal queues and only the platform can read. Terminal and gateway both use this module.

A random 256-bit content key per envelope is sealed to the platform's X25519 key by HPKE (RFC 9180, base mode,
DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM). Stream 0 is the content; each further stream is an attachment,
which begins with one line of canonical JSON (name and media type) so that neither is in clear. A stream is cut into
chunks of at most 1 MiB, each sealed by AES-256-GCM and named by the SHA-256 of its ciphertext. Big-endian integers:

    nonce           = stream (u32) | chunk (u64)
    associated data = SHA-256(preamble) | stream (u32) | number of streams (u32) | chunk (u32) | last of its stream (u8)

The preamble is the header without sealed key and streams; it is HPKE's info as well. So no part fits any other place,
envelope or header. The header, which is all that stays in clear, is canonical JSON (sorted keys, no white space):

    {"created_at":"2026-01-31T08:00:00.000Z","format":1,"id":UUID,"key_id":TEXT,"sealed_key":HEX,
     "streams":[[{"sha256":HEX,"size":BYTES},…],…],"suite":TEXT}

`size` counts ciphertext. The header's SHA-256 is the digest that makes the upload idempotent: it covers every chunk
through the chunk's name. On the wire (media type `ENVELOPE_TYPE`), lengths being u32:

    "GKE1" | header length | header | for each chunk, in the header's order: length | ciphertext

A length of 0 says that this chunk is sent on its own; otherwise it equals the header's `size`.
"""

import hashlib
import json
import operator
import os
import re
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from offline_cache.attachments import Attachment, AttachmentSource
from offline_cache.errors import SealError
from offline_cache.plain_streams import PIECE_BYTES, PLAIN_LIMIT_BYTES, Room, canonical, pieces, plain_streams

ENVELOPE_TYPE = "application/vnd.government-kiosk.envelope"
FORMAT = 1
SUITE = "HPKE-X25519-HKDF-SHA256-AES-256-GCM"
CHUNK_BYTES = PIECE_BYTES
"""The most plain text that one chunk holds."""
TAG_BYTES = 16
HEADER_LIMIT_BYTES = 256 * 1024
ENVELOPE_LIMIT_BYTES = PLAIN_LIMIT_BYTES + 1024 * 1024

_MAGIC = b"GKE1"
_LENGTH = struct.Struct(">I")
_NONCE = struct.Struct(">IQ")
_PLACE = struct.Struct(">IIIB")
_HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_KEY_BYTES = 32
_SEALED_KEY_BYTES = 32 + _KEY_BYTES + TAG_BYTES
_KEY_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class PlatformKey:
    """The platform's current public key: its name, and 32 raw bytes of X25519 (RFC 7748)."""

    key_id: str
    public: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """What an opened envelope held."""

    content: bytes
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """One piece of ciphertext as the header lists it: SHA-256 in lower-case hexadecimal, size in bytes with the tag."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Header:
    """The clear part of an envelope."""

    id: str
    key_id: str
    created_at: str
    """UTC, ISO 8601 with milliseconds and Z."""
    sealed_key: bytes
    streams: tuple[tuple[Chunk, ...], ...]

    @property
    def chunks(self) -> tuple[Chunk, ...]:
        """Every chunk, in the order of the wire."""
        return tuple(chunk for stream in self.streams for chunk in stream)

    @property
    def preamble(self) -> bytes:
        """What is bound into every seal of this envelope."""
        return canonical(self._preamble())

    @property
    def digest(self) -> str:
        """Lower-case hexadecimal SHA-256 of the header: the same digest means the same envelope."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def to_bytes(self) -> bytes:
        """The canonical JSON."""
        streams = [[{"sha256": chunk.sha256, "size": chunk.size} for chunk in stream] for stream in self.streams]
        return canonical(self._preamble() | {"sealed_key": self.sealed_key.hex(), "streams": streams})

    def check(self) -> None:
        """Raise `SealError` (`seal.format`, with the member's name) unless every member is well formed."""
        sound = {
            "id": _UUID.fullmatch(self.id),
            "key_id": _KEY_ID.fullmatch(self.key_id),
            "created_at": _INSTANT.fullmatch(self.created_at),
            "sealed_key": len(self.sealed_key) == _SEALED_KEY_BYTES,
            "streams": self.streams and all(self.streams),
            "sha256": all(_SHA256.fullmatch(chunk.sha256) for chunk in self.chunks),
            "size": all(TAG_BYTES <= chunk.size <= CHUNK_BYTES + TAG_BYTES for chunk in self.chunks),
        }
        for member, is_sound in sound.items():
            if not is_sound:
                raise SealError("seal.format", data={"part": member})

    def _preamble(self) -> dict[str, object]:
        return {"created_at": self.created_at, "format": FORMAT, "id": self.id, "key_id": self.key_id, "suite": SUITE}

    @classmethod
    def parse(cls, data: bytes) -> "Header":
        """Read a header. Only the canonical form is accepted, so one header has one digest.

        Raises:
            SealError: `seal.format`, or `seal.suite` for a format or suite that this version does not know.
        """
        if len(data) > HEADER_LIMIT_BYTES:
            raise SealError("seal.format", data={"part": "header", "size": len(data)})
        try:
            record = cast("dict[str, Any]", json.loads(data.decode("ascii")))
            if record["format"] != FORMAT or record["suite"] != SUITE:
                raise SealError("seal.suite")
            header = cls(
                id=record["id"],
                key_id=record["key_id"],
                created_at=record["created_at"],
                sealed_key=bytes.fromhex(record["sealed_key"]),
                streams=tuple(
                    tuple(Chunk(chunk["sha256"], operator.index(chunk["size"])) for chunk in stream)
                    for stream in record["streams"]
                ),
            )
            header.check()
            canonical = header.to_bytes() == data
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise SealError("seal.format", data={"part": "header"}) from error
        if not canonical:
            raise SealError("seal.format", data={"part": "header"})
        return header


@dataclass(frozen=True, slots=True)
class Envelope:
    """A header and its chunks in the header's order; `None` stands for a chunk that travels on its own."""

    header: Header
    chunks: tuple[bytes | None, ...]

    def to_bytes(self) -> bytes:
        """The wire form."""
        header = self.header.to_bytes()
        parts = [_MAGIC, _LENGTH.pack(len(header)), header]
        for chunk in self.chunks:
            parts += (_LENGTH.pack(len(chunk or b"")), chunk or b"")
        return b"".join(parts)

    @classmethod
    def parse(cls, data: bytes) -> "Envelope":
        """Read the wire form, and check every chunk that is present against its name.

        Raises:
            SealError: `seal.format`, `seal.suite`, or `seal.damaged` where a chunk is not the one the header names.
        """
        if len(data) > ENVELOPE_LIMIT_BYTES or data[: len(_MAGIC)] != _MAGIC:
            raise SealError("seal.format", data={"part": "magic", "size": len(data)})
        header_bytes, rest = _take(memoryview(data)[len(_MAGIC) :])
        header = Header.parse(header_bytes)
        chunks: list[bytes | None] = []
        for listed in header.chunks:
            chunk, rest = _take(rest)
            if chunk and hashlib.sha256(chunk).hexdigest() != listed.sha256:
                raise SealError("seal.damaged", data={"part": "chunk"})
            if chunk and len(chunk) != listed.size:
                raise SealError("seal.format", data={"part": "chunk"})
            chunks.append(chunk or None)
        if rest:
            raise SealError("seal.format", data={"part": "end"})
        return cls(header, tuple(chunks))


def generate_key_pair() -> tuple[bytes, bytes]:
    """A new platform key: 32 raw private bytes and 32 raw public bytes of X25519."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def seal(
    submission_id: str,
    content: bytes,
    attachments: Sequence[Attachment | AttachmentSource],
    platform_key: PlatformKey,
    *,
    created_at: datetime | None = None,
) -> Envelope:
    """Seal content and attachments so that only the holder of the platform's private key can read them.

    Sealing the same twice gives two different envelopes: seal once, keep the envelope.

    Args:
        created_at: an aware time, shown in clear; now when not given.

    Raises:
        SealError: `seal.key` when the platform's key is not usable, `seal.format` when the id is no UUID or the key id
            not well formed, `seal.too_large` beyond `PLAIN_LIMIT_BYTES`.
        OSError: an attachment cannot be read.
    """
    chunks: list[bytes] = []
    header = seal_stepwise(submission_id, content, attachments, platform_key, chunks.append, created_at=created_at)
    return Envelope(header, tuple(chunks))


def seal_stepwise(
    submission_id: str,
    content: bytes,
    attachments: Sequence[Attachment | AttachmentSource],
    platform_key: PlatformKey,
    keep: Callable[[bytes], None],
    *,
    created_at: datetime | None = None,
) -> Header:
    """Like `seal`, handing each chunk of ciphertext to `keep` as it is made; never holds more than three."""
    instant = (created_at or datetime.now(UTC)).astimezone(UTC)
    unfinished = Header(
        id=submission_id,
        key_id=platform_key.key_id,
        created_at=instant.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        sealed_key=b"",
        streams=(),
    )
    key = os.urandom(_KEY_BYTES)
    try:
        public = X25519PublicKey.from_public_bytes(platform_key.public)
        sealed_key = _HPKE.encrypt(key, public, unfinished.preamble)
    except ValueError as error:
        raise SealError("seal.key", data={"key_id": platform_key.key_id}) from error
    streams: list[tuple[Chunk, ...]] = []
    places = _Places(key, unfinished.preamble, 1 + len(attachments))
    room = Room()
    with closing(plain_streams(content, attachments)) as streams_of_plain:
        for number, plain in enumerate(streams_of_plain):
            listed: list[Chunk] = []
            for index, (piece, is_last) in enumerate(pieces(plain)):
                room.take(len(piece))
                sealed = places.encrypt(number, index, piece, is_last=is_last)
                keep(sealed)
                listed.append(Chunk(hashlib.sha256(sealed).hexdigest(), len(sealed)))
            streams.append(tuple(listed))
    header = replace(unfinished, sealed_key=sealed_key, streams=tuple(streams))
    header.check()
    return header


def open_envelope(envelope: Envelope, private_keys: Mapping[str, bytes]) -> Content:
    """Open a complete envelope.

    Args:
        private_keys: 32 raw private bytes by key id; old keys stay in until the last terminal's queue is empty.

    Raises:
        SealError: `seal.key_unknown`, `seal.incomplete` when a chunk is missing, `seal.damaged` when any part was
            changed.
    """
    header = envelope.header
    opener = Opener(header, private_keys)
    chunks = [chunk for chunk in envelope.chunks if chunk is not None]
    if len(chunks) != len(header.chunks):
        raise SealError("seal.incomplete", data={"missing": len(header.chunks) - len(chunks)})
    rest = iter(chunks)
    streams = [islice(rest, len(stream)) for stream in header.streams]
    content = b"".join(opener.stream(0, streams[0]))
    return Content(content, tuple(_whole(opener, number, streams[number]) for number in range(1, len(streams))))


class Opener:
    """Opens an envelope's streams one by one, chunk by chunk, so that none need be in memory as a whole."""

    def __init__(self, header: Header, private_keys: Mapping[str, bytes]) -> None:
        """Raises SealError: `seal.key_unknown`, or `seal.damaged` when the sealed key does not open."""
        private = private_keys.get(header.key_id)
        if private is None:
            raise SealError("seal.key_unknown", data={"key_id": header.key_id})
        try:
            key = _HPKE.decrypt(header.sealed_key, X25519PrivateKey.from_private_bytes(private), header.preamble)
            self._places = _Places(key, header.preamble, len(header.streams))
        except (InvalidTag, ValueError) as error:
            raise SealError("seal.damaged") from error
        self._streams = header.streams

    def stream(self, number: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The plain text of a stream, piece by piece, from all its chunks in order.

        Raises:
            SealError: while iterating: `seal.damaged`, or `seal.incomplete` when chunks end too early.
        """
        count = len(self._streams[number])
        opened = 0
        for index, chunk in enumerate(islice(chunks, count)):
            try:
                yield self._places.decrypt(number, index, chunk, is_last=index == count - 1)
            except (InvalidTag, ValueError) as error:
                raise SealError("seal.damaged") from error
            opened += 1
        if opened < count:
            raise SealError("seal.incomplete", data={"missing": count - opened})

    def attachment(self, number: int, chunks: Iterable[bytes]) -> tuple[str, str, Iterator[bytes]]:
        """Name, media type and data of the attachment in stream `number` (1 = the first). Raises like `stream`."""
        pieces = self.stream(number, chunks)
        line, _, data = next(pieces).partition(b"\n")
        try:
            record = json.loads(line)
            fields = cast("dict[str, object]", record if isinstance(record, dict) else {})
            name, media_type = fields["name"], fields["media_type"]
        except (ValueError, KeyError) as error:
            raise SealError("seal.damaged") from error
        return str(name), str(media_type), chain((data,), pieces)


def _whole(opener: Opener, number: int, chunks: Iterable[bytes]) -> Attachment:
    name, media_type, data = opener.attachment(number, chunks)
    return Attachment(name, media_type, b"".join(data))


class _Places:
    """The content key, and where in the envelope each chunk belongs."""

    def __init__(self, key: bytes, preamble: bytes, count: int) -> None:
        self._cipher = AESGCM(key)
        self._bound_to = hashlib.sha256(preamble).digest()
        self._count = count

    def encrypt(self, stream: int, index: int, piece: bytes, *, is_last: bool) -> bytes:
        return self._cipher.encrypt(_NONCE.pack(stream, index), piece, self._place(stream, index, is_last))

    def decrypt(self, stream: int, index: int, chunk: bytes, *, is_last: bool) -> bytes:
        return self._cipher.decrypt(_NONCE.pack(stream, index), chunk, self._place(stream, index, is_last))

    def _place(self, stream: int, index: int, is_last: bool) -> bytes:
        return self._bound_to + _PLACE.pack(stream, self._count, index, is_last)


def _take(view: memoryview) -> tuple[bytes, memoryview]:
    if len(view) < _LENGTH.size:
        raise SealError("seal.format", data={"part": "length"})
    (length,) = _LENGTH.unpack_from(view)
    end = _LENGTH.size + length
    if end > len(view):
        raise SealError("seal.format", data={"part": "length"})
    return bytes(view[_LENGTH.size : end]), view[end:]
