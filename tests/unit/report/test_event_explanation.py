from __future__ import annotations

import pytest

from qradar_builder.dsm.definition import TypeDefinition, automatic_qids
from qradar_builder.dsm.lsx.compiler import compile_lsx
from qradar_builder.dsm.parser import Parser
from qradar_builder.findings import Location
from qradar_builder.model.log_source_type import LogSourceTypeSpec
from qradar_builder.report.event_explanation import explanation_text

NOWHERE = Location("")
UNIVERSAL_LEEF = 212


def explained(payload, parsing, *, number=6001):
    stored, unknown = automatic_qids("Acme", number, NOWHERE)
    extension = compile_lsx(LogSourceTypeSpec.model_validate({"name": "Acme", "parsing": parsing}), number)
    definition = TypeDefinition("Acme", number, extension, stored, unknown, NOWHERE, built_in=number < 4001)
    return explanation_text(Parser(definition, now=lambda: 0).explain(payload), 1).splitlines()


@pytest.mark.parametrize(
    ("payload", "shown", "marks"),
    [
        ("id=5", "id=5", "   ^"),
        ("\N{GRINNING FACE} id=5", "\N{GRINNING FACE} id=5", "      ^"),
        ("\u6f22 id=\u5b57\u5b57", "\u6f22 id=\u5b57\u5b57", "      ^^^^"),
        ("e\u0301 id=5", "e\u0301 id=5", "     ^"),
        ("\t id=5", "\\t id=5", "      ^"),
    ],
)
def test_marks_stand_under_what_was_found(payload, shown, marks):
    lines = explained(payload, {"EventName": {"regex": r"id=(\S+)"}})
    place = lines.index("  + 1 regex: id=(\\S+)")
    assert lines[place + 1 : place + 3] == [f"      {shown}", f"      {marks}"]


def test_what_the_built_in_dsm_fills_is_told_where_no_expression_has_a_value():
    parsing = {"EventName": {"leef": "$eventid$"}, "UserName": {"leef": "acct"}, "SourceIp": {"leef": "ip"}}
    payload = "LEEF:1.0|A|B|1|login|src=192.0.2.1\tsrcPort=99\tusrName=alice\tacct=bob"
    lines = explained(payload, parsing, number=UNIVERSAL_LEEF)
    values = [line for line in lines if " = " in line and line[0] != " "]
    assert values == [
        'EventName = "login"',
        'SourceIp = "192.0.2.1"   (from the built-in DSM)',
        'UserName = "bob"',
        "SourcePort = 99   (from the built-in DSM)",
    ]
