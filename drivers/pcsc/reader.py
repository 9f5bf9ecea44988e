"""Smart card readers behind pcscd (PC/SC): social security cards and staff cards (docs/devices/pcsc.md)."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

from cryptography import x509

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.smart_card import PresentCard, SmartCardKind, SocialSecurityCard, StaffCard, StaffIdentity
from drivers.errors import DeviceUnavailable, MediaError
from drivers.pcsc import piv, scard, social_security
from drivers.pcsc.apdu import Answer, Command, exchange
from drivers.pcsc.challenge import Challenge
from drivers.pcsc.scard import READERS_CHANGED, Connection, Context, ReaderState
from drivers.pcsc.staff import StaffTrust

_DOUBTFUL = frozenset({"pcsc.mute", "pcsc.garbage", "pcsc.read_failed", "pcsc.refused"})
"""What an answer may look like that broke off because the card was pulled out."""
_LEAVING_S = 1.0
"""How long its leaving may take to show: pcscd looks into some readers every 0.4 s only."""
_IN_USE_S = 1.0
"""Another program (or our own last connection) may hold a new card for a moment."""


class PcscReader:
    """A `SmartCardReader` on all readers of a running pcscd whose name has `reader` in it.

    Args:
        reader: part of a reader's name; "" = any. Keeps a security module's slot out.
        find_wait_s: how long one `find` waits at most.
        ca_file, allowed_file, crl_file: whose staff cards are accepted, see `StaffTrust`. None = nobody's.
        is_revoked: asked besides, with the SHA-256 (hexadecimal) of a staff card's SubjectPublicKeyInfo.
    """

    def __init__(
        self,
        reader: str = "",
        find_wait_s: float = 0.25,
        ca_file: Path | None = None,
        allowed_file: Path | None = None,
        crl_file: Path | None = None,
        *,
        is_revoked: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._wanted = reader
        self._find_wait_s = find_wait_s
        self._trust = StaffTrust(ca_file, allowed_file, crl_file, is_revoked=is_revoked)
        self._context: Context | None = None
        self._states: dict[str, ReaderState] = {}
        self._taken: dict[str, ReaderState] = {}  # the card that was found last, and its reader
        self._card: _Card | None = None

    # ---- Device ------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Raises DeviceUnavailable `pcsc.service_gone` without pcscd, `pcsc.no_reader` without a reader."""
        if self._context is not None:
            return
        self._context = Context()
        try:
            self.status()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self.release()
        context, self._context = self._context, None
        self._states, self._taken = {}, {}
        if context is not None:
            context.release()

    def status(self) -> DeviceStatus:
        """Ask pcscd for its readers. Raises as `open` does."""
        return DeviceStatus(DeviceState.ONLINE, details={"readers": str(len(self._readers()))})

    # ---- SmartCardReader ---------------------------------------------------------------------------------------

    def find(self) -> PresentCard | None:
        now = self._wait()
        if now is None:
            return None
        self._states = dict(now)
        self._taken = {name: state for name, state in self._taken.items() if name in now}
        card = self._card
        if card is not None and (card.left(now) or not card.connection.lasts):
            self._taken.pop(card.reader, None)
            card.pin_shown = False
            self.release()
        there = {name: state for name, state in now.items() if state.has_card}
        if all(state.holds(self._taken.get(name, scard.UNKNOWN)) for name, state in there.items()):
            return None
        if len(there) > 1:
            raise MediaError("pcsc.two_cards", retryable=True)
        self._taken = there
        return self._take(*there)

    def read(self) -> SocialSecurityCard | StaffCard:
        card = self._found()
        with card.conversation():
            if card.kind is SmartCardKind.SOCIAL_SECURITY:
                return social_security.read(card.ask)
            certificate = piv.certificate(card.ask)
            tries_left = piv.tries_left(card.ask)
        checked = self._trust.check(certificate, tries_left)
        card.certificate = certificate
        return checked

    def verify_pin(self, pin: str) -> StaffIdentity:
        card = self._found()
        if card.certificate is None:
            raise MediaError("pcsc.wrong_kind", retryable=False)
        who = self._trust.check(card.certificate, None)
        challenge = Challenge.for_certificate(card.certificate)
        with card.conversation():
            card.pin_shown = True
            piv.verify(card.ask, pin)
            signature = piv.sign(card.ask, challenge.algorithm, challenge.block)
        challenge.check(signature)
        return StaffIdentity(who.subject, who.card_uuid, who.fingerprint, who.roles)

    def put_back(self) -> None:
        self._states, self._taken = {}, {}
        self.release()

    def release(self) -> None:
        card, self._card = self._card, None
        if card is not None:
            card.connection.close(reset=card.pin_shown)

    # ---- finding -----------------------------------------------------------------------------------------------

    def _readers(self) -> tuple[str, ...]:
        readers = tuple(name for name in self._connected().readers() if self._wanted in name)
        if not readers:
            raise DeviceUnavailable("pcsc.no_reader", retryable=True)
        return readers

    def _wait(self) -> Mapping[str, ReaderState] | None:
        """How the readers are as soon as anything changes; None when nothing did."""
        names = (READERS_CHANGED, *self._readers())
        known = {name: self._states.get(name, scard.UNKNOWN) for name in names}
        try:
            return self._connected().wait(known, self._find_wait_s)
        except DeviceUnavailable as error:
            if error.code != "pcsc.no_reader":
                raise
            return None  # one vanished while it was being asked about: the next look sees which are left

    def _connected(self) -> Context:
        if self._context is None:
            raise DeviceUnavailable("pcsc.service_gone", retryable=True)
        return self._context

    def _found(self) -> _Card:
        if self._card is None:
            raise MediaError("pcsc.removed", retryable=True)
        return self._card

    def _take(self, reader: str) -> PresentCard:
        """Connect to the card that came, and select its application."""
        self.release()
        if self._states[reader].mute:
            raise MediaError("pcsc.mute", retryable=True)
        self._card = card = _Card(self._connected(), reader, self._states[reader])
        try:
            with card.conversation():
                card.kind = _kind_of(card)
        except BaseException:
            self.release()
            raise
        return PresentCard(card.kind, reader)


