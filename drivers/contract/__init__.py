"""What each class of device does: one file per class, with its Protocol and the records that pass through it."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from drivers.contract.barcode import BarcodeReader as BarcodeReader
    from drivers.contract.camera import Camera as Camera
    from drivers.contract.camera import Frame as Frame
    from drivers.contract.camera import FrameSource as FrameSource
    from drivers.contract.device import Device as Device
    from drivers.contract.device import DeviceState as DeviceState
    from drivers.contract.device import DeviceStatus as DeviceStatus
    from drivers.contract.document import DocumentCamera as DocumentCamera
    from drivers.contract.document import DocumentScanner as DocumentScanner
    from drivers.contract.document import PageInstruction as PageInstruction
    from drivers.contract.document import PageLook as PageLook
    from drivers.contract.document import PaperDoubt as PaperDoubt
    from drivers.contract.document import PaperReader as PaperReader
    from drivers.contract.document import PaperReading as PaperReading
    from drivers.contract.document import PaperSize as PaperSize
    from drivers.contract.document import ReadField as ReadField
    from drivers.contract.document import ReadLine as ReadLine
    from drivers.contract.document import ScannedPage as ScannedPage
    from drivers.contract.face import PROMPTS as PROMPTS
    from drivers.contract.face import FaceInstruction as FaceInstruction
    from drivers.contract.face import FaceLook as FaceLook
    from drivers.contract.face import FaceMatcher as FaceMatcher
    from drivers.contract.face import FaceVerdict as FaceVerdict
    from drivers.contract.face import LivenessRecord as LivenessRecord
    from drivers.contract.face import PromptShown as PromptShown
    from drivers.contract.id_card import CardKind as CardKind
    from drivers.contract.id_card import IdCardReader as IdCardReader
    from drivers.contract.id_card import IdentityCard as IdentityCard
    from drivers.contract.locker import Cell as Cell
    from drivers.contract.locker import Door as Door
    from drivers.contract.locker import DoorState as DoorState
    from drivers.contract.locker import Locker as Locker
    from drivers.contract.locker import LockerCapabilities as LockerCapabilities
    from drivers.contract.locker import OpenCell as OpenCell
    from drivers.contract.locker import OpenOutcome as OpenOutcome
    from drivers.contract.locker import OpenResult as OpenResult
    from drivers.contract.page_printer import Media as Media
    from drivers.contract.page_printer import PageDocument as PageDocument
    from drivers.contract.page_printer import PageJob as PageJob
    from drivers.contract.page_printer import PageJobState as PageJobState
    from drivers.contract.page_printer import PagePrinter as PagePrinter
    from drivers.contract.receipt_printer import Align as Align
    from drivers.contract.receipt_printer import Feed as Feed
    from drivers.contract.receipt_printer import PairLine as PairLine
    from drivers.contract.receipt_printer import PrintOutcome as PrintOutcome
    from drivers.contract.receipt_printer import PrintResult as PrintResult
    from drivers.contract.receipt_printer import QrCode as QrCode
    from drivers.contract.receipt_printer import Receipt as Receipt
    from drivers.contract.receipt_printer import ReceiptPart as ReceiptPart
    from drivers.contract.receipt_printer import ReceiptPrinter as ReceiptPrinter
    from drivers.contract.receipt_printer import Rule as Rule
    from drivers.contract.receipt_printer import TextLine as TextLine
    from drivers.contract.smart_card import PresentCard as PresentCard
    from drivers.contract.smart_card import SmartCardKind as SmartCardKind
    from drivers.contract.smart_card import SmartCardReader as SmartCardReader
    from drivers.contract.smart_card import SocialSecurityCard as SocialSecurityCard
    from drivers.contract.smart_card import StaffCard as StaffCard
    from drivers.contract.smart_card import StaffIdentity as StaffIdentity

_HOMES = {
    "BarcodeReader": "barcode",
    "Frame": "camera",
    "FrameSource": "camera",
    "Camera": "camera",
    "DeviceState": "device",
    "DeviceStatus": "device",
    "Device": "device",
    "PaperSize": "document",
    "PageInstruction": "document",
    "ScannedPage": "document",
    "PageLook": "document",
    "DocumentCamera": "document",
    "DocumentScanner": "document",
    "ReadLine": "document",
    "ReadField": "document",
    "PaperDoubt": "document",
    "PaperReading": "document",
    "PaperReader": "document",
    "FaceInstruction": "face",
    "PROMPTS": "face",
    "FaceVerdict": "face",
    "PromptShown": "face",
    "LivenessRecord": "face",
    "FaceLook": "face",
    "FaceMatcher": "face",
    "CardKind": "id_card",
    "IdentityCard": "id_card",
    "IdCardReader": "id_card",
    "DoorState": "locker",
    "Cell": "locker",
    "LockerCapabilities": "locker",
    "Door": "locker",
    "OpenOutcome": "locker",
    "OpenCell": "locker",
    "OpenResult": "locker",
    "Locker": "locker",
    "Media": "page_printer",
    "PageDocument": "page_printer",
    "PageJobState": "page_printer",
    "PageJob": "page_printer",
    "PagePrinter": "page_printer",
    "Align": "receipt_printer",
    "TextLine": "receipt_printer",
    "PairLine": "receipt_printer",
    "Rule": "receipt_printer",
    "QrCode": "receipt_printer",
    "Feed": "receipt_printer",
    "ReceiptPart": "receipt_printer",
    "Receipt": "receipt_printer",
    "PrintOutcome": "receipt_printer",
    "PrintResult": "receipt_printer",
    "ReceiptPrinter": "receipt_printer",
    "SmartCardKind": "smart_card",
    "PresentCard": "smart_card",
    "SocialSecurityCard": "smart_card",
    "StaffCard": "smart_card",
    "StaffIdentity": "smart_card",
    "SmartCardReader": "smart_card",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"drivers.contract.{_HOMES[name]}"), name)
