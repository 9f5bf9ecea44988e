"""`python -m kiosk.gateway COMMAND …`: what the platform's staff do beside, or instead of, a running gateway.

Exit code 0 when it was done, 1 when what was asked for is not there or not genuine, 2 when it could not be tried. While
a running gateway has the store for itself (SQLite), vouchers and revocations are left for it to carry out.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import ValidationError

from kiosk.gateway import publications
from kiosk.gateway.beside import looking
from kiosk.gateway.catalogue import CatalogueError, publish
from kiosk.gateway.chunk_store import ChunkFolder
from kiosk.gateway.inbox import Inbox, Order
from kiosk.gateway.office import UnknownSubmission, note, write_out
from kiosk.gateway.one_time import OneTimeRecords
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.pickup_orders import PickupOrder
from kiosk.gateway.platform import open_store
from kiosk.gateway.platform_keys import ensure_keys
from kiosk.gateway.private_files import write_private
from kiosk.gateway.purge import purge
from kiosk.gateway.register import StoreOwned, StoreUnavailable
from kiosk.gateway.staff_codes import REASONS, StaffCodes
from kiosk.platform.references import Revoked, RevokedKind, Voucher
from kiosk.slip import verified_slip
from offline_cache.errors import SealError

PURGE_DAYS = 30


def main(name: str, arguments: list[str]) -> int:
    """Run one of `COMMANDS`."""
    description, add_arguments, run = COMMANDS[name]
    parser = argparse.ArgumentParser(prog=f"python -m kiosk.gateway {name}", description=description)
    parser.add_argument("--state", type=Path, required=True, help="the gateway's directory")
    parser.add_argument("--database", default="", help="postgresql:// address; SQLite in the state directory without")
    add_arguments(parser)
    try:
        return run(parser.parse_args(arguments))
    except UnknownSubmission as error:
        return _failed(f"unknown: {error}", 1)
    except SealError as error:
        return _failed(str(error), 1)
    except ValidationError as error:  # its text quotes what was given
        return _failed("; ".join(f"{'.'.join(map(str, entry['loc']))}: {entry['type']}" for entry in error.errors()), 2)
    except (StoreUnavailable, CatalogueError, OSError) as error:
        return _failed(str(error), 2)


def _read(options: argparse.Namespace) -> int:
    paths = GatewayPaths(options.state)
    with looking(options.state, options.database) as store:
        files = write_out(
            options.id,
            options.out,
            store=store,
            chunks=ChunkFolder(paths.chunks),
            keys=ensure_keys(paths),
            paths=paths,
            reason=options.reason,
        )
    return _say(str(file) for file in files)


def _purge(options: argparse.Namespace) -> int:
    with closing(open_store(options.state, options.database)) as store:
        chunks = ChunkFolder(GatewayPaths(options.state).chunks)
        purged = purge(store, chunks, datetime.now(UTC) - timedelta(days=options.days))
    return _say((json.dumps({"submissions": purged.submissions, "bytes": purged.size_bytes}),))


def _issue_vouchers(options: argparse.Namespace) -> int:
    vouchers = tuple(Voucher.model_validate_json(line) for line in sys.stdin if line.strip())
    order = Order(at=datetime.now(UTC), terminal_id=options.terminal, vouchers=vouchers)
    count = _carried_out(order, options)
    return _say((json.dumps({"left": len(vouchers)} if count is None else {"new": count}),))


def _add_orders(options: argparse.Namespace) -> int:
    orders = tuple(PickupOrder.model_validate_json(line) for line in sys.stdin if line.strip())
    count = _carried_out(Order(at=datetime.now(UTC), pickup_orders=orders), options)
    return _say((json.dumps({"left": len(orders)} if count is None else {"new": count}),))


def _revoke(options: argparse.Namespace) -> int:
    revoked = Revoked(kind=RevokedKind(options.kind), id=options.id)
    count = _carried_out(Order(at=datetime.now(UTC), revoked=(revoked,)), options)
    return _say((json.dumps({"left": 1} if count is None else {"revoked": 1}),))


def _carried_out(order: Order, options: argparse.Namespace) -> int | None:
    """How many vouchers or orders are new; None when that is left to the running gateway."""
    try:
        with closing(open_store(options.state, options.database)) as store:
            return store.change(order.carry_out)
    except StoreOwned:
        Inbox(GatewayPaths(options.state).inbox).leave(order, order.at)
        return None


def _staff_code(options: argparse.Namespace) -> int:
    """Works beside a running gateway: codes are in a file of their own."""
    codes = StaffCodes(OneTimeRecords(GatewayPaths(options.state).one_time))
    try:
        code = codes.issue(options.terminal, options.staff, options.reason, datetime.now(UTC))
    except ValueError as error:
        return _failed(str(error), 2)
    return _say((code,))


def _certificate(options: argparse.Namespace) -> int:
    from kiosk.gateway import certificates
    from kiosk.gateway.certificate_pages import as_pdf  # brings a typesetter along
    from kiosk.gateway.certificate_signature import CertificateSigner

    now, paths = datetime.now(UTC), GatewayPaths(options.state)
    items = publish(options.catalogue).items
    today = certificates.china_day(now)
    note(paths.audit, "certificate", options.id, options.reason)
    with looking(options.state, options.database) as store:
        try:
            made = store.look(lambda execute: certificates.certificate_of(execute, options.id, items, today))
        except certificates.NotIssuable as error:
            return _failed(str(error), 1)
    unsigned = as_pdf(made, made.code(ensure_keys(paths).receipt.sign), now)
    write_private(options.out, CertificateSigner(paths).sign(unsigned, made.number))
    return _say((json.dumps({"number": made.number, "special": made.special}),))


def _verify_receipt(options: argparse.Namespace) -> int:
    with looking(options.state, options.database) as store:
        slip = verified_slip(options.payload, store.look(publications.receipt_keys))
    if slip is None:
        return _failed("nobody here signed that", 1)
    return _say((json.dumps(slip.as_dict()),))


def _add_read(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="id of the submission")
    parser.add_argument("--out", type=Path, required=True, help="folder to make")
    parser.add_argument("--reason", required=True, help="why; stands in the audit log")


def _add_certificate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="id of the submission, which is approved")
    parser.add_argument("--out", type=Path, required=True, help="PDF to write")
    parser.add_argument("--catalogue", type=Path, required=True, help="folder of the service items")
    parser.add_argument("--reason", default="approved", help="why; stands in the audit log")


def _add_purge(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=int, default=PURGE_DAYS, help="how long nothing came for an upload")


def _add_nothing(_parser: argparse.ArgumentParser) -> None:
    pass


def _add_issue(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--terminal", required=True, help="id of the terminal that has the cabinet")


def _add_revoke(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=[kind.value for kind in RevokedKind])
    parser.add_argument("id", help="of the voucher, or SHA-256 of the certificate's public key")


def _add_staff_code(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--terminal", required=True, help="id of the terminal that the person stands at")
    parser.add_argument("--staff", required=True, help="staff number of whoever confirms the identity")
    parser.add_argument("--reason", required=True, choices=REASONS, help="why the face check did not do")


def _add_receipt(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("payload", help="what the receipt's code says")


COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None], Callable[[argparse.Namespace], int]]] = {
    "read": ("Unseal a submission for the office; noted in audit.log.", _add_read, _read),
    "purge": ("Remove chunks whose envelope never came.", _add_purge, _purge),
    "issue-vouchers": ("Take vouchers from standard input, one JSON object a line.", _add_issue, _issue_vouchers),
    "add-orders": ("Take orders to pick up from standard input, one JSON object a line.", _add_nothing, _add_orders),
    "revoke": ("Let a voucher or certificate count no more.", _add_revoke, _revoke),
    "staff-code": ("A code for somebody whom staff identified by telephone.", _add_staff_code, _staff_code),
    "certificate": (
        "Issue the certificate of an approved submission, as a signed PDF.",
        _add_certificate,
        _certificate,
    ),
    "verify-receipt": ("Say whether a terminal of ours signed this receipt.", _add_receipt, _verify_receipt),
}


def _say(lines: Iterable[str]) -> int:
    for line in lines:
        print(line)  # noqa: T201 -- a command
    return 0


def _failed(why: str, code: int) -> int:
    print(why, file=sys.stderr)  # noqa: T201 -- a command
    return code
