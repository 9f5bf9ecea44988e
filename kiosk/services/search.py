"""Finding an item by its Chinese name, words about it, its code, pinyin or initials.

Pinyin and initials stand among the keywords in the item's file. The index is built once per catalogue and language.
"""

import unicodedata
from functools import lru_cache

from drivers.contract.value import Value
from kiosk.platform.item import ServiceItem, in_language
from kiosk.services.catalogue import Catalogue

MOST = 50
"""Results; who has more should type more."""

_NAMED, _NAME_BEGINS, _NAME_HAS, _KEYWORD_BEGINS, _KEYWORD_HAS, _ALL_WORDS, _ALL_CHARACTERS = range(7)


class _Entry(Value):
    item: ServiceItem
    names: tuple[str, ...]
    """Names, short names and code: what a person may know exactly."""
    keywords: tuple[str, ...]
    text: str
    """All of it, for the first quick look."""


def search(catalogue: Catalogue, query: str, language: str) -> tuple[ServiceItem, ...]:
    """Items that fit, the best first, at most `MOST`; without a query the first items of the catalogue.

    `query` is whatever was typed: width, case, spaces and punctuation do not matter. Never raises.
    """
    words = tuple(word for word in (_plain(part) for part in query.split()) if word)
    if not words:
        return catalogue.items[:MOST]
    wanted = "".join(words)
    ranked: list[tuple[int, int]] = []
    entries = _index(catalogue, language)
    for place, entry in enumerate(entries):
        rank = _rank(entry, wanted, words)
        if rank is not None:
            ranked.append((rank, place))
    return tuple(entries[place].item for _, place in sorted(ranked)[:MOST])


@lru_cache(maxsize=4)
def _index(catalogue: Catalogue, language: str) -> tuple[_Entry, ...]:
    return tuple(_entry(item, language) for item in catalogue.items)


def _entry(item: ServiceItem, language: str) -> _Entry:
    tags = ("zh-CN", language)
    names = tuple(
        dict.fromkeys(
            _plain(name)
            for name in (*(in_language(text, tag) for text in (item.name, item.short_name) for tag in tags), item.code)
        )
    )
    keywords = tuple(_plain(word) for word in (*item.keywords, *(in_language(item.department, tag) for tag in tags)))
    return _Entry(item, names, keywords, "\n".join((*names, *keywords)))


def _rank(entry: _Entry, wanted: str, words: tuple[str, ...]) -> int | None:
    """Lower is better; None = does not fit."""
    text = entry.text
    if wanted in text:
        return _rank_within(entry, wanted)
    if len(words) > 1 and all(word in text for word in words):
        return _ALL_WORDS
    # "租房备案登记" finds 房屋租赁合同登记备案: every Chinese character somewhere in it.
    if len(wanted) > 1 and all(not character.isascii() and character in text for character in wanted):
        return _ALL_CHARACTERS
    return None


def _rank_within(entry: _Entry, wanted: str) -> int:
    names, keywords = entry.names, entry.keywords
    if wanted in names or wanted in keywords:
        return _NAMED
    if any(name.startswith(wanted) for name in names):
        return _NAME_BEGINS
    if any(wanted in name for name in names):
        return _NAME_HAS
    if any(keyword.startswith(wanted) for keyword in keywords):
        return _KEYWORD_BEGINS
    return _KEYWORD_HAS


def _plain(text: str) -> str:
    """Letters, digits and characters alone: half width, lower case."""
    return "".join(character for character in unicodedata.normalize("NFKC", text).casefold() if character.isalnum())
