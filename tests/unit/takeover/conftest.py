"""Content XML in a few words, and archives of it."""

from __future__ import annotations

import base64
import io
import tarfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from qradar_builder.findings import Findings
from qradar_builder.package.build import build_package
from qradar_builder.package.extension.content_reader import read_content
from qradar_builder.package.extension.zip_reader import read_archive
from qradar_builder.takeover.content.package import write_folder
from qradar_builder.takeover.importing import import_files

LSX = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<ns2:device-extension xmlns:ns2="event_parsing/device_extension">
    <pattern use-default-pattern="true" type="JavaPattern" id="P1">id=(\\w+)</pattern>
    <pattern type="JavaPattern" id="AllEvents">(.*?)</pattern>
    <match-group device-type-id-override="4007" order="1">
        <matcher order="1" enable-substitutions="true" capture-group="\\1" pattern-id="P1" field="EventName"/>
        <event-match-multiple force-qidmap-lookup-on-fixup="true" send-identity="UseDSMResults" pattern-id="AllEvents"/>
    </match-group>
</ns2:device-extension>
"""


def base64_of(text):
    return base64.b64encode(text.encode()).decode()


TYPE = {
    "id": "4007",
    "devicetypename": "AcmeGateCustom",
    "devicetypedescription": "Acme Gate",
    "devicecategoryid": "5",
    "devicetypeoverride": "4000",
    "devicetypecredibility": "5",
    "extension_id": "3",
    "uuid": "6a56d6b8-34c8-43a5-b794-5d642c405940",
    "defaultlanguageid": "1",
    "mask": "0",
    "uniqueperhost": "false",
    "dsmparameter": "",
}
EXTENSION = {
    "id": "3",
    "uuid": "77b7b5de-a8fe-4e92-8295-cec34a2e4553",
    "name": "AcmeGateCustom_ext",
    "description": "",
    "enabled": "true",
    "use_condition": "0",
    "xml": base64_of(LSX),
}
RECORD = {
    "id": "501",
    "qid": "1003750002",
    "uuid": "f6262376-7332-4a07-bc32-b07e024e91e6",
    "qname": "Door opened",
    "qdescription": "",
    "severity": "2",
    "lowlevelcategory": "3001",
    "catpipename": "Echo",
    "rateshortwindow": "0",
    "ratelongwindow": "0",
    "rateinterval": "0",
    "ratethreshold": "0",
    "reverseip": "false",
}
MAPPING = {
    "id": "701",
    "uuid": "f79a7fbe-3f28-4680-8ec3-83ef60db3c98",
    "devicetypeid": "4007",
    "deviceeventid": "open",
    "deviceeventcategory": "door",
    "qidmapid": "501",
    "customevent": "true",
    "credibility": "0",
    "unravelevent": "0",
}
ROWS = [("sensordevicetype", TYPE), ("device_ext", EXTENSION), ("qidmap", RECORD), ("dsmevent", MAPPING)]
VERSION = "2021.6.10.20241008193358"


def content_xml(rows=ROWS, version=VERSION):
    """The content XML of rows, each a table with its columns; a column may have parts."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<content>"]
    lines += [f"<qradarversion>{version}</qradarversion>"] if version else []
    for table, columns in rows:
        inside = "".join(f"<{name}>{_text(value)}</{name}>" for name, value in columns.items())
        lines.append(f"<{table}>{inside}</{table}>")
    return "\n".join([*lines, "</content>", ""])


def _text(value):
    return escape(value) if isinstance(value, str) else "".join(f"<{k}>{escape(v)}</{k}>" for k, v in value.items())


def zip_of(entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def tar_of(entries, **member):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in entries.items():
            info = tarfile.TarInfo(name)
            data = content if isinstance(content, bytes) else content.encode()
            info.size = len(data)
            for key, value in member.items():
                setattr(info, key, value)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def rows_of(content):
    """The rows of a content XML, so that two files compare."""
    tables = read_content(content if isinstance(content, bytes) else content.encode(), "content.xml", Findings())
    return sorted(
        (table, sorted(row.columns.items(), key=str)) for table, rows in tables.tables.items() for row in rows
    )


class Taken:
    """An import and a build of it."""

    def __init__(self, folder, paths):
        self.findings = Findings()
        self.imported = import_files(paths, self.findings)
        self.folder = folder
        self.built = None
        self.problems = Findings()
        if self.imported is not None:
            write_folder(folder, self.imported.files)
            self.built = build_package(folder, self.problems, locked=True)

    @property
    def rules(self):
        return [finding.rule for finding in self.findings]

    @property
    def rows(self):
        """The rows that a build writes."""
        archive = read_archive(self.built.zip, "built.zip", Findings())
        return rows_of(archive.entries[f"{self.built.stem}.xml"])

    def text(self, name):
        return self.imported.files[name].decode()


@pytest.fixture
def take(tmp_path, monkeypatch):
    """Import files, given by their names and contents."""
    monkeypatch.chdir(tmp_path)
    count = iter(range(100))

    def taken(files, *names):
        for name, content in files.items():
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        folder = tmp_path / f"out{next(count)}" / "package"
        return Taken(folder, [Path(name) for name in names or files])

    return taken
