"""`qradar-builder survey` counts every record of archives once, with every engine, and says what it could not read."""

import gzip
import json
import os
import shutil
from contextlib import ExitStack
from pathlib import Path

import jsonschema
import pyarrow.parquet as pq
import pytest

from qradar_builder.source import output
from qradar_builder.source.folder_lock import LOCK, locked, silent
from tests.acceptance.test_events import OVERRIDE, SSHD
from tools.survey_schema import survey_schema

GATEWAY = "content/acme-gateway"
CLOCK = ("--clock", "2024-06-01T00:00:00Z")


def event(number):
    name = ["login", "logout", "mystery"][number % 3]
    return json.dumps({"type": name, "id": name, "user": f"user{number % 7}", "number": number})


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """A scheduler that is not there is not waited for."""
    monkeypatch.setattr("qradar_builder.survey.engines.cluster._CONNECT", "5s")


pytestmark = pytest.mark.usefixtures("logs")


@pytest.fixture
def logs(workspace):
    """Three files with 300 events."""
    folder = workspace / "logs"
    folder.mkdir()
    (folder / "a.ndjson").write_text("".join(f"{event(n)}\n" for n in range(100)))
    (folder / "b.log.gz").write_bytes(gzip.compress("".join(f"{event(n)}\n" for n in range(100, 200)).encode()))
    (folder / "c.json").write_text(f"[{', '.join(map(event, range(200, 300)))}]")
    return folder


@pytest.fixture
def survey(run):
    """Surveys the logs; gives the result and the report."""

    def survey(*arguments, package=GATEWAY, sources=("logs",)):
        result = run("survey", package, *sources, "-o", "report.json", *CLOCK, *arguments)
        path = Path("report.json")
        return result, json.loads(path.read_bytes()) if path.exists() else None

    return survey


def test_the_report_has_what_the_files_have(survey, logs, data_regression, file_regression):
    result, report = survey("-o", "report.parquet", "-o", "report.html")
    assert (result.exit_code, result.stderr) == (0, "")
    file_regression.check(result.stdout)
    jsonschema.validate(report, survey_schema())
    outcomes = report["survey"]["kinds"]["outcomes"]
    assert sum(outcomes.values()) == report["input"]["events"] == 300
    assert report["input"]["bytes"] == sum(path.stat().st_size for path in logs.iterdir())
    data_regression.check({"asked": report["asked"], "input": {**report["input"], "bytes": 0, "covered": 0}})
    rows = pq.read_table("report.parquet").to_pylist()
    events = [row["number"] for row in rows if (row["section"], row["name"]) == ("", "input.events")]
    assert events == [300]
    page = Path("report.html").read_text(encoding="utf-8")
    assert "<h1>Survey of" in page
    assert "<script" not in page


def test_every_engine_gives_the_same_bytes(survey):
    survey("-o", "1.parquet", "-o", "1.html")
    first = Path("report.json").read_bytes()
    survey("--jobs", "2", "-o", "2.parquet", "-o", "2.html")
    assert Path("report.json").read_bytes() == first
    for ending in ("parquet", "html"):
        assert Path(f"2.{ending}").read_bytes() == Path(f"1.{ending}").read_bytes()


@pytest.mark.xdist_group("cluster")
def test_a_cluster_gives_the_same_bytes(survey):
    survey()
    first = Path("report.json").read_bytes()
    result, _ = survey("--cluster", "local", "--jobs", "1")
    assert (result.exit_code, result.stderr) == (0, "")
    assert Path("report.json").read_bytes() == first


def test_files_that_cannot_be_read_are_findings_and_the_rest_goes_on(survey, logs, file_regression):
    packed = (logs / "b.log.gz").read_bytes()
    (logs / "b.log.gz").write_bytes(packed[:-20])
    (logs / "c.json").write_text(f"[{event(1)}, {event(2)}, {{")
    (logs / "d.log").write_bytes(b"\0" * 1000)
    (logs / "e.csv").write_text("id,payload,x\n1,hello,2\n3\n")
    (logs / "missing").symlink_to("nowhere")
    result, report = survey()
    assert result.exit_code == 1
    books = report["input"]
    assert books["events"] + books["broken"] == books["records"]
    file_regression.check(result.stdout + result.stderr)


