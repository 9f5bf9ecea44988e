"""One request over mutual TLS, and every way in which no answer comes."""

import base64
import hashlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from offline_cache.errors import LinkError
from offline_cache.transport import ANSWER_LIMIT_BYTES, Transport


def digest_of(body: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


@pytest.fixture
def connect(pki) -> Iterator[Callable[..., Transport]]:
    made: list[Transport] = []

    def make(base_url: str, identity=pki.terminal, ca_file: Path = pki.authority.file, **options: Any) -> Transport:
        made.append(
            Transport(
                base_url,
                ca_file=ca_file,
                cert_file=identity.cert,
                key_file=identity.key,
                terminal_id="terminal-0001",
                **options,
            )
        )
        return made[-1]

    yield make
    for transport in made:
        transport.close()


@pytest.fixture
def raw_server() -> Iterator[Callable[[Callable[[socket.socket], None]], str]]:
    """A TCP server whose every connection a test handles byte by byte."""
    listeners: list[socket.socket] = []

    def start(handle: Callable[[socket.socket], None]) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def run() -> None:
            try:
                while True:
                    with listener.accept()[0] as connection:
                        handle(connection)
            except OSError:
                return

        threading.Thread(target=run, daemon=True).start()
        return f"https://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for listener in listeners:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def failure(transport: Transport) -> LinkError:
    with pytest.raises(LinkError) as caught:
        transport.request("GET", "/v1/catalogue")
    assert caught.value.retryable
    return caught.value


def test_a_request_carries_body_digest_and_terminal_and_brings_the_answer_back(platform, connect) -> None:
    platform.script = lambda _: platform.reply(207, b'{"a": 1}', {"ETag": '"7"'})
    answer = connect(platform.base_url + "/").request(
        "PUT", "/v1/x", body=b"sealed", content_type="application/x", headers={"If-None-Match": '"6"'}
    )
    assert (answer.status, answer.headers["etag"], answer.json()) == (207, '"7"', {"a": 1})
    (request,) = platform.requests
    assert (request.method, request.path, request.body) == ("PUT", "/v1/x", b"sealed")
    assert request.headers["Content-Digest"] == digest_of(b"sealed")
    assert request.headers["Content-Type"] == "application/x"
    assert request.headers["If-None-Match"] == '"6"'
    assert request.headers["Kiosk-Terminal"] == "terminal-0001"


def test_bodies_of_any_length_arrive_whole_and_a_request_without_one_too(platform, connect) -> None:
    transport = connect(platform.base_url)
    for body in (b"", b"x", bytes(16 * 1024), bytes(16 * 1024 + 1), bytes(200_000)):
        platform.script = lambda _: platform.reply(204)
        assert transport.request("PUT", "/v1/x", body=body).status == 204
        assert platform.requests[-1].body == body
    assert transport.request("GET", "/").status == 204


def test_a_small_request_is_one_piece_on_the_line(pki, connect, raw_server) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki.server.cert, pki.server.key)
    pieces: list[bytes] = []

    def answer(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            pieces.append(secured.recv(65_536))  # one record at the most
            secured.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")

    assert connect(raw_server(answer)).request("PUT", "/v1/x", body=b"sealed").status == 204
    head, _, body = pieces[0].partition(b"\r\n\r\n")
    assert head.startswith(b"PUT /v1/x HTTP/1.1\r\n")
    assert body == b"sealed"


def test_redirects_and_errors_are_answers(platform, connect) -> None:
    transport = connect(platform.base_url)
    for status in (301, 307, 404, 503):
        platform.script = lambda _, status=status: platform.reply(status, headers={"Location": "https://elsewhere/"})
        assert transport.request("GET", "/").status == status


def test_nothing_comes_from_the_environment(platform, connect, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, "/nonexistent")
    platform.script = lambda _: platform.reply(204)
    assert connect(platform.base_url).request("GET", "/").status == 204


def test_each_thread_keeps_one_connection(platform, connect) -> None:
    platform.script = lambda _: platform.reply(204)
    transport = connect(platform.base_url)

    def three() -> None:
        for _ in range(3):
            transport.request("GET", "/")

    threads = [threading.Thread(target=three) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(platform.requests) == 9
    assert len(platform.connections) == 3


def test_only_https_is_spoken(connect) -> None:
    with pytest.raises(ValueError, match="https"):
        connect("http://127.0.0.1:1")


def test_a_platform_that_is_not_there_is_down(connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert failure(connect(f"https://127.0.0.1:{port}")).code == "link.down"


def test_a_connection_that_breaks_is_down(platform, connect, raw_server) -> None:
    platform.script = lambda _: platform.reply(0, hang_up=True)
    assert failure(connect(platform.base_url)).code == "link.down"
    assert failure(connect(raw_server(lambda connection: None))).code == "link.down"


def test_an_answer_cut_short_is_down(platform, connect) -> None:
    platform.script = lambda _: platform.reply(200, b"half", {"Content-Length": "100"})
    assert failure(connect(platform.base_url)).code == "link.down"


def test_silence_is_a_timeout(platform, connect, raw_server) -> None:
    over = threading.Event()
    silent = raw_server(lambda _: over.wait(10) and None)
    assert failure(connect(silent, read_timeout_s=0.1, connect_timeout_s=0.1)).code == "link.timeout"
    over.set()
    answered = threading.Event()
    platform.script = lambda _: answered.wait(10) and None
    assert failure(connect(platform.base_url, read_timeout_s=0.1)).code == "link.timeout"
    answered.set()


def test_an_answer_that_never_ends_is_a_timeout(platform, connect) -> None:
    platform.script = lambda _: platform.reply(200, bytes(200_000))
    assert failure(connect(platform.base_url, answer_timeout_s=0.0)).code == "link.timeout"


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\n" + b"X-Slow: yes\r\n" * 1000,
        b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b"x" * 100_000,
    ],
)
def test_an_answer_that_trickles_is_bounded_in_total_head_and_body(platform, connect, raw: bytes) -> None:
    """No silence is long enough to be one, but all of it would take minutes."""
    platform.script = lambda _: platform.reply(0, raw=raw, trickle_s=0.02)
    assert failure(connect(platform.base_url, answer_timeout_s=0.5, read_timeout_s=5.0)).code == "link.timeout"


def test_a_platform_that_takes_nothing_is_a_timeout(pki, connect, raw_server) -> None:
    done = threading.Event()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki.server.cert, pki.server.key)

    def shake_hands_and_sleep(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True):
            done.wait(20)

    transport = connect(raw_server(shake_hands_and_sleep), connect_timeout_s=0.5, read_timeout_s=0.5)
    with pytest.raises(LinkError) as caught:
        transport.request("PUT", "/", body=bytes(16 << 20))
    assert caught.value.code == "link.timeout"
    done.set()


