"""Signatures over requests, held against an implementation of RFC 9421 that is not ours."""

import base64
import hashlib
from dataclasses import dataclass

import http_message_signatures as oracle
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from offline_cache.errors import SealError
from offline_cache.sealing import ENVELOPE_TYPE
from offline_cache.signing import COMPONENTS, LABEL, Signature, SignatureKey, key_id_of, verify

PRIVATE = ec.generate_private_key(ec.SECP256R1())
KEY = SignatureKey(PRIVATE)
PATH = "/v1/submissions/019a0000-0000-7000-8000-000000000001"


@dataclass
class Message:
    """What the oracle wants to see of a request."""

    method: str
    url: str
    headers: dict[str, str]


def headers_of(body: bytes) -> dict[str, str]:
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    return {"content-type": ENVELOPE_TYPE, "content-digest": f"sha-256=:{digest}:"}


def resolver() -> oracle.MappingKeyResolver:
    return oracle.MappingKeyResolver(public_keys={KEY.key_id: PRIVATE.public_key()}, private_keys={KEY.key_id: PRIVATE})


@given(st.binary(max_size=100), st.integers(1, 2**40))
def test_what_we_sign_the_oracle_verifies(body: bytes, created_s: int) -> None:
    headers = headers_of(body)
    signed = KEY.sign("PUT", PATH, headers, created_s=min(created_s, 1_700_000_000))
    verifier = oracle.HTTPMessageVerifier(
        signature_algorithm=oracle.algorithms.ECDSA_P256_SHA256, key_resolver=resolver()
    )
    message = Message("PUT", f"https://anywhere.example{PATH}", headers | signed.headers)
    (verified,) = verifier.verify(message, max_age=None)
    assert verified.label == LABEL
    assert [name.strip('"') for name in list(verified.covered_components)[:-1]] == list(COMPONENTS)
    assert verify("PUT", PATH, headers, signed, PRIVATE.public_key())


def test_what_the_oracle_signs_we_verify() -> None:
    headers = headers_of(b"body")
    message = Message("PUT", f"https://anywhere.example{PATH}", dict(headers))
    signer = oracle.HTTPMessageSigner(signature_algorithm=oracle.algorithms.ECDSA_P256_SHA256, key_resolver=resolver())
    signer.sign(message, key_id=KEY.key_id, label=LABEL, covered_component_ids=COMPONENTS, use_existing_digest=True)
    signed = Signature(message.headers["Signature-Input"], message.headers["Signature"])
    assert verify("PUT", PATH, headers, signed, PRIVATE.public_key())


def test_anything_else_is_not_what_was_signed() -> None:
    headers = headers_of(b"body")
    signed = KEY.sign("PUT", PATH, headers, created_s=1)
    public = PRIVATE.public_key()
    later = Signature(signed.signature_input.replace("created=1", "created=2"), signed.signature)
    assert verify("PUT", PATH, headers, signed, public)
    assert not verify("POST", PATH, headers, signed, public)
    assert not verify("PUT", PATH + "0", headers, signed, public)
    assert not verify("PUT", PATH, headers | {"content-type": "text/plain"}, signed, public)
    assert not verify("PUT", PATH, headers_of(b"bodY"), signed, public)
    assert not verify("PUT", PATH, headers, later, public)
    assert not verify("PUT", PATH, headers, signed, ec.generate_private_key(ec.SECP256R1()).public_key())


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_field_breaks_the_verifier(signature_input: str, signature: str) -> None:
    signed = KEY.sign("PUT", PATH, headers_of(b""), created_s=1)
    for forged in (Signature(signature_input, signature), Signature(signed.signature_input, signature)):
        assert not verify("PUT", PATH, headers_of(b""), forged, PRIVATE.public_key())
        assert Signature.from_text(forged.to_text()).key_id in ("", KEY.key_id)


def test_a_kept_signature_is_read_again_and_names_its_key() -> None:
    signed = KEY.sign("PUT", PATH, headers_of(b""), created_s=1)
    assert Signature.from_text(signed.to_text()) == signed
    assert signed.key_id == KEY.key_id == key_id_of(PRIVATE.public_key())


@pytest.mark.parametrize(
    "private",
    [ec.generate_private_key(ec.SECP384R1()), ed25519.Ed25519PrivateKey.generate()],
)
def test_only_a_key_on_p256_signs(private: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> None:
    for pem in (b"no key", private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())):
        with pytest.raises(SealError) as caught:
            SignatureKey.from_pem(pem)
        assert caught.value.code == "seal.terminal_key"
