"""Extension ZIPs are read from files and from bytes."""

import pytest

from qradar_builder import api


@pytest.fixture
def built(package):
    """A compiled package."""
    (one,) = api.build(package).packages.values()
    return one


def test_files_and_rows_come_from_a_file_as_from_its_bytes(built, tmp_path):
    path = tmp_path / "some.zip"
    path.write_bytes(built.zip)
    for extension in (api.read_zip(path), api.read_zip(built.zip)):
        assert extension.ok
        assert set(extension.files) == {"acme-audit-1.0.0.xml", "manifest.txt"}
        assert [row.text("devicetypename") for row in extension.tables["sensordevicetype"]] == ["AcmeAuditCustom"]
        assert extension.version


def test_a_content_xml_alone_is_read_too(built):
    content = api.read_zip(built.zip).files["acme-audit-1.0.0.xml"]
    assert "sensordevicetype" in api.read_zip(content, "content.xml").tables


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 4])
def test_a_damaged_zip_is_a_finding_and_holds_nothing(content):
    extension = api.read_zip(content, "hostile.zip")
    assert [(each.rule, each.location.file) for each in extension.errors] == [("zip/corrupt", "hostile.zip")]
    assert (extension.files, extension.tables, extension.version) == ({}, {}, None)


def test_a_file_that_is_not_there_is_a_finding(tmp_path):
    assert [each.rule for each in api.read_zip(tmp_path / "none.zip").errors] == ["file/missing"]
