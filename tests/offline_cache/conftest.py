"""A platform to talk to: real HTTPS with mutual TLS on 127.0.0.1, answering as the test says."""

import base64
import hashlib
import http.server
import ipaddress
import json
import os
import ssl
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID

from offline_cache.cache import CacheSettings
from offline_cache.sealing import Envelope, generate_key_pair
from tests.support.preload import built
from tests.support.queueing import Kiosk

NOW = datetime.now(UTC)


@dataclass(frozen=True)
class Identity:
    """A certificate and its key, as PEM files."""

    cert: Path
    key: Path


class Authority:
    """A certificate authority in a folder."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = (
            self._builder(self._name, self._key, NOW + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def issue(
        self,
        name: str,
        *,
        since: datetime = NOW - timedelta(days=60),
        until: datetime = NOW + timedelta(days=30),
        host: str = "127.0.0.1",
    ) -> Identity:
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            self._builder(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), key, until, since)
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]),
                critical=False,
            )
            .sign(self._key, hashes.SHA256())
        )
        identity = Identity(self._folder / f"{name}.crt", self._folder / f"{name}.key")
        identity.cert.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        identity.key.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return identity

    def _builder(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        until: datetime,
        since: datetime = NOW - timedelta(days=60),
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(since)
            .not_valid_after(until)
        )


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    hang_up: bool = False
    """Close the connection with no answer at all."""
    raw: bytes = b""
    """Sent as it is, instead of everything else."""
    trickle_s: float = 0.0
    """How long each byte of `raw` takes."""


@dataclass
class Platform:
    """The server's side. Every envelope is stored once by id and answered with a receipt, once it has all its chunks,
    unless `script` gives another `Reply` to a request."""

    base_url: str = ""
    reply = Reply
    """The type, for scripts."""
    script: Callable[[Request], Reply | None] = lambda _request: None
    connections: list[object] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    receipt_key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    stored: dict[str, Envelope] = field(default_factory=dict)
    stored_times: dict[str, int] = field(default_factory=dict)
    chunks: dict[tuple[str, str], bytes] = field(default_factory=dict)
    """By id and SHA-256."""

    def answer(self, request: Request) -> Reply:
        self.requests.append(request)
        scripted = self.script(request)
        return scripted if scripted is not None else self.store(request)

    def store(self, request: Request) -> Reply:
        if "/chunks/" in request.path:
            item_id, _, sha256 = request.path.split("/")[-3:]
            assert hashlib.sha256(request.body).hexdigest() == sha256
            is_new = self.chunks.setdefault((item_id, sha256), request.body) is request.body
            return Reply(201 if is_new else 204)
        envelope = Envelope.parse(request.body)
        item_id = request.path.rsplit("/", 1)[1]
        pairs = list(zip(envelope.header.chunks, envelope.chunks, strict=True))
        missing = [
            listed.sha256 for listed, inline in pairs if not inline and (item_id, listed.sha256) not in self.chunks
        ]
        if missing:
            return Reply(425, json.dumps({"code": "envelope.incomplete", "detail": {"missing": missing}}).encode())
        whole = tuple(inline or self.chunks[item_id, listed.sha256] for listed, inline in pairs)
        envelope = Envelope(envelope.header, whole)
        known = self.stored.setdefault(item_id, envelope)
        if known.header.digest != envelope.header.digest:
            return Reply(409)
        self.stored_times[item_id] = self.stored_times.get(item_id, 0) + 1
        return Reply(201 if self.stored_times[item_id] == 1 else 200, self.receipt(request))

    def receipt(self, request: Request, **changed: str) -> bytes:
        header = Envelope.parse(request.body).header
        record = {"id": header.id, "digest": header.digest, "stored_at": "2026-01-31T08:00:00Z"}
        signature = self.receipt_key.sign("|".join(record.values()).encode())
        record |= {"signature": base64.b64encode(signature).decode()} | changed
        return json.dumps({"receipt": record, "status": {"state": "accepted"}}).encode()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    platform: Platform
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.platform.connections.append(self.client_address)

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        if len(body) < length:  # cut off in the middle: no server takes that for a request
            self.close_connection = True
            return
        reply = self.platform.answer(Request(self.command, self.path, dict(self.headers), body))
        length = reply.headers.get("Content-Length", str(len(reply.body)))
        self.close_connection |= reply.hang_up or bool(reply.raw) or length != str(len(reply.body))
        if reply.hang_up or reply.raw:
            if not reply.trickle_s:
                self.wfile.write(reply.raw)
            for byte in reply.raw if reply.trickle_s else b"":
                self.wfile.write(bytes([byte]))
                time.sleep(reply.trickle_s)
            return
        self.send_response(reply.status)
        for name, value in (reply.headers | {"Content-Length": length}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    do_GET = do_PUT = do_POST = answer  # noqa: N815 -- named by the standard library

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, context: ssl.SSLContext, handler: type[_Handler], port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), handler)
        self._context = context

    def finish_request(self, request: object, client_address: object) -> None:
        """The handshake is made on the connection's own thread, so a client that breaks it off stops nobody."""
        try:
            with self._context.wrap_socket(request, server_side=True) as secured:  # type: ignore[arg-type]
                secured.settimeout(20)
                self.RequestHandlerClass(secured, client_address, self)  # type: ignore[arg-type]
        except OSError:
            pass


