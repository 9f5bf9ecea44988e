"""All view models in one hand: the pages get this one object."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject
from PySide6.QtQml import QmlElement, QmlUncreatable

from drivers.contract.camera import FrameSource
from kiosk.session.model import Session
from ui.view_models.capture import CaptureView
from ui.view_models.catalogue import CatalogueView
from ui.view_models.certificate import CertificateView
from ui.view_models.done import DoneView, SlipOf
from ui.view_models.door import DoorView
from ui.view_models.face import FaceView
from ui.view_models.form import FormView
from ui.view_models.guide import GuideView
from ui.view_models.host import Host, Shows
from ui.view_models.identity import IdentityView
from ui.view_models.materials import MaterialsView
from ui.view_models.nearby import NearbyView
from ui.view_models.notices import NoticesView
from ui.view_models.other_ways import OtherWaysView
from ui.view_models.paper_check import PaperCheckView
from ui.view_models.pickup import PickupView
from ui.view_models.rating import RatingView
from ui.view_models.review import ReviewView
from ui.view_models.scanned_code import ScannedCodeView
from ui.view_models.sending import SendingView
from ui.view_models.session import SessionView
from ui.view_models.staff_card import StaffCardView
from ui.view_models.stock import StockView
from ui.view_models.zone import ZoneView

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by ui.main")
class Views(QObject):
    """`update` follows every change of the session, its own view last: the page turns when its content is there."""

    def __init__(self, host: Host, frames: FrameSource, slip: SlipOf) -> None:
        super().__init__()
        self._frames = frames
        self._session = SessionView(host)
        self._catalogue = CatalogueView(host)
        self._guide = GuideView()
        self._identity = IdentityView()
        self._face = FaceView(host.limits)
        self._other_ways = OtherWaysView(host)
        self._zone = ZoneView(host)
        self._scanned_code = ScannedCodeView(host)
        self._form = FormView(host)
        self._materials = MaterialsView(host)
        self._capture = CaptureView(host)
        self._paper_check = PaperCheckView(host)
        self._pickup = PickupView(host)
        self._door = DoorView(host)
        self._staff_card = StaffCardView(host)
        self._stock = StockView(host)
        self._review = ReviewView(host)
        self._sending = SendingView(host.limits)
        self._done = DoneView(host, slip)
        self._certificate = CertificateView(host)
        self._rating = RatingView(host)
        self._nearby = NearbyView(host)
        self._notices = NoticesView(host)
        self._all: tuple[Shows, ...] = (
            self._catalogue, self._guide, self._identity, self._face, self._other_ways, self._zone, self._scanned_code,
            self._form, self._materials, self._capture, self._paper_check, self._pickup, self._door, self._staff_card,
            self._stock, self._review, self._sending, self._done, self._certificate, self._rating, self._nearby,
            self._notices,
            self._session,
        )  # fmt: skip
        self.update(host.session)

    def update(self, session: Session) -> None:
        for view in self._all:
            view.update(session)

    def tick(self) -> None:
        self._session.tick()
        self._notices.tick()

    @Property("QVariant", constant=True)
    def frames(self) -> FrameSource:
        """The camera's mailbox, for the preview."""
        return self._frames

    @Property(SessionView, constant=True)
    def session(self) -> SessionView:
        return self._session

    @Property(CatalogueView, constant=True)
    def catalogue(self) -> CatalogueView:
        return self._catalogue

    @Property(GuideView, constant=True)
    def guide(self) -> GuideView:
        return self._guide

    @Property(IdentityView, constant=True)
    def identity(self) -> IdentityView:
        return self._identity

    @Property(FaceView, constant=True)
    def face(self) -> FaceView:
        return self._face

    @Property(OtherWaysView, constant=True)
    def otherWays(self) -> OtherWaysView:
        return self._other_ways

    @Property(ZoneView, constant=True)
    def zone(self) -> ZoneView:
        return self._zone

    @Property(ScannedCodeView, constant=True)
    def scannedCode(self) -> ScannedCodeView:
        return self._scanned_code

    @Property(FormView, constant=True)
    def form(self) -> FormView:
        return self._form

    @Property(MaterialsView, constant=True)
    def materials(self) -> MaterialsView:
        return self._materials

    @Property(CaptureView, constant=True)
    def capture(self) -> CaptureView:
        return self._capture

    @Property(PaperCheckView, constant=True)
    def paperCheck(self) -> PaperCheckView:
        return self._paper_check

    @Property(PickupView, constant=True)
    def pickup(self) -> PickupView:
        return self._pickup

    @Property(StaffCardView, constant=True)
    def staffCard(self) -> StaffCardView:
        return self._staff_card

    @Property(DoorView, constant=True)
    def door(self) -> DoorView:
        return self._door

    @Property(StockView, constant=True)
    def stock(self) -> StockView:
        return self._stock

    @Property(ReviewView, constant=True)
    def review(self) -> ReviewView:
        return self._review

    @Property(SendingView, constant=True)
    def sending(self) -> SendingView:
        return self._sending

    @Property(DoneView, constant=True)
    def done(self) -> DoneView:
        return self._done

    @Property(CertificateView, constant=True)
    def certificate(self) -> CertificateView:
        return self._certificate

    @Property(RatingView, constant=True)
    def rating(self) -> RatingView:
        return self._rating

    @Property(NearbyView, constant=True)
    def nearby(self) -> NearbyView:
        return self._nearby

    @Property(NoticesView, constant=True)
    def notices(self) -> NoticesView:
        return self._notices
