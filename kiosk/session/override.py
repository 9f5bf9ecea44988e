"""Staff vouch for somebody instead of a face check: what of it stands in the audit ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Override:
    """`staff_id`: the fingerprint of the staff card's key, or as staff are known by telephone. `reason`: one of
    `kiosk.gateway.staff_codes.REASONS`. Both persons leave the terminal's memory as tags alone."""

    session_id: str
    means: Literal["card", "code"]
    staff_id: str = field(repr=False)
    identity_number: str = field(repr=False)
    reason: str


Vouch = Callable[[Override], None]
"""Records it, on a worker's thread; it is on the disk then. Raises DeviceError `staff.unrecorded`: nobody vouches."""
