"""What becomes of an application, by rule; working days; the 24 hours in which it counts as repeated."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.gateway.catalogue import publish
from kiosk.gateway.chunk_store import ChunkFolder
from kiosk.gateway.decisions import decide
from kiosk.gateway.intake import Intake
from kiosk.gateway.licences import LicenceStore
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.platform import GatewaySettings
from kiosk.gateway.platform_keys import KeyRing, ensure_keys, rotate_sealing_key
from kiosk.gateway.store import SqliteStore
from kiosk.gateway.working_days import WorkingDays, load_working_days
from kiosk.platform.item import Approval, ServiceItem
from kiosk.platform.schema import Application, StoredAnswer, SubmissionStatus
from kiosk.platform.submission_state import SubmissionState
from offline_cache.sealing import PlatformKey, seal
from tests.gateway.terminal import CATALOGUE, RECORD_VALUES, TERMINAL, application, new_id

ITEMS = publish(CATALOGUE).items
SETTINGS = GatewaySettings(state_dir=Path(), catalogue_dir=CATALOGUE)
CALENDAR = load_working_days(SETTINGS.holidays_file)
MONDAY = date(2026, 11, 23)

PERMIT_VALUES = {
    "credit_code": "91440304MA5DEM0127",
    "role": "agent",
    "place_kind": "salon",
    "area_m2": "68.5",
    "staff_count": "4",
    "air_conditioning": "no",
    "place_at": "registered",
    "phone": "13800135612",
}


def decided(given_: Application, item: ServiceItem | None, *, is_repeated: bool = False) -> SubmissionStatus:
    return decide(
        given_,
        item,
        is_repeated=is_repeated,
        today=MONDAY,
        working_days=CALENDAR,
        next_acceptance_number=lambda: "440304261123000001",
    )


REVIEWED = ITEMS["WJ-WSXK"].model_copy(
    update={"approval": Approval.REVIEW, "guide": ITEMS["WJ-WSXK"].guide.model_copy(update={"days": 20})}
)
"""One that is looked at before it is granted."""


def permit(*due: str) -> Application:
    materials = tuple(
        {"code": code, "source": "deferred", "due": day}
        for code, day in zip(("floor_plan", "hygiene_report"), due, strict=False)
    )
    return application(new_id(), item_code="WJ-WSXK", values=PERMIT_VALUES, materials=materials)


def test_an_instant_item_is_approved_at_once() -> None:
    status = decided(application(new_id()), ITEMS["GA-WFZJL"])
    assert (status.state, status.due) == (SubmissionState.APPROVED, "")
    assert [step["zh-CN"].partition("：")[0] for step in status.next_steps] == ["今天", "现在起", "要纸质的"]


def test_a_reviewed_item_is_accepted_with_a_working_day_as_its_limit() -> None:
    status = decided(permit(), REVIEWED)
    assert status.state is SubmissionState.ACCEPTED
    assert status.due == "2026-12-21"  # 20 working days, no holiday between
    assert status.next_steps[0] == {
        "zh-CN": "12月21日前：区卫生健康局办结",
        "en": "By 21 December: decision by District Health Bureau",
    }


def test_the_limit_counts_from_the_last_promised_material() -> None:
    status = decided(permit("2026-12-08", "2026-12-04"), REVIEWED)
    assert status.due == CALENDAR.after(date(2026, 12, 8), 20).isoformat()
    assert status.next_steps[0]["zh-CN"] == "12月4日前：到人工窗口补交 2 份材料"


def test_a_single_promised_material_is_named() -> None:
    step = decided(permit("2026-12-08"), REVIEWED).next_steps[0]
    assert step["zh-CN"] == "12月8日前：到人工窗口补交场所方位图和平面图"
    assert "floor plan" in step["en"]


def test_an_instant_item_with_a_promise_is_not_approved_yet() -> None:
    materials = ({"code": "residence", "source": "deferred", "due": "2026-12-01"},)
    status = decided(application(new_id(), materials=materials), ITEMS["GA-WFZJL"])
    assert (status.state, status.due) == (SubmissionState.ACCEPTED, "2026-12-01")


@pytest.mark.parametrize("broken", [{"phone": "1"}, {"purpose": ""}, {"purpose": "holiday"}, {"unheard_of": "x"}])
def test_a_form_that_does_not_fit_is_left_for_staff(broken: dict[str, str]) -> None:
    status = decided(application(new_id(), values=RECORD_VALUES | broken), ITEMS["GA-WFZJL"])
    assert (status.state, status.acceptance_number) == (SubmissionState.RECEIVED, "")


@pytest.mark.parametrize("due", ["tomorrow", "2026-11-22", "2036-01-01"])
def test_an_unreasonable_promise_is_left_for_staff(due: str) -> None:
    assert decided(permit(due), REVIEWED).state is SubmissionState.RECEIVED


UNKNOWN = {"applicant": {"name": "林小禾", "identity_number": "E1", "card_kind": "passport", "way": "travel_document"}}
CLAIMED = {
    "applicant": {
        "name": "林小禾",
        "identity_number": "440304199006189989",
        "card_kind": "social_card",
        "way": "social_card",
    }
}
STAFF = {"staff_id": "H-1", "reason": "declined", "issued_at": "2026-11-23T09:00Z", "redeemed_at": "2026-11-23T09:01Z"}


@pytest.mark.parametrize(
    ("changes", "needs_face", "is_decided"),
    [
        ({}, True, True),
        ({"face": None}, True, False),
        ({"face": None, "staff": STAFF}, True, True),
        ({"face": None}, False, True),
        ({"face": None, **UNKNOWN}, False, False),
        ({"face": None, "staff": STAFF, **UNKNOWN}, False, True),
        ({"face": None, **CLAIMED}, False, False),
        ({"face": None, "staff": STAFF, **CLAIMED}, True, True),
    ],
)
def test_who_is_not_known_for_certain_is_left_for_staff(
    changes: dict[str, object], needs_face: bool, is_decided: bool
) -> None:
    item = ITEMS["GA-WFZJL"].model_copy(update={"needs_face": needs_face})
    status = decided(application(new_id(), **changes), item)
    assert (status.state is SubmissionState.APPROVED) == is_decided
    assert is_decided or status.state is SubmissionState.RECEIVED


def test_only_what_can_harm_nobody_is_decided_without_a_face() -> None:
    assert [code for code, item in ITEMS.items() if not item.needs_face] == ["JT-YHYQ"]


def test_an_unknown_item_is_left_for_staff() -> None:
    assert decided(application(new_id()), None).state is SubmissionState.RECEIVED


def test_a_repeated_application_is_a_possible_duplicate_without_a_number() -> None:
    status = decided(application(new_id()), ITEMS["GA-WFZJL"], is_repeated=True)
    assert (status.state, status.acceptance_number) == (SubmissionState.POSSIBLE_DUPLICATE, "")


def test_every_next_step_is_said_in_both_languages() -> None:
    statuses = [
        decided(application(new_id()), ITEMS["GA-WFZJL"]),
        decided(permit("2026-12-08"), REVIEWED),
        decided(application(new_id()), ITEMS["GA-WFZJL"], is_repeated=True),
        decided(application(new_id()), None),
    ]
    assert all(set(step) == {"zh-CN", "en"} for status in statuses for step in status.next_steps)


# ---- working days ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-11-20", 1, "2026-11-23"),  # over a weekend
        ("2026-09-30", 1, "2026-10-08"),  # over the National Day week
        ("2026-10-09", 1, "2026-10-10"),  # a Saturday worked in exchange
        ("2026-02-13", 2, "2026-02-24"),  # Spring Festival: the 14th is worked, then nine days off
    ],
)
def test_working_days_of_2026(start: str, days: int, end: str) -> None:
    assert CALENDAR.after(date.fromisoformat(start), days) == date.fromisoformat(end)


@given(start=st.dates(date(2020, 1, 1), date(2040, 1, 1)), days=st.integers(0, 60))
def test_a_limit_spans_exactly_its_working_days(start: date, days: int) -> None:
    end = CALENDAR.after(start, days)
    between = [start + timedelta(days=offset) for offset in range(1, (end - start).days + 1)]
    assert sum(map(CALENDAR.is_working, between)) == days
    assert days == 0 or CALENDAR.is_working(end)


# ---- the intake with a clock --------------------------------------------------------------------------------------


class Desk:
    """An intake on a real store, whose clock stands where the test puts it."""

    def __init__(self, state_dir: Path) -> None:
        paths = GatewayPaths(state_dir)
        self.now = datetime(2026, 11, 23, 15, 59, 59, 123456, tzinfo=UTC)
        self.store = SqliteStore(paths.database)
        self.keys: KeyRing = ensure_keys(paths)
        self.intake = Intake(
            self.store, ChunkFolder(paths.chunks), self.keys, ITEMS, WorkingDays(), "440304", lambda: self.now
        )

    def submit(self, given_: Application) -> SubmissionStatus:
        public = self.keys.public()
        envelope = seal(given_.id, given_.model_dump_json().encode(), (), key_of(public.sealing_key_id, self.keys))
        kept = self.intake.submission(given_.id, envelope.to_bytes(), TERMINAL)
        status = StoredAnswer.model_validate_json(kept.answer).status
        assert status is not None
        return status


def key_of(key_id: str, keys: KeyRing) -> PlatformKey:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.from_private_bytes(keys.sealing[key_id])
    return PlatformKey(key_id, private.public_key().public_bytes_raw())


def test_repeated_means_within_24_hours(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    first = application(new_id())
    states = [desk.submit(first).state]
    for later in (timedelta(hours=23, minutes=59), timedelta(hours=24, milliseconds=1)):
        desk.now += later
        states.append(desk.submit(application(new_id(), applicant=first.applicant)).state)
    desk.now += timedelta(hours=25)
    states.append(desk.submit(application(new_id(), applicant=first.applicant)).state)
    assert [state.value for state in states] == ["approved", "possible_duplicate", "approved", "approved"]


def test_acceptance_numbers_run_by_the_local_day(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    numbers = [desk.submit(application(new_id())).acceptance_number for _ in range(2)]
    desk.now += timedelta(seconds=1)  # 16:00 UTC is midnight in China
    numbers.append(desk.submit(application(new_id())).acceptance_number)
    assert numbers == ["440304261123000001", "440304261123000002", "440304261124000001"]


def test_an_envelope_sealed_before_a_key_rotation_still_opens(tmp_path: Path) -> None:
    old = ensure_keys(GatewayPaths(tmp_path))
    new_key_id = rotate_sealing_key(GatewayPaths(tmp_path))
    desk = Desk(tmp_path)
    assert desk.keys.public().sealing_key_id == new_key_id != old.current_id
    given_ = application(new_id())
    envelope = seal(given_.id, given_.model_dump_json().encode(), (), key_of(old.current_id, old))
    kept = desk.intake.submission(given_.id, envelope.to_bytes(), TERMINAL)
    status = StoredAnswer.model_validate_json(kept.answer).status
    assert status is not None
    assert status.state is SubmissionState.APPROVED
    assert desk.submit(application(new_id())).state is SubmissionState.APPROVED


# ---- the licence store against the catalogue ----------------------------------------------------------------------


def test_every_stored_licence_fits_the_forms_that_it_fills() -> None:
    from jsonschema import Draft202012Validator

    store = LicenceStore.load(SETTINGS.licences_file)
    checked = 0
    for holder in store.holders.values():
        for item in ITEMS.values():
            answer = store.prefill(item, holder.number, holder.name, today=MONDAY, last_values=dict)
            for name, field in answer.fields.items():
                schema = item.form.json_schema["properties"][name]
                assert Draft202012Validator(schema).is_valid(field.value), (holder.name, item.code, name)
                checked += 1
    assert checked > 30


def test_every_licence_kind_that_an_item_wants_is_known() -> None:
    kinds = LicenceStore.load(SETTINGS.licences_file).kinds
    wanted = {material.licence_kind for item in ITEMS.values() for material in item.materials} - {""}
    wanted |= {
        source.split(".")[1] for item in ITEMS.values() for source in item.prefill.values() if source[:8] == "licence."
    }
    assert wanted <= set(kinds)


def test_the_persons_own_newest_answers_win_over_the_files() -> None:
    store = LicenceStore.load(SETTINGS.licences_file)
    lin = next(holder for holder in store.holders.values() if holder.name == "林小禾")
    answer = store.prefill(
        ITEMS["GA-WFZJL"], lin.number, lin.name, today=MONDAY, last_values=lambda: {"phone": "13511112222"}
    )
    assert answer.fields["phone"].value == "13511112222"
    assert answer.fields["email"].value == lin.last["email"]


def test_a_licence_counts_on_its_last_day() -> None:
    store = LicenceStore.load(SETTINGS.licences_file)
    lin = next(holder for holder in store.holders.values() if holder.name == "林小禾")
    item = ITEMS["JT-YHYQ"]
    for day, offered in ((date(2026, 12, 31), True), (date(2027, 1, 1), False)):
        answer = store.prefill(item, lin.number, lin.name, today=day, last_values=dict)
        assert ("vehicle_quota" in answer.licences) is offered
