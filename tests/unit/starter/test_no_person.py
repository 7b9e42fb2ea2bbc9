"""No name of a person gets into a QID record, a mapping or a comment: a console cannot delete QID records."""

from __future__ import annotations

import itertools
import json

import pytest

from qradar_builder.starter.events.sample_format import format_of_event
from qradar_builder.starter.invented.events import CLOCK
from qradar_builder.starter.log_source_type.proof import prove
from qradar_builder.starter.log_source_type.proposal import propose
from qradar_builder.starter.log_source_type.writer import Names, type_text

NAMES = Names("Acme Gateway", "Syslog")
PEOPLE = (
    "Jane Roe", "jane.roe@example.com", "ACME\\jroe", "Roe, Jane", "jroe", "Anna-Maria Lopez", "Jürgen Groß",
    "O'Brien Kelly",
    "dr. k. miller", "b.hansen@corp.example", "S-1-5-21-1004336348-1177238915-682003330-512", "CORP\\svc.hansen",
)  # fmt: skip
KINDS = (("login", "failure"), ("login", "success"), ("file.deleted", "success"), ("role.assigned", "success"))


def json_events(person):
    for number, (kind, outcome) in enumerate(KINDS):
        yield json.dumps(
            {
                "time": f"2026-01-05T09:00:0{number}Z",
                "eventType": kind,
                "outcome": {"result": outcome},
                "actor": {"displayName": person, "alternateId": person},
                "target": {"displayName": person, "type": "User"},
                "title": f"{person} did something",
                "displayMessage": f"{kind} by {person}",
                "description": person,
                "name": person,
                "summary": f"{person}: {kind}",
                "host": f"{person.split()[0]}-laptop",
            }
        )


def leef_events(person):
    for kind, outcome in KINDS:
        yield (
            f"LEEF:2.0|Acme|Gateway|1.0|{kind}|^|usrName={person}^accountName={person}^result={outcome}^"
            f"name={person}^msg={person} {kind}^title={person}"
        )


def cef_events(person):
    plain = person.replace("\\", "\\\\")
    for number, (kind, outcome) in enumerate(KINDS):
        header = f"CEF:0|Acme|Gateway|1.0|{100 + number}|{plain} {kind}|3"
        yield f"{header}|suser={plain} outcome={outcome} msg={plain} did {kind}"


def pair_events(person):
    for kind, outcome in KINDS:
        start = f'date=2026-01-05 time=09:00:00 action="{kind}" user="{person}"'
        yield f'{start} name="{person}" status={outcome} msg="{person} {kind}"'


def text_events(person):
    for number, (kind, outcome) in enumerate(KINDS):
        start = f"<13>Jan  5 09:00:0{number} gw app[7]:"
        yield f"{start} {kind.replace('.', ' ')} {outcome} for user {person} from 192.0.2.{number + 1}"
        yield f"{start} {person} logged in {outcome}"


WRITERS = {"json": json_events, "leef": leef_events, "cef": cef_events, "pairs": pair_events, "text": text_events}


def parts_of(person):
    """What of the value would give the person away."""
    parts = person.replace("\\", " ").replace("@", " ").replace(",", " ").lower().split()
    return {part for part in parts if len(part) > 2} - {"acme", "corp", "example.com", "corp.example", "dr."}


@pytest.mark.parametrize(("form", "person"), list(itertools.product(WRITERS, PEOPLE)))
def test_a_person_is_in_no_record_mapping_or_comment(form, person):
    payloads = list(WRITERS[form](person))
    forms = [format_of_event(payload) for payload in payloads]
    proposal = propose(payloads, forms, NAMES.product)
    proven = prove(proposal, payloads, NAMES, CLOCK)
    text = type_text(proven.proposal, proven.mappings, proven.qids, names=NAMES, heading=(), invented=False)
    comments = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    told = [
        *(f"{each.event_id} {each.category}" for each in proven.mappings),
        *(f"{each.key} {each.name}" for each in proven.qids),
        *comments,
    ]
    assert proven.mappings
    for line in told:
        words = {
            word.strip("'\"`:;()").lower()
            for word in line.replace("\\", " ").replace("-", " ").replace("@", " ").split()
        }
        assert not parts_of(person.replace("-", " ")) & words, line
