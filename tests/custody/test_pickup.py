"""Who may take what, on what is known at the terminal alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.contract.locker import Cell
from kiosk.audit import FIRST, Entry, Record
from kiosk.custody import records
from kiosk.custody.counter import Counter
from kiosk.custody.pickup import Claim, Collector, Pickup, Refusal
from kiosk.custody.records import Cleared, CommandOutcome, DoorWord, Intent, Purpose
from kiosk.custody.state import Custody
from kiosk.custody.tags import Tags
from kiosk.platform.item import HandInWay
from kiosk.platform.references import CollectorRole, KeptVoucher, OwedOriginal, Revoked, RevokedKind
from kiosk.services.vouchers import RevocationList, VoucherBook
from offline_cache.terminal_secret import TerminalSecret

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
TAGS = Tags(TerminalSecret(b"s" * 32))
LIN, CHEN = TAGS.person("440304199006189989"), TAGS.person("440303196108049979")
KNOWN = Collector(LIN, is_recognised=True)
CODE = "482913"


def voucher(cell: str, person_tag: str = LIN, order: str = "O-1", *, code: str = "", **changes: object) -> KeptVoucher:
    given_ = {
        "id": f"V-{order}-{cell}-{person_tag[:4]}",
        "order_number": order,
        "parcel": f"{order}-{cell}",
        "cabinet": "KIOSK-0000",
        "cell": cell,
        "contents": {"zh-CN": "营业执照"},
        "business": "示范",
        "valid_from": NOW - DAY,
        "valid_to": NOW + DAY,
        "person_tag": person_tag,
        "code_tag": TAGS.pickup_code(code) if code else "",
    }
    return KeptVoucher.model_validate(given_ | changes)


LICENCE, SEALS = voucher("A03"), voucher("A04")


def custody_after(*entries: Entry) -> Custody:
    return Custody.after(Record(number, NOW, FIRST, entry) for number, entry in enumerate(entries, start=1))


def taken(kept: KeptVoucher, word: DoorWord = DoorWord.CLOSED, purpose: Purpose = Purpose.PICKUP) -> list[Entry]:
    intent = Intent(kept.cell, purpose, kept.order_number, kept.parcel, kept.id, kept.person_tag)
    return [intent.entry(), records.commanded(intent, CommandOutcome.OPENED), records.door(kept.cell, word, intent)]


def pickup(*vouchers: KeptVoucher, revoked: tuple[str, ...] = (), after: tuple[Entry, ...] = ()) -> Pickup:
    revocations = RevocationList(Revoked(kind=RevokedKind.VOUCHER, id=each) for each in revoked)
    return Pickup(VoucherBook(vouchers, revocations), custody_after(*after))


def test_nothing_is_handed_out_of_a_cell_without_a_sensor() -> None:
    """Nobody could ever say that it was collected."""
    blind = replace(pickup(LICENCE, SEALS), blind=frozenset({LICENCE.cell}))
    claim = blind.may_take("O-1", KNOWN, NOW)
    assert isinstance(claim, Claim)
    assert [each.cell for each in claim.vouchers] == [SEALS.cell]
    assert claim.withheld == {LICENCE.cell: "pickup.doubt"}
    alone = replace(pickup(LICENCE), blind=frozenset({LICENCE.cell}))
    assert alone.may_take("O-1", KNOWN, NOW) == Refusal("O-1", "pickup.doubt")


def test_licence_and_seals_are_released_together() -> None:
    claim = pickup(SEALS, LICENCE, voucher("B01", order="O-2")).may_take("O-1", KNOWN, NOW)
    assert isinstance(claim, Claim)
    assert sorted(each.cell for each in claim.vouchers) == ["A03", "A04"]
    assert (claim.withheld, claim.role) == ({}, CollectorRole.LEGAL_REPRESENTATIVE)
    assert {(each.cell, each.parcel, each.id) for each in claim.vouchers} == {
        (each.cell, each.parcel, each.id) for each in (LICENCE, SEALS)
    }


@pytest.mark.parametrize(
    ("case", "collector", "code"),
    [
        (pickup(LICENCE), Collector(CHEN, is_recognised=True), "pickup.nothing"),
        (pickup(LICENCE), Collector(LIN, is_recognised=False), "pickup.unproven"),
        (pickup(voucher("A03", code=CODE)), Collector(LIN, is_recognised=False), "pickup.unproven"),
        (pickup(voucher("A03", code=CODE)), Collector(LIN, False, TAGS.pickup_code("482914")), "pickup.code"),
        (pickup(LICENCE), Collector(LIN, False, TAGS.pickup_code(CODE)), "pickup.code"),
        (pickup(voucher("A03", code=CODE)), Collector(LIN, False, TAGS.pickup_code(CODE)), ""),
        (pickup(LICENCE, SEALS, revoked=(LICENCE.id, SEALS.id)), KNOWN, "pickup.revoked"),
        (pickup(voucher("A03", valid_from=NOW + DAY / 2)), KNOWN, "pickup.not_yet"),
        (pickup(voucher("A03", valid_to=NOW)), KNOWN, "pickup.expired"),
        (pickup(LICENCE, after=(*taken(LICENCE),)), KNOWN, "pickup.taken"),
        (pickup(LICENCE, after=(*taken(voucher("A03", CHEN)),)), KNOWN, "pickup.taken"),
        (pickup(voucher("A03", valid_to=NOW), after=(*taken(LICENCE),)), KNOWN, "pickup.taken"),
        (pickup(LICENCE, after=(*taken(LICENCE, DoorWord.CLOSED_OCCUPIED),)), KNOWN, ""),
        (pickup(LICENCE, after=(*taken(LICENCE, DoorWord.CLOSED_UNSURE),)), KNOWN, "pickup.doubt"),
        (pickup(LICENCE, after=(*taken(LICENCE)[:2],)), KNOWN, "pickup.busy"),
        (pickup(LICENCE, after=(*taken(voucher("A03", order="O-9"), purpose=Purpose.STOCK),)), KNOWN, "pickup.doubt"),
    ],
)
def test_who_may_take_it(case: Pickup, collector: Collector, code: str) -> None:
    decided = case.may_take("O-1", collector, NOW)
    assert (decided.code if isinstance(decided, Refusal) else "") == code


def test_what_cannot_be_taken_now_does_not_hold_up_the_rest() -> None:
    claim = pickup(LICENCE, SEALS, after=tuple(taken(LICENCE, DoorWord.CLOSED_UNSURE))).may_take("O-1", KNOWN, NOW)
    assert isinstance(claim, Claim)
    assert [each.cell for each in claim.vouchers] == ["A04"]
    assert claim.withheld == {"A03": "pickup.doubt"}


def wrong_codes(count: int, at: datetime, order: str = "O-1") -> list[Record]:
    return [Record(number, at, FIRST, records.wrong_code(order)) for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("tried", "code", "refused"),
    [
        (wrong_codes(2, NOW), CODE, ""),
        (wrong_codes(3, NOW), CODE, "pickup.code_locked"),
        (wrong_codes(3, NOW), "000000", "pickup.code_locked"),
        (wrong_codes(3, NOW - DAY + timedelta(minutes=1)), CODE, "pickup.code_locked"),
        (wrong_codes(3, NOW - DAY - timedelta(minutes=1)), CODE, ""),
        ([*wrong_codes(2, NOW - 2 * DAY), *wrong_codes(2, NOW)], CODE, ""),
        (wrong_codes(3, NOW, order="O-2"), CODE, ""),
        (wrong_codes(3, NOW + DAY), CODE, "pickup.code_locked"),  # the clock was set back
    ],
)
def test_of_one_order_only_so_many_wrong_codes_a_day(tried: list[Record], code: str, refused: str) -> None:
    """Told by the ledger alone, so that no restart forgets it. Face and staff are not touched by it."""
    case = Pickup(VoucherBook([voucher("A03", code=CODE)]), Custody.after(tried), code_tries_a_day=3)
    decided = case.may_take("O-1", Collector(LIN, False, TAGS.pickup_code(code)), NOW)
    assert (decided.code if isinstance(decided, Refusal) else "") == refused
    assert isinstance(case.may_take("O-1", KNOWN, NOW), Claim)


def test_what_was_tried_long_ago_is_forgotten() -> None:
    custody = Custody.after([*wrong_codes(5, NOW - 2 * DAY, order="O-2"), *wrong_codes(1, NOW)])
    assert custody.wrong_codes == {"O-1": (NOW,)}


OLD_LICENCE = OwedOriginal(original="O-1-Y1", name={"zh-CN": "旧照"}, size="S")


def hand_in(cell: str, word: DoorWord) -> list[Entry]:
    return taken(voucher(cell, parcel=OLD_LICENCE.original), word, Purpose.HAND_IN)


@pytest.mark.parametrize(
    ("after", "is_owed", "doubted"),
    [
        ([], True, False),
        (hand_in("B01", DoorWord.CLOSED_OCCUPIED), False, False),
        (hand_in("B01", DoorWord.CLOSED_OCCUPIED)[:2], True, False),
        (hand_in("B01", DoorWord.CLOSED_VACANT), True, False),
        (hand_in("B01", DoorWord.CLOSED), True, True),
        (hand_in("B01", DoorWord.CLOSED_UNSURE), True, True),
        (
            [
                *hand_in("B01", DoorWord.CLOSED_UNSURE),
                records.cleared("B01", Cleared.STOCKED, order="O-1", parcel=OLD_LICENCE.original),
            ],
            False,
            False,
        ),
        ([*hand_in("B01", DoorWord.CLOSED_UNSURE), records.cleared("B01", Cleared.EMPTY)], True, False),
        (
            [
                *hand_in("B01", DoorWord.CLOSED_OCCUPIED),
                *taken(voucher("B01", parcel=OLD_LICENCE.original), DoorWord.CLOSED_VACANT, Purpose.TAKE_BACK),
            ],
            False,
            False,
        ),
    ],
)
def test_an_original_is_owed_until_a_sensor_saw_it_in_its_cell(
    after: list[Entry], is_owed: bool, doubted: bool
) -> None:
    case = pickup(voucher("A03", owed=(OLD_LICENCE,)), voucher("A04", owed=(OLD_LICENCE,)), after=tuple(after))
    claim = case.may_take("O-1", KNOWN, NOW)
    assert isinstance(claim, Claim)
    assert claim.owed == case.owed("O-1", LIN) == ((OLD_LICENCE,) if is_owed else ())
    assert case.owed("O-1", CHEN) == ()
    assert (case.custody.cell("B01").doubt is not None) == doubted


def test_nothing_is_handed_in_where_something_lies() -> None:
    custody = custody_after(*taken(voucher("B01", order="O-9"), purpose=Purpose.STOCK))
    assert custody.refuse_intent(Intent("B01", Purpose.HAND_IN, "O-1", OLD_LICENCE.original)) == "custody.occupied"


def test_an_original_that_was_shown_counts_for_that_session_and_for_good_once_something_was_taken() -> None:
    owed = OwedOriginal(original="O-1-Y1", name={"zh-CN": "旧证"}, size="S", ways=(HandInWay.SHOWN,))
    kept = voucher("A03", owed=(owed,))
    shown = records.shown("O-1", "O-1-Y1", person_tag=LIN, session_tag="a" * 64)
    before, after = pickup(kept), pickup(kept, after=(shown,))
    assert before.owed("O-1", LIN, "a" * 64) == (owed,)
    assert after.owed("O-1", LIN, "a" * 64) == ()
    assert after.owed("O-1", LIN, "b" * 64) == after.owed("O-1", LIN) == (owed,)
    for session, order, left in (("a", "O-1", ()), ("b", "O-1", (owed,)), ("a", "O-2", (owed,))):
        intent = Intent("A04", Purpose.PICKUP, order, f"{order}-A04", "V", LIN, session * 64)
        opened = records.commanded(intent, CommandOutcome.OPENED), records.door("A04", DoorWord.OPEN, intent)
        out = (intent.entry(), *opened, records.door("A04", DoorWord.CLOSED, intent))
        assert pickup(kept, after=(shown, *out)).owed("O-1", LIN, "c" * 64) == left


def test_room_for_an_original_is_a_cell_that_tells_by_itself() -> None:
    def cell(name: str, *, tells: bool) -> Cell:
        return Cell(name, "S", 400, 90, 500, 0, 0, has_sensor=True, has_item_sensor=tells)

    cells = (cell("A01", tells=False), cell("A03", tells=True), cell("A05", tells=True))
    book = VoucherBook([LICENCE])  # in A03
    counter = Counter(TAGS, lambda: book, custody_after, lambda: cells)
    assert (counter.room_for("S"), counter.room_for("L")) == ("A05", "")
    full = custody_after(*hand_in("A05", DoorWord.CLOSED_OCCUPIED))
    assert Counter(TAGS, lambda: book, lambda: full, lambda: cells).room_for("S") == ""


def test_what_was_collected_is_not_shown_again() -> None:
    other = voucher("B01", order="O-2", valid_to=NOW + 2 * DAY)
    found = pickup(other, LICENCE, SEALS, after=tuple(taken(LICENCE))).waiting(KNOWN, NOW)
    assert [each.order_number for each in found] == ["O-1", "O-2"]
    found = pickup(other, LICENCE, SEALS, after=(*taken(LICENCE), *taken(SEALS))).waiting(KNOWN, NOW)
    assert [each.order_number for each in found] == ["O-2"]


def test_tags_are_of_one_terminal_and_one_kind_of_thing() -> None:
    other = Tags(TerminalSecret(b"t" * 32))
    text = "440304199006189989"
    made = [TAGS.person(text), TAGS.staff(text), TAGS.session(text), TAGS.pickup_code(text), other.person(text)]
    assert len(set(made)) == len(made)
    assert all(len(tag) == 64 and text not in tag for tag in made)


@given(
    mine=st.lists(st.tuples(st.sampled_from(["A1", "A2", "A3"]), st.booleans(), st.integers(-2, 2)), max_size=6),
    history=st.lists(st.tuples(st.sampled_from(["A1", "A2", "A3"]), st.sampled_from(list(DoorWord))), max_size=6),
)
def test_nothing_is_released_without_a_voucher_that_counts_or_from_a_cell_that_is_not_at_rest(
    mine: list[tuple[str, bool, int]], history: list[tuple[str, DoorWord]]
) -> None:
    vouchers = [
        voucher(cell, LIN if is_mine else CHEN, valid_from=NOW + (days - 1) * DAY, valid_to=NOW + days * DAY)
        for cell, is_mine, days in mine
    ]
    after = [entry for cell, word in history for entry in taken(voucher(cell), word)]
    decided = pickup(*vouchers, after=tuple(after)).may_take("O-1", KNOWN, NOW)
    if isinstance(decided, Claim):
        custody = custody_after(*after)
        for each in decided.vouchers:
            assert each.person_tag == LIN
            assert each.valid_from <= NOW < each.valid_to
            assert each.id not in custody.collected
            assert custody.cell(each.cell).opening is None
            assert not custody.cell(each.cell).may_be_open
