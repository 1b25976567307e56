import copy
import pickle
from dataclasses import MISSING, FrozenInstanceError, asdict, dataclass, fields, is_dataclass, replace
from pprint import pformat
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.frozen import frozen


@frozen
class Point:
    x: int
    y: int = 0
    label: str = ""

    @property
    def sum(self) -> int:
        return self.x + self.y


@dataclass(frozen=True, slots=True)
class Usual:
    x: int
    y: int = 0
    label: str = ""


@frozen
class One:
    only: str


@frozen
class Nothing:
    pass


VALUES = st.tuples(st.integers(0, 2), st.integers(0, 2), st.sampled_from(["", "a"]))


@given(VALUES, VALUES)
def test_it_compares_and_hashes_as_a_usual_dataclass_does(one: Any, other: Any) -> None:
    assert (Point(*one) == Point(*other)) == (Usual(*one) == Usual(*other))
    assert len({Point(*one), Point(*other)}) == len({Usual(*one), Usual(*other)})
    assert repr(Point(*one)) == repr(Usual(*one)).replace("Usual", "Point")
    assert asdict(Point(*one)) == asdict(Usual(*one))


def test_arguments_are_those_of_a_usual_dataclass() -> None:
    assert Point(1) == Point(x=1, y=0, label="")
    assert Point(1, label="a").label == "a"
    for arguments in ((), (1, 2, "a", 4)):
        with pytest.raises(TypeError, match="__init__"):
            Point(*arguments)
    with pytest.raises(TypeError, match="z"):
        Point(1, z=2)  # type: ignore[call-arg]


def test_another_class_with_the_same_values_is_another_value() -> None:
    others: list[Any] = [Usual(1, 2), (1, 2, "")]
    assert Point(1, 2) not in others


def test_nothing_can_be_changed_or_added() -> None:
    point: Any = Point(1)
    with pytest.raises(FrozenInstanceError, match=r"Point\.x"):
        point.x = 2
    with pytest.raises(FrozenInstanceError):
        point.z = 2
    with pytest.raises(FrozenInstanceError):
        del point.x
    assert point == Point(1)
    assert not hasattr(point, "__dict__")


def test_the_tools_for_dataclasses_work() -> None:
    assert replace(Point(1, 2), y=3) == Point(1, 3)
    assert [field.name for field in fields(Point)] == ["x", "y", "label"]
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_it_is_copied_and_pickled() -> None:
    point = Point(1, 2, "a")
    assert copy.deepcopy(point) == copy.copy(point) == pickle.loads(pickle.dumps(point)) == point


def test_methods_and_one_or_no_field() -> None:
    assert Point(1, 2).sum == 3
    assert One("a") == One("a") != One("b")
    assert hash(One("a")) == hash(One("a"))
    assert repr(One("a")) == "One(only='a')"
    assert Nothing() == Nothing()


def test_what_the_tools_look_at_is_there_before_the_first_object() -> None:
    @frozen
    class Late:
        x: int
        y: int = 1

    late: Any = Late
    assert is_dataclass(late)
    assert [(field.name, field.type, field.default) for field in fields(late)] == [("x", int, MISSING), ("y", int, 1)]
    assert "x=2, y=1" in pformat(Late(2))
    assert Late.__qualname__.endswith("Late")
