"""A paper that is handed in: page by page under the camera or through the scanner, until the person says that these are
all; then what was read from it, which fills nothing before it was confirmed.
"""

from __future__ import annotations

from dataclasses import replace

from drivers.contract.document import PaperSize, ScannedPage
from kiosk.services import materials, papers
from kiosk.session.effects import ArmTimer, Effect, PreparePaperReader, ReadPage, ScanPaper, WatchPaper
from kiosk.session.events import (
    DeviceFailed,
    PageSeen,
    PagesScanned,
    PaperRead,
    PaperUnread,
    TimedOut,
    Timer,
)
from kiosk.session.limits import Limits
from kiosk.session.model import Capture, Errand, FieldSource, Notice, PageRead, Session, Source, Step
from kiosk.session.person_events import (
    CaptureWanted,
    Confirmed,
    PageDropped,
    PagesDropped,
    PagesTurned,
    ReadingChosen,
    ScanWanted,
)
from kiosk.session.table import Result, Row, go, stay, tell

MOST_PAGES = 20
"""Of one material: 20 MB at most, as long as the person is here."""


def begin(session: Session, event: CaptureWanted, _limits: Limits) -> Result:
    """To the camera, or to the scanner where there is no camera, for a material or original that may be captured."""
    session = replace(session, capture=Capture(event.material))
    material = papers.material_of(session)
    if material is None or not materials.may_capture(material, session):
        return stay(replace(session, capture=Capture()))
    by_scanner = not materials.is_well(session, "document_camera")
    return go(replace(session, capture=replace(session.capture, by_scanner=by_scanner)), Step.CAPTURE)


def _await_paper(session: Session, _limits: Limits) -> tuple[Effect, ...]:
    prepare = (PreparePaperReader(session.stamp),) if papers.is_read(session) else ()
    return prepare if session.capture.by_scanner else (_watch(session), *prepare)


def _watch(session: Session) -> WatchPaper:
    material, pages = papers.material_of(session), session.capture.pages
    size = PaperSize(material.paper_size) if material else PaperSize.A4
    return WatchPaper(session.stamp, size, pages[-1] if pages else None)


def _seen(session: Session, event: PageSeen, _limits: Limits) -> Result:
    look = event.look
    session = replace(session, capture=replace(session.capture, instruction=look.instruction, progress=look.progress))
    if look.page is not None:
        return _add(session, (look.page,))
    broken = session.notice is not None and session.notice.code != "capture.most_pages"
    return stay(replace(session, notice=None) if broken else session)  # it sees again


def _scan(session: Session, _event: ScanWanted, _limits: Limits) -> Result:
    if not session.capture.by_scanner or session.capture.scanning:
        return stay(session)
    session = replace(session, capture=replace(session.capture, scanning=True), notice=None)
    return stay(session, ScanPaper(session.stamp))


def _scanned(session: Session, event: PagesScanned, _limits: Limits) -> Result:
    return _add(replace(session, capture=replace(session.capture, scanning=False)), event.pages)


def _add(session: Session, pages: tuple[ScannedPage, ...]) -> Result:
    capture = session.capture
    kept = (*capture.pages, *pages)[:MOST_PAGES]
    new = kept[len(capture.pages) :]
    full = Notice("capture.most_pages", {"count": str(MOST_PAGES)}) if len(kept) == MOST_PAGES else None
    session = replace(session, capture=replace(capture, pages=kept), notice=full)
    material = papers.material_of(session)
    if material is None or not papers.is_read(session):
        return stay(session)
    return stay(session, *(ReadPage(session.stamp, page, material.paper_kind) for page in new))


def _drop(session: Session, _event: PageDropped, _limits: Limits) -> Result:
    capture = session.capture
    read = tuple(read for read in capture.read if read.page in capture.pages[:-1])
    return go(replace(session, capture=replace(capture, pages=capture.pages[:-1], read=read)), Step.CAPTURE)


def _begin_anew(session: Session, _event: PagesDropped, _limits: Limits) -> Result:
    capture = session.capture
    return go(replace(session, capture=Capture(capture.material, by_scanner=capture.by_scanner)), Step.CAPTURE)


def _failed(session: Session, event: DeviceFailed, limits: Limits) -> Result:
    """What was taken until now may be used; where nothing was, there are other ways for this material."""
    if session.capture.by_scanner:
        session = replace(session, capture=replace(session.capture, scanning=False))
        return tell(session, event.code, **event.data)
    if session.capture.pages:
        return tell(session, event.code, ArmTimer(Timer.STEP, limits.retry_s))
    return go(replace(session, capture=Capture()), _wanted_on(session), notice=Notice(event.code))


def _look_again(session: Session, event: TimedOut, _limits: Limits) -> Result:
    return stay(session, _watch(session)) if event.timer is Timer.STEP else stay(session)


# ---- what was read ---------------------------------------------------------------------------------------------------


def _read(session: Session, event: PaperRead, _limits: Limits) -> Result:
    return _known(session, (event.read,))


