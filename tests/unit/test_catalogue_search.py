"""Items are found by name, parts of it, pinyin, initials and code, and no query breaks anything."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.platform.item import ServiceItem
from kiosk.services.catalogue import Catalogue
from kiosk.services.search import MOST, search


def codes(catalogue: Catalogue, query: str, language: str = "zh-CN") -> list[str]:
    return [item.code for item in search(catalogue, query, language)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("无犯罪记录证明", "GA-WFZJL"),
        ("犯罪", "GA-WFZJL"),
        ("wfzjlzm", "GA-WFZJL"),
        ("WFZ", "GA-WFZJL"),
        ("wufanzui", "GA-WFZJL"),
        ("wu fan zui", "GA-WFZJL"),
        ("ga-wfzjl", "GA-WFZJL"),
        ("ＧＡ－ＷＦＺＪＬ", "GA-WFZJL"),
        ("高龄津贴", "MZ-GLJT"),
        ("gaoling", "MZ-GLJT"),
        ("租房登记", "ZJ-ZLBA"),
        ("租赁 备案", "ZJ-ZLBA"),
        ("理发店", "WJ-WSXK"),
        ("卫生健康局", "WJ-WSXK"),
        ("摇号延期", "JT-YHYQ"),
        ("yaohao", "JT-YHYQ"),
    ],
)
def test_what_people_type_finds_the_item_first(catalogue: Catalogue, query: str, first: str):
    assert codes(catalogue, query)[0] == first


@pytest.mark.parametrize(
    ("query", "first"), [("criminal", "GA-WFZJL"), ("hygiene permit", "WJ-WSXK"), ("permit hygiene", "WJ-WSXK")]
)
def test_english_finds_too(catalogue: Catalogue, query: str, first: str):
    assert codes(catalogue, query, "en")[0] == first


def test_names_come_before_keywords(catalogue: Catalogue):
    base = catalogue.items[0]
    named = base.model_copy(update={"code": "T-NAMED", "name": {"zh-CN": "甲事项", "en": "Apple"}, "keywords": ()})
    tagged = base.model_copy(
        update={"code": "T-TAGGED", "name": {"zh-CN": "乙事项", "en": "Pear"}, "keywords": ("甲事项目",)}
    )
    begins = base.model_copy(update={"code": "T-BEGIN", "name": {"zh-CN": "甲事项变更", "en": "Plum"}, "keywords": ()})
    within = base.model_copy(update={"code": "T-WITHIN", "name": {"zh-CN": "变更甲事项", "en": "Fig"}, "keywords": ()})
    mixed = Catalogue("1", catalogue.themes, (tagged, within, begins, named))
    assert codes(mixed, "甲事项") == ["T-NAMED", "T-BEGIN", "T-WITHIN", "T-TAGGED"]


def test_nothing_typed_shows_the_catalogue(catalogue: Catalogue):
    assert codes(catalogue, " ，") == [item.code for item in catalogue.items]


def test_nonsense_finds_nothing(catalogue: Catalogue):
    assert codes(catalogue, "zzzzqqq") == []


def test_a_city_s_catalogue_gives_the_right_one_and_not_too_many(catalogue: Catalogue):
    base = catalogue.items[0]

    def numbered(number: int) -> ServiceItem:
        name = {"zh-CN": f"事项{number:04d}号", "en": f"Item {number:04d}"}
        return base.model_copy(
            update={"code": f"C-{number:04d}", "name": name, "short_name": name, "keywords": (f"sx{number:04d}",)}
        )

    city = Catalogue("1", catalogue.themes, tuple(numbered(number) for number in range(5000)))
    assert codes(city, "sx4711") == ["C-4711"]
    assert codes(city, "事项4711") == ["C-4711"]
    assert len(codes(city, "事项")) == MOST


@settings(deadline=None)
@given(query=st.text(max_size=60), language=st.sampled_from(["zh-CN", "en", "zh-HK", ""]))
def test_no_query_breaks_the_search(catalogue: Catalogue, query: str, language: str):
    found = search(catalogue, query, language)
    assert len(set(map(id, found))) == len(found)
    assert {item.code for item in found} <= {item.code for item in catalogue.items}
