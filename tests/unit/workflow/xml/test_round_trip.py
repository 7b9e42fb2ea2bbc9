"""Workflows of every shape that the table allows survive being written and read, as XML and as YAML."""

from dataclasses import replace

import yaml
from hypothesis import HealthCheck, given, settings, strategies as st
from jsonschema import Draft202012Validator

from qradar_builder.findings import Findings, Location
from qradar_builder.model.workflow.document import (
    Element,
    ListComments,
    Parameter,
    SchemaVersion,
    Workflow,
    tidy_comment,
)
from qradar_builder.model.workflow.elements import ACTIONS, TESTS
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.workflow.schema import workflow_json_schema
from qradar_builder.source.workflow.writer import write_workflow_yaml
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.workflow.xml.reader import read_workflow_xml
from qradar_builder.workflow.xml.writer import write_workflow

HERE = Location("generated")
CHARACTERS = st.one_of(
    st.sampled_from("\n\t &<>\"'${}()-#:/é😀 \u2028"),
    st.characters(
        min_codepoint=0x20, exclude_categories=["Cs", "Cn"], exclude_characters="\x7f\x85\ufffe\uffff"
    ).filter(
        lambda char: not "\x7f" <= char <= "\x9f",
    ),
)
USUAL = st.sampled_from(
    [
        "/r",
        "/r/body",
        "${/r/x}",
        "${/r/x} = '${/r/y}'",
        "GET",
        "INFO",
        "true",
        "/a b",
        "a: b",
        "a # b",
        "${",
        "~",
        "[/r/x]",
    ]
)
"""What short forms are made for, or have to do without."""
# YAML cannot say a path that starts with `./` in the XML, which is no path for QRadar: it stays XML (test_workflows).
TEXT = USUAL | st.text(CHARACTERS, max_size=12).filter(lambda text: "./" not in text)
FILLED = USUAL | st.text(CHARACTERS, min_size=1, max_size=12).filter(lambda text: "./" not in text)
MAYBE = st.none() | TEXT
WORDS = st.text("abc dé&<", min_size=1, max_size=8).map(str.strip).filter(bool)
LINES = st.sampled_from(["", "# x", ": x", "  deeper", "- Set /a: 1", "yaml-language-server: x", "a: 'b", "..."])
COMMENTS = st.lists(st.lists(WORDS | LINES, max_size=4).map("\n".join).map(tidy_comment), max_size=2).map(tuple)
FOREIGN = st.sampled_from(
    [
        "<a/>",
        '<a b="&lt;">\n  <!-- c --><c>${/x}</c>\n</a>',
        '<s:E xmlns:s="urn:s" xmlns:d="urn:d"><b t="d:string">x</b></s:E>',
        '<q xmlns="urn:q"><r/></q>',
    ],
)


def elements(spec, version, depth):
    attributes = [each for each in spec.attributes if each.since <= version]
    needed = {each.name: TEXT if each.may_be_empty else FILLED for each in attributes if each.required_in(version)}
    others = {each.name: TEXT if each.may_be_empty else FILLED for each in attributes if each.name not in needed}
    children = st.just(())
    if spec.block:
        children = sequences(version, depth - 1)
    elif spec.slots:
        children = st.tuples(*(slots(slot, version) for slot in spec.slots)).map(lambda rows: sum(rows, ()))
    text = {"text": TEXT, "xml": FOREIGN, None: st.none()}[spec.body]
    return st.builds(
        Element,
        st.just(spec.name),
        st.fixed_dictionaries(needed, optional=others),
        children,
        text,
        st.just(()) if spec.body else COMMENTS,
        origin=st.just(HERE),
        comments=COMMENTS,
    )


def slots(slot, version):
    kinds = [elements(kind, version, 0) for kind in slot.kinds(version)]
    if not kinds:
        return st.just(())
    return st.lists(st.one_of(kinds), min_size=int(slot.required), max_size=1 if slot.single else 2).map(tuple)


def sequences(version, depth):
    """Lists of actions: those that hold others only as long as there is depth left."""
    plain = [spec for spec in ACTIONS.values() if not spec.block and spec.since <= version]
    step = st.sampled_from(plain).flatmap(lambda spec: elements(spec, version, 0)).map(lambda one: (one,))
    if depth > 0:
        loops = st.sampled_from(["While", "DoWhile", "ForEach"])
        step |= loops.flatmap(lambda name: elements(ACTIONS[name], version, depth)).map(lambda one: (one,))
        step |= st.tuples(
            elements(ACTIONS["If"], version, depth).map(lambda one: (one,)),
            st.lists(elements(ACTIONS["ElseIf"], version, depth), max_size=2).map(tuple),
            st.lists(elements(ACTIONS["Else"], version, depth), max_size=1).map(tuple),
        ).map(lambda rows: sum(rows, ()))
    return st.lists(step, min_size=1, max_size=2).map(lambda rows: sum(rows, ()))


