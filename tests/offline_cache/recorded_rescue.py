"""Run under `disk_recorder.so`: open the queue in a directory once, as a start does, and close it."""

import sys
from pathlib import Path

from offline_cache.outbox import Outbox
from offline_cache.ownership import Ownership


def main() -> None:
    with Ownership(Path(sys.argv[1])) as ownership:
        outbox = Outbox(ownership)
        assert outbox.salvage is not None, "there was no damage"
        outbox.close()


if __name__ == "__main__":
    main()
