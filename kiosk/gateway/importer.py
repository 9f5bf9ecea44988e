"""`python -m kiosk.gateway import DIRECTORY`: what a terminal exported to removable media, as if off the network.

The same intake, the same checks of the terminal's own signature on every envelope, the same unique id and digest: what
came the one way first is known when it comes the other way. Needs the store for itself when that is SQLite.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.gateway.catalogue import CatalogueError
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.platform import GatewaySettings, Platform
from kiosk.gateway.refusal import Refusal
from kiosk.gateway.register import StoreUnavailable
from offline_cache.errors import SealError
from offline_cache.manifest import Exported, is_whole, read_limited, read_signed
from offline_cache.sealing import ENVELOPE_LIMIT_BYTES, ENVELOPE_TYPE, Envelope
from offline_cache.signing import Signature


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one item: "new", "known" (it was stored before), or the code of the refusal."""

    id: str
    outcome: str


def take_in(platform: Platform, folder: Path, ca_pem: bytes) -> Iterator[Imported]:
    """Take in every item of an export whose list is a terminal's. One that is refused holds up no other.

    Raises:
        SealError: `export.…`, the list is nobody's whom we know; nothing was taken in.
        OSError, StoreUnavailable: the medium or the store fails; what was told is stored.
    """
    manifest = read_signed(folder, ca_pem)
    for item in manifest.items:
        try:
            outcome = _take_in_item(platform, folder, item, manifest.terminal_id)
        except Refusal as refusal:
            outcome = refusal.code
        except SealError as error:
            outcome = error.code
        yield Imported(item.id, outcome)


def _take_in_item(platform: Platform, folder: Path, item: Exported, terminal_id: str) -> str:
    intakes = {
        "submission": ("submissions", platform.intake.submission),
        "rating": ("ratings", platform.intake.rating),
        "custody": ("custody", platform.intake.custody),
    }
    if item.channel not in intakes or not all(is_whole(folder, part) for part in item.parts):
        raise SealError("export.damaged")
    files = {Path(part.file).suffix: folder / part.file for part in item.parts}
    if ".envelope" not in files:
        raise SealError("export.damaged")
    body = read_limited(files[".envelope"], ENVELOPE_LIMIT_BYTES)
    headers = {"content-type": ENVELOPE_TYPE, "content-digest": _content_digest(body)}
    collection, take_in_body = intakes[item.channel]
    path = f"/v1/{collection}/{item.id}"
    platform.terminals.check_signature("PUT", path, headers, Signature.from_text(item.signature), terminal_id)
    if ".chunks" in files:
        _take_in_chunks(platform, Envelope.parse(body), files[".chunks"])
    kept = take_in_body(item.id, body, terminal_id, item.signature)
    return "new" if kept.is_new else "known"


def _take_in_chunks(platform: Platform, envelope: Envelope, file: Path) -> None:
    """The chunks that the envelope leaves out, in its order. Their names are checked by the whole file's digest, and by
    the seal when they are opened; a wrong one is refused here."""
    with file.open("rb") as stream:
        for listed, inline in zip(envelope.header.chunks, envelope.chunks, strict=True):
            if inline is None:
                chunk = stream.read(listed.size)
                if hashlib.sha256(chunk).hexdigest() != listed.sha256:
                    raise SealError("export.damaged")
                platform.chunks.put(envelope.header.id, listed.sha256, chunk)


def _content_digest(body: bytes) -> str:
    """As the terminal's request would carry it (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode('ascii')}:"


def main(arguments: list[str]) -> int:
    """Exit code 0 when every item is stored, 1 when some were refused, 2 when nothing could be taken in."""
    options = _parser().parse_args(arguments)
    settings = GatewaySettings(state_dir=options.state, catalogue_dir=options.catalogue, database=options.database)
    try:
        platform = Platform.open(settings)
    except (CatalogueError, StoreUnavailable, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201 -- a command
        return 2
    imported: list[Imported] = []
    failure = ""
    try:
        ca_pem = GatewayPaths(options.state).ca_cert.read_bytes()
        imported.extend(take_in(platform, options.directory, ca_pem))
    except (SealError, StoreUnavailable, OSError) as error:
        failure = error.code if isinstance(error, SealError) else str(error)
    finally:
        platform.store.close()
    refused = {item.id: item.outcome for item in imported if item.outcome not in ("new", "known")}
    counts = {outcome: sum(item.outcome == outcome for item in imported) for outcome in ("new", "known")}
    print(json.dumps(counts | {"refused": refused} | ({"error": failure} if failure else {})))  # noqa: T201
    return 2 if failure else 1 if refused else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kiosk.gateway import", description="Take in an exported queue.")
    parser.add_argument("directory", type=Path, help="folder that `kiosk outbox export` made")
    parser.add_argument("--state", type=Path, required=True, help="the gateway's directory")
    parser.add_argument("--catalogue", type=Path, required=True, help="directory of item files")
    parser.add_argument("--database", default="", help="postgresql:// address; SQLite in the state directory without")
    return parser
