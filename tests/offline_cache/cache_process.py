"""The kiosk's queue in a process of its own: commands on stdin, events on stdout, one JSON value a line.

Started with the settings as `queueing.text_of` has them. Commands are `["put", id, bytes of content]` and, under
`faulty_disk.so`, `["refuse", errno]` for every write from then on and `["accept"]`. An event is `[its type, id or "",
code or ""]`. Ends with stdin.
"""

import ctypes
import json
import os
import sys

from offline_cache import link, uploader
from offline_cache.cache import OfflineCache
from offline_cache.events import CacheEvent
from tests.support.queueing import settings_of


def main() -> None:
    def post(event: CacheEvent) -> None:
        told = [type(event).__name__, getattr(event, "id", ""), getattr(event, "code", "")]
        os.write(1, json.dumps(told).encode() + b"\n")

    link.FIRST_WAIT_S = link.LONGEST_WAIT_S = 0.05  # short waits, however often it was tried in vain
    uploader.TROUBLE_S = 0.2
    cache, disk = OfflineCache(settings_of(sys.argv[1]), post), ctypes.CDLL(None)
    cache.start()
    for line in sys.stdin:
        match json.loads(line):
            case ["put", item_id, size]:
                cache.put(item_id, "submission", os.urandom(size))
            case ["refuse", error]:
                disk.faulty_arm(ord("w"), 1, error, 1)
            case ["accept"]:
                disk.faulty_disarm()
    cache.stop(20)


if __name__ == "__main__":
    main()
