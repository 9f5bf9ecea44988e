"""Cabinets whose doors open one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from drivers.contract.device import Device

if TYPE_CHECKING:
    from collections.abc import Mapping


class DoorState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"  # its board did not say, or the cell has no sensor


@dataclass(frozen=True, slots=True)
class Cell:
    """One compartment of the cabinet and where its door is, seen from the front, from the cabinet's upper left."""

    id: str  # as on its door
    size: str  # the name of its size, which several cells share
    width_mm: int
    height_mm: int
    depth_mm: int
    left_mm: int
    top_mm: int
    has_sensor: bool
    has_item_sensor: bool = False  # one for what lies inside


@dataclass(frozen=True, slots=True)
class LockerCapabilities:
    """`codec`: what the boards speak. `cells` in the order of the settings."""

    codec: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """What is known of one door. Times are monotonic.

    `forced`: it opened although nobody had asked it to, until it is seen closed. `left_open`: it stands open for longer
    than the settings allow. `occupied`: whether something lies inside; None where there is no sensor for it, or while
    its board does not say.
    """

    state: DoorState
    since_s: float
    forced: bool = False
    left_open: bool = False
    occupied: bool | None = None


class OpenOutcome(StrEnum):
    NOT_SENT = "not_sent"  # nothing left the terminal: the same command may be made again
    UNKNOWN = "unknown"  # it may have left, and nothing tells what it did: never made again without a person's decision
    OPENED = "opened"  # the sensor says so; without a sensor, the board
    JAMMED = "jammed"  # the board took the command and says that it failed, or the sensor says that nothing moved


@dataclass(frozen=True, slots=True)
class OpenCell:
    """Unlock one door, once: a `command_id` whose bytes may have left is never sent again, whoever asks."""

    cell: str
    command_id: str


@dataclass(frozen=True, slots=True)
class OpenResult:
    """`code` says why it did not simply open (`locker.silent`, `locker.jammed`, …); `others` are doors that opened
    meanwhile although nobody had asked them to.
    """

    outcome: OpenOutcome
    code: str = ""
    others: tuple[str, ...] = ()


class Locker(Device, Protocol):
    """A cabinet of cells with electric locks.

    `status` polls one board, each in its turn, so that no more than one poll is ever ahead of a command. Its `details`
    list cells, separated by spaces, under `open`, `left_open`, `forced` and `unknown`, so that a worker tells of every
    change by `StatusChanged`; beside online the code is `locker.forced`, `locker.left_open`, `locker.board_silent`,
    `locker.wiring` or `locker.under_current`.
    """

    @property
    def capabilities(self) -> LockerCapabilities: ...
    @property
    def known(self) -> Mapping[str, Door]:
        """What the last polls said of every cell; asks nobody."""
        ...

    def open_cell(self, command: OpenCell) -> OpenResult:
        """Unlock, and wait a moment until the sensor says what came of it. Raises nothing but for a cell that there is
        not, or an id used for another one (DeviceError `locker.no_cell`, `locker.command_used`): the outcome says it.
        The same command again gives its outcome again. A job that failed with `locker.hung` or `worker.bug` is unknown.
        """
        ...

    def door(self, cell: str) -> Door:
        """Ask the cell's board.

        Raises DeviceUnavailable `locker.missing`; DeviceError `locker.no_cell`, and for a board
        that does not answer, which loses nobody the line, `locker.silent`, `locker.garbage`.
        """
        ...

    def doors(self) -> Mapping[str, Door]:
        """Ask every board; the doors of those that do not answer are `unknown`.

        Raises DeviceUnavailable `locker.missing`, DeviceTimeout when none answers.
        """
        ...
