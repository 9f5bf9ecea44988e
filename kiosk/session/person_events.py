"""What a person does at the terminal, page by page, as it reaches their session."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from kiosk.session.events import Event
from kiosk.session.model import Ink, Overlay, Preferences

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.identity.mrz import DocumentKind
    from kiosk.identity.person import Way
    from kiosk.paper.page_print import ReprintReason
    from kiosk.platform.item import ServiceItem
    from kiosk.session.shift import Chore


class PersonEvent(Event):
    """Something the person did; it shows that somebody is there."""


# ---- the person ----------------------------------------------------------------------------------------------------


class Touched(PersonEvent):
    """Any touch that means nothing else: the person is still there."""


class Started(PersonEvent):
    """The start page was touched. `session_id` is made by the runtime; language and display may be chosen already."""

    session_id: str
    preferences: Preferences = field(default_factory=Preferences)


class ThemeChosen(PersonEvent):
    theme: str


class Searched(PersonEvent):
    """The query changed (every key). From home it opens the items page."""

    query: str = field(repr=False)


class ItemChosen(PersonEvent):
    item: ServiceItem


class Confirmed(PersonEvent):
    """The page's one main action."""

    at: datetime


class PromptDeclined(PersonEvent):
    """I cannot do what the face check asks for."""


class FaceDeclined(PersonEvent):
    """The person prefers another way than the face check."""


class WayChosen(PersonEvent):
    """Another way than the identity card, on the page that waits for the card."""

    way: Way


class DocumentChosen(PersonEvent):
    kind: DocumentKind


class Typed(PersonEvent):
    """What stands now in the one thing that this page asks to type: a zone, a staff code."""

    text: str = field(repr=False)


class StaffCardWanted(PersonEvent):
    """Somebody of the staff is there to confirm the person."""


class StaffCodeWanted(PersonEvent):
    """The person has a code from the hotline, or is going to ask for one."""


class FaceSkipped(PersonEvent):
    """On without a face check, where the item allows it."""


class WentBack(PersonEvent):
    pass


class Left(PersonEvent):
    """The person wants out (footer, middle). Asks first when something would be lost."""


class LeaveConfirmed(PersonEvent):
    """Out, and wipe."""


class OverlayOpened(PersonEvent):
    overlay: Overlay


class OverlayClosed(PersonEvent):
    """Also "I need more time" on the idle warning."""


class LanguageChosen(PersonEvent):
    language: str


class DisplayChosen(PersonEvent):
    large_print: bool
    high_contrast: bool


class SpeechChosen(PersonEvent):
    spoken: bool


class FieldChanged(PersonEvent):
    name: str
    value: str = field(repr=False)


class MaterialDeferred(PersonEvent):
    """ "Later" was chosen for a material, or taken back."""

    code: str
    deferred: bool


class TopicReopened(PersonEvent):
    """The "change" beside a row of the review. `topic` -1 = materials."""

    topic: int


class Declared(PersonEvent):
    declared: bool


class Signed(PersonEvent):
    """The signature changed; None when it was cleared."""

    ink: Ink | None


class GradeChosen(PersonEvent):
    grade: int


class ReasonToggled(PersonEvent):
    reason: str


class ReprintAsked(PersonEvent):
    pass


# ---- the person, at the page printer ---------------------------------------------------------------------------------


class CopyWanted(PersonEvent):
    """Of the application, on A4."""


class PaperDeclined(PersonEvent):
    """Nothing on paper now; a certificate can be had later."""


class PaperFaulty(PersonEvent):
    """Nothing came out, or it will not do: print it again."""

    reason: ReprintReason


# ---- the person, at the cabinet ------------------------------------------------------------------------------------


class PickupWanted(PersonEvent):
    """Something waits for the person here."""


class PickupCodeWanted(PersonEvent):
    """The person has the code that was sent with the notice, and types it instead of a face check."""


class CaptureWanted(PersonEvent):
    """This material is at hand, to be photographed; also instead of what was taken of it."""

    material: str


class PageDropped(PersonEvent):
    """The last page is to be taken again."""


class PagesDropped(PersonEvent):
    """Begin this paper anew."""


class ScanWanted(PersonEvent):
    """The sheets lie in the scanner."""


class ReadingChosen(PersonEvent):
    """This field of the form is to take what the paper says, or not."""

    field_name: str
    chosen: bool


class PagesTurned(PersonEvent):
    """The pages that were laid upside down or on their side are to be turned; or not."""

    turned: bool


class OrderChosen(PersonEvent):
    order_number: str


class DoorStuck(PersonEvent):
    """The person says that the door is not open, whatever the sensors say."""


class CompartmentSkipped(PersonEvent):
    """On without what lies in this one."""


# ---- staff, at the cabinet ------------------------------------------------------------------------------------------


class ChoreChosen(PersonEvent):
    """What to do next; `cell` where that is about one."""

    chore: Chore
    cell: str = ""


class SizeChosen(PersonEvent):
    """The least size of the cell that something is to be put into."""

    size: str


class OtherCellWanted(PersonEvent):
    """This one will not do for what is to be put in."""


class FoundInside(PersonEvent):
    """What they saw: the parcel that should lie there, or, with "", nothing."""

    parcel: str


class OtherThingSeen(PersonEvent):
    """Something else lies there; its code comes next."""
