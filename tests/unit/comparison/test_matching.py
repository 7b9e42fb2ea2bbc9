"""A file of one thing is compared with the thing of a package that goes with it."""

import pytest

from qradar_builder.comparison.matching import NotComparableError, internal_of, matched, narrowed
from qradar_builder.comparison.model import Kind, Part, Reading, Subject

ALL = frozenset(Subject)


def package(kind, **parts):
    named = {label: Part(kind, values) for label, values in parts.items()}
    return Reading("acme", "a package folder", Part(Kind.EXTENSION, parts={kind: named}), ALL, is_package=True)


def alone(kind, label, values=(), number=None):
    root = Part(Kind.EXTENSION, parts={kind: {label: Part(kind, dict(values))}})
    subject = Subject.PARSING if kind is Kind.TYPE else Subject.WORKFLOWS
    return Reading("x.xml", "a file", root, frozenset({subject}), number=number)


@pytest.mark.parametrize(
    ("one", "label"),
    [
        (alone(Kind.TYPE, "FirstCustom_ext"), "First"),
        (alone(Kind.TYPE, "Second"), "Second"),
        (alone(Kind.TYPE, "x", number=6002), "Second"),
        (alone(Kind.TYPE, "x", number=12), "Windows"),
    ],
)
def test_a_log_source_type_is_found_by_name_then_by_number(one, label):
    types = {"number": 6001}, {"number": 6002}, {"built-in type": "WindowsAuthServer"}
    whole = package(Kind.TYPE, **dict(zip(("First", "Second", "Windows"), types, strict=True)))
    assert list(matched(whole, one)[0].root.named(Kind.TYPE)) == [label]
    assert list(matched(one, whole)[1].root.named(Kind.TYPE)) == [label]


def test_a_workflow_is_found_by_its_file_then_by_its_name():
    whole = package(Kind.WORKFLOW, one={"name": "One"}, two={"name": "Two"})
    assert list(matched(whole, alone(Kind.WORKFLOW, "two"))[0].root.named(Kind.WORKFLOW)) == ["two"]
    named = alone(Kind.WORKFLOW, "x", {"name": "One"})
    assert list(matched(whole, named)[0].root.named(Kind.WORKFLOW)) == ["one"]


def test_the_only_one_needs_no_name():
    whole = package(Kind.WORKFLOW, one={"name": "One"})
    assert list(matched(whole, alone(Kind.WORKFLOW, "x"))[0].root.named(Kind.WORKFLOW)) == ["one"]


def test_what_is_not_clear_is_an_error_that_names_all():
    whole = package(Kind.WORKFLOW, one={"name": "One"}, two={"name": "Two"})
    with pytest.raises(NotComparableError, match="has several workflows") as caught:
        matched(whole, alone(Kind.WORKFLOW, "x"))
    assert (caught.value.rule, caught.value.help) == ("diff/which", "choose one by --type: `one`, `two`")
    with pytest.raises(NotComparableError, match="has no log source type") as caught:
        matched(whole, alone(Kind.TYPE, "x"))
    assert caught.value.rule == "diff/different-kinds"


def test_a_name_that_is_none_is_an_error_of_its_side():
    whole = package(Kind.TYPE, First={"number": 6001})
    with pytest.raises(NotComparableError, match="`nothing`") as caught:
        narrowed(whole, whole, "nothing")
    assert (caught.value.name, caught.value.help) == ("acme", "it has `First`")


def test_the_internal_name_is_the_one_that_is_written_or_goes_without_saying():
    assert internal_of("Acme Audit", Part(Kind.TYPE)) == "AcmeAuditCustom"
    assert internal_of("Acme", Part(Kind.TYPE, {"internal name": "OtherCustom"})) == "OtherCustom"
