"""Settings of the devices: which driver each has, and that driver's options."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from config.locker import LockerDevice, contradictions_of_locker
from config.section import OptionalFile, Seconds, Section, number, split

Hex = Annotated[str, Field(pattern=r"^([0-9a-fA-F]{2})*$", max_length=64)]
Distance = Annotated[float, Field(gt=0, lt=2)]
UsbId = Annotated[int, Field(ge=0, le=0xFFFF)]
Endpoint = Annotated[int, Field(ge=0, le=0xFF)]
TcpPort = Annotated[int, Field(ge=1, le=65535)]


class SamVOptions(Section):
    port: str = Field(description="serial port of the reader; a simulated reader brings its own")
    baud: Annotated[Literal[115200, 57600, 38400, 19200, 9600, 0], BeforeValidator(number)] = Field(
        description="speed of the reader's line, bit/s; 0 = look for it, and make it the fastest"
    )
    timeout_s: Seconds = Field(description="how long the reader may take for one answer")
    find_interval_s: Seconds = Field(description="pause between two looks for a card")
    transport: Literal["serial", "usb", "vendor"] = Field(
        description="serial line, plain USB, or a vendor's sdtapi library"
    )
    usb_vendor_id: UsbId = Field(description="usb: vendor number of the reader")
    usb_product_id: UsbId = Field(description="usb: product number of the reader")
    usb_endpoints: Annotated[tuple[Endpoint, Endpoint, Endpoint, Endpoint], BeforeValidator(split)] = Field(
        description="usb: bulk endpoints, out for head and body of a frame, in for head and body"
    )
    library: str = Field(description="vendor: path of the library")
    library_port: int = Field(ge=1, le=9999, description="vendor: its number for the reader, 1001… for USB")
    rf_frame_bytes: int = Field(ge=0, le=255, description="largest frame to the antenna, bytes; 0 = as it is")
    read_new_address: bool = Field(description="also read the address noted after the card was made")


class OpenCvOptions(Section):
    source: str = Field(
        description="camera device (/dev/v4l/by-id/… stays the same), or a video, picture or script file; "
        "a simulated camera shows the demo person"
    )
    width_px: int = Field(ge=320, le=3840, description="width of the picture")
    height_px: int = Field(ge=240, le=2160, description="height of the picture")
    fps: float = Field(ge=1, le=60, description="pictures per second")
    pixel_format: Literal["MJPG", "YUYV"] = Field(description="of a device; YUYV spares a processor, few cameras can")
    exposure_ms: float = Field(ge=0, le=100, description="of a device, fixed; 0 = the camera decides")


class DlibOptions(Section):
    accept_distance: Distance = Field(
        description="largest distance that counts as the same person; not validated for East Asian faces"
    )
    reject_distance: Distance = Field(description="distance beyond which it counts as another person")
    give_up_s: Seconds = Field(description="how long a check goes on without a usable picture")
    engine: Literal["dlib", "arcface", "fused"] = Field(
        description="dlib; arcface = a network of the site's own; fused = both. Each needs thresholds of its own"
    )
    models_dir: str = Field(description='where dlib\'s networks lie; "" = where they were installed')
    onnx_file: str = Field(description="arcface, fused: the network, an ONNX file of 112×112×3 pixels to an embedding")
    onnx_sha256: str = Field(pattern=r"^([0-9a-fA-F]{64})?$", description="its SHA-256; another file is refused")
    dlib_share: float = Field(ge=0, le=1, description="fused: part that dlib's distance has in the sum")
    liveness: bool = Field(description="whoever is checked turns, nods, blinks or opens the mouth when asked to")
    prompts: int = Field(
        ge=2,
        le=3,
        description="how many of these; a third takes 3 s more and lets a quarter of recordings that fit pass",
    )
    decoder: str = Field(
        min_length=1, description='the vendor\'s library for card portraits; "stand_in" = simulated cards'
    )
    decoder_function: str = Field(pattern=r"^\w+$", description="name of its function, as the library exports it")
    decoder_form: Literal["bgr", "bmp_file"] = Field(
        description="bgr = it fills a buffer; bmp_file = it is given a .wlt file and leaves a .bmp beside it"
    )
    decoder_argument: int = Field(description="its last argument, which means something else with every vendor")
    decoder_flip: Literal["none", "vertical", "horizontal", "both"] = Field(
        description="how its pictures are turned over"
    )
    decoder_timeout_s: Seconds = Field(description="how long it may take for one portrait")


class EscposOptions(Section):
    transport: Literal["network", "serial", "usb"] = Field(description="how the printer is attached")
    host: str = Field(description="network: name or address of the printer; a simulated printer brings its own")
    port: TcpPort = Field(description="network: TCP port of the printer")
    serial_port: str = Field(description="serial: port of the printer")
    baud: Annotated[Literal[115200, 57600, 38400, 19200, 9600], BeforeValidator(number)] = Field(
        description="serial: speed of the printer's line, bit/s"
    )
    flow: Literal["none", "xonxoff", "rtscts", "dsrdtr"] = Field(
        description="serial: how the printer says that its buffer is full"
    )
    usb_vendor_id: UsbId = Field(description="usb: vendor number of the printer; 0 = any printer")
    usb_product_id: UsbId = Field(description="usb: product number of the printer; 0 = any printer")
    paper_mm: Annotated[Literal[58, 80], BeforeValidator(number)] = Field(description="width of the paper")
    model: Literal["generic", "gb2312", "realtime-only", "tm-t88"] = Field(description="what the printer can do")
    timeout_s: Seconds = Field(description="how long the printer may take for one answer")
    print_timeout_s: Seconds = Field(description="how long a receipt may take to come out")


class IppOptions(Section):
    uri: str = Field(
        pattern=r"^(ipps?://\S+)?$",
        description="printer or CUPS queue, ipp:// or ipps://; a simulated one brings its own",
    )
    ca_file: str = Field(description="ipps: the printer's certificate or its authority's, PEM; \"\" = the system's")
    timeout_s: Seconds = Field(description="how long connecting, sending and answering may take, each")
    special_source: str = Field(
        pattern=r"^[a-z0-9-]*$", description='tray with the paper for certificates (media-source); "" = none'
    )


class SerialScannerOptions(Section):
    port: str = Field(description="serial port of the scanner; a simulated scanner brings its own")
    baud: Annotated[Literal[115200, 57600, 38400, 19200, 9600], BeforeValidator(number)] = Field(
        description="speed of the scanner's line, bit/s; USB ignores it"
    )
    framing: Literal["cr", "lf", "crlf", "stx_etx"] = Field(description="what the scanner puts around a code")
    trigger_on: Hex = Field(description='bytes (hex) that make the scanner look; "" = it looks by itself')
    trigger_off: Hex = Field(description='bytes (hex) that make the scanner stop; "" = none')
    gap_s: Seconds = Field(description="silence inside a code after which its rest will not come")


class CameraScannerOptions(Section):
    source: str = Field(description="camera device, video or picture file; not the camera of the face check")
    width_px: int = Field(ge=320, le=3840, description="width of the picture")
    height_px: int = Field(ge=240, le=2160, description="height of the picture")
    fps: float = Field(ge=1, le=60, description="pictures per second")
    try_rotate: bool = Field(description="also look for codes turned by about a quarter")
    try_invert: bool = Field(description="also look for light codes on dark ground")
    try_downscale: bool = Field(description="also look for codes that fill much of the picture")


class PcscOptions(Section):
    reader: str = Field(max_length=128, description='part of the name of the readers to use; "" = all')
    find_wait_s: Seconds = Field(description="how long one look for a card waits for it")
    ca_file: OptionalFile = Field(description='authorities that staff cards come from, PEM; "" = none is taken')
    allowed_file: OptionalFile = Field(description='staff cards that may serve this terminal, one a line; "" = none')
    crl_file: OptionalFile = Field(description='revocation list of the staff cards\' authority, PEM; "" = none is kept')


class PaperCameraOptions(Section):
    source: str = Field(description="camera device; a simulated one shows a drawn table")
    width_px: int = Field(ge=640, le=4096, description="width of the picture; 1920 over A4 makes 115 real dots an inch")
    height_px: int = Field(ge=480, le=3072, description="height of the picture")
    fps: float = Field(ge=1, le=60, description="pictures per second")
    view_width_mm: float = Field(
        ge=0, le=1000, description="how much of the table a picture is wide; 0 = not measured, A5 passes for A4"
    )
    dpi: int = Field(ge=100, le=300, description="resolution of the pages that are taken")
    steady_looks: int = Field(ge=2, le=30, description="looks running that must find a page well and in its place")


class SaneOptions(Section):
    device: str = Field(
        description="SANE's name of the scanner, as `scanimage -L` prints it; `test` = SANE's pretended one"
    )
    source: str = Field(description='the backend\'s word for where paper comes from; "" = as it is')
    feeder: bool = Field(description="that source draws sheets in until none is left")
    mode: str = Field(description='the backend\'s word for colour; "" = as it is')
    dpi: int = Field(ge=100, le=300, description="resolution of the pages")
    options: tuple[str, ...] = Field(description="further options for `scanimage`, such as --swdeskew=yes")
    most_pages: int = Field(ge=1, le=60, description="pages that are taken at a time")
    page_timeout_s: Seconds = Field(description="how long one page may take, with the time that the lamp takes")


class PaperOcrOptions(Section):
    kinds_file: OptionalFile = Field(description='further kinds of paper (TOML); "" = none')
    deadline_s: Seconds = Field(description="how long reading a page may take")


class IdCardDevice(Section):
    driver: Literal["id_card.samv"] = Field(description="driver of the identity card reader")
    simulate: bool = Field(description="let the simulator answer on the driver's own wire")
    options: SamVOptions


class BarcodeDevice(Section):
    driver: Literal["", "barcode.serial", "barcode.camera"] = Field(
        description='driver of the barcode scanner; "" = the terminal has none'
    )
    simulate: bool = Field(description="let the simulator answer on the serial driver's own wire")
    serial: SerialScannerOptions
    camera: CameraScannerOptions


class PcscDevice(Section):
    driver: Literal["", "pcsc.pcsclite"] = Field(
        description='driver of the smart card readers; "" = the terminal has none'
    )
    simulate: bool = Field(
        description="virtual readers behind a pcscd of the terminal's own; without the programs there are none"
    )
    options: PcscOptions


class CameraDevice(Section):
    driver: Literal["camera.opencv"] = Field(description="driver of the camera")
    simulate: bool = Field(description="show the demo person instead of a camera")
    options: OpenCvOptions


class FaceDevice(Section):
    driver: Literal["face.dlib"] = Field(description="engine that compares faces")
    simulate: bool = Field(description="decode the demo persons' portraits, which no real card carries")
    options: DlibOptions


class PrinterDevice(Section):
    driver: Literal["printer.escpos"] = Field(description="driver of the receipt printer")
    simulate: bool = Field(description="let the simulator answer on the driver's own wire")
    options: EscposOptions


class PagePrinterDevice(Section):
    driver: Literal["", "printer.ipp"] = Field(description='driver of the A4 printer; "" = the terminal has none')
    simulate: bool = Field(description="let the simulator answer on the driver's own wire")
    options: IppOptions


class DocumentCameraDevice(Section):
    driver: Literal["", "document.camera"] = Field(
        description='driver of the document camera; "" = the terminal has none'
    )
    simulate: bool = Field(description="draw a table and what is laid on it")
    options: PaperCameraOptions


class DocumentScannerDevice(Section):
    driver: Literal["", "document.sane"] = Field(description='driver of the scanner; "" = the terminal has none')
    options: SaneOptions


class PaperReaderDevice(Section):
    driver: Literal["", "document.rapidocr"] = Field(
        description='what reads print on papers; "" = nothing does, and people type'
    )
    options: PaperOcrOptions


class Devices(Section):
    id_card: IdCardDevice
    camera: CameraDevice
    face: FaceDevice
    printer: PrinterDevice
    page_printer: PagePrinterDevice
    barcode: BarcodeDevice
    pcsc: PcscDevice
    locker: LockerDevice
    document_camera: DocumentCameraDevice
    document_scanner: DocumentScannerDevice
    paper_reader: PaperReaderDevice


def contradictions_of_devices(devices: Devices) -> Iterator[tuple[str, object, str]]:
    """As `config.settings.contradictions`."""
    yield from _of_id_card(devices.id_card)
    yield from _of_barcode(devices.barcode)
    yield from _of_papers(devices)
    yield from _of_printers(devices.printer, devices.page_printer)
    if not devices.camera.simulate and not devices.camera.options.source:
        yield "devices.camera.options.source", "", "a value, since the device is not simulated"
    printer = devices.printer.options
    if printer.paper_mm == 58 and printer.model not in (models := ("generic", "gb2312")):
        yield "devices.printer.options.model", printer.model, f"one of {', '.join(models)} on paper of 58 mm"
    yield from _of_face(devices.face.options)
    yield from contradictions_of_locker(devices.locker)


def _of_id_card(device: IdCardDevice) -> Iterator[tuple[str, object, str]]:
    needed = {"serial": "port", "usb": "usb_vendor_id", "vendor": "library"}[device.options.transport]
    if not device.simulate and not getattr(device.options, needed):
        yield f"devices.id_card.options.{needed}", "", "a value, since the device is not simulated"


def _of_printers(receipts: PrinterDevice, pages: PagePrinterDevice) -> Iterator[tuple[str, object, str]]:
    needed = {"network": "host", "serial": "serial_port"}.get(receipts.options.transport)
    if not receipts.simulate and needed and not getattr(receipts.options, needed):
        yield f"devices.printer.options.{needed}", "", "a value, since the device is not simulated"
    if pages.driver and not pages.simulate and not pages.options.uri:
        yield "devices.page_printer.options.uri", "", "a value, since the device is not simulated"


def _of_barcode(device: BarcodeDevice) -> Iterator[tuple[str, object, str]]:
    if device.simulate and device.driver != "barcode.serial":
        yield "devices.barcode.driver", device.driver, "barcode.serial, whose wire the simulator speaks"
    elif device.driver == "barcode.serial" and not device.simulate and not device.serial.port:
        yield "devices.barcode.serial.port", "", "a value, since the device is not simulated"
    elif device.driver == "barcode.camera" and not device.camera.source:
        yield "devices.barcode.camera.source", "", "a value, since the device is not simulated"


def _of_papers(devices: Devices) -> Iterator[tuple[str, object, str]]:
    camera, scanner = devices.document_camera, devices.document_scanner
    if camera.simulate and not camera.driver:
        yield "devices.document_camera.driver", "", "document.camera, since the device is simulated"
    elif camera.driver and not camera.simulate and not camera.options.source.startswith("/dev/"):
        yield "devices.document_camera.options.source", camera.options.source, "a device, since it is not simulated"
    if scanner.driver and not scanner.options.device:
        yield "devices.document_scanner.options.device", "", "a value"


def _of_face(face: DlibOptions) -> Iterator[tuple[str, object, str]]:
    if face.reject_distance < face.accept_distance:
        allowed = f"at least accept_distance ({face.accept_distance})"
        yield "devices.face.options.reject_distance", face.reject_distance, allowed
    for key in () if face.engine == "dlib" else ("onnx_file", "onnx_sha256"):
        if not getattr(face, key):
            yield f"devices.face.options.{key}", "", f"a value, since the engine is {face.engine}"
