"""The parameters of protocols that are known without a console."""

from qradar_builder.reference.protocol_parameters import protocol_parameters


def test_each_parameter_has_a_name_and_a_label_of_its_own():
    known = protocol_parameters("Universal Cloud REST API")
    assert len({each.name for each in known}) == len({each.label for each in known}) == len(known)
    assert [each.label for each in known if each.required] == [
        "Log Source Identifier",
        "Workflow",
        "Workflow Parameter Values",
        "Recurrence",
        "EPS Throttle",
    ]


def test_of_other_protocols_the_identifier_is_known():
    assert [each.label for each in protocol_parameters("Syslog")] == ["Log Source Identifier"]
