"""The platform's public keys as this terminal knows them: fetched once, over mutual TLS, then kept.

With them on disk the terminal can seal from its first second on, also when it starts without a network.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from kiosk.errors import PlatformError
from kiosk.platform.schema import PlatformKeys
from offline_cache.disk import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable


def pinned_keys(file: Path, fetch: Callable[[], PlatformKeys]) -> PlatformKeys:
    """The kept keys, or those that `fetch` brings, kept from now on.

    Raises:
        PlatformError: there are none yet and the platform cannot be asked; `platform.keys_unreadable` when the file is
            not ours.
        OSError: the file cannot be read or written.
    """
    if file.exists():
        try:
            return PlatformKeys.model_validate_json(file.read_bytes())
        except ValidationError:
            raise PlatformError("platform.keys_unreadable") from None
    keys = fetch()
    write_whole(file, keys.model_dump_json().encode())
    return keys