PARAMETERS = st.builds(
    Parameter,
    FILLED,
    FILLED,
    MAYBE,
    st.booleans(),
    st.booleans(),
    MAYBE,
    closing=COMMENTS,
    origin=st.just(HERE),
    comments=COMMENTS,
).flatmap(lambda each: st.just(each) | truth_in_words(each))


def truth_in_words(parameter):
    words = {True: ["1"], False: ["false", "0"]}
    written = {name: st.sampled_from(words[getattr(parameter, name)]) for name in ("required", "secret")}
    return st.fixed_dictionaries({}, optional=written).map(lambda each: replace(parameter, written=each))


@st.composite
def workflows(draw):
    version = draw(st.sampled_from(SchemaVersion))
    test = st.sampled_from(list(TESTS.values())).flatmap(lambda spec: elements(spec, version, 0))
    parameters, tests = tuple(draw(st.lists(PARAMETERS, max_size=2))), tuple(draw(st.lists(test, max_size=3)))
    lists = {"Parameters": parameters, "Actions": True, "Tests": tests}
    around = {name: ListComments(draw(COMMENTS), draw(COMMENTS)) for name, items in lists.items() if items}
    return Workflow(
        draw(FILLED),
        draw(FILLED),
        version,
        draw(MAYBE),
        draw(st.none() | FILLED),
        parameters,
        draw(sequences(version, 2)),
        tests,
        {name: each for name, each in around.items() if each != ListComments()},
        draw(COMMENTS),
        draw(COMMENTS),
        origin=HERE,
        comments=draw(COMMENTS),
    )


QUICK = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@QUICK
@given(workflows())
def test_what_is_written_is_valid_and_reads_back_as_the_same_workflow(workflow):
    findings = Findings()
    written = write_workflow(workflow, findings)
    again = read_workflow_xml(written, "w.xml", findings)
    assert not findings.errors, list(findings)
    assert again == workflow
    assert write_workflow(again, findings) == written


@QUICK
@given(workflows())
def test_yaml_of_a_workflow_reads_as_that_workflow_and_keeps_the_json_schema(workflow):
    plain = as_yaml(workflow)
    findings = Findings()
    document = parse_document(
        yaml.safe_dump(plain, sort_keys=False, allow_unicode=False, width=1000), "w.yaml", findings
    )
    again = read_workflow_yaml(document, {}, findings)
    assert not findings.errors, list(findings)
    assert again == without_comments(workflow)
    assert not list(VALIDATOR.iter_errors(plain))


@QUICK
@given(workflows())
def test_xml_and_yaml_and_xml_are_the_same_with_all_comments(workflow):
    text = write_workflow_yaml(workflow)
    findings = Findings()
    document = parse_document(text, "w.yaml", findings)
    again = read_workflow_yaml(document, {}, findings)
    assert not findings.errors, list(findings)
    assert again == workflow
    assert write_workflow(again, findings) == write_workflow(workflow, findings)
    assert not list(VALIDATOR.iter_errors(yaml.safe_load(text)))


VALIDATOR = Draft202012Validator(workflow_json_schema())


def as_yaml(workflow):
    optional = {"description": workflow.description, "minimumRecurrence": workflow.minimum_recurrence}
    return {
        "name": workflow.name,
        "version": workflow.version,
        "schema": str(workflow.schema),
        **{name: text for name, text in optional.items() if text is not None},
        "parameters": [parameter_as_yaml(parameter) for parameter in workflow.parameters],
        "actions": [action_as_yaml(action) for action in workflow.actions],
        "tests": [{test.name: dict(test.attributes)} for test in workflow.tests],
    }


def parameter_as_yaml(parameter):
    names = ("name", "label", "description", "required", "secret", "default")
    return {name: getattr(parameter, name) for name in names if getattr(parameter, name) is not None}


def action_as_yaml(action):
    spec = ACTIONS[action.name]
    if not spec.block:
        return {action.name: part_as_yaml(action, spec)}
    head = action.attributes[spec.shorthand] if spec.shorthand else dict(action.attributes)
    return {spec.block: [action_as_yaml(child) for child in action.children], action.name: head}


def part_as_yaml(element, spec):
    parts = [(child, spec.child(child.name)) for child in reversed(element.children)]
    if spec.only_list:
        return [part_as_yaml(*part) for part in reversed(parts)]
    plain = {}
    for child, kind in parts:
        if spec.slots[spec.slot_of(child.name)].single:
            plain[child.name] = part_as_yaml(child, kind)
        else:
            plain.setdefault(child.name, []).insert(0, part_as_yaml(child, kind))
    return {**plain, **element.attributes, **({spec.body: element.text} if spec.body else {})}


def without_comments(item):
    changes = {
        name: tuple(without_comments(each) for each in getattr(item, name))
        for name in ("parameters", "actions", "tests", "children")
        if hasattr(item, name)
    }
    others = {"closing": (), "ending": (), "around": {}, "written": {}}
    others = {name: empty for name, empty in others.items() if hasattr(item, name)}
    return replace(item, comments=(), **others, **changes)
