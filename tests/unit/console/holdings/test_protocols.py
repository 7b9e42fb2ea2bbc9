"""Protocols are known by their numbers, as an RPM may rename them."""

from qradar_builder.comparison.model import Kind, Part
from qradar_builder.console.holdings.export import _with_protocols


def content(**values):
    protocols = {name: Part(Kind.PROTOCOL) for name in values.pop("protocols")}
    one = Part(Kind.TYPE, values, {Kind.PROTOCOL: protocols})
    return Part(Kind.EXTENSION, parts={Kind.TYPE: {"Acme": one}})


def protocols_of(root):
    return list(root.named(Kind.TYPE)["Acme"].named(Kind.PROTOCOL))


def test_a_renamed_protocol_has_the_name_of_the_release():
    console, release = content(protocols=["New name", "Other"]), content(protocols=["Old name"])
    assert protocols_of(_with_protocols(console, release, {"New name": "Old name"})) == ["Old name", "Other"]


def test_the_protocols_of_a_built_in_type_are_not_those_of_the_extension():
    values = {"built-in type": "AcmeOS"}
    console, release = content(protocols=["One"], **values), content(protocols=["One", "Two"], **values)
    assert protocols_of(_with_protocols(console, release, {})) == ["One", "Two"]
