"""The reference platform put together: its settings, and what works for whoever asks, over HTTP or beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kiosk.gateway import pickup_orders
from kiosk.gateway.catalogue import Published, publish
from kiosk.gateway.certificate_desk import CertificateDesk
from kiosk.gateway.chunk_store import ChunkFolder, ChunkStore
from kiosk.gateway.demo_orders import load_orders
from kiosk.gateway.documents import Documents
from kiosk.gateway.inbox import Inbox
from kiosk.gateway.intake import Intake
from kiosk.gateway.licences import LicenceStore
from kiosk.gateway.notices import NoticeFile
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.platform_keys import KeyRing, ensure_keys
from kiosk.gateway.register import Store
from kiosk.gateway.store import SqliteStore
from kiosk.gateway.terminals import Terminals
from kiosk.gateway.working_days import load_working_days

_HERE = Path(__file__).parent


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """`region` is the district's code (GB/T 2260), the first six digits of an acceptance number; `database` a
    `postgresql://` address, "" for SQLite in `state_dir`; `notices_file` None for `notices.toml` there."""

    state_dir: Path
    catalogue_dir: Path
    licences_file: Path = _HERE / "licences.toml"
    holidays_file: Path = _HERE / "holidays.toml"
    region: str = "440304"
    database: str = ""
    notices_file: Path | None = None
    citizens_file: Path | None = None
    """Register of the simulated national identity service, laid out as the demo persons are; None = nobody is in it."""
    orders_file: Path | None = None
    """Demo orders (`kiosk.gateway.demo_orders`), taken in at the start; None = none."""
    body_limit_bytes: int = 16 * 1024 * 1024
    body_timeout_s: float = 60.0
    now: Callable[[], datetime] = utc_now
    """Gives an aware time."""


@dataclass(frozen=True, slots=True)
class Platform:
    """One of each; one per process."""

    settings: GatewaySettings
    published: Published
    keys: KeyRing
    licences: LicenceStore
    store: Store
    chunks: ChunkStore
    terminals: Terminals
    intake: Intake
    documents: Documents
    certificates: CertificateDesk

    @classmethod
    def open(cls, settings: GatewaySettings) -> "Platform":
        paths = GatewayPaths(settings.state_dir)
        notices = NoticeFile(settings.notices_file or paths.notices)
        published, keys, store = (
            publish(settings.catalogue_dir),
            ensure_keys(paths),
            open_store(settings.state_dir, settings.database),
        )
        chunks = ChunkFolder(paths.chunks)
        working_days = load_working_days(settings.holidays_file)
        intake = Intake(store, chunks, keys, published.items, working_days, settings.region, settings.now)
        licences = LicenceStore.load(settings.licences_file)
        if settings.orders_file is not None:
            at = settings.now()
            for order in load_orders(settings.orders_file, at):
                store.change(lambda execute, order=order: pickup_orders.add_order(execute, order, at))
        documents = Documents(published, notices, store, Inbox(paths.inbox), keys, settings.now)
        certificates = CertificateDesk(paths, store, published.items, keys, settings.now)
        terminals = Terminals(store)
        return cls(settings, published, keys, licences, store, chunks, terminals, intake, documents, certificates)


def open_store(state_dir: Path, database: str) -> Store:
    """`database` as in the settings. Raises StoreUnavailable."""
    if not database:
        return SqliteStore(GatewayPaths(state_dir).database)
    from kiosk.gateway.postgres_store import PostgresStore

    return PostgresStore(database)