def test_a_second_run_counts_only_what_is_new(survey, logs):
    result, first = survey("--state", "kept")
    assert "An earlier run has counted 0 ranges" in result.stderr
    result, again = survey("--state", "kept")
    assert "An earlier run has counted 3 ranges" in result.stderr
    assert again == first
    (logs / "new.log").write_text(f"{event(1)}\n")
    (logs / "a.ndjson").write_text(f"{event(1)}\n")
    (logs / "b.log.gz").unlink()
    result, third = survey("--state", "kept")
    assert "An earlier run has counted 1 range\n" in result.stderr
    assert "note[survey/state-changed]: the file changed since an earlier run" in result.stderr
    assert "the file is not among the sources any more" in result.stderr
    assert third["input"]["events"] == 102
    assert survey()[1] == third


def test_a_second_run_of_the_same_state_waits_for_the_first(survey, monkeypatch):
    told = []
    Path("kept").mkdir()
    with ExitStack() as other:
        other.enter_context(locked(Path("kept"), silent))

        def tell(text):
            told.append(text)
            other.close()

        monkeypatch.setattr("qradar_builder.cli.survey.running.tell", tell)
        result, _ = survey("--state", "kept")
    assert result.exit_code == 0
    assert told == [f"waiting for process {os.getpid()}, which writes to kept"]
    assert not (Path("kept") / LOCK).exists()


def test_the_first_run_of_a_state_sets_the_clock(run):
    run("survey", GATEWAY, "logs", "--state", "kept", "-o", "1.json", *CLOCK)
    run("survey", GATEWAY, "logs", "--state", "kept", "-o", "2.json")
    assert Path("1.json").read_bytes() == Path("2.json").read_bytes()


def test_the_report_has_the_clock_that_a_second_run_needs_for_the_same_bytes(run):
    run("survey", GATEWAY, "logs", "-o", "1.json")
    clock = json.loads(Path("1.json").read_bytes())["asked"]["clock"]
    run("survey", GATEWAY, "logs", "-o", "2.json", "--clock", clock)
    assert Path("1.json").read_bytes() == Path("2.json").read_bytes()


def test_a_report_that_cannot_be_written_ends_no_other(survey, monkeypatch):
    real = output.replace_file

    def full(path, *arguments, **named):
        if path.suffix == ".html":
            raise output.OutputError("cannot write to full.html: No space left on device")
        real(path, *arguments, **named)

    monkeypatch.setattr(output, "replace_file", full)
    result, report = survey("-o", "full.html", "-o", "other.parquet")
    assert (result.exit_code, result.stderr) == (2, "error: cannot write to full.html: No space left on device\n")
    assert "300 events in 3 files" in result.stdout
    assert report["input"]["events"] == 300
    assert Path("other.parquet").exists()


def test_what_a_built_in_dsm_decides_is_no_part_of_the_share(survey, workspace, logs):
    for name, text in OVERRIDE.items():
        (workspace / "linux" / name).parent.mkdir(parents=True, exist_ok=True)
        (workspace / "linux" / name).write_text(text)
    (logs / "sshd.log").write_text(f"{SSHD}\n")
    result, report = survey("--fail-under", "99", package="linux", sources=["logs/sshd.log"])
    assert report["survey"]["kinds"]["outcomes"] == {"built-in": 1}
    assert "of the events are parsed" not in result.stdout
    assert "there is no event of a known outcome, and 99 % must be parsed" in result.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_limit_takes_the_first_records(survey, jobs):
    _, report = survey("--limit", "150", "--jobs", jobs)
    books = report["input"]
    assert (books["records"], books["events"], books["broken"]) == (150, 150, 0)
    by_source = {cell["source"]: cell["counts"] for cell in report["survey"]["outcomes"]["by_source"]["cells"]}
    assert {name: sum(counts.values()) for name, counts in by_source.items()} == {"a.ndjson": 100, "b.log.gz": 50}


