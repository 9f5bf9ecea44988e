"""What the ledger's records mean for a cell: when something is collected, when nobody can say so, who may open what."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.audit import FIRST, Entry, Record
from kiosk.custody import records
from kiosk.custody.cells import Contents, Doubt, Stage
from kiosk.custody.records import Cleared, CommandOutcome, DoorWord, Intent, Purpose
from kiosk.custody.state import Custody, Need
from kiosk.platform.custody import Conclusion

CELL, ORDER, PARCEL = "A03", "O-1", "P-1"
PICKUP = Intent(CELL, Purpose.PICKUP, ORDER, PARCEL, voucher="V-1")
STOCK = Intent(CELL, Purpose.STOCK, ORDER, PARCEL)
TAKE_BACK = Intent(CELL, Purpose.TAKE_BACK, ORDER, PARCEL)
INSPECT = Intent(CELL, Purpose.INSPECT)
OPEN, LEFT_OPEN = records.door(CELL, DoorWord.OPEN), records.door(CELL, DoorWord.LEFT_OPEN)
UNKNOWN, NOT_SENT = CommandOutcome.UNKNOWN, CommandOutcome.NOT_SENT
BY_WORD = records.door(CELL, DoorWord.BY_WORD)
CLOSED, VACANT = records.door(CELL, DoorWord.CLOSED), records.door(CELL, DoorWord.CLOSED_VACANT)
OCCUPIED, UNSURE = records.door(CELL, DoorWord.CLOSED_OCCUPIED), records.door(CELL, DoorWord.CLOSED_UNSURE)
RESTART = records.started()


def came_of(intent: Intent, outcome: CommandOutcome) -> list[Entry]:
    return [intent.entry(), records.commanded(intent, outcome)]


def told(entries: Iterable[Entry]) -> tuple[Custody, list[Conclusion]]:
    custody, conclusions = Custody(), []
    for number, entry in enumerate(entries, start=1):
        custody, conclusion = custody.conclude(Record(number, datetime(2026, 11, 23, tzinfo=UTC), FIRST, entry))
        conclusions += [conclusion] if conclusion else []
    return custody, conclusions


STOCKED = [*came_of(STOCK, CommandOutcome.OPENED), CLOSED]
ASKED = [*STOCKED, *came_of(PICKUP, CommandOutcome.OPENED)]


@pytest.mark.parametrize(
    ("entries", "conclusion", "contents", "doubt"),
    [
        ([*ASKED, CLOSED], Conclusion.COLLECTED, False, None),
        ([*ASKED, VACANT], Conclusion.COLLECTED, False, None),
        ([*ASKED, OCCUPIED], Conclusion.NOTHING_MOVED, True, None),
        ([*ASKED, UNSURE], Conclusion.DOUBTFUL, True, Doubt.UNSURE),
        ([*ASKED, LEFT_OPEN, CLOSED], Conclusion.COLLECTED, False, None),
        ([*ASKED, RESTART, CLOSED], Conclusion.DOUBTFUL, True, Doubt.INTERRUPTED),
        ([*ASKED, RESTART, VACANT], Conclusion.COLLECTED, False, None),
        ([*ASKED, RESTART, OCCUPIED], Conclusion.NOTHING_MOVED, True, None),
        ([*ASKED, records.disputed(CELL), CLOSED], Conclusion.DOUBTFUL, True, Doubt.DISPUTED),
        ([*STOCKED, PICKUP.entry(), OPEN, CLOSED], Conclusion.COLLECTED, False, None),
        ([*STOCKED, *came_of(PICKUP, UNKNOWN), OPEN, VACANT], Conclusion.COLLECTED, False, None),
        ([*STOCKED, *came_of(PICKUP, UNKNOWN), CLOSED], Conclusion.NOT_OPENED, True, None),
        ([*STOCKED, *came_of(PICKUP, UNKNOWN), VACANT], Conclusion.DOUBTFUL, True, Doubt.VANISHED),
        ([*STOCKED, *came_of(PICKUP, UNKNOWN), RESTART, CLOSED], Conclusion.DOUBTFUL, True, Doubt.UNSEEN),
        ([*STOCKED, *came_of(PICKUP, UNKNOWN), RESTART, OCCUPIED], Conclusion.NOT_OPENED, True, None),
        ([*STOCKED, PICKUP.entry(), RESTART, CLOSED], Conclusion.DOUBTFUL, True, Doubt.UNSEEN),
        ([*STOCKED, *came_of(PICKUP, CommandOutcome.OPENED_UNSEEN), CLOSED], Conclusion.DOUBTFUL, True, Doubt.UNSEEN),
        ([*STOCKED, *came_of(PICKUP, CommandOutcome.OPENED_UNSEEN), OPEN, CLOSED], Conclusion.COLLECTED, False, None),
        ([*STOCKED, *came_of(PICKUP, CommandOutcome.JAMMED), CLOSED], Conclusion.NOT_OPENED, True, None),
        ([*STOCKED, *came_of(PICKUP, CommandOutcome.JAMMED), OPEN, CLOSED], Conclusion.COLLECTED, False, None),
        ([*STOCKED, *came_of(PICKUP, NOT_SENT), records.given_up(PICKUP)], Conclusion.NOT_OPENED, True, None),
        ([*STOCKED, OPEN, CLOSED], Conclusion.DOUBTFUL, True, Doubt.FORCED),
        ([*STOCKED, *came_of(PICKUP, NOT_SENT), OPEN, CLOSED], Conclusion.DOUBTFUL, True, Doubt.FORCED),
        ([*STOCKED, *came_of(TAKE_BACK, CommandOutcome.OPENED), CLOSED], Conclusion.TAKEN_BACK, False, None),
        (STOCKED, Conclusion.STOCKED, True, None),
        ([*came_of(STOCK, CommandOutcome.OPENED), OCCUPIED], Conclusion.STOCKED, True, None),
        ([*came_of(STOCK, CommandOutcome.OPENED), VACANT], Conclusion.NOTHING_MOVED, False, None),
        ([*came_of(STOCK, UNKNOWN), OCCUPIED], Conclusion.DOUBTFUL, False, Doubt.UNSEEN),
        ([*STOCKED, *came_of(INSPECT, CommandOutcome.OPENED), CLOSED], Conclusion.DOUBTFUL, True, Doubt.INSPECTED),
        ([*STOCKED, *came_of(INSPECT, UNKNOWN), BY_WORD], Conclusion.DOUBTFUL, True, Doubt.INSPECTED),
        ([*STOCKED, *came_of(PICKUP, UNKNOWN), BY_WORD], Conclusion.DOUBTFUL, True, Doubt.UNSEEN),
        ([*ASKED, BY_WORD], Conclusion.DOUBTFUL, True, Doubt.UNSEEN),
        ([*STOCKED, OPEN, CLOSED, records.cleared(CELL, Cleared.EMPTY)], Conclusion.CLEARED, False, None),
        (
            [*ASKED, RESTART, CLOSED, records.cleared(CELL, Cleared.STOCKED, order=ORDER, parcel=PARCEL)],
            Conclusion.CLEARED, True, None,
        ),
    ],
)  # fmt: skip
def test_what_an_opening_comes_to(
    entries: list[Entry], conclusion: Conclusion, contents: bool, doubt: Doubt | None
) -> None:
    custody, conclusions = told(entries)
    cell = custody.cell(CELL)
    assert conclusions[-1] is conclusion
    assert cell.contents == (Contents(ORDER, PARCEL) if contents else None)
    assert (cell.stage, cell.doubt, cell.may_be_open) == (Stage.AT_REST, doubt, False)
    assert custody.unsettled == ({CELL: Need.TECHNICIAN} if doubt else {})
    assert custody.collected == ({"V-1"} if conclusion is Conclusion.COLLECTED else frozenset())


@pytest.mark.parametrize(
    ("entries", "need"),
    [
        (ASKED, None),
        ([*ASKED, LEFT_OPEN], Need.CLOSING),
        ([*ASKED, RESTART], Need.CLOSING),
        ([*STOCKED, OPEN], Need.CLOSING),
        ([*STOCKED, *came_of(PICKUP, UNKNOWN)], Need.SENSOR),
        ([*STOCKED, PICKUP.entry(), RESTART], Need.SENSOR),
        ([*STOCKED, *came_of(PICKUP, NOT_SENT), RESTART], Need.SENSOR),
        ([*STOCKED, PICKUP.entry()], None),
    ],
)
def test_what_is_not_settled_says_what_it_waits_for(entries: list[Entry], need: Need | None) -> None:
    assert told(entries)[0].unsettled == ({CELL: need} if need else {})


@pytest.mark.parametrize(
    ("entries", "intent", "refusal"),
    [
        ([], PICKUP, ""),  # nothing is known: the voucher says it
        (STOCKED, PICKUP, ""),
        (STOCKED, Intent(CELL, Purpose.PICKUP, "O-2"), "custody.other"),
        (STOCKED, Intent(CELL, Purpose.PICKUP, ORDER), ""),
        (STOCKED, Intent(CELL, Purpose.PICKUP, ORDER, "P-2"), "custody.other"),
        ([*came_of(Intent(CELL, Purpose.STOCK, "", PARCEL), CommandOutcome.OPENED), CLOSED], PICKUP, ""),
        (STOCKED, STOCK, "custody.occupied"),
        ([*ASKED, CLOSED], PICKUP, "custody.taken"),
        ([*ASKED, CLOSED], Intent(CELL, Purpose.PICKUP, ORDER, PARCEL, voucher="V-2"), "custody.taken"),
        ([*ASKED, CLOSED, *came_of(STOCK, CommandOutcome.OPENED), CLOSED], PICKUP, "custody.taken"),
        ([*ASKED, CLOSED], STOCK, ""),
        (ASKED, PICKUP, "custody.open"),
        ([*STOCKED, PICKUP.entry()], PICKUP, "custody.busy"),
        ([*STOCKED, PICKUP.entry()], INSPECT, "custody.busy"),
        ([*STOCKED, *came_of(PICKUP, UNKNOWN)], PICKUP, "custody.open"),
        ([*STOCKED, *came_of(PICKUP, UNKNOWN)], INSPECT, ""),
        ([*STOCKED, *came_of(PICKUP, CommandOutcome.JAMMED)], PICKUP, "custody.busy"),
        ([*STOCKED, *came_of(PICKUP, CommandOutcome.JAMMED), CLOSED], PICKUP, ""),
        ([*STOCKED, OPEN, CLOSED], PICKUP, "custody.doubt"),
        ([*STOCKED, OPEN, CLOSED], INSPECT, ""),
    ],
)
def test_who_may_open_what(entries: list[Entry], intent: Intent, refusal: str) -> None:
    assert told(entries)[0].refuse_intent(intent) == refusal


@pytest.mark.parametrize(
    ("entries", "refusal"),
    [
        ([PICKUP.entry()], ""),
        (came_of(PICKUP, NOT_SENT), ""),
        (came_of(PICKUP, UNKNOWN), "custody.unknown"),
        (came_of(PICKUP, CommandOutcome.JAMMED), "custody.unknown"),
        (came_of(PICKUP, CommandOutcome.OPENED), "custody.unknown"),
        ([PICKUP.entry(), RESTART], "custody.unknown"),
        ([*came_of(PICKUP, NOT_SENT), RESTART], "custody.unknown"),
        ([], "custody.no_intent"),
    ],
)
def test_a_command_is_given_again_only_when_none_has_left(entries: list[Entry], refusal: str) -> None:
    assert told(entries)[0].refuse_command(CELL) == refusal


def test_a_technician_looks_into_what_was_never_settled() -> None:
    custody, _ = told([*STOCKED, PICKUP.entry(), RESTART, *came_of(INSPECT, CommandOutcome.OPENED)])
    assert custody.cell(CELL).doubt is Doubt.UNSEEN
    assert custody.refuse_clearing(CELL) == "custody.open"
    shut = [*STOCKED, PICKUP.entry(), RESTART, *came_of(INSPECT, CommandOutcome.OPENED), CLOSED]
    assert told(shut)[0].refuse_clearing(CELL) == ""
    assert told([*STOCKED, PICKUP.entry()])[0].refuse_clearing(CELL) == "custody.busy"


def test_what_a_technician_did_not_settle_either_may_still_be_open() -> None:
    """The first look's command was lost, the second one's never left: the first may have opened the door."""
    entries = [*STOCKED, *came_of(INSPECT, UNKNOWN), INSPECT.entry()]
    for more in ([], [records.commanded(INSPECT, NOT_SENT)], [records.given_up(INSPECT)]):
        custody, _ = told([*entries, *more])
        assert custody.open_doors == (CELL,)
        assert custody.unsettled == {CELL: Need.SENSOR}
        assert told([*entries, *more, OPEN, CLOSED])[0].open_doors == ()


outcomes = st.sampled_from([*CommandOutcome, *DoorWord, *Cleared, ""])
kinds = st.sampled_from(
    [
        records.STARTED, records.COMMAND, records.DOOR, records.GIVEN_UP, records.DISPUTED, records.CLEARED,
        *(f"custody.intent.{purpose}" for purpose in Purpose), "custody.intent.else", "print.done",
    ]
)  # fmt: skip
any_entries = st.lists(
    st.builds(Entry, kinds, cell=st.sampled_from(["A", "B", ""]), outcome=outcomes, order=st.sampled_from(["", "O"]))
)


@given(entries=any_entries)
def test_no_records_in_any_order_make_it_fail_or_forget_an_open_door(entries: list[Entry]) -> None:
    custody, _ = told(entries)
    for cell in ("A", "B"):
        words = [entry.outcome for entry in entries if entry.cell == cell and entry.kind == records.DOOR]
        doors = [DoorWord(word) for word in words if word in set(DoorWord)]
        if doors and doors[-1].is_open:
            assert cell in custody.open_doors
