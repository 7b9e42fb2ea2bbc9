"""What is deployed, read from a package or ZIP."""

import tracemalloc

import pytest

from benchmarks.deploy_mappings import write_release
from qradar_builder.console.release import release as module
from qradar_builder.console.release.release import read_release
from qradar_builder.findings import Findings
from tests.console_releases import package, release


def test_what_is_uploaded_is_what_was_read(tmp_path):
    path = tmp_path / "doors.zip"
    write_release(path, 3)
    before = path.read_bytes()
    given = release(path)
    path.write_bytes(b"another build")
    assert given.zip.read_bytes() == before
    copy = given.zip
    del given
    assert not copy.exists()


def test_a_zip_that_is_too_large_is_refused(tmp_path, monkeypatch):
    path, findings = tmp_path / "doors.zip", Findings()
    write_release(path, 3)
    for reader in (module, __import__("qradar_builder.package.extension.zip_reader", fromlist=["MAX_TOTAL"])):
        monkeypatch.setattr(reader, "MAX_TOTAL", 100)
    assert read_release(path, findings) is None
    assert [each.rule for each in findings] == ["zip/too-large"]


def test_items_are_in_order_and_counted(tmp_path):
    path = tmp_path / "doors.zip"
    write_release(path, 3)
    given = release(path)
    names = [each.words for each in given.items]
    assert len(given.items) == len(names) == 8
    assert names[:2] == ["log source type Acme Doors", "log source extension AcmeDoorsCustom_ext"]
    assert names[2:5] == [f"QID record Door {number} opened" for number in range(3)]
    assert names[5:] == [f"event mapping event-{number} / audit" for number in range(3)]


def test_the_content_of_a_folder_is_without_events_and_properties_if_nobody_asks_for_them(tmp_path):
    folder = package(tmp_path / "gateway")
    whole, few = release(folder), read_release(folder, Findings())
    assert any(one.mappings for one in whole.content.types)
    assert [(one.key, one.name) for one in few.content.types] == [(one.key, one.name) for one in whole.content.types]
    assert not any(one.mappings or one.qids or one.spec.properties for one in few.content.types)
    assert (few.content.properties, few.content.records) == ((), ())
    assert few.content.log_sources == whole.content.log_sources
    assert (few.plan, few.workflows, few.zip.read_bytes()) == (whole.plan, whole.workflows, whole.zip.read_bytes())


@pytest.mark.xdist_group("memory")
def test_memory_does_not_grow_with_the_events(tmp_path):
    peaks = []
    for count in (500, 500, 4000):
        path = tmp_path / f"{count}.zip"
        write_release(path, count)
        tracemalloc.start()
        given = release(path)
        assert len(given.items) == 2 * count + 2
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < 1.3 * peaks[1] + 1024 * 1024
