"""How long the session waits for what. Set from `config.settings`; the defaults are interface.md's."""

from drivers.contract.value import Value


class Limits(Value):
    idle_s: float = 45
    """Without a touch, until "are you still there?"."""
    idle_slow_s: float = 90
    """The same in large print, while signing and while papers are laid down."""
    warning_s: float = 15
    hint_s: float = 12
    """Without a card, until the page says again where it goes."""
    retry_s: float = 2
    """Pause before a device that failed is asked again."""
    prefill_s: float = 4
    """Until the form opens without what the platform knows."""
    read_paper_s: float = 12
    """Until a paper is kept without what stands on it having been read."""
    verify_s: float = 8
    """Until a question about a scanned or typed code counts as unanswered."""
    store_s: float = 15
    """Until a sealed submission that the disk has not confirmed counts as unconfirmed."""
    answer_s: float = 8
    """Until the receipt says "received, not yet accepted"."""
    door_s: float = 600
    """Until a page no longer stays with a door that nobody closes."""
    certificate_s: float = 20
    """Until a certificate that the platform has not sent counts as unanswered."""
    page_s: float = 120
    """Until a page that the printer neither finishes nor complains about is called off."""
    page_held_s: float = 600
    """Until one that waits for paper, toner or a hand is called off."""
    code_tries: int = 3
    """Wrong pick-up codes, until this is over."""
    code_tries_a_day: int = 9
    """The same for one order within 24 hours, whoever comes and however often."""
    face_tries: int = 3
