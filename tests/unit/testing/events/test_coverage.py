import pytest

from qradar_builder.dsm.parser import Parser
from qradar_builder.dsm.trial import Verdict
from qradar_builder.testing.events.definition_tests import MAPPINGS, definition_tests
from qradar_builder.testing.events.tested import Receipt, TestedType

TYPE = """
name: T
parsing:
  EventName: {json: '/"id"'}
  EventCategory: {json: '/"kind"'}
  UserName:
    - {json: '/"user"'}
    - {regex: '"user":"(\\w+)"'}
    - {regex: 'login=(\\w+)'}
  SourceIp: {json: '/"ip"'}
properties:
  - name: T File
    expressions:
      - {json: '/"file"'}
      - {json: '/"path"', enabled: false}
      - {json: '/"name"', qid: opened}
      - {json: '/"name"', category: Firewall Deny}
  - {name: T Size, type: numeric, expressions: {json: '/"size"'}}
  - {name: T Double, type: numeric, expressions: {calculated: {first: T Size, operator: MULTIPLY, second: 2}}}
  - {name: T Country, expressions: {aql: country}}
  - {name: UserName, expressions: {json: '/"owner"'}}
events:
  - {id: open, category: door, qid: opened}
  - {id: push, category: door, qid: opened}
  - {id: shut, category: door, name: Door shut, low_level_category: Firewall Deny, severity: 2}
qids: {opened: {name: Door opened, category: User Login Success, severity: 3}}
"""


@pytest.fixture
def tested(type_of):
    """A type that has read payloads."""

    def tested(*payloads, text=TYPE):
        tested = TestedType("t", type_of(text), "p/log_source_types/t.yaml")
        for payload in payloads:
            tested.read(payload, 0, Receipt("UTC"))
        return tested

    return tested


def proven(tested):
    coverage = tested.coverage
    return {one.name: (one.tried, one.matched, one.won) for one in (*coverage.fields, *coverage.properties)}


def test_each_expression_that_runs_here_is_to_be_proven(tested):
    coverage = tested().coverage
    assert [one.name for one in coverage.fields] == [
        "EventName 1",
        "EventCategory 1",
        "UserName 1",
        "UserName 2",
        "UserName 3",
        "SourceIp 1",
    ]
    assert [one.name for one in coverage.properties] == [
        "T File 1",
        "T File 3",
        "T File 4",
        "T Size 1",
        "T Double 1",
        "UserName 1 (property)",
    ]
    assert [one.name for one in coverage.left_out] == ["T Country 1"]


def test_samples_prove_what_has_a_value_in_them(tested):
    coverage = tested(
        '{"id":"open","kind":"door","user":"a","ip":"192.0.2.1","file":"f","name":"n","size":2}',
        '{"id":"open","kind":"door","name":"n"} login=b',
        '{"id":"shut","kind":"door","ip":"door 7","size":"much"}',
    )
    assert proven(coverage) == {
        "EventName 1": (3, 3, 3),
        "EventCategory 1": (3, 3, 3),
        "UserName 1": (3, 1, 1),
        "UserName 2": (3, 1, 0),
        "UserName 3": (3, 1, 1),
        "SourceIp 1": (3, 1, 1),
        "T File 1": (3, 1, 1),
        "T File 3": (2, 2, 1),
        "T File 4": (1, 0, 0),
        "T Size 1": (3, 1, 1),
        "T Double 1": (3, 1, 1),
        "UserName 1 (property)": (3, 0, 0),
    }
    mappings = {mapping.event_id: hits for mapping, hits in coverage.coverage.mappings.items()}
    assert mappings == {"open": 2, "push": 0, "shut": 1}
    assert {qid.name: hits for qid, hits in coverage.coverage.qids.items()} == {"Door opened": 2, "Door shut": 1}


@pytest.mark.parametrize("payload", ["no id here", '{"id":"burn","kind":"door"}'])
def test_events_without_a_mapping_prove_expressions_too(tested, payload):
    coverage = tested(f"{payload} login=b").coverage
    assert next(one for one in coverage.fields if one.name == "UserName 3").won == 1
    assert not any(coverage.mappings.values())


