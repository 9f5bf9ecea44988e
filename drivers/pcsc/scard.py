"""The PC/SC calls that are used, typed: the only place that touches pyscard's `smartcard.scard` (a thin layer over
libpcsclite, whose functions and codes are those of PC/SC Workgroup part 5 and `winscard.h`).

pyscard's own monitors are not used: their thread ends for good, and unnoticed, when pcscd restarts.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

import contextlib
from collections.abc import Generator, Mapping
from dataclasses import dataclass

from smartcard import scard  # pyright: ignore[reportMissingTypeStubs]

from drivers.errors import DeviceError, DeviceUnavailable, MediaError, ProtocolError

READERS_CHANGED = "\\\\?PnP?\\Notification"
"""A reader that does not exist: its state changes when readers come and go."""

PRESENT: int = scard.SCARD_STATE_PRESENT
MUTE: int = scard.SCARD_STATE_MUTE
_CHANGED: int = scard.SCARD_STATE_CHANGED
_T0: int = scard.SCARD_PROTOCOL_T0
_UNSIGNED = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class ReaderState:
    """`flags` go back into the next wait as they are. The upper half counts a reader's cards coming and going."""

    flags: int

    def holds(self, earlier: ReaderState) -> bool:
        """Whether the card that was there then is there now: since then none has left and come.

        Leaving and coming count one each. One more than then is still the same card: pcscd says that a card is there
        a moment before it counts it.
        """
        return self.has_card and earlier.has_card and ((self.flags >> 16) - (earlier.flags >> 16)) % 0x10000 <= 1

    @property
    def has_card(self) -> bool:
        return bool(self.flags & PRESENT)

    @property
    def mute(self) -> bool:
        return bool(self.flags & MUTE)


UNKNOWN = ReaderState(0)
"""What is told to a wait before anything is known: it answers at once."""


class Context:
    """One connection with pcscd. Not for several threads at once.

    Every call raises DeviceUnavailable `pcsc.service_gone` when pcscd has ended; a new context is needed then.
    """

    def __init__(self) -> None:
        code, self._handle = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        check(code)

    def readers(self) -> tuple[str, ...]:
        """Names of the readers there are; a reader with two slots has two."""
        try:
            code, names = scard.SCardListReaders(self._handle, [])
        except SystemError:  # what pyscard makes of a pcscd that ended
            raise DeviceUnavailable("pcsc.service_gone", retryable=True) from None
        if _is(code, scard.SCARD_E_NO_READERS_AVAILABLE):
            return ()
        check(code)
        return tuple(names)

    def wait(self, known: Mapping[str, ReaderState], timeout_s: float) -> Mapping[str, ReaderState] | None:
        """The readers' states as soon as one is no longer the known one; None when nothing changed in time."""
        states = [(name, state.flags & ~_CHANGED) for name, state in known.items()]
        code, found = scard.SCardGetStatusChange(self._handle, round(timeout_s * 1000), states)
        if _is(code, scard.SCARD_E_TIMEOUT):
            return None
        check(code)
        return {name: ReaderState(flags & ~_CHANGED) for name, flags, _atr in found}

    def connect(self, reader: str) -> Connection:
        """To the card in that reader, for us alone. Raises as `check` does."""
        code, handle, protocol = scard.SCardConnect(
            self._handle, reader, scard.SCARD_SHARE_EXCLUSIVE, _T0 | scard.SCARD_PROTOCOL_T1
        )
        check(code)
        return Connection(handle, t0=protocol == _T0)

    def release(self) -> None:
        """Gives the context back; nothing fails when pcscd has ended."""
        scard.SCardReleaseContext(self._handle)


