"""A terminal and its gateway on a line that the kernel spoils: run in a network namespace of its own.

`python -m tests.gateway.bare_line DIRECTORY SUBMISSIONS ATTACHMENT_BYTES`
"""

import os
import sys
import time
from pathlib import Path

from kiosk.gateway.embedded import EmbeddedGateway
from offline_cache import link
from tests.gateway.delivering import check_everything_arrived_once, terminal_at
from tests.gateway.terminal import CATALOGUE, TERMINAL

DRAINED_WITHIN_S = 1500.0


def main() -> None:
    folder, count, attachment_bytes = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    link.FIRST_WAIT_S, link.LONGEST_WAIT_S = 0.05, 1.0  # what is slow is the line
    with EmbeddedGateway(folder / "gateway", CATALOGUE, terminal_id=TERMINAL) as gateway:
        with terminal_at(gateway, gateway.base_url, folder / "outbox") as terminal:
            started_s = time.monotonic()
            for number in range(count):
                terminal.submit(os.urandom(attachment_bytes) if number % 5 == 0 else b"")
            terminal.drain(DRAINED_WITHIN_S)
            print(f"{count} submissions in {time.monotonic() - started_s:.1f} s", flush=True)
        check_everything_arrived_once(terminal, gateway, folder / "outbox")


if __name__ == "__main__":
    main()
