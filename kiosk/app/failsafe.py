"""What happens when a bug shows itself: it is logged with its trace, and the person gets the failsafe page.

A trace is written without the exception's message, which may quote what somebody typed or what a card said.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

log = logging.getLogger("kiosk.app")


def install(broke: Callable[[], None]) -> None:
    """Catch what nothing else caught, on every thread.

    Args:
        broke: shows the failsafe page; called on any thread, so it must only post.
    """

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("bug: %s\n%s", kind.__name__, "".join(traceback.format_tb(trace)))
        broke()

    def caught_in_thread(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            caught(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    sys.excepthook = caught
    threading.excepthook = caught_in_thread