def test_a_large_body_arrives_whole(platform, connect) -> None:
    platform.script = lambda _: platform.reply(204)
    body = bytes(range(256)) * 12_345
    connect(platform.base_url).request("PUT", "/", body=body)
    assert platform.requests[0].body == body
    assert platform.requests[0].headers["Content-Length"] == str(len(body))


@pytest.mark.parametrize("days", [-400, 0, 400])
def test_the_platforms_clock_is_measured_and_nothing_follows_from_it(platform, connect, days: int) -> None:
    transport = connect(platform.base_url, wall=lambda: time.time() + days * 86_400)
    assert transport.clock_offset_s is None
    platform.script = lambda _: platform.reply(204)
    transport.request("GET", "/")
    assert transport.clock_offset_s == pytest.approx(-days * 86_400, abs=3.0)


def test_a_date_that_is_none_leaves_the_clock_alone(platform, connect) -> None:
    transport = connect(platform.base_url)
    for date in ("soon", "Thu, 99 Foo 9999999 00:00:00 GMT", ""):
        head = f"HTTP/1.1 204 No Content\r\nDate: {date}\r\nConnection: close\r\n\r\n"
        platform.script = lambda _, head=head: platform.reply(0, raw=head.encode())
        assert transport.request("GET", "/").status == 204
    assert transport.clock_offset_s is None


def test_a_certificate_that_does_not_fit_is_named(pki, serve, connect) -> None:
    expired = failure(connect(serve(identity=pki.expired).base_url))
    assert (expired.code, expired.data) == ("link.certificate", {"verify_code": 10})
    stranger = failure(connect(serve(identity=pki.stranger).base_url))
    assert stranger.code == "link.certificate"
    another_name = failure(connect(serve(identity=pki.misnamed).base_url))
    assert (another_name.code, another_name.data) == ("link.certificate", {"verify_code": 64})


@pytest.mark.parametrize("which", ["expired", "stranger"])
def test_our_certificate_refused_by_the_platform_is_named(pki, platform, connect, which: str) -> None:
    assert failure(connect(platform.base_url, identity=getattr(pki, which))).code == "link.certificate"
    assert not platform.requests


def test_certificate_files_that_are_missing_or_no_certificates_are_named(pki, platform, connect, tmp_path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_bytes(b"")
    broken = type(pki.terminal)(empty, pki.terminal.key)
    mixed = type(pki.terminal)(pki.terminal.cert, pki.server.key)
    missing = type(pki.terminal)(tmp_path / "none.pem", pki.terminal.key)
    for identity in (broken, mixed, missing):
        assert failure(connect(platform.base_url, identity=identity)).code == "link.certificate"
    for ca_file in (empty, tmp_path / "none.pem"):
        assert failure(connect(platform.base_url, ca_file=ca_file)).code == "link.certificate"


def test_what_is_not_http_is_garbage(platform, connect, raw_server) -> None:
    assert failure(connect(raw_server(lambda connection: connection.sendall(b"220 hello\r\n")))).code == "link.garbage"
    platform.script = lambda _: platform.reply(200, raw=b"\x00\x01 not a status line\r\n\r\n")
    assert failure(connect(platform.base_url)).code == "link.garbage"


def test_an_answer_with_a_wrong_digest_or_without_end_is_garbage(platform, connect) -> None:
    platform.script = lambda _: platform.reply(200, b"changed", {"Content-Digest": digest_of(b"sent")})
    assert failure(connect(platform.base_url)).code == "link.garbage"
    platform.script = lambda _: platform.reply(200, bytes(ANSWER_LIMIT_BYTES + 1))
    assert failure(connect(platform.base_url)).code == "link.garbage"
    platform.script = lambda _: platform.reply(200, b"sent", {"Content-Digest": digest_of(b"sent")})
    assert connect(platform.base_url).request("GET", "/").body == b"sent"


@pytest.mark.usefixtures("no_collector")
@pytest.mark.parametrize("body", [b"", b"[]", b"nul", b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_json_object_is_garbage(platform, connect, body: bytes) -> None:
    platform.script = lambda _: platform.reply(200, body)
    with pytest.raises(LinkError) as caught:
        connect(platform.base_url).request("GET", "/").json()
    assert caught.value.code == "link.garbage"


def test_a_transport_that_was_closed_opens_anew(platform, connect) -> None:
    platform.script = lambda _: platform.reply(204)
    transport = connect(platform.base_url)
    transport.request("GET", "/")
    transport.close()
    assert transport.request("GET", "/").status == 204
    assert len(platform.connections) == 2
