"""The signed documents that terminals keep (`kiosk.platform.references`), made from what the store has.

A version says what is in the document and nothing else, so the same content has the same ETag at every process. It
stands in clear on terminals' disks: no digest of anything that can be guessed goes into it.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from kiosk.gateway import publications
from kiosk.gateway.catalogue import Published
from kiosk.gateway.inbox import Inbox
from kiosk.gateway.notices import NoticeFile
from kiosk.gateway.platform_keys import KeyRing
from kiosk.gateway.register import Store
from kiosk.platform.references import ReceiptKeys, Revocations, Texts, Voucher, Vouchers, WrappedVoucher, voucher_place
from kiosk.platform.schema import ISSUED_AT_HEADER, SIGNATURE_HEADER
from offline_cache.wrapping import wrap


@dataclass(frozen=True, slots=True)
class Document:
    """`kind` as in `offline_cache.reference`; the body is made only when it is sent."""

    kind: str
    version: str
    body: Callable[[], bytes] = field(repr=False)

    @property
    def etag(self) -> str:
        return f'"{self.version}"'


@dataclass(frozen=True, slots=True)
class Documents:
    """Everything that is published."""

    published: Published
    notices: NoticeFile
    store: Store
    inbox: Inbox
    keys: KeyRing
    now: Callable[[], datetime]

    def signed_headers(self, document: Document, body: bytes) -> dict[str, str]:
        """The header fields that go with the body."""
        issued_at = self.now().astimezone(UTC).isoformat()
        return {
            "ETag": document.etag,
            ISSUED_AT_HEADER: issued_at,
            SIGNATURE_HEADER: self.keys.sign_reference(document.kind, document.version, issued_at, body),
        }

    def catalogue(self) -> Document:
        return Document("catalogue", self.published.version, lambda: self.published.body)

    def texts(self, terminal_id: str) -> Document:
        notices = self.notices.of(terminal_id)
        version = _version([notice.model_dump(mode="json") for notice in notices])
        texts = Texts(version=version, terminal_id=terminal_id, notices=notices)
        return Document("texts", version, lambda: texts.model_dump_json().encode())

    def vouchers(self, terminal_id: str) -> Document:
        """None but an empty list goes out as long as the terminal has announced no key to wrap for."""
        self.inbox.carry_out(self.store)
        now = self.now()
        public_key = self.store.look(lambda execute: publications.wrapping_key(execute, terminal_id))
        found = self.store.look(lambda execute: publications.vouchers_of(execute, terminal_id, now))
        vouchers = found if public_key else []
        version = _version([public_key, *(voucher.id for voucher in vouchers)])

        def body() -> bytes:
            public = base64.b64decode(public_key)
            wrapped = tuple(_wrapped(voucher, terminal_id, public) for voucher in vouchers)
            return Vouchers(version=version, terminal_id=terminal_id, vouchers=wrapped).model_dump_json().encode()

        return Document("vouchers", version, body)

    def revocations(self) -> Document:
        self.inbox.carry_out(self.store)
        revoked = tuple(self.store.look(publications.revocations))
        version = _version([entry.model_dump(mode="json") for entry in revoked])
        document = Revocations(version=version, revoked=revoked)
        return Document("revocations", version, lambda: document.model_dump_json().encode())

    def receipt_keys(self) -> Document:
        terminals = self.store.look(publications.receipt_keys)
        version = _version(terminals)
        document = ReceiptKeys(version=version, terminals=terminals)
        return Document("terminals", version, lambda: document.model_dump_json().encode())


def _wrapped(voucher: Voucher, terminal_id: str, public: bytes) -> WrappedVoucher:
    wrapped = wrap(voucher.model_dump_json().encode(), public, voucher_place(terminal_id, voucher.id))
    return WrappedVoucher(id=voucher.id, wrapped=base64.b64encode(wrapped).decode("ascii"))


def _version(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
