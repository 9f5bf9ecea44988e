"""The terminal's own secret: made once, readable by the kiosk alone; tags, wrapping and locking of its own."""

import hashlib
import hmac
import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from offline_cache.errors import SealError
from offline_cache.terminal_secret import KEPT_IN, TerminalSecret
from offline_cache.wrapping import wrap

OURS = TerminalSecret(bytes(range(32)))
OTHERS = TerminalSecret(bytes(32))
NUMBER = "44030419900618998X"


def test_it_is_made_once_and_private(tmp_path: Path) -> None:
    file = tmp_path / KEPT_IN
    with pytest.raises(FileNotFoundError):
        TerminalSecret.load(file)
    first, second = TerminalSecret.load_or_make(file), TerminalSecret.load_or_make(file)
    assert first.person_tag(NUMBER) == second.person_tag(NUMBER) == TerminalSecret.load(file).person_tag(NUMBER)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == [KEPT_IN]
    file.write_bytes(b"cut off")
    with pytest.raises(SealError) as refused:
        TerminalSecret.load(file)
    assert refused.value.code == "seal.terminal_key"


def test_a_tag_is_what_its_standards_say() -> None:
    key = HKDF(SHA256(), 32, salt=None, info=b"kiosk person tag").derive(bytes(range(32)))
    assert OURS.person_tag(NUMBER) == hmac.new(key, NUMBER.encode(), hashlib.sha256).hexdigest()
    assert OURS.person_tag(NUMBER.lower()) == OURS.person_tag(NUMBER)
    assert OTHERS.person_tag(NUMBER) != OURS.person_tag(NUMBER)


@given(plain=st.binary(max_size=300), place=st.text(max_size=20), other=st.text(max_size=20))
def test_what_is_wrapped_opens_here_and_in_its_place_alone(plain: bytes, place: str, other: str) -> None:
    wrapped = wrap(plain, OURS.wrapping_public, place)
    assert OURS.unwrap(wrapped, place) == plain
    with pytest.raises(SealError):
        OTHERS.unwrap(wrapped, place)
    if other != place:
        with pytest.raises(SealError):
            OURS.unwrap(wrapped, other)


@given(plain=st.binary(max_size=300), at=st.integers(0, 10_000), flip=st.integers(1, 255))
def test_what_is_locked_opens_here_and_unchanged_alone(plain: bytes, at: int, flip: int) -> None:
    locked = OURS.lock(plain, b"place")
    assert OURS.unlock(locked, b"place") == plain
    assert OURS.lock(plain, b"place") != locked
    changed = bytearray(locked)
    changed[at % len(changed)] ^= flip
    for secret, given_bytes, place in (
        (OURS, bytes(changed), b"place"),
        (OTHERS, locked, b"place"),
        (OURS, locked, b""),
    ):
        with pytest.raises(SealError):
            secret.unlock(given_bytes, place)


@given(junk=st.binary(max_size=80))
def test_any_bytes_are_refused(junk: bytes) -> None:
    with pytest.raises(SealError):
        OURS.unwrap(junk, "place")
    with pytest.raises(SealError):
        OURS.unlock(junk, b"place")
    with pytest.raises(SealError):
        wrap(b"", os.urandom(31), "place")
