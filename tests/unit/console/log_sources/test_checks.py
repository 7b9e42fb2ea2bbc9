"""Values of protocol parameters are checked by what is known of the parameter, and are in no message."""

import pytest

from qradar_builder.console.log_sources.checks import described, is_required, problem_of
from qradar_builder.reference.protocol_parameters import protocol_parameters

VALUES = [{"name": "One", "value": "1"}, {"name": "Two", "value": "2"}]


@pytest.mark.parametrize(
    ("row", "value", "problem"),
    [
        ({}, "anything", None),
        ({"allowed_values": VALUES}, "2", None),
        ({"allowed_values": VALUES}, "Two", None),
        ({"allowed_values": VALUES}, "s3cret", "must be one of 1, 2"),
        ({"type": "BOOLEAN"}, "yes", "must be true or false"),
        ({"type": "INTEGER"}, "12", None),
        ({"type": "INTEGER"}, "-3", None),
        ({"type": "INTEGER"}, "1.5", "must be an integer"),
        ({"type": "INTEGER"}, "١٢", "must be an integer"),
        ({"min_value": "0.5"}, "0.4", "must be at least 0.5"),
        ({"min_value": "1", "max_value": "65535"}, "65536", "must be at most 65535"),
        ({"min_value": "1"}, "many", "must be a number"),
        ({"max_length": 3}, "four", "has 4 characters, and at most 3 are allowed"),
        ({"min_length": 5}, "four", "must have at least 5 characters"),
        ({"pattern": r"\d+[MHD]"}, "10M", None),
        ({"pattern": r"\d+[MHD]"}, "10M and more", r"must match \d+[MHD]"),
        ({"pattern": r"\p{Alpha}++", "pattern_description": "Letters only"}, "a1", "must have this form: Letters only"),
        ({"pattern": "("}, "anything", None),
        ({"pattern": "(a+)+b"}, "a" * 5000, "must match (a+)+b"),
    ],
)
def test_a_value_is_checked(row, value, problem):
    assert problem_of(row, value) == problem


RULE = {"trigger_parameter_id": 2, "trigger_pattern": "true", "affected_property": "required"}


@pytest.mark.parametrize(
    ("row", "values", "required"),
    [
        ({"required": True}, {}, True),
        ({"required": False}, {}, False),
        ({"required": False, "rules": [{**RULE, "affected_property_value": "true"}]}, {2: "true"}, True),
        ({"required": False, "rules": [{**RULE, "affected_property_value": "true"}]}, {2: "false"}, False),
        ({"required": True, "rules": [{**RULE, "affected_property_value": "false"}]}, {2: "true"}, False),
        (
            {"required": True, "rules": [{**RULE, "affected_property": "visible", "affected_property_value": "false"}]},
            {2: "true"},
            False,
        ),
        (
            {"id": 1, "required": False, "rules": [{**RULE, "parameter_id": 7, "affected_property_value": "true"}]},
            {2: "true"},
            False,
        ),
        ({"required": True, "rules": [{**RULE, "trigger_pattern": "("}]}, {2: "true"}, False),
    ],
)
def test_a_rule_makes_a_parameter_required_or_not(row, values, required):
    assert is_required(row, values) is required


def test_the_defaults_of_the_reference_data_are_valid():
    rows = [described(each) for each in protocol_parameters("Universal Cloud REST API")]
    assert len(rows) == 11
    assert [row["name"] for row in rows if row["default_value"] and problem_of(row, row["default_value"])] == []
    assert [each.name for each in protocol_parameters("Syslog")] == ["identifier"]
