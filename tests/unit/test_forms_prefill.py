"""The form arrives filled from card, licences and the last time; what the person typed stays."""

from dataclasses import replace

from drivers.contract.id_card import CardKind, IdentityCard
from kiosk.identity.person import of_card
from kiosk.platform.schema import LicenceFound, PrefillAnswer, PrefilledField
from kiosk.services.catalogue import Catalogue
from kiosk.services.prefill import card_values, merge, with_identity
from kiosk.session.model import Draft, FieldSource, Source

CARD = IdentityCard(
    kind=CardKind.RESIDENT, name="林小禾", sex="2", nation="01", birth="1990-06-18", address="卡上的地址 1 号",
    number="440304199006189989", authority="某局", valid_from="2016-04-01", valid_to="", portrait=b"",
)  # fmt: skip
REGISTER = {"zh-CN": "居住登记", "en": "Residence registration"}
ANSWER = PrefillAnswer(
    fields={
        "residence_address": PrefilledField(value="居住地 8 号", source="licence", source_name=REGISTER),
        "phone": PrefilledField(value="13800135612", source="last", source_name={"zh-CN": "上次办理"}),
        "email": PrefilledField(value="", source="last", source_name={"zh-CN": "上次办理"}),
        "shoe_size": PrefilledField(value="42", source="last", source_name={"zh-CN": "上次办理"}),
    },
    licences={
        "residence": LicenceFound(kind="residence", name=REGISTER, issuer={"zh-CN": "市公安局"}, issued="2019-09-01"),
        "unasked": LicenceFound(kind="other", name=REGISTER, issuer={"zh-CN": "市公安局"}, issued="2019-09-01"),
    },
)


def test_the_card_fills_what_the_map_says(catalogue: Catalogue):
    values, sources = card_values(catalogue.by_code("GA-WFZJL"), of_card(CARD))
    assert values == {"registered_address": "卡上的地址 1 号"}
    assert {name: source.kind for name, source in sources.items()} == {"registered_address": Source.CARD}


def test_the_newer_address_of_the_card_wins(catalogue: Catalogue):
    values, _ = card_values(catalogue.by_code("GA-WFZJL"), of_card(replace(CARD, new_address="新地址 2 号")))
    assert values["registered_address"] == "新地址 2 号"


def test_a_card_without_an_address_fills_nothing(catalogue: Catalogue):
    assert card_values(catalogue.by_code("GA-WFZJL"), of_card(replace(CARD, address=""))) == ({}, {})


def test_the_map_may_take_a_birth_date_and_name(catalogue: Catalogue):
    item = catalogue.by_code("GA-WFZJL").model_copy(update={"prefill": {"born": "card.birth", "who": "card.name"}})
    assert card_values(item, of_card(CARD))[0] == {"born": "19900618", "who": "林小禾"}


def test_the_platform_s_answer_fills_with_its_sources(catalogue: Catalogue):
    draft = merge(catalogue.by_code("GA-WFZJL"), Draft(), ANSWER)
    assert draft.values == {"residence_address": "居住地 8 号", "phone": "13800135612"}
    assert draft.sources["residence_address"] == FieldSource(Source.LICENCE, REGISTER)
    assert draft.sources["phone"].kind is Source.LAST
    assert set(draft.licences) == {"residence"}


def test_what_the_person_typed_stays(catalogue: Catalogue):
    item = catalogue.by_code("GA-WFZJL")
    typed = Draft(
        values={"phone": "13900000000", "registered_address": ""},
        sources={"phone": FieldSource(Source.PERSON), "registered_address": FieldSource(Source.PERSON)},
    )
    draft = with_identity(item, merge(item, typed, ANSWER), of_card(CARD))
    assert draft.values["phone"] == "13900000000"
    assert draft.values["registered_address"] == ""
    assert draft.sources["phone"].kind is Source.PERSON
    assert draft.values["residence_address"] == "居住地 8 号"


def test_asking_again_replaces_what_was_prefilled(catalogue: Catalogue):
    item = catalogue.by_code("GA-WFZJL")
    first = merge(item, Draft(), ANSWER)
    newer = PrefillAnswer(
        fields={"phone": PrefilledField(value="13711112222", source="last", source_name={"zh-CN": "上次办理"})},
        licences={},
    )
    assert merge(item, first, newer).values == {"residence_address": "居住地 8 号", "phone": "13711112222"}
