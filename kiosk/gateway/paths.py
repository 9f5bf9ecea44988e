"""Where the gateway keeps what in its state directory."""

from dataclasses import dataclass
from pathlib import Path

DEMO_ORDERS = Path(__file__).with_name("orders.toml")
"""See `kiosk.gateway.demo_orders`."""


@dataclass(frozen=True, slots=True)
class GatewayPaths:
    """All files of one gateway. Every file is readable by its owner alone."""

    state_dir: Path

    @property
    def database(self) -> Path:
        return self.state_dir / "gateway.sqlite"

    @property
    def chunks(self) -> Path:
        """A directory: attachments as they came."""
        return self.state_dir / "chunks"

    @property
    def notices(self) -> Path:
        """What terminals shall tell everybody (`kiosk.gateway.notices`); may be missing."""
        return self.state_dir / "notices.toml"

    @property
    def inbox(self) -> Path:
        """A directory: what staff want done while the gateway has the store for itself."""
        return self.state_dir / "inbox"

    @property
    def audit(self) -> Path:
        """Who opened which submission: one JSON object a line."""
        return self.state_dir / "audit.log"

    @property
    def log(self) -> Path:
        return self.state_dir / "gateway.log"

    @property
    def ca_cert(self) -> Path:
        return self.state_dir / "pki" / "ca.pem"

    @property
    def ca_key(self) -> Path:
        return self.state_dir / "pki" / "ca.key"

    @property
    def server_cert(self) -> Path:
        return self.state_dir / "pki" / "server.pem"

    @property
    def server_key(self) -> Path:
        return self.state_dir / "pki" / "server.key"

    @property
    def issuer_cert(self) -> Path:
        """Of whoever signs certificates and licences."""
        return self.state_dir / "pki" / "issuer.pem"

    @property
    def issuer_key(self) -> Path:
        return self.state_dir / "pki" / "issuer.key"

    def terminal_cert(self, terminal_id: str) -> Path:
        return self.state_dir / "terminals" / f"{terminal_id}.pem"

    def terminal_key(self, terminal_id: str) -> Path:
        return self.state_dir / "terminals" / f"{terminal_id}.key"

    @property
    def sealing_keys(self) -> Path:
        """A directory: one 32-byte X25519 private key per file, named by its key id."""
        return self.state_dir / "sealing"

    @property
    def one_time(self) -> Path:
        """What counts once: spent e-ID tokens, codes of staff."""
        return self.state_dir / "one_time.sqlite"

    @property
    def eid_issuer_key(self) -> Path:
        """The 32-byte Ed25519 private key of the simulated national identity service."""
        return self.state_dir / "eid_issuer.key"

    @property
    def receipt_key(self) -> Path:
        """The 32-byte Ed25519 private key that signs storage receipts."""
        return self.state_dir / "receipt.key"
