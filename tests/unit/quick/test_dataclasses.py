"""Classes that are made quickly do what those of `dataclasses` do."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field, fields, replace

import pytest

from qradar_builder.quick import dataclasses as quick

KINDS = [dataclasses.dataclass, quick.dataclass]


@quick.dataclass(frozen=True, slots=True)
class Point:
    """At module level, since only such a class can be pickled."""

    x: int
    y: int = 2
    label: str = field(default="", compare=False)
    marks: list[int] = field(default_factory=list, hash=False)
    hidden: str = field(default="secret", repr=False, kw_only=True)


@quick.dataclass(frozen=True, slots=True)
class Deeper(Point):
    z: int = 0


def _made(kind, **given):
    @kind(frozen=True, slots=True, **given)
    class Value:
        first: int
        second: str = "b"
        third: list[int] = field(default_factory=list)
        counted: int = field(default=5, init=False)

        def doubled(self):
            return self.first * 2

    return Value


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_left_out_has_its_default(kind):
    made = _made(kind)
    assert repr(made(1)) == "_made.<locals>.Value(first=1, second='b', third=[], counted=5)"
    assert made(1).third is not made(1).third
    assert made(1, third=[2], second="c") == made(1, "c", [2])
    assert made(3).doubled() == 6


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_changes_in_a_value(kind):
    value = _made(kind)(1)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'first'"):
        value.first = 2
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'first'"):
        del value.first
    with pytest.raises((FrozenInstanceError, TypeError, AttributeError)):
        value.other = 2
    assert not hasattr(value, "__dict__")


@pytest.mark.parametrize("kind", KINDS)
def test_values_of_one_class_are_compared_by_their_fields(kind):
    one, other = _made(kind), _made(kind)
    assert one(1) == one(1) != one(2)
    assert one(1) != other(1)
    assert one(1) != (1, "b", [], 5)


@pytest.mark.parametrize("kind", KINDS)
def test_without_equality_each_value_is_itself_alone(kind):
    made = _made(kind, eq=False)
    value = made(1)
    assert value not in [made(1), copy.copy(value)]
    assert {value: 1}[value] == 1


@pytest.mark.parametrize("kind", KINDS)
def test_fields_by_name_alone(kind):
    made = _made(kind, kw_only=True)
    assert made(first=1).first == 1
    with pytest.raises(
        TypeError, match=r"_made.<locals>.Value.__init__\(\) takes 1 positional argument but 2 were given"
    ):
        made(1)


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_value_is_named(kind):
    with pytest.raises(TypeError, match=r"Value.__init__\(\) missing 1 required positional argument: 'first'"):
        _made(kind)()


@pytest.mark.parametrize("kind", KINDS)
def test_the_tools_of_dataclasses_know_it(kind):
    value = _made(kind)(1)
    assert dataclasses.is_dataclass(value)
    assert [each.name for each in fields(value)] == ["first", "second", "third", "counted"]
    assert replace(value, second="c").second == "c"
    assert dataclasses.astuple(value) == (1, "b", [], 5)
    match value:
        case object(first=1, second=second):
            assert second == "b"
    assert type(value).__match_args__ == ("first", "second", "third")


@pytest.mark.parametrize("kind", KINDS)
def test_functions_that_a_class_has_stay(kind):
    @kind(frozen=True, slots=True)
    class Value:
        first: int

        def __repr__(self):
            return "as written"

        def __eq__(self, other):
            return isinstance(other, Value)

        def __hash__(self):
            return 7

    assert repr(Value(1)) == "as written"
    assert Value(1) == Value(2)
    assert hash(Value(1)) == 7


@pytest.mark.parametrize("kind", KINDS)
def test_a_class_with_equality_of_its_own_has_a_hash_of_its_fields(kind):
    @kind(frozen=True, slots=True)
    class Value:  # noqa: PLW1641 - its hash is what is tested
        first: int

        def __eq__(self, other):
            return isinstance(other, Value)

    assert hash(Value(1)) == hash(Value(1)) != hash(Value(2))


@pytest.mark.parametrize("kind", KINDS)
def test_one_field_and_none(kind):
    @kind(frozen=True, slots=True)
    class One:
        first: float

    @kind(frozen=True, slots=True)
    class Nothing:
        pass

    same = float("nan")
    assert One(same) == One(same) != One(float("nan"))
    assert hash(One(1)) == hash((1,))
    assert Nothing() == Nothing()
    assert repr(Nothing()).endswith("Nothing()")


def test_what_takes_no_part_in_comparing_or_showing():
    assert Point(1, label="a") == Point(1, label="b")
    assert hash(Point(1, marks=[1])) == hash(Point(1))
    assert Point(1, marks=[1]) != Point(1)
    assert repr(Point(1)) == "Point(x=1, y=2, label='', marks=[])"
    assert Point(1, hidden="x").hidden == "x"


def test_a_value_that_holds_itself_can_be_shown():
    value = Point(1)
    value.marks.append(value)
    assert repr(value) == "Point(x=1, y=2, label='', marks=[...])"


def test_a_class_of_a_class_has_the_fields_of_both():
    value = Deeper(1, z=3)
    assert (value.x, value.y, value.z) == (1, 2, 3)
    assert value != Point(1)
    assert repr(value) == "Deeper(x=1, y=2, label='', marks=[], z=3)"


@pytest.mark.parametrize("value", [Point(1, 3, "a", [4], hidden="x"), Deeper(1, z=3)])
def test_values_can_be_copied_and_pickled(value):
    for other in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert other == value
        assert repr(other) == repr(value)
        assert other.hidden == value.hidden


def test_a_value_of_another_size_is_not_restored():
    with pytest.raises(ValueError, match="zip"):
        Point.__setstate__(object.__new__(Point), [1])


def test_it_makes_no_classes_that_change():
    with pytest.raises(AssertionError, match="for a class that changes"):
        quick.dataclass(frozen=False, slots=True)
    with pytest.raises(AssertionError, match="without slots"):
        quick.dataclass(frozen=True, slots=False)


def test_it_makes_no_classes_that_do_more_when_they_are_made():
    with pytest.raises(AssertionError, match="does more"):

        @quick.dataclass(frozen=True, slots=True)
        class Value:
            first: int

            def __post_init__(self):
                raise NotImplementedError


def test_its_base_classes_are_made_here_too():
    @dataclasses.dataclass(frozen=True, slots=True)
    class Base:
        first: int

    with pytest.raises(TypeError, match="cannot inherit"):

        @quick.dataclass(frozen=True, slots=True)
        class Value(Base):
            second: int