def test_a_sample_is_the_same_in_each_run(survey):
    _, report = survey("--sample", "0.5")
    books = report["input"]
    assert books["events"] + books["skipped"] == books["records"] == 300
    assert 100 < books["events"] < 200
    assert survey("--sample", "0.5", "--jobs", "2")[1] == report


def test_a_share_that_is_not_reached_ends_with_1(survey, logs):
    result, _ = survey("--fail-under", "0")
    assert result.exit_code == 0
    result, report = survey("--fail-under", "100")
    assert result.exit_code == 1
    assert "error[survey/share]" in result.stderr
    assert report["complete"] is True
    (logs / "empty.log").write_text("")
    result, _ = survey("--fail-under", "0", sources=["logs/empty.log"])
    assert "there is no event of a known outcome" in result.stderr


def test_a_new_version_is_compared_on_the_same_events(survey, workspace):
    shutil.copytree(workspace / GATEWAY, workspace / "new")
    path = workspace / "new/log_source_types/alerts.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("""UserName: {json: '/"user"/"name"'}""", """UserName: {json: '/"user"'}"""), encoding="utf-8"
    )
    result, report = survey("--against", "new", "-o", "change.html")
    assert "The new version changes 300 events: 0 won, 0 lost\n" in result.stdout
    assert report["survey"]["changes"]["changed"] == 300
    page = Path("change.html").read_text(encoding="utf-8")
    assert "300 events of 300 change" in page
    assert "field UserName gained" in page
    result, report = survey("--against", GATEWAY)
    assert report["survey"]["changes"]["changed"] == 0


def test_the_times_of_expressions_are_there_where_they_are_wanted(survey):
    assert "costs" not in survey()[1]
    report = survey("--profile-expressions", "--against", GATEWAY)[1]
    assert report["costs"]
    jsonschema.validate(report, survey_schema())


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["nothing", "logs"], 2, "there is no such file, folder or package"),
        ([GATEWAY, "nothing.log"], 2, "error[survey/no-source]: there is no such file or folder"),
        ([GATEWAY, "strange://x"], 2, "`strange://` is not known"),
        ([GATEWAY, "logs", "-o", "report.txt"], 2, "must end with .html, .json, .parquet"),
        ([GATEWAY, "logs", "-o", "logs/a.ndjson/r.json"], 2, "cannot write to"),
        ([GATEWAY, "logs", "--clock", "noon"], 2, "--clock: `noon` is not a time"),
        ([GATEWAY, "logs", "--zone", "Mars/Base"], 2, "--zone: `Mars/Base` is not a time zone"),
        ([GATEWAY, "logs", "--type", "other"], 2, "there is no log source type `other`"),
        ([GATEWAY, "logs", "--state", "logs/a.ndjson"], 2, "the folder of --state cannot be used"),
        ([GATEWAY, "logs", "--cluster", "tcp://127.0.0.1:1"], 2, "error[survey/no-cluster]"),
        ([GATEWAY, "logs/c.json", "--input", "csv", "--column", "none"], 1, "error[survey/column]"),
        ([GATEWAY, "no-files"], 1, "warning[survey/no-files]"),
    ],
)
def test_what_cannot_be_done_is_said(run, arguments, code, words):
    Path("no-files").mkdir()
    result = run("survey", *arguments)
    assert result.exit_code == code
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_a_plain_installation_is_told_of_the_extra(run, monkeypatch):
    monkeypatch.setattr("qradar_builder.cli.survey.inputs._NEEDED", ("fsspec", "no_such_package"))
    result = run("survey", GATEWAY, "logs")
    assert result.exit_code == 2
    assert "error[survey/extra-missing]: the package no_such_package is not installed" in result.stderr
    assert 'pip install "qradar-content-builder[survey]"' in result.stderr


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="root may read all")
def test_a_file_without_permission_is_said(survey, logs):
    (logs / "a.ndjson").chmod(0)
    result, report = survey()
    assert result.exit_code == 1
    assert "permission denied" in result.stderr
    assert report["input"]["events"] == 200
