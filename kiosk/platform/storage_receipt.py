"""Checking the platform's signed word that it holds an envelope."""

import base64
import binascii

from kiosk.platform.schema import PlatformKeys, StorageReceipt


def is_genuine(receipt: StorageReceipt, keys: PlatformKeys) -> bool:
    """Whether the signature (Ed25519, RFC 8032, over `id|digest|stored_at` as in the JSON) is by the platform's key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    stored_at = receipt.model_dump(mode="json")["stored_at"]
    signed = f"{receipt.id}|{receipt.digest}|{stored_at}".encode()
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(keys.receipt_public_key, validate=True))
        public.verify(base64.b64decode(receipt.signature, validate=True), signed)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return receipt.key_id == keys.receipt_key_id
