"""The kiosk's queue in a process of its own: commands on stdin, events on stdout, one JSON value a line.

Started with the settings in JSON; a command is `[id, bytes of content]`, an event `[its type, id or "", code or ""]`.
Ends with stdin.
"""

import json
import os
import sys
from pathlib import Path

from offline_cache.cache import CacheSettings, OfflineCache
from offline_cache.events import CacheEvent


def settings_of(text: str) -> CacheSettings:
    given = json.loads(text)
    for name in ("state_dir", "ca_file", "cert_file", "key_file"):
        given[name] = Path(given[name])
    for name in ("platform_public_key", "platform_receipt_key"):
        given[name] = bytes.fromhex(given[name])
    return CacheSettings(**given)


def text_of(settings: CacheSettings, **changes: object) -> str:
    """The settings as the command line has them."""
    paths = {name: str(getattr(settings, name)) for name in ("state_dir", "ca_file", "cert_file", "key_file")}
    keys = {name: getattr(settings, name).hex() for name in ("platform_public_key", "platform_receipt_key")}
    names = {name: getattr(settings, name) for name in ("base_url", "terminal_id", "platform_key_id")}
    return json.dumps(paths | keys | names | changes)


def main() -> None:
    def post(event: CacheEvent) -> None:
        told = [type(event).__name__, getattr(event, "id", ""), getattr(event, "code", "")]
        os.write(1, json.dumps(told).encode() + b"\n")

    cache = OfflineCache(settings_of(sys.argv[1]), post)
    cache.start()
    for line in sys.stdin:
        item_id, size = json.loads(line)
        cache.put(item_id, "submission", os.urandom(size))
    cache.stop(20)


if __name__ == "__main__":
    main()
