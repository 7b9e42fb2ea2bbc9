"""Files of an object store and of a web server are counted as those of a folder."""

import http.server
import socket
import threading
from functools import partial

import fsspec
import pytest

from qradar_builder.findings import Findings
from qradar_builder.survey.sources.listing import list_sources
from tests.survey_counts import surveyed

pytestmark = pytest.mark.xdist_group("stores")


@pytest.fixture
def bucket(logs, monkeypatch):
    """The logs in a bucket of an S3 server on this machine."""
    server_module = pytest.importorskip("moto.server")
    server = server_module.ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    system = fsspec.filesystem("s3", skip_instance_cache=True)
    system.mkdir("archive")
    system.put(f"{logs}/", "archive/logs/", recursive=True)
    yield "s3://archive/logs"
    fsspec.filesystem("s3").clear_instance_cache()
    server.stop()


@pytest.fixture
def many(logs):
    """Two hundred small files more."""
    for number in range(200):
        path = logs / "many" / f"{number % 10}" / f"{number}.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"small {number}\n" * (number % 3))


@pytest.mark.usefixtures("many")
def test_s3_gives_what_the_folder_gives(logs, request, files_of):
    bucket = request.getfixturevalue("bucket")
    local, rows = surveyed(files_of(logs), size=20_000)
    remote, found = surveyed(files_of(bucket), size=20_000)
    assert found == rows
    assert remote.total.ledger.units > 200
    assert remote.total.ledger == local.total.ledger
    assert surveyed(files_of(f"{bucket}/deep/*.gz"))[1][0][0] == "packed.log.gz"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """A server of files that knows no ranges, as simple ones do."""

    def log_message(self, *_):
        pass


@pytest.fixture
def web(logs):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(logs)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://user:hunter2@127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_web_server_gives_its_files(logs, web, files_of):
    outcome, rows = surveyed(files_of(f"{web}/plain.log", f"{web}/deep/packed.log.gz"))
    assert outcome.total.ledger.faults.first == []
    assert len(rows) == 2100
    assert [row[3] for row in rows[-2000:]] == [row[3] for row in surveyed(files_of(logs / "plain.log"))[1]]


def test_a_host_that_is_not_there_is_told_from_a_file_that_is_not():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        findings = Findings()
        assert list_sources([f"http://127.0.0.1:{held.getsockname()[1]}/a.log"], findings) is None
    (finding,) = findings
    assert finding.message.startswith("the host cannot be reached: ")


def test_a_file_that_the_server_does_not_have_is_said(web):
    findings = Findings()
    assert list_sources([f"{web}/nothing.log"], findings) is None
    assert [finding.message for finding in findings] == ["there is no such file or folder"]
