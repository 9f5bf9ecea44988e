"""The gateway's own intake and store, without HTTP: what a terminal's requests and its exports lead to."""

import base64
import hashlib
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from kiosk.gateway.importer import take_in
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.pki import ensure_pki
from kiosk.gateway.platform import GatewaySettings, Platform
from kiosk.gateway.register import Kept
from offline_cache.delivery import sign_envelope
from offline_cache.export import Exporter
from offline_cache.items import Channel
from offline_cache.sealing import ENVELOPE_TYPE, Envelope, PlatformKey, seal
from offline_cache.signing import Signature, SignatureKey

CATALOGUE = Path(__file__).parents[2] / "config" / "catalogue"
TERMINAL = "SZ-FT-0001"


class RealIntake:
    """One platform and its one terminal, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._paths = GatewayPaths(folder / "gateway")
        ensure_pki(self._paths, [TERMINAL], datetime.now(UTC))
        self._platform = Platform.open(GatewaySettings(state_dir=self._paths.state_dir, catalogue_dir=CATALOGUE))
        cert, key = self._paths.terminal_cert(TERMINAL), self._paths.terminal_key(TERMINAL)
        self._platform.terminals.enrol(TERMINAL, cert.read_bytes(), datetime.now(UTC))
        keys = self._platform.keys.public()
        self._sealing_key = PlatformKey(keys.sealing_key_id, base64.b64decode(keys.sealing_public_key))
        self._signature_key = SignatureKey.from_pem(key.read_bytes())
        self.exporter = Exporter(TERMINAL, cert, key, lambda item_id: folder / item_id)

    def sealed(self, item_id: str, content: bytes) -> tuple[Envelope, str]:
        """An envelope, and the terminal's signature on the request that hands it over."""
        envelope = seal(item_id, content, (), self._sealing_key)
        signature = sign_envelope(self._signature_key, Channel.SUBMISSION, item_id, envelope.to_bytes(), created_s=1000)
        return envelope, signature.to_text()

    def put(self, item_id: str, body: bytes, signature: str) -> Kept:
        """What `PUT /v1/submissions/{id}` does."""
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        headers = {"content-type": ENVELOPE_TYPE, "content-digest": f"sha-256=:{digest}:"}
        path = f"/v1/submissions/{item_id}"
        self._platform.terminals.check_signature("PUT", path, headers, Signature.from_text(signature), TERMINAL)
        return self._platform.intake.submission(item_id, body, TERMINAL, signature)

    def import_from(self, folder: Path) -> dict[str, str]:
        """What `python -m kiosk.gateway import` does; returns what became of each item."""
        ca_pem = self._paths.ca_cert.read_bytes()
        return {item.id: item.outcome for item in take_in(self._platform, folder, ca_pem)}

    def stored(self, ids: Iterable[str]) -> list[tuple[str, bytes]]:
        """The rows that the database has of these."""
        query = "SELECT id, body FROM envelopes WHERE id = ?"
        with closing(sqlite3.connect(self._paths.database)) as database:
            return [row for item_id in ids for row in database.execute(query, (item_id,))]

    def close(self) -> None:
        self._platform.store.close()
