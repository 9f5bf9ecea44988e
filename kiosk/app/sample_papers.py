"""Each paper of the receipt printer as it looks, without a printer: filled for a demo person and drawn as a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from config.persons import load_persons
from config.settings import Settings
from drivers.contract.receipt_printer import Receipt
from kiosk.paper.tickets import (
    Printing,
    collection_receipt,
    pickup_slip,
    printer_test_page,
    queue_ticket,
    resume_slip,
)

if TYPE_CHECKING:
    from PIL import Image

    from kiosk.platform.item import Text

SAMPLE_ITEM = "GA-WFZJL"
_AT = datetime(2026, 11, 22, 9, 41, tzinfo=timezone(timedelta(hours=8)))
_ORDER = "PO-2026-000417"
_ID = "019aa9a4-7d3c-7b6e-9d47-3f0c5a4e8b21"
_THINGS: tuple[Text, ...] = (
    {"zh-CN": "营业执照正本、副本", "zh-HK": "營業執照正本、副本", "en": "Business licence, original and copy"},
    {"zh-CN": "公章、财务章、发票章", "zh-HK": "公章、財務章、發票章", "en": "Seals: company, finance, invoices"},
)
_PLACE: Text = {"zh-CN": "{hall} 24 小时取件柜", "zh-HK": "{hall} 24 小時取件櫃", "en": "{hall}, lockers"}
_HOURS: Text = {"zh-CN": "任何时间", "zh-HK": "任何時間", "en": "any time"}


def sample(paper: str, settings: Settings, language: str, *, large_print: bool = False) -> Receipt:
    """Raises KeyError for a paper there is none of; `SAMPLES` names them."""
    terminal = settings.terminal
    printing = Printing(terminal.id, terminal.hall_name, terminal.hotline, _AT, language, large_print)
    return SAMPLES[paper](printing, settings)


def as_picture(receipt: Receipt, settings: Settings) -> Image.Image:
    """The bytes that would go to the printer, back as the paper that would come out of it."""
    from drivers.printer.escpos_decoder import decode
    from drivers.printer.escpos_encoder import encode
    from drivers.printer.profiles import profile_for

    options = settings.devices.printer.options
    return decode(encode(receipt, profile_for(options.paper_mm, options.model)), options.paper_mm)


def _application(printing: Printing, settings: Settings) -> Receipt:
    from kiosk.app.belongings import card_of
    from kiosk.identity.person import of_card
    from kiosk.platform.schema import SubmissionStatus
    from kiosk.platform.submission_state import SubmissionState
    from kiosk.receipts import application_receipt
    from kiosk.services.catalogue import load_catalogue
    from kiosk.session.model import Sent, Session, Submission

    status = SubmissionStatus(
        state=SubmissionState.ACCEPTED,
        acceptance_number="440304261122000386",
        due="2026-11-26",
        next_steps=(
            {"zh-CN": "11月26日前：公安机关核查办结", "en": "By 26 November: the police decide"},
            {
                "zh-CN": "办结后带身份证到任何一台终端打印",
                "en": "Then print it at any terminal, with your identity card",
            },
        ),
    )
    session = Session(
        id="sample",
        item=load_catalogue(settings.paths.catalogue_dir).by_code(SAMPLE_ITEM),
        identity=of_card(card_of(load_persons()[settings.simulation.person])),
        submission=Submission(id=_ID, sent=Sent.ANSWERED, created_at=_AT, status=status),
    )
    return application_receipt(session, printing, _sign)


def _ticket(printing: Printing, settings: Settings) -> Receipt:
    item = _item_name(settings)
    return queue_ticket(printing, number="A023", item=item, ahead=7, counters="3", wait_minutes=20, code=f"Q1.{_ID}")


def _resume(printing: Printing, settings: Settings) -> Receipt:
    until = printing.now + timedelta(hours=24)
    return resume_slip(printing, item=_item_name(settings), secret=f"R1.{'s' * 43}", until=until)


def _pickup(printing: Printing, settings: Settings) -> Receipt:
    place = {name: words.format(hall=printing.said(settings.terminal.hall_name)) for name, words in _PLACE.items()}
    until = printing.now + timedelta(days=7)
    return pickup_slip(
        printing, order=_ORDER, things=_THINGS, place=place, hours=_HOURS, until=until, pickup_code="48213377"
    )


def _collected(printing: Printing, settings: Settings) -> Receipt:
    name = load_persons()[settings.simulation.person].name
    return collection_receipt(printing, order=_ORDER, things=_THINGS, collector=name, code=_signed(_ORDER))


def technicians_page(printing: Printing, settings: Settings) -> Receipt:
    """The test page for the printer that the settings name."""
    from importlib.metadata import version

    from drivers.printer.profiles import profile_for

    options = settings.devices.printer.options
    columns = profile_for(options.paper_mm, options.model).columns
    model = f"{options.model}, {options.paper_mm} mm"
    return printer_test_page(printing, model=model, columns=columns, version=version("government-kiosk"))


def _item_name(settings: Settings) -> Text:
    from kiosk.services.catalogue import load_catalogue

    return load_catalogue(settings.paths.catalogue_dir).by_code(SAMPLE_ITEM).name


def _sign(_text: str) -> str:
    """As long as a signature, and none."""
    return "x" * 86


def _signed(order: str) -> str:
    return f"C1.{order}.{_sign(order)}"


SAMPLES: Mapping[str, Callable[[Printing, Settings], Receipt]] = {
    "application": _application,
    "ticket": _ticket,
    "resume": _resume,
    "pickup": _pickup,
    "collected": _collected,
    "test_page": technicians_page,
}
