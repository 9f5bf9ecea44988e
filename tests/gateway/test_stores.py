"""What holds for both stores: SQLite in one process, PostgreSQL shared by several."""

import itertools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from postgresql import postgresql

from kiosk.gateway.chunk_store import ChunkFolder
from kiosk.gateway.embedded import EmbeddedGateway, GatewayStartError
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.postgres_store import PostgresStore
from kiosk.gateway.register import Arrived, Channel, DigestConflict, Enrolled, Kept, Register, Store, StoreUnavailable
from kiosk.gateway.terminals import KNOWN_FOR_S, Terminals
from kiosk.platform.schema import SubmissionStatus
from kiosk.platform.submission_state import SubmissionState
from tests.gateway.terminal import CATALOGUE, TERMINAL, Terminal, application, key_of, new_id, session_of

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with postgresql() as address:
        yield address


def arrived(item_id: str, digest: str = "d" * 64) -> Arrived:
    return Arrived(Channel.SUBMISSION, item_id, digest, TERMINAL, NOW, b"\x00sealed\xff", signature="signed")


def answering(text: str) -> Callable[[Register], str]:
    return lambda _register: text


def test_the_first_answer_is_the_answer(store: Store) -> None:
    item_id = new_id()
    assert store.put(arrived(item_id), answering("first")) == Kept("first", is_new=True)
    assert store.put(arrived(item_id), answering("second")) == Kept("first", is_new=False)
    with pytest.raises(DigestConflict):
        store.put(arrived(item_id, "e" * 64), answering("third"))


def test_many_at_once_with_the_same_id_are_one(store: Store) -> None:
    ids = [new_id() for _ in range(20)]
    counter = itertools.count()
    with ThreadPoolExecutor(16) as pool:
        kept = list(pool.map(lambda item: store.put(arrived(item), lambda _: f"{item} {next(counter)}"), ids * 8))
    assert sum(one.is_new for one in kept) == len(ids)
    assert len({one.answer for one in kept}) == len(ids)


def test_one_that_fails_takes_nobody_along(store: Store) -> None:
    """Not those either that are committed in the same group, and nothing of its own stays."""

    def bug(register: Register) -> str:
        given = application(broken)
        register.add_submission(arrived(broken), given, SubmissionStatus(state=SubmissionState.RECEIVED))
        raise ZeroDivisionError

    broken, sound = new_id(), [new_id() for _ in range(30)]

    def put(item_id: str) -> Kept | None:
        if item_id == broken:
            with pytest.raises(ZeroDivisionError):
                store.put(arrived(broken), bug)
            return None
        return store.put(arrived(item_id), answering("stored"))

    with ThreadPoolExecutor(16) as pool:
        kept = list(pool.map(put, [*sound[:15], broken, *sound[15:]]))
    assert [one.is_new for one in kept if one is not None] == [True] * 30
    assert store.status(broken) is None
    assert store.put(arrived(broken), answering("now")).is_new


def test_repeated_applications_see_each_other_however_close_they_come(store: Store) -> None:
    given = application(new_id())

    def apply(item_id: str) -> str:
        def settle(register: Register) -> str:
            is_repeated = register.has_applied(given, datetime.fromtimestamp(0, UTC))
            register.add_submission(arrived(item_id), given, SubmissionStatus(state=SubmissionState.RECEIVED))
            return str(is_repeated)

        return store.put(arrived(item_id), settle).answer

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(apply, [new_id() for _ in range(24)]))
    assert sorted(answers) == ["False"] + ["True"] * 23


def test_acceptance_numbers_are_unique_among_many_at_once(store: Store) -> None:
    def number(register: Register) -> str:
        return register.next_acceptance_number("440304", NOW.date())

    with ThreadPoolExecutor(8) as pool:
        numbers = list(
            pool.map(lambda item_id: store.put(arrived(item_id), number).answer, [new_id() for _ in range(80)])
        )
    assert len(set(numbers)) == 80
    assert all(len(text) == 18 and text.startswith("440304261123") for text in numbers)


def test_what_somebody_gave_last_time_is_found(store: Store) -> None:
    given = application(new_id())
    store.put(
        arrived(given.id),
        lambda register: (
            register.add_submission(arrived(given.id), given, SubmissionStatus(state=SubmissionState.ACCEPTED)) or ""
        ),
    )
    applicant = given.applicant
    assert store.last_values(applicant.identity_number, applicant.name) == given.values
    assert store.last_values(applicant.identity_number, "somebody else") == {}
    status = SubmissionStatus.model_validate_json(store.status(given.id) or "")
    assert status.state is SubmissionState.ACCEPTED


def test_a_revoked_terminal_is_out_after_a_few_seconds_and_may_be_let_in_again(store: Store) -> None:
    now_s = 0.0
    terminals = Terminals(store, monotonic=lambda: now_s)
    key_id, enrolled = new_id(), Enrolled(new_id(), b"\x01\xffkey")
    assert terminals.known(key_id) is None
    store.enrol(key_id, enrolled, NOW)
    assert terminals.known(key_id) == terminals.recent(key_id) == enrolled
    store.revoke(enrolled.terminal_id, NOW)
    assert terminals.known(key_id) == enrolled
    now_s = KNOWN_FOR_S
    assert terminals.known(key_id) is None
    store.enrol(key_id, enrolled, NOW)
    assert terminals.known(key_id) == enrolled


