"""Frozen values whose fields are their annotations: what devices answer, what sessions and their events are made of.

`dataclass` writes and compiles six functions for each class, a quarter of a millisecond; with a hundred and twenty
classes that was a tenth of the time from a start to the first page. Here all share the functions below. They behave as
frozen data classes do: by position or name, defaults, equality within one class, `match`, `field(repr=False)`, and
`dataclasses.replace`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from functools import partial
from typing import Any, ClassVar, dataclass_transform


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Value:
    """Raises TypeError for arguments that do not fit the fields, AttributeError when a field is set."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    __match_args__: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[Mapping[str, Callable[[], Any]]] = {}
    _hidden: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        cls.__doc__ = cls.__doc__ or cls.__name__  # or `dataclass` makes one up, of a signature
        dataclass(init=False, repr=False, eq=False)(cls)
        cls._defaults = {one.name: _default(one) for one in fields(cls) if _has_default(one)}
        cls._hidden = frozenset(one.name for one in fields(cls) if not one.repr)

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


def _has_default(one: Field[Any]) -> bool:
    return one.default is not MISSING or one.default_factory is not MISSING


def _default(one: Field[Any]) -> Callable[[], Any]:
    return partial(_same, one.default) if one.default_factory is MISSING else one.default_factory


def _same(value: object) -> object:
    return value
