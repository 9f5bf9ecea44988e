"""A plausible form is taken; each single broken field is refused with the code that fits."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.platform.item import Form, Topic
from kiosk.services.catalogue import Catalogue
from kiosk.services.formats import valid_credit_code, valid_date, valid_identity_number
from kiosk.services.forms import FieldSpec, fields_of, label_of, masked, problems

PLAUSIBLE = {
    "GA-WFZJL": {
        "purpose": "work", "destination": "mainland", "edition": "zh", "registered_address": "某路 1 号",
        "phone": "13812345612", "email": "lin.xiaohe@example.com",
    },
    "MZ-GLJT": {
        "relation": "mother", "elder_number": "11010519491231002X", "bank": "icbc", "account": "6222021234567890123",
        "address": "某路 1 号", "phone": "13812345612",
    },
    "ZJ-ZLBA": {
        "house_code": "4403040012345678901234567", "usage": "home", "area_m2": "68.5", "start": "20261201",
        "end": "20271130", "rent_cny": "5200", "phone": "13812345612", "landlord_phone": "13912345678",
    },
    "WJ-WSXK": {
        "credit_code": "91350100M000100Y43", "role": "agent", "place_kind": "salon", "area_m2": "120",
        "staff_count": "6", "air_conditioning": "no", "place_at": "registered", "phone": "13812345612",
    },
    "JT-YHYQ": {"quota_code": "1234567890123", "vehicle": "hybrid", "driving_class": "C1", "phone": "13812345612"},
}  # fmt: skip

BROKEN = [
    ("GA-WFZJL", "purpose", "holiday", "field.not_a_choice", {}),
    ("GA-WFZJL", "registered_address", "某路", "field.too_short", {"missing": "2"}),
    ("GA-WFZJL", "registered_address", "路" * 71, "field.too_long", {"excess": "1"}),
    ("GA-WFZJL", "email", "lin at example", "field.pattern", {}),
    ("GA-WFZJL", "phone", "1381234", "field.too_short", {"missing": "4"}),
    ("GA-WFZJL", "phone", "23812345612", "field.pattern", {}),
    ("GA-WFZJL", "phone", "１３８１２３４５６１２", "field.pattern", {}),
    ("MZ-GLJT", "elder_number", "110105194912310021", "field.identity_number", {}),
    ("MZ-GLJT", "elder_number", "11010519490230002X", "field.identity_number", {}),
    ("MZ-GLJT", "elder_number", "11010519491231002", "field.too_short", {"missing": "1"}),
    ("MZ-GLJT", "account", "62220212345678901234", "field.too_long", {"excess": "1"}),
    ("MZ-GLJT", "account", "622202123456789012A", "field.pattern", {}),
    ("ZJ-ZLBA", "start", "20260230", "field.date", {}),
    ("ZJ-ZLBA", "end", "2027113", "field.too_short", {"missing": "1"}),
    ("ZJ-ZLBA", "rent_cny", "0", "field.pattern", {}),
    ("ZJ-ZLBA", "area_m2", "12.345", "field.pattern", {}),
    ("WJ-WSXK", "credit_code", "91350100M000100Y44", "field.credit_code", {}),
    ("WJ-WSXK", "staff_count", "0", "field.pattern", {}),
    ("JT-YHYQ", "driving_class", "D", "field.not_a_choice", {}),
    ("JT-YHYQ", "quota_code", "123456789012", "field.too_short", {"missing": "1"}),
]


@pytest.mark.parametrize("code", PLAUSIBLE)
def test_a_plausible_form_is_taken(catalogue: Catalogue, code: str):
    assert problems(catalogue.by_code(code).form, PLAUSIBLE[code]) == {}


@pytest.mark.parametrize(("code", "name", "value", "expected", "data"), BROKEN)
def test_one_broken_field_is_named_with_its_code(
    catalogue: Catalogue, code: str, name: str, value: str, expected: str, data: dict[str, str]
):
    form = catalogue.by_code(code).form
    found = problems(form, {**PLAUSIBLE[code], name: value})
    assert list(found) == [name]
    assert (found[name].code, dict(found[name].data)) == (expected, data)
    assert found[name].remedy == form.json_schema["properties"][name]["x-problem"]


@pytest.mark.parametrize(("code", "name"), [(code, name) for code, values in PLAUSIBLE.items() for name in values])
@pytest.mark.parametrize("blank", ["", "  "])
def test_required_fields_are_missed(catalogue: Catalogue, code: str, name: str, blank: str):
    form = catalogue.by_code(code).form
    found = problems(form, {**PLAUSIBLE[code], name: blank})
    required = name in form.json_schema["required"]
    assert {key: problem.code for key, problem in found.items()} == ({name: "field.missing"} if required else {})


def test_only_the_asked_topic_is_judged(catalogue: Catalogue):
    form = catalogue.by_code("MZ-GLJT").form
    assert list(problems(form, {}, 1)) == ["bank", "account"]
    assert list(problems(form, {"phone": "1"}, 2)) == ["address", "phone"]
    assert list(problems(form, {})) == ["relation", "elder_number", "bank", "account", "address", "phone"]


def test_values_of_another_form_do_not_matter(catalogue: Catalogue):
    assert problems(catalogue.by_code("GA-WFZJL").form, {**PLAUSIBLE["GA-WFZJL"], "shoe_size": "42"}) == {}


def test_a_schema_with_conditions_is_obeyed():
    form = Form(
        topics=(Topic(title={"zh-CN": "问？"}, fields=("kind", "other")),),
        json_schema={
            "type": "object",
            "properties": {"kind": {"type": "string", "enum": ["a", "other"]}, "other": {"type": "string"}},
            "required": ["kind"],
            "if": {"properties": {"kind": {"const": "other"}}, "required": ["kind"]},
            "then": {"required": ["other"]},
        },
    )
    assert problems(form, {"kind": "a"}) == {}
    assert problems(form, {"kind": "other"})["other"].code == "field.missing"
    assert problems(form, {"kind": "other", "other": "x"}) == {}


def test_fields_carry_what_a_page_needs(catalogue: Catalogue):
    relation, name, number = fields_of(catalogue.by_code("MZ-GLJT").form, 0)
    assert [choice.value for choice in relation.choices][:2] == ["self", "spouse"]
    assert relation.required
    assert not name.required
    assert (number.keypad, number.mask, number.max_length) == ("id", "number", 18)
    assert number.label["zh-CN"] == "老人身份证号码"
    assert label_of(relation, "mother") == {"zh-CN": "母亲", "en": "Mother"}
    assert label_of(relation, "aunt") is None


def test_a_property_without_extras_still_has_a_label():
    form = Form(
        topics=(Topic(title={"zh-CN": "问？"}, fields=("plain",)),),
        json_schema={"type": "object", "properties": {"plain": {"type": "string", "title": "题目"}}},
    )
    assert fields_of(form, 0) == (FieldSpec("plain", {"zh-CN": "题目"}, required=False),)


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        ("phone", "13812345612", "138 **** 5612"),
        ("number", "11010519491231002X", "1101********002X"),
        ("", "香蜜湖", "香蜜湖"),
        ("phone", "", ""),
    ],
)
def test_typed_values_are_masked(mask: str, value: str, shown: str):
    assert masked(FieldSpec("x", {"zh-CN": "x"}, required=True, mask=mask), value) == shown


@settings(deadline=None)
@given(
    st.sampled_from(sorted(PLAUSIBLE)),
    st.dictionaries(st.sampled_from(["phone", "email", "area_m2", "start", "x"]), st.text()),
)
def test_any_values_are_judged_without_fuss(catalogue: Catalogue, code: str, values: dict[str, str]):
    form = catalogue.by_code(code).form
    found = problems(form, {**PLAUSIBLE[code], **values})
    assert set(found) <= set(values) & set(form.json_schema["properties"])
    assert all(problem.code.startswith("field.") for problem in found.values())


def test_the_validator_is_not_loaded_before_a_form_is_judged():
    """The start page must not wait for it."""
    program = "import sys, kiosk.services.forms, kiosk.services.catalogue; sys.exit('jsonschema' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


# ---- formats ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",
        "11010519491231002x",
        "440524188001010014",  # a county that no longer exists; GB 11643's own example
        "440304199006189989",
    ],
)
def test_identity_numbers_that_are_right(number: str):
    assert valid_identity_number(number)


@given(st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(place: int, shift: int):
    """ISO 7064 MOD 11-2 finds every single error."""
    number = "440304199006189989"
    wrong = str((int(number[place]) + shift) % 10)
    assert not valid_identity_number(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91350100m000100y43"])
def test_credit_codes_that_are_right(code: str):
    assert valid_credit_code(code)


@given(st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_of_a_credit_code_is_found(place: int, character: str):
    code = "91350100M000100Y43"
    changed = code[:place] + character + code[place + 1 :]
    assert valid_credit_code(changed) == (changed == code)


@given(st.text(max_size=20))
def test_formats_judge_any_text(text: str):
    for fits in (valid_identity_number, valid_credit_code, valid_date):
        assert fits(text) in (True, False)


@given(st.dates())
def test_every_day_is_a_date(day: object):
    assert valid_date(f"{day:%Y%m%d}".rjust(8, "0"))
