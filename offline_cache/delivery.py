"""Handing one envelope over: the requests it takes, and the verdict on them.

The envelope goes first. Small ones are complete with that. For a large one the platform answers which chunks it lacks
(425, problem detail `missing`); those follow one by one, and the envelope again. So an upload that broke off goes on
where it stopped, whatever happened in between, and what the platform has or refuses costs one small request.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from offline_cache.answers import Incomplete, Later, Refused, Unfinished, Verdict, judge_chunk, judge_envelope
from offline_cache.answers import judge_failure as no_answer
from offline_cache.chunks import ChunkFiles
from offline_cache.errors import LinkError, OutboxError, SealError
from offline_cache.items import Channel, Leased
from offline_cache.sealing import ENVELOPE_TYPE, Envelope
from offline_cache.signing import Signature, SignatureKey
from offline_cache.transport import Transport, content_digest

PATHS = {
    Channel.SUBMISSION: "/v1/submissions/",
    Channel.RATING: "/v1/ratings/",
    Channel.CUSTODY: "/v1/custody/",
}
CHUNK_TYPE = "application/octet-stream"


def sign_envelope(key: SignatureKey, channel: Channel, item_id: str, body: bytes, *, created_s: int) -> Signature:
    """Sign the request that will hand this envelope over, whenever that is."""
    headers = {"content-type": ENVELOPE_TYPE, "content-digest": content_digest(body)}
    return key.sign("PUT", PATHS[channel] + item_id, headers, created_s=created_s)


@dataclass(frozen=True, slots=True)
class _Stray:
    """A chunk that travels on its own: name, and place in the submission's file."""

    sha256: str
    offset: int
    size: int


class Delivery:
    """Sends items, from any thread.

    Args:
        receipt_key: what storage receipts must be signed with (`answers.judge`).
    """

    def __init__(self, transport: Transport, chunks: ChunkFiles, receipt_key: bytes = b"") -> None:
        self._transport = transport
        self._chunks = chunks
        self._receipt_key = receipt_key

    def send(self, item: Leased, must_yield: Callable[[], bool]) -> Verdict:
        """Send an item as far as it goes.

        Args:
            must_yield: asked before each chunk; True leaves the rest for another turn.

        Raises:
            OutboxError: our own disk cannot be read just now.
        """
        try:
            judged = self._put_envelope(item)
            if not isinstance(judged, Incomplete):
                return judged
            stopped = self._put_chunks(item, judged.missing, must_yield)
            if stopped is not None:
                return stopped
            judged = self._put_envelope(item)
        except LinkError as error:
            return no_answer(error)
        return Later("platform.busy") if isinstance(judged, Incomplete) else judged

    def _put_envelope(self, item: Leased) -> Verdict | Incomplete:
        signed = Signature.from_text(item.signature).headers if item.signature else {}
        path = PATHS[item.channel] + item.id
        answer = self._transport.request("PUT", path, body=item.body, content_type=ENVELOPE_TYPE, headers=signed)
        return judge_envelope(answer, item.id, item.digest, self._receipt_key)

    def _put_chunks(self, item: Leased, missing: frozenset[str], must_yield: Callable[[], bool]) -> Verdict | None:
        """Send what is missing; None when all of it was taken."""
        try:
            wanted = [stray for stray in _strays(item.body) if stray.sha256 in missing]
        except SealError:
            return Refused("outbox.damaged")
        for stray in wanted:
            if must_yield():
                return Unfinished()
            try:
                chunk = self._chunks.read(item.id, stray.offset, stray.size)
            except OutboxError as error:
                if error.retryable:
                    raise
                return Refused(error.code)
            sha256 = hashlib.sha256(chunk)
            if sha256.hexdigest() != stray.sha256:
                return Refused("outbox.damaged")
            answer = self._transport.request(
                "PUT",
                f"{PATHS[item.channel]}{item.id}/chunks/{stray.sha256}",
                body=chunk,
                body_sha256=sha256.digest(),
                content_type=CHUNK_TYPE,
            )
            refused = judge_chunk(answer)
            if refused is not None:
                return refused
        return None


def _strays(body: bytes) -> Iterator[_Stray]:
    """The chunks that an envelope's wire form leaves out."""
    envelope = Envelope.parse(body)
    offset = 0
    for listed, inline in zip(envelope.header.chunks, envelope.chunks, strict=True):
        if inline is None:
            yield _Stray(listed.sha256, offset, listed.size)
            offset += listed.size