@dataclass(frozen=True)
class Pki:
    authority: Authority
    server: Identity
    terminal: Identity
    expired: Identity
    misnamed: Identity
    """Issued for another host."""
    stranger: Identity
    """Issued by an authority that nobody here knows."""


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    folder = tmp_path_factory.mktemp("pki")
    authority = Authority(folder, "city")
    return Pki(
        authority,
        server=authority.issue("platform"),
        terminal=authority.issue("terminal-0001"),
        expired=authority.issue("expired", until=NOW - timedelta(days=1)),
        misnamed=authority.issue("misnamed", host="127.0.0.2"),
        stranger=Authority(folder, "elsewhere").issue("stranger"),
    )


@pytest.fixture
def serve(pki: Pki) -> Iterator[Callable[..., Platform]]:
    """Start a platform; `identity` is the certificate it shows."""
    servers: list[_Server] = []

    def start(platform: Platform | None = None, identity: Identity = pki.server, port: int = 0) -> Platform:
        platform = platform or Platform()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(identity.cert, identity.key)
        context.load_verify_locations(pki.authority.file)
        context.verify_mode = ssl.CERT_REQUIRED
        server = _Server(context, type("Handler", (_Handler,), {"platform": platform}), port)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        platform.base_url = f"https://127.0.0.1:{server.server_address[1]}"
        return platform

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def platform(serve: Callable[..., Platform]) -> Platform:
    return serve()


@pytest.fixture(scope="session")
def key_pair() -> tuple[bytes, bytes]:
    return generate_key_pair()


@pytest.fixture
def settings(tmp_path: Path, pki: Pki, platform: Platform, key_pair: tuple[bytes, bytes]) -> CacheSettings:
    """A queue's before this platform."""
    return CacheSettings(
        state_dir=tmp_path / "state",
        base_url=platform.base_url,
        ca_file=pki.authority.file,
        cert_file=pki.terminal.cert,
        key_file=pki.terminal.key,
        terminal_id="terminal-0001",
        platform_key_id="platform-2026",
        platform_public_key=key_pair[1],
        platform_receipt_key=platform.receipt_key.public_key().public_bytes_raw(),
    )


@pytest.fixture
def start(settings: CacheSettings) -> Iterator[Callable[..., Kiosk]]:
    """Start a queue, as often as wanted; all are stopped in the end."""
    started: list[Kiosk] = []

    def make(settings: CacheSettings = settings) -> Kiosk:
        started.append(Kiosk(settings).start())
        return started[-1]

    yield make
    for kiosk in started:
        kiosk.stop()


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory where there is one: thousands of images are written and synced."""
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if os.access(shared, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that writes down what a program does to files (`disk_recorder.c`)."""
    return built("disk_recorder", tmp_path_factory.mktemp("disk_recorder"))


@pytest.fixture(scope="session")
def faulty_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library under which writes and syncs fail when told to (`faulty_disk.c`)."""
    return built("faulty_disk", tmp_path_factory.mktemp("faulty_disk"))
