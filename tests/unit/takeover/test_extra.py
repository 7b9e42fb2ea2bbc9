"""The folder `extra/` is as the import wrote it, or a finding."""

from __future__ import annotations

import pytest

from qradar_builder.findings import Findings
from qradar_builder.package.build import build_package
from qradar_builder.package.extension.extra import load_extra, merged
from tests.unit.takeover.conftest import RECORD, ROWS, content_xml


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"rows": {}}',
        '{"columns": []}',
        '{"columns": {"a/1": []}}',
        '{"columns": {"a/1": {"x": 1}}}',
        '{"columns": {"a/1": {"x": {"y": 1}}}}',
        '{"absent": {}}',
        '{"before": []}',
        '{"before": {"a/1": 1}}',
        '{"absent": [1]}',
        '{"version": 7}',
    ],
)
def test_rows_of_another_form_are_a_finding(tmp_path, text):
    (tmp_path / "extra").mkdir()
    (tmp_path / "extra/rows.json").write_text(text, encoding="utf-8")
    findings = Findings()
    load_extra(tmp_path, findings)
    assert [finding.rule for finding in findings] == ["import/extra"]


def test_a_manifest_that_is_no_object_is_a_finding(tmp_path):
    (tmp_path / "extra").mkdir()
    (tmp_path / "extra/manifest.json").write_text("[]", encoding="utf-8")
    findings = Findings()
    load_extra(tmp_path, findings)
    assert [finding.rule for finding in findings] == ["import/extra"]


def test_broken_rows_stop_the_build(take):
    taken = take({"export.xml": content_xml([*ROWS, ("custom_rule", {"id": "1"})])})
    (taken.folder / "extra/content.xml").write_text("<content><custom_rule>", encoding="utf-8")
    findings = Findings()
    assert build_package(taken.folder, findings) is None
    assert "xml/syntax" in [finding.rule for finding in findings]


def test_a_link_that_leads_out_is_not_read(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "package").mkdir()
    (tmp_path / "package/extra").symlink_to(outside)
    findings = Findings()
    load_extra(tmp_path / "package", findings)
    assert [finding.rule for finding in findings] == ["file/outside"]


def test_kept_columns_follow_the_row_and_not_its_place(take):
    rows = [*ROWS[:2], ("qidmap", RECORD | {"catpipename": "Foxtrot"}), ROWS[3]]
    taken = take({"export.xml": content_xml(rows)})
    path = taken.folder / "log_source_types/acme-gate.yaml"
    text = path.read_text(encoding="utf-8").replace("Door opened", "A door was opened")
    path.write_text(text, encoding="utf-8")
    built = build_package(taken.folder, Findings())
    assert b"<qname>A door was opened</qname>" in built.zip
    assert b"<catpipename>Foxtrot</catpipename>" in built.zip


def test_objects_are_merged_and_none_removes():
    base = {"a": {"b": 1, "c": 2}, "d": 3}
    assert merged(base, {"a": {"c": None, "e": 4}, "d": None, "f": {"g": 5}}) == {"a": {"b": 1, "e": 4}, "f": {"g": 5}}