class _Card:
    """The connected card. A new connection for each: what the last one left behind is no concern of the next."""

    def __init__(self, context: Context, reader: str, state: ReaderState) -> None:
        self.reader = reader
        self.state = state
        self.kind = SmartCardKind.SOCIAL_SECURITY
        self.certificate: x509.Certificate | None = None
        self.pin_shown = False
        self._context = context
        self.connection = _connect(context, reader)

    def left(self, now: Mapping[str, ReaderState]) -> bool:
        return not now.get(self.reader, scard.UNKNOWN).holds(self.state)

    def ask(self, command: Command) -> Answer:
        return exchange(self.connection.transmit, command, t0=self.connection.t0)

    @contextlib.contextmanager
    def conversation(self) -> Generator[None]:
        """Exclusive while it lasts. When it breaks off, it is found out whether the card has left."""
        try:
            with self.connection.transaction():
                yield
        except MediaError as error:
            if error.code in _DOUBTFUL:
                self._raise_if_gone()
            if error.code == "pcsc.removed":
                self.pin_shown = False
            raise

    def _raise_if_gone(self) -> None:
        until = time.monotonic() + _LEAVING_S
        known: Mapping[str, ReaderState] | None = {self.reader: self.state}
        while known is not None and not self.left(known) and time.monotonic() < until:
            known = self._context.wait(known, _LEAVING_S)
        if known is not None and self.left(known):
            self.pin_shown = False  # nor is there anything left to make it forget
            raise MediaError("pcsc.removed", retryable=True) from None


def _connect(context: Context, reader: str) -> Connection:
    until = time.monotonic() + _IN_USE_S
    while True:
        try:
            return context.connect(reader)
        except MediaError as error:
            if error.code != "pcsc.in_use" or time.monotonic() > until:
                raise
        time.sleep(0.05)


def _kind_of(card: _Card) -> SmartCardKind:
    """Select the application there is. Raises MediaError `pcsc.wrong_kind`."""
    if social_security.select(card.ask):
        return SmartCardKind.SOCIAL_SECURITY
    if piv.select(card.ask):
        return SmartCardKind.STAFF
    raise MediaError("pcsc.wrong_kind", retryable=False)
