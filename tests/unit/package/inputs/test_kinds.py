import pytest

from qradar_builder.package.extension.archive import write_zip
from qradar_builder.package.inputs.kinds import Kind, kind_of

WORKFLOW = '<Workflow name="a" version="1" xmlns="http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/V2"/>'


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (WORKFLOW, Kind.WORKFLOW),
        ("<w:Workflow xmlns:w='urn:x'>", Kind.WORKFLOW),
        ("<WorkflowParameterValues/>", Kind.VALUES),
        ('<?xml version="1.0"?>\n<!-- a > b -- c -->\n<ns2:device-extension xmlns:ns2="x">', Kind.LSX),
        ("\ufeff<!DOCTYPE device-extension>\n<device-extension>", Kind.LSX),
        ("<content>", Kind.CONTENT),
        ("<content", Kind.CONTENT),
        ("<contents>", None),
        ("<!-- <content> -->", None),
        ("<!-- never ends <content>", None),
        ("content: {}", None),
        ("text <content>", None),
        ("", None),
        ("<", None),
        ("<!--" * 50_000, None),
    ],
)
def test_a_file_is_what_its_root_says_whatever_it_is_called(tmp_path, content, kind):
    path = tmp_path / "file.bin"
    path.write_text(content, encoding="utf-8")
    assert kind_of(path) is kind


def test_a_file_in_utf_16_is_known_too(tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes("<content/>".encode("utf-16"))
    assert kind_of(path) is Kind.CONTENT


def test_an_archive_is_known_by_its_bytes(tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes(write_zip({"a.xml": b"<content/>"}, 0))
    assert kind_of(path) is Kind.ZIP


def test_folders_are_packages_or_hold_them(tmp_path):
    package = tmp_path / "content" / "acme"
    package.mkdir(parents=True)
    assert kind_of(package) is None
    (package / "extension.yaml").write_text("id: acme\n", encoding="utf-8")
    assert kind_of(package) is Kind.PACKAGE
    assert kind_of(tmp_path / "content") is Kind.PACKAGES
    assert kind_of(tmp_path) is None


def test_what_is_not_there_is_nothing(tmp_path):
    assert kind_of(tmp_path / "a.xml") is None
    assert kind_of(tmp_path / "a\x00b") is None
