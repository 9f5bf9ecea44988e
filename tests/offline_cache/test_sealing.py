"""What an envelope keeps secret, what it refuses, and that it comes back as it went in."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offline_cache import plain_streams, sealing
from offline_cache.errors import SealError
from offline_cache.ids import uuid7
from offline_cache.sealing import Attachment, Content, Envelope, Header, PlatformKey, open_envelope, seal

PRIVATE, PUBLIC = sealing.generate_key_pair()
KEY = PlatformKey("platform-2026", PUBLIC)
KEYS = {"platform-2026": PRIVATE}
CREATED_AT = datetime(2026, 1, 31, 8, 0, tzinfo=UTC)
ID = str(uuid7(1_769_846_400_000))


def sealed(content: bytes = b'{"name":"\xe5\xbc\xa0\xe4\xb8\x89"}', *attachments: Attachment) -> Envelope:
    return seal(ID, content, attachments, KEY, created_at=CREATED_AT)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
attachments_of_people = st.lists(st.builds(Attachment, texts, texts, st.binary(max_size=300)), max_size=3)


@given(content=st.binary(max_size=2000), attachments=attachments_of_people)
@settings(deadline=None, max_examples=60)
def test_content_and_attachments_come_back_from_the_wire_as_they_went_in(
    content: bytes, attachments: list[Attachment]
) -> None:
    envelope = Envelope.parse(seal(ID, content, attachments, KEY).to_bytes())
    assert open_envelope(envelope, KEYS) == Content(content, tuple(attachments))


@pytest.mark.parametrize("size", [0, 1, sealing.CHUNK_BYTES, sealing.CHUNK_BYTES + 1, 3 * sealing.CHUNK_BYTES])
def test_streams_are_cut_at_one_mebibyte(size: int) -> None:
    content = bytes(size)
    envelope = sealed(content)
    assert len(envelope.chunks) == max(1, -(-size // sealing.CHUNK_BYTES))
    assert open_envelope(envelope, KEYS).content == content


SAMPLE = sealed(b"x" * 200, Attachment("id.jpg", "image/jpeg", b"y" * 50)).to_bytes()


@given(position=st.integers(0, len(SAMPLE) - 1), bit=st.integers(0, 7))
@settings(deadline=None, max_examples=400)
def test_any_flipped_bit_is_refused(position: int, bit: int) -> None:
    changed = bytearray(SAMPLE)
    changed[position] ^= 1 << bit
    with pytest.raises(SealError):
        open_envelope(Envelope.parse(bytes(changed)), KEYS)


@given(end=st.integers(0, len(SAMPLE) - 1))
@settings(deadline=None, max_examples=100)
def test_a_body_cut_short_or_too_long_is_refused(end: int) -> None:
    with pytest.raises(SealError):
        Envelope.parse(SAMPLE[:end])
    with pytest.raises(SealError):
        Envelope.parse(SAMPLE + SAMPLE[: end + 1])


@given(garbage=st.binary(max_size=400))
@settings(deadline=None, max_examples=200)
def test_garbage_is_refused_and_nothing_else_is_raised(garbage: bytes) -> None:
    for body in (garbage, b"GKE1" + len(garbage).to_bytes(4, "big") + garbage):
        with pytest.raises(SealError):
            Envelope.parse(body)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(member=st.sampled_from(sorted(json.loads(sealed().header.to_bytes()))), value=json_values)
@settings(deadline=None, max_examples=200)
def test_a_header_with_a_member_of_another_type_is_refused(member: str, value: object) -> None:
    record = json.loads(sealed().header.to_bytes())
    if record[member] == value and type(record[member]) is type(value):
        return
    record[member] = value
    changed = json.dumps(record, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises(SealError):
        Header.parse(changed)


def test_only_the_canonical_header_is_accepted() -> None:
    header = sealed().header.to_bytes()
    record = json.loads(header)
    assert Header.parse(header).to_bytes() == header
    for changed in (
        json.dumps(record).encode(),
        json.dumps(record | {"extra": 1}, sort_keys=True, separators=(",", ":")).encode(),
        header.replace(record["sealed_key"].encode(), record["sealed_key"].upper().encode()),
        header.replace(f'"size":{record["streams"][0][0]["size"]}'.encode(), b'"size":35.0'),
    ):
        with pytest.raises(SealError):
            Header.parse(changed)


def test_a_suite_or_format_from_the_future_is_named_as_such() -> None:
    header = sealed().header.to_bytes()
    for changed in (header.replace(b'"format":1', b'"format":2'), header.replace(b"HPKE-X25519", b"SM2-SM3-SM4")):
        with pytest.raises(SealError) as caught:
            Header.parse(changed)
        assert caught.value.code == "seal.suite"


def test_a_chunk_fits_no_other_place_and_no_other_envelope() -> None:
    content = b"a" * sealing.CHUNK_BYTES + b"b" * sealing.CHUNK_BYTES
    envelope, other = sealed(content), sealed(content)
    (first, second) = envelope.header.streams[0]
    swapped = Envelope(replace(envelope.header, streams=((second, first),)), envelope.chunks[::-1])
    shortened = Envelope(replace(envelope.header, streams=((first,),)), envelope.chunks[:1])
    split = Envelope(replace(envelope.header, streams=((first,), (second,))), envelope.chunks)
    foreign = Envelope(replace(envelope.header, streams=other.header.streams), other.chunks)
    another_id = Envelope(replace(envelope.header, id=str(uuid7(1))), envelope.chunks)
    for forged in (swapped, shortened, split, foreign, another_id):
        Envelope.parse(forged.to_bytes())  # well formed: only the key holder can tell
        with pytest.raises(SealError) as caught:
            open_envelope(forged, KEYS)
        assert caught.value.code == "seal.damaged"


def test_a_dropped_attachment_is_noticed() -> None:
    envelope = sealed(b"form", Attachment("a", "b", b"c"))
    forged = Envelope(replace(envelope.header, streams=envelope.header.streams[:1]), envelope.chunks[:1])
    with pytest.raises(SealError):
        open_envelope(forged, KEYS)


def test_nothing_of_the_content_is_in_clear() -> None:
    secrets = [b"110101199003078515", "张三丰".encode(), b"no_criminal_record", "居住证.jpg".encode(), b"image/jpeg"]
    body = seal(
        ID, b"\n".join(secrets[:3]), [Attachment("居住证.jpg", "image/jpeg", b"\n".join(secrets))], KEY
    ).to_bytes()
    for secret in secrets:
        assert secret not in body
        assert secret.hex().encode() not in body


def test_sealing_twice_gives_two_envelopes_and_one_header_has_one_digest() -> None:
    one, two = sealed(b"same"), sealed(b"same")
    assert one.header.digest != two.header.digest
    assert not set(one.chunks) & set(two.chunks)
    assert Envelope.parse(one.to_bytes()).header.digest == one.header.digest


def test_chunks_may_travel_on_their_own_without_changing_the_digest() -> None:
    envelope = sealed(b"form", Attachment("scan", "image/jpeg", b"z" * 5000))
    head = Envelope.parse(Envelope(envelope.header, (envelope.chunks[0], None)).to_bytes())
    assert head.header.digest == envelope.header.digest
    with pytest.raises(SealError) as caught:
        open_envelope(head, KEYS)
    assert caught.value.code == "seal.incomplete"
    assert open_envelope(replace(head, chunks=(head.chunks[0], envelope.chunks[1])), KEYS).content == b"form"


def test_an_old_key_still_opens_after_a_rotation_and_an_unknown_one_is_named() -> None:
    new_private, _ = sealing.generate_key_pair()
    envelope = sealed()
    assert open_envelope(envelope, {"platform-2027": new_private} | KEYS)
    with pytest.raises(SealError) as caught:
        open_envelope(envelope, {"platform-2027": new_private})
    assert caught.value.code == "seal.key_unknown"
    with pytest.raises(SealError) as caught:
        open_envelope(envelope, {"platform-2026": new_private})
    assert caught.value.code == "seal.damaged"


def test_a_key_that_is_none_and_content_beyond_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for public in (b"short", bytes(32)):  # the all-zero point has no shared secret (RFC 7748 section 6.1)
        with pytest.raises(SealError) as caught:
            seal(ID, b"", (), PlatformKey("k", public))
        assert caught.value.code == "seal.key"
    with pytest.raises(SealError) as caught:
        seal(ID, b"", (), PlatformKey("a key", PUBLIC))
    assert caught.value.code == "seal.format"
    monkeypatch.setattr(plain_streams, "PLAIN_LIMIT_BYTES", 100)
    with pytest.raises(SealError) as caught:
        seal(ID, bytes(101), (), KEY)
    assert caught.value.code == "seal.too_large"
