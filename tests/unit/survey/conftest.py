"""Files to survey."""

import gzip
import json

import pytest

from qradar_builder.findings import Findings
from qradar_builder.survey.sources.listing import list_sources


@pytest.fixture
def logs(tmp_path):
    """A folder of files of several forms, with 2,130 records."""
    folder = tmp_path / "logs"
    (folder / "deep").mkdir(parents=True)
    (folder / "plain.log").write_bytes(b"".join(b"line %d of the plain f\xc3\xbcle\r\n" % n for n in range(2000)))
    with gzip.open(folder / "deep" / "packed.log.gz", "wb") as file:
        file.write(b"".join(b"packed line %d\n" % n for n in range(100)))
    (folder / "array.json").write_text(json.dumps([{"number": number} for number in range(20)]))
    (folder / "wide.txt").write_text("".join(f"wide {n}\n" for n in range(10)), encoding="utf-16")
    (folder / "empty.log").write_bytes(b"")
    return folder


@pytest.fixture
def files_of():
    """Lists sources that are there."""

    def files(*sources):
        findings = Findings()
        listing = list_sources([str(each) for each in sources], findings)
        assert listing is not None
        assert not list(findings)
        return listing.files

    return files