def _unread(session: Session, event: PaperUnread, _limits: Limits) -> Result:
    """None of the pages that nothing is known of will be read."""
    known = [read.page for read in session.capture.read]
    unread = (PageRead(page, None, event.code) for page in session.capture.pages if page not in known)
    return _known(session, tuple(unread))


def _known(session: Session, news: tuple[PageRead, ...]) -> Result:
    capture = session.capture
    news = tuple(read for read in news if read.page in capture.pages)
    older = tuple(read for read in capture.read if read.page not in [new.page for new in news])
    order = {id(page): at for at, page in enumerate(capture.pages)}
    read = tuple(sorted((*older, *news), key=lambda read: order.get(id(read.page), 0)))
    capture = replace(capture, read=read)
    for new in news:
        capture = _laid(capture, new.page, new.reading.turn if new.reading else 0)
    session = replace(session, capture=capture)
    return _show(session) if session.asking and not papers.unread_pages(session) else stay(session)


def _laid(capture: Capture, page: ScannedPage, turn: int) -> Capture:
    """The same, with that page turned."""
    if page.turn == turn:
        return capture
    laid = replace(page, turn=turn)
    pages = tuple(laid if each == page else each for each in capture.pages)
    read = tuple(replace(each, page=laid) if each.page == page else each for each in capture.read)
    return replace(capture, pages=pages, read=read)


def _turn(session: Session, event: PagesTurned, _limits: Limits) -> Result:
    """By what was read, or as they were laid down."""
    capture = session.capture
    for read in () if session.asking else session.capture.read:
        if read.reading is not None:
            capture = _laid(capture, read.page, read.reading.turn if event.turned else 0)
    return stay(replace(session, capture=capture))


def _done(session: Session, _event: Confirmed, limits: Limits) -> Result:
    if not session.capture.pages:
        return tell(session, "capture.no_page")
    if not (papers.unread_pages(session) and papers.is_read(session)):
        return _show(session) if session.capture.read else _keep(session)
    session, _ = go(session, Step.PAPER_CHECK)
    return replace(session, asking=True), (ArmTimer(Timer.STEP, limits.read_paper_s),)


def _show(session: Session) -> Result:
    """What there is to be confirmed; where there is nothing, the paper is kept."""
    found = papers.findings(session)
    if not found:
        return _keep(session)
    empty = frozenset(each.spec.name for each in found.proposals if not session.draft.values.get(each.spec.name))
    session = replace(session, capture=replace(session.capture, chosen=empty), asking=False)
    notice = Notice(found.doubt, found.data) if found.doubt else None
    if session.step is Step.PAPER_CHECK:
        return stay(replace(session, notice=notice))
    return go(session, Step.PAPER_CHECK, notice=notice)


def _waited_long_enough(session: Session, event: TimedOut, _limits: Limits) -> Result:
    return _show(session) if event.timer is Timer.STEP and session.asking else stay(session)


def _choose(session: Session, event: ReadingChosen, _limits: Limits) -> Result:
    offered = {each.spec.name for each in papers.findings(session).proposals}
    others = session.capture.chosen - {event.field_name}
    chosen = others | ({event.field_name} & offered if event.chosen else set[str]())
    return stay(replace(session, capture=replace(session.capture, chosen=chosen)))


def _confirm(session: Session, _event: Confirmed, _limits: Limits) -> Result:
    if session.asking:
        return stay(session)
    material = papers.material_of(session)
    taken = {
        each.spec.name: each.value
        for each in papers.findings(session).proposals
        if each.spec.name in session.capture.chosen
    }
    source = FieldSource(Source.PAPER, material.name if material else {})
    draft = session.draft
    values, sources = {**draft.values, **taken}, {**draft.sources, **dict.fromkeys(taken, source)}
    return _keep(replace(session, draft=replace(draft, values=values, sources=sources)))


def _keep(session: Session) -> Result:
    capture, draft = session.capture, session.draft
    draft = replace(
        draft,
        captured={**draft.captured, capture.material: capture.pages},
        deferred=draft.deferred - {capture.material},
        declared=False,
    )
    return go(replace(session, draft=draft, capture=Capture()), _wanted_on(session))


def _wanted_on(session: Session) -> Step:
    """Where the paper was asked for."""
    return Step.HAND_IN if session.errand is Errand.PICKUP else Step.MATERIALS


ROWS = {
    Step.CAPTURE: Row(
        back=_wanted_on,
        on={
            PageSeen: _seen,
            ScanWanted: _scan,
            PagesScanned: _scanned,
            PageDropped: _drop,
            PagesDropped: _begin_anew,
            PaperRead: _read,
            PaperUnread: _unread,
            Confirmed: _done,
            DeviceFailed: _failed,
            TimedOut: _look_again,
        },
        arrive=_await_paper,
    ),
    Step.PAPER_CHECK: Row(
        back=lambda _: Step.CAPTURE,
        on={
            PaperRead: _read,
            PaperUnread: _unread,
            ReadingChosen: _choose,
            PagesTurned: _turn,
            PagesDropped: _begin_anew,
            Confirmed: _confirm,
            TimedOut: _waited_long_enough,
        },
    ),
}
