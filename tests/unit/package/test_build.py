"""What a build makes beside the content XML: manifest, QID map, checksums, and the same bytes every time."""

from __future__ import annotations

import hashlib
import json
import zipfile

import pytest

from qradar_builder.findings import Findings
from qradar_builder.package.build import build_archive

XSENSE = """\
overrides: 12
events:
  - id: xsense
    name: XSense Alert
    description: XSense Alert Report From sensor
    severity: 5
    low_level_category: 7001
"""
TYPE = """\
name: Acme Log
parsing:
  EventName: {json: '/"id"'}
"""


def test_a_record_on_a_built_in_type_is_a_line_of_the_qid_map(build):
    result = build({"log_source_types/a.yaml": XSENSE})
    assert result.built.files["qidmap.csv"] == b",XSense Alert,XSense Alert Report From sensor,5,7001\n"


def test_a_cell_with_a_comma_or_quotes_is_quoted(build):
    text = XSENSE.replace("name: XSense Alert", "name: 'One, \"two\"'")
    assert build({"log_source_types/a.yaml": text}).built.files["qidmap.csv"].startswith(b',"One, ""two""",XSense')


def test_a_severity_of_0_is_the_lowest_that_the_tool_takes(build):
    text = XSENSE.replace("severity: 5", "severity: 0")
    assert build({"log_source_types/a.yaml": text}).built.files["qidmap.csv"].endswith(b",1,7001\n")


def test_a_custom_type_has_no_qid_map(build):
    result = build({"log_source_types/a.yaml": TYPE + XSENSE.split("\n", 1)[1]})
    assert result.rules == []
    assert "qidmap.csv" not in result.built.files


def test_the_zip_holds_the_content_and_the_manifest_and_nothing_else(build):
    assert build({"log_source_types/a.yaml": TYPE}).entries.keys() == {"acme-1.0.0.xml", "manifest.txt"}


def test_the_manifest_says_what_the_console_shows(build):
    extension = """\
id: acme
name: Äcme
version: 1.2.3
author: {name: Example Corp, email: siem@example.com}
qradar: {minimum: 7.5.0}
description: What it "is"
"""
    manifest = json.loads(build({"log_source_types/a.yaml": TYPE}, extension=extension).entries["manifest.txt"])
    doc = manifest["doc"]["extension_manifest"]
    assert manifest["_id"] == "Example Corp:Äcme"
    assert (doc["version"], doc["authored_by"], doc["authored_by_email"]) == (
        "1.2.3",
        "Example Corp",
        "siem@example.com",
    )
    assert doc["min_qradar_version"].startswith("2021.")
    texts = doc["locale"]["en-US"]
    assert (texts[doc["extension_name"]], texts[doc["extension_long_description"]]) == ("Äcme", 'What it "is"')
    assert doc["supported_language_set"] == ["en-US"]


def test_the_checksums_are_those_of_every_file(build):
    built = build({"log_source_types/a.yaml": XSENSE + "parsing: {UserName: {json: '/\"u\"'}}\n"}).built
    lines = dict(reversed(line.split("  ")) for line in built.files["SHA256SUMS"].decode().splitlines())
    files = {name: content for name, content in built.files.items() if name != "SHA256SUMS"}
    assert lines == {
        name: hashlib.sha256(content).hexdigest() for name, content in {**files, "../acme-1.0.0.zip": built.zip}.items()
    }
    assert "log_source_extensions/WindowsAuthServer_ext.xml" in lines


def test_two_builds_are_the_same_bytes(build, packages):
    first = build({"log_source_types/a.yaml": TYPE}).built
    second = packages.build().built
    assert (first.zip, first.files, first.lock) == (second.zip, second.files, second.lock)


def test_what_goes_to_a_console_is_that_of_a_build(build, tmp_path):
    properties = "properties: [{name: My own, expressions: {cef: cs1}}]\n"
    built = build({"log_source_types/a.yaml": TYPE + XSENSE.split("\n", 1)[1] + properties}).built
    target, findings = tmp_path / "acme.zip", Findings()
    archived = build_archive(tmp_path / "acme", target, findings)
    assert target.read_bytes() == built.zip
    assert archived.plan == built.files["rest-plan.json"]
    assert [one.key for one in archived.content.types] == ["a"]


def test_what_goes_to_a_console_needs_its_identities(build, tmp_path):
    build({"log_source_types/a.yaml": TYPE})
    path, findings = tmp_path / "acme" / "log_source_types" / "a.yaml", Findings()
    path.write_text(TYPE + XSENSE.split("\n", 1)[1])
    assert build_archive(tmp_path / "acme", tmp_path / "acme.zip", findings) is None
    assert [each.rule for each in findings] == ["identity/lock-outdated"]


@pytest.mark.parametrize(
    ("epoch", "times"),
    [
        (None, ((1980, 1, 1, 0, 0, 0), "315532800000")),
        ("1714561201", ((2024, 5, 1, 11, 0, 0), "1714561201000")),
        ("5", ((1980, 1, 1, 0, 0, 0), "315532800000")),
        ("-5", ((1980, 1, 1, 0, 0, 0), "315532800000")),
        ("tomorrow", ((1980, 1, 1, 0, 0, 0), "315532800000")),
        ("9999999999", ((2107, 12, 31, 23, 59, 58), "9999999999000")),
        ("9" * 400, ((1980, 1, 1, 0, 0, 0), "315532800000")),
    ],
)
def test_the_time_of_a_build_is_source_date_epoch(build, monkeypatch, tmp_path, epoch, times):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if epoch is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    result = build({"log_source_types/a.yaml": TYPE + "properties: [{name: My own, expressions: {json: '/\"a\"'}}]\n"})
    path = tmp_path / "a.zip"
    path.write_bytes(result.built.zip)
    with zipfile.ZipFile(path) as archive:
        stamps = {info.date_time for info in archive.infolist()}
    assert (stamps, {row["creationdate"] for row in result.rows("ariel_regex_property")}) == ({times[0]}, {times[1]})


def test_what_a_package_holds_is_counted(build):
    files = {
        "log_source_types/a.yaml": TYPE + XSENSE.split("\n", 1)[1],
        "reference_data.yaml": "a: {name: A}\n",
    }
    assert build(files).built.holds == (
        "1 log source type",
        "1 event mapping",
        "1 QID record",
        "1 reference data collection",
    )
