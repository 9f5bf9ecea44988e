"""The shipped catalogue is whole, bilingual and typable; a wrong one is refused by file and key."""

import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import config
import kiosk.gateway
import ui
from config.errors import ConfigError
from kiosk.platform import schema
from kiosk.platform.item import ServiceItem
from kiosk.services.catalogue import Catalogue, from_platform, load_catalogue
from kiosk.services.forms import fields_of, problems

SHIPPED = Path(config.__file__).parent / "catalogue"
LANGUAGES = {"zh-CN", "en"}
LEASE = "lease_registration.toml"
CODES = ("GA-WFZJL", "MZ-GLJT", "ZJ-ZLBA", "WJ-WSXK", "JT-YHYQ")
HEADING_LENGTH = 18


@pytest.fixture(params=CODES)
def item(request: pytest.FixtureRequest, catalogue: Catalogue) -> ServiceItem:
    return catalogue.by_code(request.param)


def texts(value: Any) -> Iterator[dict[str, str]]:
    """Every text in languages, however deep."""
    if isinstance(value, dict):
        if "zh-CN" in value or "en" in value:
            yield value
        else:
            for inner in value.values():
                yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


def test_the_five_items_and_nine_themes_are_there(catalogue: Catalogue):
    assert {item.code for item in catalogue.items} == set(CODES)
    assert len(catalogue.themes) == 9
    for theme in catalogue.themes:
        for item in catalogue.of_theme(theme.code):
            assert item.theme == theme.code
    assert sum(len(catalogue.of_theme(theme.code)) for theme in catalogue.themes) == len(CODES)


def test_theme_icons_are_drawn(catalogue: Catalogue):
    icons = Path(ui.__file__).parent / "qml" / "Kiosk" / "icons"
    for theme in catalogue.themes:
        assert (icons / f"{theme.icon}.svg").is_file(), theme.icon


def test_every_text_is_in_every_language(catalogue: Catalogue):
    found = [text for record in (*catalogue.themes, *catalogue.items) for text in texts(record.model_dump())]
    assert len(found) > 200
    for text in found:
        assert set(text) == LANGUAGES, text
        assert all(words.strip() for words in text.values()), text


def test_headings_fit_the_screen(item: ServiceItem):
    for heading in (item.name, item.short_name, *(topic.title for topic in item.form.topics)):
        assert len(heading["zh-CN"]) <= HEADING_LENGTH, heading
    for topic in item.form.topics:
        assert topic.title["zh-CN"].endswith("？")
        assert 2 <= len(topic.fields) <= 4


def test_forms_are_json_schema(item: ServiceItem):
    Draft202012Validator.check_schema(item.form.json_schema)
    for name, definition in item.form.json_schema["properties"].items():
        assert definition["type"] == "string", name
        assert {"x-label", "x-problem"} <= set(definition), name


def test_every_required_field_is_chosen_or_typable_without_a_chinese_keyboard(item: ServiceItem):
    """Nobody is stuck when platform and licences are silent: Latin letters and digits suffice."""
    typed = {
        "latin": ["Xiangmihu Road 8", "91440300MA5FAKE01X", "someone@example.com"],
        "number": ["13812345678", "6222021234567890", "20261201", "12", "4403040" * 3 + "4403", "1234567890123"],
        "id": ["11010519491231002X"],
    }
    for topic in range(len(item.form.topics)):
        for spec in fields_of(item.form, topic):
            if spec.choices or not spec.required:
                continue
            tried = typed[spec.keypad]
            fits = [value for value in tried if spec.name not in problems(item.form, {spec.name: value})]
            credit_code = item.form.json_schema["properties"][spec.name].get("format") == "cn-credit-code"
            assert fits or credit_code, spec.name
            keys = {"latin": r"[ -~]*", "number": r"[0-9.]*", "id": r"[0-9X]*"}[spec.keypad]
            assert all(re.fullmatch(keys, value) for value in fits), spec.name


def test_choices_are_few_enough_to_show(item: ServiceItem):
    for topic in range(len(item.form.topics)):
        for spec in fields_of(item.form, topic):
            assert len(spec.choices) <= 9, spec.name


def test_guides_name_laws_and_conditions(item: ServiceItem):
    guide = item.guide
    assert guide.who
    assert all("《" in law["zh-CN"] or law["zh-CN"].startswith("本市") for law in guide.legal_basis)
    assert any("《" in law["zh-CN"] for law in guide.legal_basis)
    assert guide.fee.amount_cny == 0
    assert (guide.days == 0) == (item.approval.value == "instant")


def test_pinyin_and_initials_are_among_the_keywords(item: ServiceItem):
    initials = re.compile(r"[a-z]{4,}")
    assert sum(bool(initials.fullmatch(word)) for word in item.keywords) >= 2


