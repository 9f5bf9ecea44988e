"""A stolen disk: the plain text of many submissions is looked for in every byte that the queue leaves behind."""

import base64
import os
import re
import secrets
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.platform.references import Voucher, Vouchers, WrappedVoucher, voucher_place
from kiosk.platform.vouchers import VoucherShelf
from offline_cache.attachments import Attachment
from offline_cache.cache import CacheSettings
from offline_cache.events import Delivered
from offline_cache.reference import Kind, Reference, ReferenceCache
from offline_cache.terminal_secret import TerminalSecret
from offline_cache.wrapping import wrap
from tests.support.queueing import USED_UP, Kiosk

WAIT_S = 30.0
ATTACHED_BYTES = 300_000
"""More than fits into the row: these chunks lie in a file of their own."""
NUMBER = "440304199006189989"
MARK = f"林小禾/{NUMBER}/"
"""Begins every word that is written, in content, names and scans."""
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
IN_CLEAR = re.compile(b"|".join(re.escape(MARK.encode(encoding)) for encoding in ENCODINGS))


def everything_below(folder: Path) -> bytes:
    """Every file as it is: the database with its free pages, the WAL, chunks."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    names = "\n".join(str(path) for path in files).encode()
    content = [names]
    for path in files:
        with suppress(FileNotFoundError):  # confirmed meanwhile
            content.append(path.read_bytes())
    return b"".join(content)


def test_nothing_of_1000_submissions_is_in_clear(settings: CacheSettings, platform) -> None:
    """While all of it waits, half-way through sending, after the last receipt, and after the end."""
    count, gate = 1000, threading.Event()
    platform.script = lambda _: None if gate.wait(WAIT_S) else platform.reply(503)
    kiosk = Kiosk(replace(settings, disk_limits=USED_UP), wait_s=WAIT_S).start()
    ids: list[str] = []
    for number in range(count):
        word = MARK + secrets.token_hex(8)
        scan = (word.encode() + os.urandom(100)) * (ATTACHED_BYTES // 120)
        attachments = (Attachment(word, "image/png", scan),) if number % 20 == 0 else ()
        content = f'{{"applicant": "{word}"}}'.encode() * 20
        ids.append(kiosk.queued(content, attachments))
    seen = [everything_below(settings.state_dir)]
    assert all(item_id.encode() in seen[0] for item_id in ids)
    gate.set()
    for delivered in range(1, count + 1):
        kiosk.next(Delivered)
        if delivered in (count // 2, count):
            seen.append(everything_below(settings.state_dir))
    kiosk.stop()
    seen.append(everything_below(settings.state_dir))
    line = [request.body for request in platform.requests]
    print(f"{count} submissions, {sum(map(len, seen))} bytes on the disk and {sum(map(len, line))} sent")
    assert sum(map(len, line)) > count * 1000
    for blob in (*seen, *line):
        assert IN_CLEAR.search(blob) is None


def test_nothing_of_1000_vouchers_is_in_clear(tmp_path: Path) -> None:
    """Identity numbers, tags and what is in the cells: neither in what came over the line nor on the disk."""
    platform, secret = Ed25519PrivateKey.generate(), TerminalSecret.load_or_make(tmp_path / "terminal.secret")
    now = datetime(2026, 11, 22, tzinfo=UTC)
    wrapped: list[WrappedVoucher] = []
    for number in range(1000):
        voucher = Voucher(
            id=f"v{number}", order_number="1", cabinet="A", cell="1", contents={"zh-CN": MARK}, valid_from=now,
            valid_to=now + timedelta(days=9), identity_number=NUMBER,
        )  # fmt: skip
        place = voucher_place("terminal-0001", voucher.id)
        sealed = wrap(voucher.model_dump_json().encode(), secret.wrapping_public, place)
        wrapped.append(WrappedVoucher(id=voucher.id, wrapped=base64.b64encode(sealed).decode()))
    listed = Vouchers(version="1", terminal_id="terminal-0001", vouchers=tuple(wrapped))
    unsigned = Reference(Kind.VOUCHERS, "1", now.isoformat(), "", listed.model_dump_json().encode())
    issued = replace(unsigned, signature=base64.b64encode(platform.sign(unsigned.signed_text)).decode())
    shelves = {Kind.VOUCHERS: VoucherShelf(secret, "terminal-0001")}
    cache = ReferenceCache(tmp_path / "reference", platform.public_key().public_bytes_raw(), shelves=shelves)
    assert cache.refresh(Kind.VOUCHERS, lambda _known: issued)
    kept = cache.current(Kind.VOUCHERS)
    assert kept is not None
    assert kept.body.count(secret.person_tag(NUMBER).encode()) == 1000
    assert IN_CLEAR.search(kept.body) is not None  # in memory
    for blob in (issued.body, everything_below(tmp_path)):
        assert IN_CLEAR.search(blob) is None
        assert NUMBER.encode() not in blob
        assert secret.person_tag(NUMBER).encode() not in blob


def test_the_search_finds_what_is_there() -> None:
    for encoding in ENCODINGS:
        assert IN_CLEAR.search(os.urandom(1001) + f"{MARK}1".encode(encoding))
