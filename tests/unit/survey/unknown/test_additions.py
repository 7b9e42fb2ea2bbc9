"""Additions to the YAML of a log source type: comments and all else stay."""

import pytest

from qradar_builder.starter.log_source_type.mappings import MappingProposal, QidProposal
from qradar_builder.survey.unknown.additions import (
    NoPlaceError,
    check_added,
    declared_records,
    with_event_ids,
    with_mappings,
)

TEXT = """# The door.
name: Acme Door
parsing:
  EventName: {json: '/"type"'}  # the id
  UserName: {json: '/"user"'}
qids:  # the records
  opened: {name: Door opened, category: Access Permitted, severity: 1}
events:
  - {id: open, qid: opened}  # the door
"""
MAPPINGS = [MappingProposal("forced", None, "forced"), MappingProposal("held", "door", "held")]
QIDS = [
    QidProposal("forced", "Door forced", "Access Denied", 8, is_sure=True),
    QidProposal("held", "Door held", "System / Information", 1, is_sure=False),
]


def test_what_is_added_is_behind_what_is_there():
    text = with_mappings(with_event_ids(TEXT, [{"regex": "id=(.)"}]), MAPPINGS, QIDS)
    check_added(TEXT, text, event_ids=1, mappings=2, records=2)
    assert text.splitlines() == [
        "# The door.",
        "name: Acme Door",
        "parsing:",
        "  EventName:",
        "    - {json: '/\"type\"'}  # the id",
        '    - {regex: "id=(.)"}',
        "  UserName: {json: '/\"user\"'}",
        "qids:  # the records",
        "  opened: {name: Door opened, category: Access Permitted, severity: 1}",
        "  forced: {name: Door forced, category: Access Denied, severity: 8}",
        (
            "  held: {name: Door held, category: System / Information, severity: 1}"
            "  # Review: no word of the event tells its category"
        ),
        "events:",
        "  - {id: open, qid: opened}  # the door",
        "  - {id: forced, qid: forced}",
        "  - {id: held, category: door, qid: held}",
    ]
    assert declared_records(TEXT) == ({"opened"}, {"door opened"})


@pytest.mark.parametrize(
    "text",
    [
        "name: Acme\n",
        "name: Acme\r\nparsing: {UserName: {leef: usrName}}\r\n",
        "name: Acme\nparsing:\n  EventName: [{leef: a}, {leef: b}]\nqids: {}\nevents: []\n",
        "name: Acme\nevents: [{id: a, qid: b}]\nqids: {b: {name: B, category: 4003, severity: 1}}",
    ],
)
def test_every_way_to_write_it_is_added_to(text):
    after = with_mappings(with_event_ids(text, [{"leef": "x"}, {"leef": "y"}]), MAPPINGS, QIDS)
    check_added(text, after, event_ids=2, mappings=2, records=2)
    assert after.count("\r\n") == (after.count("\n") if "\r\n" in text else 0)


@pytest.mark.parametrize("text", ["- a\n", "parsing: 1\n", "events: 1\n", "qids: x\n", "a: [\n"])
def test_a_file_of_another_form_is_refused(text):
    with pytest.raises(NoPlaceError):
        with_mappings(with_event_ids(text, [{"leef": "x"}]), MAPPINGS, QIDS)


def test_a_change_of_something_else_is_noticed():
    with pytest.raises(NoPlaceError):
        check_added(TEXT, TEXT.replace("Acme Door", "Other"), event_ids=0, mappings=0, records=0)
    with pytest.raises(NoPlaceError):
        check_added(TEXT, TEXT.replace("{id: open,", "{id: close,"), event_ids=0, mappings=0, records=0)