def test_seeded_licences_fit_the_fields_they_fill(catalogue: Catalogue):
    seed = tomllib.loads((Path(kiosk.gateway.__file__).parent / "licences.toml").read_text("utf-8"))
    filled: set[tuple[str, str]] = set()
    for person in seed["person"]:
        known = {f"last.{name}": value for name, value in person.get("last", {}).items()}
        for licence in person.get("licence", []):
            prefix = f"licence.{licence['kind']}"
            known |= {f"{prefix}.{name}": value for name, value in licence.get("attributes", {}).items()}
        for item in catalogue.items:
            values = {field: known[source] for field, source in item.prefill.items() if source in known}
            wrong = {name: found for name, found in problems(item.form, values).items() if name in values}
            assert not wrong, (item.code, wrong)
            filled |= {(item.code, name) for name in values}
    wanted = {
        (item.code, field)
        for item in catalogue.items
        for field, source in item.prefill.items()
        if not source.startswith("card.")
    }
    assert filled == wanted


def test_by_code_knows_only_what_is_there(catalogue: Catalogue):
    with pytest.raises(KeyError):
        catalogue.by_code("XX-NONE")


def test_the_platform_s_json_gives_the_same_items(catalogue: Catalogue):
    message = schema.Catalogue(version="7", themes=catalogue.themes, items=catalogue.items)
    received = from_platform(schema.Catalogue.model_validate_json(message.model_dump_json()))
    assert (received.version, received.themes, received.items) == ("7", catalogue.themes, catalogue.items)


# ---- a catalogue that somebody edits ------------------------------------------------------------------------------


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "catalogue"))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")


def test_version_follows_the_content(edited: Path, catalogue: Catalogue):
    assert load_catalogue(edited).version == catalogue.version
    edit(edited, LEASE, "days = 3", "days = 4")
    assert load_catalogue(edited).version != catalogue.version


WRONG_ENTRIES = [
    ("days = 3", 'days = "three"', "guide.days", "a whole number"),
    ('approval = "review"', 'approval = "soon"', "approval", "'instant' or 'review'"),
    ('theme = "housing"', 'theme = "garden"', "theme", "housing"),
    ('code = "ZJ-ZLBA"', 'code = "zj zlba"', "code", "text of the form"),
    ("defer_days = 5", "defer_days = 0", "materials.lease_contract.defer_days", "days"),
    ('licence_kind = "property"', "", "materials.property.licence_kind", "kind of licence"),
    ('"end", "rent_cny"]\n\n', '"end", "rent"]\n\n', "form.topics", "each property"),
    ('fields = ["phone"', 'fields = ["end"', "form.topics", "one topic"),
    (
        '"phone", "landlord_phone"]\n\n[form.json',
        '"phone", "fax"]\n\n[form.json',
        "form.json_schema.required",
        "properties",
    ),
    ('{ value = "shop",', '{ value = "shed",', "form.json_schema.properties.usage.x-choices", "enum"),
    ('"basic-date"', '"date"', "form.json_schema.properties.start.format", "basic-date"),
    ('phone = "last.phone"', 'phone = "phone"', "prefill.phone", "last.<field>"),
    ('phone = "last.phone"', 'fax = "last.fax"', "prefill.fax", "properties of the form"),
]


@pytest.mark.parametrize(("old", "new", "key", "allowed"), WRONG_ENTRIES)
def test_a_wrong_entry_is_named(edited: Path, old: str, new: str, key: str, allowed: str):
    edit(edited, LEASE, old, new)
    with pytest.raises(ConfigError) as caught:
        load_catalogue(edited)
    rules = {(problem.file, problem.key): problem.allowed for problem in caught.value.problems}
    assert allowed in rules[str(edited / LEASE), key]


def test_a_wrong_theme_is_named(edited: Path):
    edit(edited, "themes.toml", 'icon = "baby"', 'icno = "baby"')
    with pytest.raises(ConfigError) as caught:
        load_catalogue(edited)
    keys = {problem.key for problem in caught.value.problems if problem.file == str(edited / "themes.toml")}
    assert keys == {"theme.0.icon", "theme.0.icno"}


def test_a_code_used_twice_is_named(edited: Path):
    shutil.copy(edited / LEASE, edited / "zz_again.toml")
    with pytest.raises(ConfigError) as caught:
        load_catalogue(edited)
    assert [(problem.file, problem.key) for problem in caught.value.problems] == [
        (str(edited / "zz_again.toml"), "code")
    ]


def test_several_wrong_files_are_told_at_once(edited: Path):
    edit(edited, LEASE, "days = 3", 'days = "x"')
    edit(edited, "hygiene_permit.toml", 'delivery = "licence"', 'delivery = "pigeon"')
    with pytest.raises(ConfigError) as caught:
        load_catalogue(edited)
    assert {Path(problem.file).name for problem in caught.value.problems} == {LEASE, "hygiene_permit.toml"}


def test_a_folder_without_themes_is_refused(tmp_path: Path):
    with pytest.raises(ConfigError, match=r"themes\.toml"):
        load_catalogue(tmp_path)
