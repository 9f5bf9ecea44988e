"""Materials come from card, licence, form or a promise, in the item's order, with days to keep it."""

from dataclasses import replace
from datetime import date

from drivers.contract.id_card import CardKind, IdentityCard
from kiosk.identity.person import of_card
from kiosk.platform.item import Material, MaterialSource
from kiosk.platform.schema import LicenceFound
from kiosk.services.catalogue import Catalogue
from kiosk.services.materials import open_count, rows_of
from kiosk.session.model import Draft, MaterialChoice, Session

TODAY = date(2026, 12, 25)
CARD = IdentityCard(
    kind=CardKind.RESIDENT, name="林小禾", sex="2", nation="01", birth="1990-06-18", address="某路 1 号",
    number="440304199006189989", authority="某局", valid_from="2016-04-01", valid_to="2036-04-01", portrait=b"",
)  # fmt: skip
LICENCE = LicenceFound(kind="business", name={"zh-CN": "营业执照"}, issuer={"zh-CN": "某局"}, issued="2020-01-01")


def permit(catalogue: Catalogue, **changes: object) -> Session:
    return replace(
        Session(item=catalogue.by_code("WJ-WSXK"), identity=of_card(CARD)), draft=replace(Draft(), **changes)
    )


def choices(session: Session) -> dict[str, MaterialChoice]:
    return {row.material.code: row.choice for row in rows_of(session, TODAY)}


def test_card_and_form_are_at_hand_and_the_rest_is_open(catalogue: Catalogue):
    session = permit(catalogue)
    assert choices(session) == {
        "id_card": MaterialChoice.HAVE,
        "application": MaterialChoice.HAVE,
        "business_licence": MaterialChoice.OPEN,
        "floor_plan": MaterialChoice.OPEN,
        "hygiene_report": MaterialChoice.OPEN,
    }
    assert open_count(session) == 3


def test_a_licence_replaces_the_paper_even_when_it_was_promised(catalogue: Catalogue):
    session = permit(catalogue, licences={"business_licence": LICENCE}, deferred=frozenset({"business_licence"}))
    assert choices(session)["business_licence"] is MaterialChoice.LICENCE
    assert open_count(session) == 2


def test_promised_materials_are_not_open(catalogue: Catalogue):
    session = permit(catalogue, deferred=frozenset({"floor_plan", "hygiene_report", "business_licence"}))
    assert open_count(session) == 0
    assert choices(session)["floor_plan"] is MaterialChoice.DEFERRED


def test_only_what_may_follow_later_can_be_promised(catalogue: Catalogue):
    base = catalogue.by_code("WJ-WSXK")
    strict = Material(code="proof", name={"zh-CN": "证明"}, sources=(MaterialSource.LICENCE,), licence_kind="proof")
    session = Session(item=base.model_copy(update={"materials": (strict,)}), draft=Draft(deferred=frozenset({"proof"})))
    assert choices(session) == {"proof": MaterialChoice.OPEN}
    assert rows_of(session, TODAY)[0].due is None


def test_due_days_run_from_the_given_day(catalogue: Catalogue):
    session = permit(catalogue, licences={"business_licence": LICENCE}, deferred=frozenset({"floor_plan"}))
    dues = {row.material.code: row.due for row in rows_of(session, TODAY)}
    assert dues == {
        "id_card": None,
        "application": None,
        "business_licence": None,
        "floor_plan": date(2027, 1, 9),
        "hygiene_report": date(2027, 1, 9),
    }
    assert rows_of(session, TODAY) == rows_of(session, TODAY)


def test_without_a_card_the_card_is_open(catalogue: Catalogue):
    session = replace(permit(catalogue), identity=None)
    assert choices(session)["id_card"] is MaterialChoice.OPEN


def test_no_item_needs_nothing():
    assert rows_of(Session(), TODAY) == ()
    assert open_count(Session()) == 0