def test_an_extension_without_an_event_name_has_nothing_to_prove_for_its_stand_in(tested):
    text = "overrides: Universal CEF\nparsing: {UserName: {cef: suser}}\n"
    assert [one.name for one in tested(text=text).coverage.fields] == ["UserName 1"]


PAYLOADS = [
    '{"id":"open","kind":"door","user":"a","ip":"192.0.2.1","file":"f","name":"n","size":2,"owner":"-"}',
    '{"id":"shut","kind":"door","user":"","ip":"here","size":"1.5","name":"n"} login=b',
    '{"id":"burn","kind":"door","user":"c"} login=d',
    "nothing",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_it_comes_to_the_same_as_explanations(tested, payload):
    counted = tested(payload)
    explanation = Parser(counted.definition, now=lambda: 0).explain(payload)
    proofs = {id(one.subject): one for one in (*counted.coverage.fields, *counted.coverage.properties)}
    for one in (*explanation.fields, *explanation.properties):
        for attempt in one.attempts:
            proof = proofs[id(attempt.trial.subject)]
            assert (proof.tried, proof.matched, proof.won) == (
                1,
                attempt.verdict in {Verdict.WON, Verdict.LATE},
                attempt.verdict is Verdict.WON,
            )
            assert proof.refused == (attempt.reason if attempt.verdict is Verdict.REFUSED else "")
    hit = [mapping for mapping, hits in counted.coverage.mappings.items() if hits]
    assert hit == ([] if explanation.mapping is None else [explanation.mapping])


def test_what_is_not_proven_is_told_with_its_place_and_why(tested):
    counted = tested('{"id":"open","kind":"door","ip":"here"}')
    told = {name: problem() for name, problem in definition_tests(counted)}
    assert list(told)[-1] == MAPPINGS
    assert told["EventName 1"] == ""
    assert told["UserName 3"].splitlines() == [
        r"p/log_source_types/t.yaml:9: UserName 3: regex login=(\w+)",
        "  the only sample has no value for the expression",
        "  add a sample that it matches, or remove the expression",
    ]
    assert "a value that it found is refused: `here` is not an IPv4 address" in told["SourceIp 1"]
    assert "no sample has the QID record or category of the expression" in told["T File 4"]
    assert told[MAPPINGS].splitlines() == [
        "no sample hits 2 of 3 event mappings:",
        "  p/log_source_types/t.yaml:24: event id `push`, category `door`: Door opened",
        "  p/log_source_types/t.yaml:25: event id `shut`, category `door`: Door shut",
    ]


def test_of_many_mappings_the_first_are_told(tested):
    rows = "\n".join(f"  - {{id: e{number}, qid: one}}" for number in range(50))
    qids = "{one: {name: One, category: 1002, severity: 1}}"
    text = f"name: T\nparsing: {{EventName: {{json: '/\"id\"'}}}}\nevents:\n{rows}\nqids: {qids}"
    told = dict(definition_tests(tested('{"id":"e7"}', text=text)))[MAPPINGS]()
    assert told.splitlines()[-1] == "  … and 29 more"
    assert len(told.splitlines()) == 22


def test_the_clock_and_the_zone_are_those_of_the_sample(type_of):
    text = "name: T\nparsing:\n  EventName: {json: '/\"id\"'}\n"
    text += "  DeviceTime: {regex: '^(.*?)\\|', format: MMM dd HH:mm:ss}\n"
    tested = TestedType("t", type_of(text), "t.yaml")
    payload = 'May 01 12:00:00|{"id":"x"}'
    assert tested.read(payload, 1714600000000, Receipt("UTC")).fields["DeviceTime"] == 1714564800000
    assert tested.read(payload, 1714600000000, Receipt("+02:00")).fields["DeviceTime"] == 1714557600000
    assert tested.read(payload, 1746100000000, Receipt("UTC")).fields["DeviceTime"] == 1746100800000
