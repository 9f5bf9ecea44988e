"""Values behave as frozen data classes do."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.contract.value import Value


class Point(Value):
    """With what data classes allow."""

    dimension: ClassVar[int] = 2

    x: int
    y: int = 0
    secret: str = field(default="", repr=False)
    more: dict[str, int] = field(default_factory=dict[str, int])


class Marked(Point):
    mark: str = "m"


@dataclass(frozen=True)
class Like:
    x: int
    y: int = 0
    secret: str = field(default="", repr=False)
    more: dict[str, int] = field(default_factory=dict[str, int])


@given(st.integers(), st.integers(), st.text())
def test_the_same_fields_as_a_data_class(x: int, y: int, secret: str) -> None:
    value, like = Point(x, y, secret), Like(x, y, secret)
    assert (value.x, value.y, value.secret, value.more) == (like.x, like.y, like.secret, like.more)
    assert repr(value) == repr(like).replace("Like", "Point")
    assert value == Point(x, y=y, secret=secret)
    assert (value == Point(x, y + 1, secret)) is False


def test_what_is_hidden_is_in_no_words() -> None:
    assert "471109" not in repr(Point(1, secret="471109"))


def test_a_default_made_anew_is_nobody_else_s() -> None:
    first, second = Point(1), Point(1)
    first.more["a"] = 1
    assert second.more == {}


def test_fields_of_the_base_come_first() -> None:
    assert Marked.__match_args__ == ("x", "y", "secret", "more", "mark")
    assert Marked(1, 2).mark == "m"
    assert Point.dimension == 2
    match Marked(1, 2, "s", {}, "k"):
        case Point(x, y):
            assert (x, y) == (1, 2)
        case _:
            pytest.fail("no match")


def test_another_class_with_the_same_fields_is_not_equal() -> None:
    class Other(Value):
        x: int

    class Same(Value):
        x: int

    assert Other(1) != Same(1)
    assert hash(Other(1)) != hash(Same(1))
    assert len({Other(1), Other(1), Same(1)}) == 2


def test_nothing_can_be_changed() -> None:
    point = Point(1)
    with pytest.raises(AttributeError):
        point.x = 2  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(AttributeError):
        del point.x
    assert point.x == 1


@pytest.mark.parametrize(
    ("values", "named"), [((), {}), ((1, 2, "", {}, 5), {}), ((1,), {"x": 2}), ((1,), {"z": 2})], ids=repr
)
def test_arguments_that_do_not_fit(values: tuple[object, ...], named: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        Point(*values, **named)  # pyright: ignore[reportArgumentType, reportCallIssue]


def test_one_that_differs_in_a_field_is_made_as_of_a_data_class() -> None:
    before = Point(1, secret="471109")
    after = replace(before, y=5)
    assert after == Point(1, 5, "471109")
    assert before.y == 0
    assert [one.name for one in fields(Marked)] == ["x", "y", "secret", "more", "mark"]
    with pytest.raises(TypeError):
        replace(before, unheard_of=1)
