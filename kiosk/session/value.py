"""Frozen values whose fields are their annotations, for the many events and effects.

`dataclass` writes and compiles six functions for each class, a third of a millisecond; with eighty classes that was a
tenth of the time from a start to the first page. Here all share the functions below. They behave as frozen data
classes do: by position or name, defaults, equality within one class, `match`, `field(repr=False)`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, field
from functools import partial
from inspect import get_annotations
from typing import Any, ClassVar, cast, dataclass_transform


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Value:
    """Raises TypeError for arguments that do not fit the fields, AttributeError when a field is set."""

    __match_args__: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[Mapping[str, Callable[[], Any]]] = {}
    _hidden: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        names = [name for name, kind in get_annotations(cls).items() if "ClassVar" not in str(kind)]
        defaults, hidden = dict(cls._defaults), set(cls._hidden)
        for name in names:
            given = cls.__dict__.get(name, MISSING)
            if isinstance(given, Field):
                found = cast("Any", given)
                hidden |= set() if found.repr else {name}
                delattr(cls, name)
                if found.default_factory is not MISSING:
                    defaults[name] = found.default_factory
                given = found.default
            if given is not MISSING:
                defaults[name] = partial(_same, given)
        cls.__match_args__ = tuple(dict.fromkeys((*cls.__match_args__, *names)))
        cls._defaults, cls._hidden = defaults, frozenset(hidden)

    def __init__(self, *values: Any, **named: Any) -> None:
        names = self.__match_args__
        given = dict(zip(names, values, strict=False))
        if len(values) > len(names) or not named.keys().isdisjoint(given) or not named.keys() <= set(names):
            raise TypeError(f"{type(self).__name__} takes {', '.join(names)}")
        given |= named
        for name in names:
            if name not in given:
                if name not in self._defaults:
                    raise TypeError(f"{type(self).__name__} needs {name}")
                given[name] = self._defaults[name]()
        self.__dict__.update({name: given[name] for name in names})

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{name} is frozen")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{name} is frozen")

    def __eq__(self, other: object) -> bool:
        return self.__dict__ == other.__dict__ if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))

    def __repr__(self) -> str:
        shown = (f"{name}={value!r}" for name, value in self.__dict__.items() if name not in self._hidden)
        return f"{type(self).__name__}({', '.join(shown)})"


def _same(value: object) -> object:
    return value
