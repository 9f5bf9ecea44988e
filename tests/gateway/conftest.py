"""A real gateway in its own process, one per module; a PostgreSQL server, one for all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from postgresql import postgresql

from kiosk.gateway.embedded import EmbeddedGateway
from kiosk.gateway.postgres_store import PostgresStore
from kiosk.gateway.register import Store
from kiosk.gateway.store import SqliteStore
from tests.gateway.terminal import CATALOGUE, TERMINAL, Terminal, key_of, session_of


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    """The address of a PostgreSQL database, shared: use ids of your own."""
    with postgresql() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        made: Store = SqliteStore(tmp_path / "gateway.sqlite")
    else:
        made = PostgresStore(request.getfixturevalue("database"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedGateway]:
    with EmbeddedGateway(tmp_path_factory.mktemp("gateway"), CATALOGUE, terminal_id=TERMINAL) as running:
        yield running


@pytest.fixture(scope="module")
def terminal(gateway: EmbeddedGateway) -> Iterator[Terminal]:
    with session_of(gateway) as session:
        document = session.get(gateway.base_url + "/v1/openapi.json", timeout=20).json()
        yield Terminal(gateway.base_url, session, key_of(gateway), document)