class Connection:
    """One card, from its connection to its reset. `t0`: it speaks T=0, where a command carries data one way only."""

    def __init__(self, handle: int, *, t0: bool) -> None:
        self._handle = handle
        self.t0 = t0

    @property
    def lasts(self) -> bool:
        """False once the card, or its reader, has gone. A reader that has gone and come with a card in it counts these
        as one coming, so that its state alone does not tell (seen with 1.9.9)."""
        return scard.SCardStatus(self._handle)[0] == scard.SCARD_S_SUCCESS

    @contextlib.contextmanager
    def transaction(self) -> Generator[None]:
        """Nobody else's command comes between those inside."""
        check(scard.SCardBeginTransaction(self._handle))
        try:
            yield
        finally:
            scard.SCardEndTransaction(self._handle, scard.SCARD_LEAVE_CARD)  # a card that left has ended it itself

    def transmit(self, command: bytes) -> bytes:
        """One command APDU and what the card answered, which may be anything, or nothing. Raises as `check` does."""
        way = scard.SCARD_PCI_T0 if self.t0 else scard.SCARD_PCI_T1
        code, answer = scard.SCardTransmit(self._handle, way, list(command))
        check(code)
        return bytes(answer)

    def close(self, *, reset: bool) -> None:
        """Let go of the card. `reset`: it forgets the PIN that it was shown.

        Only a card that is still there is reset: pcscd would otherwise reset the next one, which it has not noticed
        yet, and then takes the slot for occupied for ever (seen with 1.9.9).
        """
        scard.SCardDisconnect(self._handle, scard.SCARD_RESET_CARD if reset else scard.SCARD_LEAVE_CARD)


_ERRORS: Mapping[int, tuple[type[DeviceError], str]] = {
    code & _UNSIGNED: (kind, name)
    for kind, name, codes in (
        (
            DeviceUnavailable,
            "pcsc.service_gone",
            (
                scard.SCARD_E_NO_SERVICE,
                scard.SCARD_E_SERVICE_STOPPED,
                scard.SCARD_F_COMM_ERROR,
                scard.SCARD_E_INVALID_HANDLE,
                scard.SCARD_W_SECURITY_VIOLATION,  # pcscd closed the connection: it died, or polkit says no
            ),
        ),
        (
            DeviceUnavailable,
            "pcsc.no_reader",
            (
                scard.SCARD_E_NO_READERS_AVAILABLE,
                scard.SCARD_E_UNKNOWN_READER,
                scard.SCARD_E_READER_UNAVAILABLE,
                scard.SCARD_E_INVALID_VALUE,  # the card was in a reader that pcscd has forgotten
            ),
        ),
        (
            MediaError,
            "pcsc.removed",
            (scard.SCARD_W_REMOVED_CARD, scard.SCARD_E_NO_SMARTCARD),
        ),
        (
            MediaError,
            "pcsc.mute",
            (
                scard.SCARD_W_UNRESPONSIVE_CARD,
                scard.SCARD_W_UNPOWERED_CARD,
                scard.SCARD_W_UNSUPPORTED_CARD,
                scard.SCARD_W_RESET_CARD,
                scard.SCARD_E_NOT_TRANSACTED,
                scard.SCARD_E_PROTO_MISMATCH,
                scard.SCARD_E_COMM_DATA_LOST,
            ),
        ),
        (MediaError, "pcsc.in_use", (scard.SCARD_E_SHARING_VIOLATION,)),
    )
    for code in codes
}


def check(code: int) -> None:
    """Raise the error behind a PC/SC code that is no success.

    DeviceUnavailable `pcsc.service_gone`, `pcsc.no_reader`; MediaError `pcsc.removed`, `pcsc.mute`, `pcsc.in_use`;
    ProtocolError `pcsc.unexpected` with the code for everything else.
    """
    if code == scard.SCARD_S_SUCCESS:
        return
    kind, name = _ERRORS.get(code & _UNSIGNED, (ProtocolError, "pcsc.unexpected"))
    raise kind(name, retryable=True, data={"scard": f"{code & _UNSIGNED:08x}"})


def _is(code: int, expected: int) -> bool:
    return code & _UNSIGNED == expected & _UNSIGNED