def test_a_store_that_is_gone_says_so(store: Store, database: str) -> None:
    if isinstance(store, PostgresStore):
        with psycopg.connect(database, autocommit=True) as admin:
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        with pytest.raises(StoreUnavailable):
            store.status("x")
        assert store.status("x") is None  # the next connection works
    else:
        store.close()
        with pytest.raises(StoreUnavailable):
            store.put(arrived(new_id()), answering(""))


def test_a_database_that_cannot_be_reached_is_named(tmp_path: Path) -> None:
    gateway = EmbeddedGateway(tmp_path, CATALOGUE, terminal_id=TERMINAL, database="postgresql://127.0.0.1:9/none")
    with pytest.raises(GatewayStartError):
        gateway.start()
    assert "OperationalError" in (tmp_path / "gateway.log").read_text()


def test_several_workers_need_a_database(tmp_path: Path) -> None:
    with pytest.raises(GatewayStartError):
        EmbeddedGateway(tmp_path, CATALOGUE, terminal_id=TERMINAL, workers=2).start()
    assert "--database" in (tmp_path / "gateway.log").read_text()


# ---- several workers ----------------------------------------------------------------------------------------------


@contextmanager
def terminals_of(gateway: EmbeddedGateway, count: int) -> Iterator[list[Terminal]]:
    """As many connections."""
    sessions = [session_of(gateway) for _ in range(count)]
    document = sessions[0].get(gateway.base_url + "/v1/openapi.json", timeout=20).json()
    yield [Terminal(gateway.base_url, session, key_of(gateway), document) for session in sessions]
    for session in sessions:
        session.close()


def test_workers_that_share_a_database_answer_as_one(database: str, tmp_path: Path) -> None:
    gateway = EmbeddedGateway(tmp_path, CATALOGUE, terminal_id=TERMINAL, database=database, workers=2)
    with gateway, terminals_of(gateway, 6) as terminals:
        ids = [new_id() for _ in range(6)]
        bodies = {
            item_id: terminals[0].seal(item_id, application(item_id).model_dump_json().encode()) for item_id in ids
        }
        barrier = threading.Barrier(len(terminals))

        def put_all(terminal: Terminal) -> dict[str, tuple[int, bytes]]:
            barrier.wait()
            answers = {item_id: terminal.put(item_id, body.to_bytes()) for item_id, body in bodies.items()}
            return {item_id: (answer.status_code, answer.content) for item_id, answer in answers.items()}

        with ThreadPoolExecutor(len(terminals)) as pool:
            answered = list(pool.map(put_all, terminals))
        again = terminals[0].seal(ids[0], b"sealed anew")
        assert terminals[0].put(ids[0], again.to_bytes()).status_code == 409
    for item_id in ids:
        assert sorted(answers[item_id][0] for answers in answered) == [200] * 5 + [201]
        assert len({answers[item_id][1] for answers in answered}) == 1
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT id, body FROM envelopes WHERE id = ANY(%s)", (ids,)).fetchall()
    assert dict(rows) == {item_id: body.to_bytes() for item_id, body in bodies.items()}


# ---- chunks and terminals -----------------------------------------------------------------------------------------


def test_a_chunk_is_kept_once_and_found(tmp_path: Path) -> None:
    chunks = ChunkFolder(tmp_path / "chunks")
    with ThreadPoolExecutor(8) as pool:
        new = list(pool.map(lambda _: chunks.put("id", "a" * 64, b"chunk"), range(16)))
    assert any(new)
    assert chunks.put("id", "a" * 64, b"chunk") is False
    assert chunks.get("id", "a" * 64) == b"chunk"
    assert chunks.missing("id", ["a" * 64, "b" * 64]) == ["b" * 64]
    assert chunks.missing("other", ["a" * 64]) == ["a" * 64]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a" * 64]


def test_a_certificate_of_our_authority_alone_lets_nobody_in(tmp_path: Path) -> None:
    """Not enrolled: 403. Enrolled: in. Revoked: out."""
    stranger, paths = "SZ-FT-0099", GatewayPaths(tmp_path)
    first = EmbeddedGateway(tmp_path, CATALOGUE, terminal_id=TERMINAL)
    first.prepare()
    with EmbeddedGateway(tmp_path, CATALOGUE, terminal_id=stranger) as gateway, session_of(gateway) as session:
        assert session.get(gateway.base_url + "/v1/ping", timeout=20).status_code == 204
        session.cert = (str(paths.terminal_cert(TERMINAL)), str(paths.terminal_key(TERMINAL)))
        session.close()
        answer = session.get(gateway.base_url + "/v1/ping", timeout=20)
        assert (answer.status_code, answer.json()["code"]) == (403, "terminal.unknown")
    for option, value, status in (
        ("--enrol", str(paths.terminal_cert(TERMINAL)), 204),
        ("--revoke", TERMINAL, 403),
    ):
        changed = EmbeddedGateway(tmp_path, CATALOGUE, terminal_id=stranger, options=(option, value))
        with changed as gateway, session_of(gateway) as session:
            session.cert = (str(paths.terminal_cert(TERMINAL)), str(paths.terminal_key(TERMINAL)))
            assert session.get(gateway.base_url + "/v1/ping", timeout=20).status_code == status
