"""The ESC/POS driver against a printer on a real TCP port, in health and in every trouble a script can make."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.contract.device import DeviceState
from drivers.contract.receipt_printer import Align, PairLine, PrintOutcome, PrintResult, QrCode, Receipt, Rule, TextLine
from drivers.errors import DeviceTimeout, DeviceUnavailable
from drivers.faults import Fault, FaultScript, Kind
from drivers.printer.escpos import EscposPrinter
from drivers.printer.escpos_decoder import qr_payloads_of, text_of
from drivers.printer.escpos_encoder import encode
from drivers.printer.escpos_simulator import EscposSimulator
from drivers.printer.line import TcpLine

TIMEOUT_S = 0.5
"""For answers that never come: a patience that a test can wait for."""
PATIENT_S = 10.0
"""For those that do."""
RECEIPT = Receipt(
    (
        TextLine("业务受理回执", Align.CENTRE, bold=True, scale=2),
        Rule(),
        PairLine("事项", "无犯罪记录证明"),
        PairLine("申请人", "张*𠮷"),
        PairLine("费用", "￥0.00"),
        TextLine("请凭受理号查询进度", Align.CENTRE),
        QrCode("https://kiosk.example/s/1"),
    )
)
OTHER = Receipt((TextLine("下一位的回执"), TextLine("第二行"), TextLine("第三行"), TextLine("第四行")))

Setup = Callable[..., tuple[EscposPrinter, EscposSimulator, FaultScript]]


@pytest.fixture
def printer() -> Iterator[Setup]:
    """Makes a driver and its simulator under a list of faults; both are gone after the test."""
    made: list[tuple[EscposPrinter, EscposSimulator]] = []

    def make(
        *faults: Fault, model: str = "generic", hasty: bool = False
    ) -> tuple[EscposPrinter, EscposSimulator, FaultScript]:
        script = FaultScript(faults)
        simulator = EscposSimulator(script)
        simulator.start()
        timeout_s = TIMEOUT_S if hasty else PATIENT_S
        driver = EscposPrinter(*simulator.address, 80, timeout_s, print_timeout_s=3 * timeout_s, model=model)
        made.append((driver, simulator))
        return driver, simulator, script

    yield make
    for driver, simulator in made:
        driver.close()
        simulator.stop()


def fault(kind: Kind, on: str, **fields: float) -> Fault:
    return Fault("printer", kind, on, **{"times": 0, **fields})  # type: ignore[arg-type]


# ---- in health --------------------------------------------------------------------------------------------


def test_a_healthy_printer_is_online_and_prints(printer: Setup) -> None:
    driver, simulator, _ = printer()
    driver.open()
    status = driver.status()
    assert (status.state, status.code) == (DeviceState.ONLINE, "")
    assert status.details == {"paper": "full", "cover": "closed"}
    assert driver.print(RECEIPT) == PrintResult(PrintOutcome.PRINTED, "", 0.0)
    receipt = simulator.wait_for_receipt(PATIENT_S)
    assert receipt == encode(RECEIPT, driver.profile)
    assert "张*𠮷" in text_of(receipt)
    assert qr_payloads_of(receipt) == ["https://kiosk.example/s/1"]


def test_printed_means_that_the_paper_is_cut(printer: Setup) -> None:
    """The answer waits for a slow mechanism; real-time answers alone would come at once."""
    driver, simulator, _ = printer(fault(Kind.SLOW, "print", delay_s=0.8))
    assert driver.print(RECEIPT).outcome is PrintOutcome.PRINTED
    assert len(simulator.receipts) == 1


def test_open_and_close_may_be_repeated(printer: Setup) -> None:
    driver, _, _ = printer()
    for _ in range(2):
        driver.open()
        driver.open()
        assert driver.status().state is DeviceState.ONLINE
        driver.close()
        driver.close()


def test_receipts_follow_each_other(printer: Setup) -> None:
    driver, simulator, _ = printer()
    assert [driver.print(receipt).outcome for receipt in (RECEIPT, OTHER)] == [PrintOutcome.PRINTED] * 2
    assert [text_of(simulator.wait_for_receipt(PATIENT_S)).split("\n")[0] for _ in range(2)] == [
        "业务受理回执",
        "下一位的回执",
    ]


def test_paper_running_low_is_told_and_does_not_stop_anything(printer: Setup) -> None:
    driver, simulator, _ = printer()
    simulator.set_paper("low")
    status = driver.status()
    assert (status.state, status.code, status.details["paper"]) == (DeviceState.ONLINE, "", "low")
    assert driver.print(RECEIPT).outcome is PrintOutcome.PRINTED


def test_a_connection_the_printer_dropped_meanwhile_is_made_anew(printer: Setup) -> None:
    driver, simulator, _ = printer()
    driver.status()
    simulator.set_plugged(False)
    simulator.set_plugged(True)
    assert driver.status().state is DeviceState.ONLINE
    assert driver.print(RECEIPT).outcome is PrintOutcome.PRINTED


# ---- troubles that the printer can tell -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "state", "code", "details"),
    [
        (Kind.PAPER_OUT, DeviceState.OFFLINE, "printer.paper_out", {"paper": "out", "cover": "closed"}),
        (Kind.COVER_OPEN, DeviceState.USER_ERROR, "printer.cover_open", {"paper": "full", "cover": "open"}),
        (Kind.JAMMED, DeviceState.HARDWARE_ERROR, "printer.jammed", {"paper": "jammed", "cover": "closed"}),
        (
            Kind.CUTTER,
            DeviceState.HARDWARE_ERROR,
            "printer.cutter",
            {"paper": "full", "cover": "closed", "cutter": "stuck"},
        ),
    ],
)
@pytest.mark.parametrize("on", ["status", "start", ""])
def test_a_printer_in_trouble_says_so_and_prints_nothing(
    printer: Setup, kind: Kind, on: str, state: DeviceState, code: str, details: dict[str, str]
) -> None:
    driver, simulator, script = printer(fault(kind, on))
    status = driver.status()
    assert (status.state, status.code, dict(status.details)) == (state, code, details)
    assert not status.state.usable
    assert driver.print(RECEIPT) == PrintResult(PrintOutcome.NOT_PRINTED, code)
    script.clear("printer")
    assert driver.print(RECEIPT).outcome is PrintOutcome.PRINTED
    assert len(simulator.receipts) == 1


@pytest.mark.parametrize(
    ("kind", "outcome", "code"),
    [
        (Kind.PAPER_OUT, PrintOutcome.NOT_PRINTED, "printer.paper_out"),
        (Kind.COVER_OPEN, PrintOutcome.UNKNOWN, "printer.cover_open"),
        (Kind.JAMMED, PrintOutcome.UNKNOWN, "printer.jammed"),
        (Kind.CUTTER, PrintOutcome.UNKNOWN, "printer.cutter"),
    ],
)
def test_trouble_in_the_middle_of_a_receipt_is_told_honestly(
    printer: Setup, kind: Kind, outcome: PrintOutcome, code: str
) -> None:
    driver, simulator, _ = printer(fault(kind, "print"))
    assert driver.print(RECEIPT) == PrintResult(outcome, code)
    assert simulator.receipts == []
    assert driver.status().code == code


@pytest.mark.parametrize("kind", [Kind.PAPER_OUT, Kind.COVER_OPEN, Kind.JAMMED, Kind.CUTTER])
def test_the_rest_of_a_broken_receipt_never_reaches_the_next_person(printer: Setup, kind: Kind) -> None:
    driver, simulator, script = printer(fault(kind, "print"))
    driver.print(RECEIPT)
    assert text_of(simulator.hanging).startswith("业务受理回执")
    script.clear("printer")
    assert driver.status().state is DeviceState.ONLINE  # the idle poll finds it well and cuts the stub off
    assert simulator.hanging == b""
    assert driver.print(OTHER).outcome is PrintOutcome.PRINTED
    stub, receipt = simulator.receipts
    assert "请凭受理号" not in text_of(stub) or kind is Kind.CUTTER
    assert receipt == encode(OTHER, driver.profile)


def test_a_printer_with_real_time_status_only_leaves_a_doubt(printer: Setup) -> None:
    driver, simulator, _ = printer(model="realtime-only")
    assert driver.print(RECEIPT).outcome is PrintOutcome.PRINTED
    simulator.wait_for_receipt(PATIENT_S)
    driver, _, _ = printer(fault(Kind.PAPER_OUT, "status", skip=1), model="realtime-only")
    assert driver.print(RECEIPT) == PrintResult(PrintOutcome.UNKNOWN, "printer.paper_out")


# ---- troubles of the line ---------------------------------------------------------------------------------


def test_nothing_listens_there(printer: Setup) -> None:
    driver, simulator, _ = printer(fault(Kind.MISSING, "start"))
    for call in (driver.open, driver.status):
        with pytest.raises(DeviceUnavailable) as lost:
            call()
        assert (lost.value.code, lost.value.retryable) == ("printer.missing", True)
    assert driver.print(RECEIPT) == PrintResult(PrintOutcome.NOT_PRINTED, "printer.missing")
    simulator.set_plugged(True)
    assert driver.print(RECEIPT).outcome is PrintOutcome.PRINTED


def test_a_host_that_is_not_there_is_missing_within_the_deadline() -> None:
    with socket.socket() as never_answering:
        never_answering.bind(("127.0.0.1", 0))
        driver = EscposPrinter("127.0.0.1", never_answering.getsockname()[1], timeout_s=TIMEOUT_S)
        with pytest.raises(DeviceUnavailable, match=r"printer\.missing"):
            driver.open()


def test_a_connection_that_breaks_at_once_is_tried_again(printer: Setup) -> None:
    driver, _, _ = printer(fault(Kind.MISSING, "connect", times=1))
    with pytest.raises(DeviceUnavailable, match=r"printer\.(missing|lost)"):  # the reset may beat the connect
        driver.status()
    assert driver.status().state is DeviceState.ONLINE


@pytest.mark.parametrize(("kind", "on"), [(Kind.SILENT, "connect"), (Kind.SILENT, "status"), (Kind.HALF, "status")])
def test_a_silent_printer_times_out_and_nothing_is_sent_to_it(printer: Setup, kind: Kind, on: str) -> None:
    driver, simulator, script = printer(fault(kind, on), hasty=True)
    with pytest.raises(DeviceTimeout) as silent:
        driver.status()
    assert silent.value.code == "printer.silent"
    assert driver.print(RECEIPT) == PrintResult(PrintOutcome.NOT_PRINTED, "printer.silent")
    script.clear("printer")
    assert driver.print(RECEIPT).outcome is PrintOutcome.PRINTED
    assert len(simulator.receipts) == 1


@pytest.mark.parametrize("kind", [Kind.SILENT, Kind.HALF])
def test_silence_after_sending_leaves_the_outcome_unknown(printer: Setup, kind: Kind) -> None:
    driver, _, _ = printer(fault(kind, "print", times=1), hasty=True)
    assert driver.print(RECEIPT) == PrintResult(PrintOutcome.UNKNOWN, "printer.silent")
    assert driver.print(OTHER).outcome is PrintOutcome.PRINTED


def test_a_line_lost_after_sending_leaves_the_outcome_unknown(printer: Setup) -> None:
    driver, simulator, script = printer(fault(Kind.UNPLUGGED, "print"))
    assert driver.print(RECEIPT) == PrintResult(PrintOutcome.UNKNOWN, "printer.lost")
    with pytest.raises(DeviceUnavailable, match=r"printer\.missing"):
        driver.status()
    assert driver.print(RECEIPT) == PrintResult(PrintOutcome.NOT_PRINTED, "printer.missing")
    script.clear("printer")
    simulator.set_plugged(True)
    assert driver.print(OTHER).outcome is PrintOutcome.PRINTED
    assert simulator.receipts[-1] == encode(OTHER, driver.profile)


def test_a_line_lost_between_two_questions_is_unavailable(printer: Setup) -> None:
    driver, _, script = printer(fault(Kind.UNPLUGGED, "status"))
    with pytest.raises(DeviceUnavailable):
        driver.status()
    assert driver.print(RECEIPT).outcome is PrintOutcome.NOT_PRINTED
    script.clear("printer")


@pytest.mark.parametrize("kind", [Kind.GARBAGE, Kind.WRONG])
def test_answers_that_mean_nothing_are_never_taken_for_health(printer: Setup, kind: Kind) -> None:
    driver, simulator, script = printer(fault(kind, "status"))
    with pytest.raises(DeviceUnavailable) as confused:
        driver.status()
    assert confused.value.code == "printer.error"
    assert driver.print(RECEIPT) == PrintResult(PrintOutcome.NOT_PRINTED, "printer.error")
    script.clear("printer")
    assert driver.print(RECEIPT).outcome is PrintOutcome.PRINTED
    assert len(simulator.receipts) == 1


def test_one_garbled_round_is_asked_again_on_a_new_line(printer: Setup) -> None:
    driver, _, _ = printer(fault(Kind.GARBAGE, "status", times=1))
    assert driver.status().state is DeviceState.ONLINE


@pytest.mark.parametrize("kind", [Kind.GARBAGE, Kind.WRONG])
def test_a_garbled_word_about_the_cut_leaves_the_outcome_unknown(printer: Setup, kind: Kind) -> None:
    driver, _, _ = printer(fault(kind, "print"))
    assert driver.print(RECEIPT) == PrintResult(PrintOutcome.UNKNOWN, "printer.error")


def test_a_late_answer_never_stands_for_a_later_one(printer: Setup) -> None:
    """Seen in the field: a late "adequate" was read as the answer to the next question while the paper was out."""
    driver, simulator, _ = printer(fault(Kind.SLOW, "status", times=1, delay_s=2 * TIMEOUT_S), hasty=True)
    with pytest.raises(DeviceTimeout):
        driver.status()
    simulator.set_paper("out")
    assert driver.status().code == "printer.paper_out"
    assert driver.print(RECEIPT) == PrintResult(PrintOutcome.NOT_PRINTED, "printer.paper_out")


def test_a_printer_that_takes_too_long_is_not_waited_for_for_ever(printer: Setup) -> None:
    driver, _, _ = printer(fault(Kind.SLOW, "print", delay_s=5), hasty=True)
    assert driver.print(RECEIPT) == PrintResult(PrintOutcome.UNKNOWN, "printer.silent")


def test_a_printer_that_stops_reading_cannot_hold_the_sender() -> None:
    """A full buffer behind a closed window: sending ends at its deadline too, and the line is not used again."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = TcpLine("127.0.0.1", server.getsockname()[1], TIMEOUT_S)
        line.open()
        connection, _ = server.accept()
        with connection, pytest.raises(DeviceTimeout, match=r"printer\.silent"):
            line.send(bytes(16_000_000))
        assert not line.is_open


def test_receipts_are_kept_where_asked(tmp_path: Path) -> None:
    simulator = EscposSimulator(FaultScript(), tmp_path / "paper")
    simulator.start()
    driver = EscposPrinter(*simulator.address, timeout_s=PATIENT_S)
    driver.print(RECEIPT)
    driver.close()
    simulator.stop()
    assert (tmp_path / "paper" / "receipt-001.bin").read_bytes() == encode(RECEIPT, driver.profile)
