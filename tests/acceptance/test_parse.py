"""`qradar-builder parse`."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from qradar_builder.cli.main import main

CLOCK = ("--clock", "2024-05-01T12:00:00Z")
GATEWAY = "content/acme-gateway"
BLOCK = '{"type":"block","user":{"name":"bob"},"policy":"web"}'
ALLOW = '{"type":"allow"}'
NEW = '{"type":"new"}'
LINES = f"<13>May  1 10:00:00 gw1 {BLOCK}\n\n{ALLOW}\n{NEW}\nnothing\n"
LSX = """<ns2:device-extension xmlns:ns2="event_parsing/device_extension">
    <pattern id="E" type="JavaPattern" use-default-pattern="true">id=(\\w+)</pattern>
    <pattern id="U" type="JavaPattern" use-default-pattern="true">user=(\\w+)</pattern>
    <match-group order="1">
        <matcher field="EventName" pattern-id="E" order="1" capture-group="1"/>
        <matcher field="UserName" pattern-id="U" order="1" capture-group="1"/>
    </match-group>
</ns2:device-extension>
"""


@pytest.fixture
def parse(run):
    """Runs `parse` at a fixed time."""
    return lambda *arguments: run("parse", *arguments, *CLOCK)


@pytest.fixture
def lines():
    Path("payloads.log").write_text(LINES, encoding="utf-8")
    return Path("payloads.log")


@pytest.fixture
def start(workspace):
    """Runs the command as a process of its own."""

    def start(*arguments, **options):
        command = [sys.executable, "-m", "qradar_builder.cli", "parse", *map(str, arguments), *CLOCK]
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "builder")}
        return subprocess.run(command, cwd=workspace, env=environment, capture_output=True, check=False, **options)

    return start


def events(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def kinds(result):
    return [(event["outcome"], event["event_id"]) for event in events(result)]


def meaning(result):
    return [(event["outcome"], event["qid"], event["fields"], event["properties"]) for event in events(result)]


def write(name, content):
    path = Path(name)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# What is parsed with


def test_a_package_gives_events_with_qids_fields_and_properties(parse, lines):
    result = parse(GATEWAY, lines)
    assert result.exit_code == 0
    block, allow, new, nothing = events(result)
    assert block == {
        "outcome": "parsed",
        "event_id": "block",
        "event_category": "Acme",
        "qid": {
            "name": "Acme request blocked",
            "number": block["qid"]["number"],
            "severity": 5,
            "low_level_category": {"id": 4003, "name": "Firewall Deny"},
            "high_level_category": {"id": 4000, "name": "Access"},
        },
        "severity": 5,
        "credibility": 5,
        "log_source_identifier": "gw1",
        "log_source_time": 1714557600000,
        "identity": {"sent": False, "mode": "UseDSMResults"},
        "fields": {"UserName": "bob"},
        "properties": {"Acme Policy": "web"},
        "warnings": [],
    }
    assert allow["qid"]["name"] == "Acme request allowed"
    assert (new["outcome"], new["qid"]["name"]) == ("unknown", "Unknown")
    assert (nothing["outcome"], nothing["qid"]["name"]) == ("stored", "Acme Gateway Alerts Message")


def test_a_zip_its_content_xml_and_its_extension_parse_as_the_package_does(run, parse, lines):
    run("build", GATEWAY)
    wanted = meaning(parse(GATEWAY, lines))
    archive = Path("dist/acme-gateway-1.2.3.zip")
    with zipfile.ZipFile(archive) as opened:
        (name,) = (each for each in opened.namelist() if each.endswith(".xml"))
        write("content.xml", opened.read(name))
    for source in (archive, "content.xml"):
        # The property with a LEEF key is none of those that a ZIP carries.
        assert meaning(parse(source, lines)) == wanted
    (extension,) = Path("dist/acme-gateway-1.2.3/log_source_extensions").iterdir()
    result = parse(extension, lines)
    assert [kind for kind, _ in kinds(result)] == ["unknown", "unknown", "unknown", "stored"]
    assert "A log source extension has no mappings: give the package or the ZIP to see the QIDs." in result.stderr
    assert "Without a mapping" not in result.stderr


def test_a_log_source_type_is_chosen_by_key_name_or_number(parse, lines):
    other = Path(GATEWAY, "log_source_types/other.yaml")
    other.write_text("name: Acme Other\ntype_id: 8001\nparsing: {EventName: {regex: '^(\\w+)$'}}\n", encoding="utf-8")
    for key in ("other", "Acme Other", "8001"):
        assert kinds(parse(GATEWAY, lines, "--type", key))[3] == ("unknown", "nothing")
    assert kinds(parse(GATEWAY, lines, "--type", "alerts"))[3] == ("stored", None)
    several = parse(GATEWAY, lines)
    assert several.exit_code == 2
    assert "there are several log source types; choose one by --type: alerts, other" in several.stderr
    wrong = parse(GATEWAY, lines, "--type", "alert")
    assert wrong.exit_code == 2
    assert "there is no log source type `alert`; there are alerts, other" in wrong.stderr
    assert (several.stdout, wrong.stdout) == ("", "")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("none", "error: none: there is no such file, folder or package"),
        ("contnt", "did you mean `content`?"),
        ("acme-gatway", "did you mean `acme-gateway`?"),
        ("content", "error[file/unknown-kind]: is a folder of packages, which does not parse events"),
        ("payloads.log", "error[file/unknown-kind]: does not parse events"),
        ("values.xml", "error[file/unknown-kind]: is a parameter values XML, which does not parse events"),
        ("x" * 5000, "there is no such file, folder or package"),
    ],
)
def test_what_parses_no_events_ends_with_2(parse, lines, source, message):
    write("values.xml", "<WorkflowParameterValues/>")
    result = parse(source, lines)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_package_with_errors_ends_with_1(parse, broken, lines):
    result = parse(broken, lines)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[parsing/regex]" in result.stderr


def test_a_package_without_a_log_source_type_ends_with_2(parse, workspace, lines):
    for path in (workspace / GATEWAY / "log_source_types").iterdir():
        path.unlink()
    (workspace / GATEWAY / "log_sources" / "alerts.yaml").unlink()
    result = parse(GATEWAY, lines)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "the package has no log source type" in result.stderr


def test_an_extension_that_is_not_valid_ends_with_1(parse, lines):
    source = write("a.xml", LSX.replace("<matcher ", "<macher ", 1))
    result = parse(source, lines)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[lsx/unknown-element]" in result.stderr


def test_an_extension_with_an_expression_that_cannot_run_parses_with_the_others_and_ends_with_1(parse):
    source = write("a.xml", LSX.replace("user=(", "user=(("))
    result = parse(source, write("a.log", "id=5 user=bob\n"))
    assert result.exit_code == 1
    assert "error[parsing/regex]" in result.stderr
    assert [(event["event_id"], event["fields"]) for event in events(result)] == [("5", {})]


def test_a_zip_that_holds_no_type_ends_with_1(parse, lines):
    with zipfile.ZipFile("empty.zip", "w") as archive:
        archive.writestr("a.xml", "<content><qradarversion/></content>")
    result = parse("empty.zip", lines)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[package/no-type]" in result.stderr


# Where payloads come from


@pytest.mark.parametrize(
    ("name", "content", "options"),
    [
        ("a.log", f"{BLOCK}\n{ALLOW}\n", []),
        ("a.log.gz", gzip.compress(f"{BLOCK}\r\n{ALLOW}".encode(), mtime=0), []),
        ("a.json", f"[{BLOCK},\n {ALLOW}]", []),
        ("a.json", f"{BLOCK}\n{ALLOW}", []),
        ("a.json.gz", gzip.compress(f"[{BLOCK}, {json.dumps(ALLOW)}]".encode(), mtime=0), []),
        ("a.ndjson", f"{json.dumps(BLOCK)}\n{ALLOW}\n", []),
        ("a.log", f"[{BLOCK}, {ALLOW}]", []),
        ("a.log", f"[{BLOCK}, {ALLOW}]", ["--input", "json"]),
        ("a.json", f"{BLOCK}\n{ALLOW}\n", ["--input", "lines"]),
        ("a.log", "\ufeff" + f"{BLOCK}\n{ALLOW}\n", []),
    ],
)
def test_payloads_are_read_whatever_the_file(parse, name, content, options):
    result = parse(GATEWAY, write(name, content), *options)
    assert (result.exit_code, kinds(result)) == (0, [("parsed", "block"), ("parsed", "allow")])


def test_a_whole_file_is_one_payload(parse):
    pretty = json.dumps(json.loads(BLOCK), indent=2)
    assert kinds(parse(GATEWAY, write("a.txt", pretty), "--input", "whole")) == [("parsed", "block")]
    assert {kind for kind, _ in kinds(parse(GATEWAY, "a.txt"))} == {"stored"}


def test_standard_input_is_read_where_no_file_is_named_and_for_a_dash(start):
    for arguments in ([], ["-"]):
        result = start(GATEWAY, *arguments, input=LINES.encode())
        assert result.returncode == 0
        assert [kind for kind, _ in kinds(result)] == ["parsed", "parsed", "unknown", "stored"]
    result = start(GATEWAY, "-", input=gzip.compress(LINES.encode(), mtime=0))
    assert len(events(result)) == 4


def test_a_standard_input_that_is_closed_is_told(start):
    result = start(GATEWAY, preexec_fn=lambda: os.close(0))
    assert result.returncode == 2
    assert "error: standard input: it is closed" in result.stderr.decode()


def test_several_files_are_read_in_their_order(parse, lines):
    write("more.log", ALLOW)
    found = kinds(parse(GATEWAY, "more.log", lines, "more.log"))
    assert [event_id for _, event_id in found] == ["allow", "block", "allow", "new", None, "allow"]


@pytest.mark.parametrize("content", [b"", b"\n\n", gzip.compress(b"", mtime=0)])
def test_a_file_without_payloads_gives_no_events(parse, content):
    result = parse(GATEWAY, write("a.log", content))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "0 events: 0 parsed, 0 unknown, 0 stored" in result.stderr


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.log", None, "No such file or directory"),
        ("content", None, "Is a directory"),
        ("a.log", "\ufeffabc".encode("utf-16-le"), "it is UTF-16: save it as UTF-8"),
        ("a.gz", b"\x1f\x8bnothing", "it cannot be read"),
        ("a.json", b"[1,", "the JSON array ends early after item 1"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_the_others_go_on(parse, lines, name, content, message):
    if content is not None:
        write(name, content)
    result = parse(GATEWAY, name, lines)
    assert result.exit_code == 2
    assert f"error: {name}: {message}" in result.stderr
    assert [kind for kind, _ in kinds(result)][-4:] == ["parsed", "parsed", "unknown", "stored"]


def test_of_a_file_that_breaks_off_what_is_there_is_parsed(parse):
    content = gzip.compress("".join(f'{{"type":"t{number}"}}\n' for number in range(100_000)).encode(), mtime=0)
    result = parse(GATEWAY, write("a.gz", content[:-5000]))
    assert result.exit_code == 2
    assert "error: a.gz: it cannot be read: Compressed file ended" in result.stderr
    assert len(events(result)) > 1000


def test_bytes_that_are_no_utf_8_are_a_warning_of_the_event(parse):
    result = parse(GATEWAY, write("a.log", b'{"type":"bl\xffock"}\n'))
    assert result.exit_code == 0
    (event,) = events(result)
    assert event["event_id"] == "bl\ufffdock"
    assert event["warnings"] == ["byte 12 of the payload is not UTF-8: it is read as U+FFFD"]
    assert "1 event: 0 parsed, 1 unknown, 0 stored; 1 with warnings" in result.stderr


# What is printed


def test_a_table_can_be_read(parse, lines, file_regression):
    result = parse(GATEWAY, lines, "--format", "table")
    assert result.exit_code == 0
    file_regression.check(result.stdout)


def test_an_explanation_tells_every_step(parse, lines, file_regression):
    write(
        "more.log",
        '{"type":"Block","time":"2024-05-01T10:00:00Z"}\nLEEF:1.0|A|B|1|x|rule=r1\n\x1b[31m\x9b"type": \u202e\n',
    )
    result = parse(GATEWAY, lines, "more.log", "--explain")
    assert result.exit_code == 0
    assert all(line.isprintable() for line in result.stdout.split("\n"))
    file_regression.check(result.stdout)


def test_an_explanation_of_half_a_surrogate_pair_is_printed(start):
    result = start(GATEWAY, "--explain", input=b'{"type":"\\ud800"}')
    assert result.returncode == 0
    assert b'EventName = "\\ud800"' in result.stdout


def test_an_explanation_of_a_long_value_is_cut(parse):
    result = parse(GATEWAY, write("a.log", json.dumps({"type": "x" * 1_000_000})), "--explain")
    assert len(result.stdout) < 5000


def test_pairs_without_a_mapping_are_rows_of_the_events_table(parse, lines):
    table = Path(GATEWAY, "log_source_types/alerts.events.csv")
    result = parse(GATEWAY, lines)
    assert result.stderr.endswith(
        "4 events: 2 parsed, 1 unknown, 1 stored\n"
        f"Without a mapping; add the QID of each, and add the rows to {table}:\n"
        "new,Acme,,,,\n"
    )
    with table.open("a", encoding="utf-8") as file:
        file.write("new,Acme,blocked,,,\n")
    result = parse(GATEWAY, lines)
    assert kinds(result)[2] == ("parsed", "new")
    assert "Without a mapping" not in result.stderr


def test_pairs_without_a_mapping_are_yaml_where_there_is_no_table(parse):
    source = "content/acme-windows"
    result = parse(source, write("a.log", "Message=acme: stopped\nMessage=acme: started\n"))
    assert result.exit_code == 0
    where = Path(source, "log_source_types/windows.yaml")
    assert result.stderr.endswith(
        f"add the rows to {where}:\n" + '  - {id: "stopped", category: , qid: }  # 1\n',
    )


def test_very_many_pairs_without_a_mapping_are_counted(parse):
    write("a.log", "".join(f'{{"type":"t{number}"}}\n' for number in range(12_000)))
    result = parse(GATEWAY, "a.log")
    assert result.stderr.endswith("t49,Acme,,,,\n… and 9,950 or more other pairs\n")


def test_nothing_on_standard_error_would_change_the_terminal(start):
    payloads = [json.dumps({"type": text}) for text in ("\x1b[31m", "\x9b2J", "\u202e", "a\nb", "\r", "\x07")]
    result = start(GATEWAY, input="\n".join(payloads).encode())
    assert all(line.isprintable() for line in result.stderr.decode().split("\n"))


# How it runs


def test_several_processes_give_the_same_bytes(start):
    lines = "".join(f'{{"type":"{("block", "allow", "t")[number % 3]}","n":{number}}}\n' for number in range(60_000))
    alone, together = (start(GATEWAY, "--jobs", jobs, input=lines.encode()) for jobs in (1, 2))
    assert (alone.returncode, together.returncode) == (0, 0)
    assert alone.stdout.count(b"\n") == 60_000
    assert together.stdout == alone.stdout
    assert together.stderr == alone.stderr


def test_several_processes_are_for_events_only(parse, lines):
    for option in (["--explain"], ["--format", "table"]):
        result = parse(GATEWAY, lines, "--jobs", "2", *option)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "--jobs is for NDJSON" in result.stderr


def test_the_time_of_receipt_and_the_zone_read_times_without_a_year_or_zone(run, lines):
    result = run("parse", GATEWAY, lines, "--clock", "2021-06-01T00:00:00+02:00", "--zone", "Europe/Berlin")
    assert events(result)[0]["log_source_time"] == 1619856000000  # 2021-05-01T08:00:00Z


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--clock", "soon"], "--clock: `soon` is not a time such as 2024-05-01T12:00:00Z"),
        (["--clock", "2024-05-01T12:00:00"], "--clock: `2024-05-01T12:00:00` has no offset; add Z or +01:00"),
        (["--zone", "Mars"], "--zone: `Mars` is not a time zone such as UTC, +02:00, or Europe/Berlin"),
        (["--jobs", "0"], "0 is not in the range"),
        (["--input", "csv"], "'csv' is not one of"),
        (["--format", "xml"], "'xml' is not one of"),
    ],
)
def test_an_option_that_does_not_hold_ends_with_2(run, lines, options, message):
    result = run("parse", GATEWAY, lines, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


@pytest.mark.parametrize("options", [[], ["--jobs", "2"], ["--format", "table"], ["--explain"]])
def test_who_has_seen_enough_may_close_the_pipe(workspace, options):
    write("a.log", f"{BLOCK}\n" * 50_000)
    command = [sys.executable, "-m", "qradar_builder.cli", "parse", GATEWAY, "a.log", *options]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "builder")}
    with subprocess.Popen(
        command, cwd=workspace, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.read(100)
        process.stdout.close()
        errors = process.stderr.read().decode()
        assert process.wait(timeout=60) == 141
    assert "Traceback" not in errors


def test_the_command_needs_a_source():
    result = CliRunner().invoke(main, ["parse"])
    assert result.exit_code == 2
    assert "give the SOURCE to parse with" in result.stderr


# How it ends


@pytest.fixture
def begin(workspace):
    """Begins the command as a process of its own, which leads a group of processes as in a terminal.

    It is given more than the pipe takes that nobody reads, so that it is still at it.
    """
    write("many.log", f"{BLOCK}\n" * 200_000)
    processes = []

    def begin(source, *options):
        command = [sys.executable, "-m", "qradar_builder.cli", "parse", source, "many.log", *options, *CLOCK]
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "builder")}
        process = subprocess.Popen(
            command,
            cwd=workspace,
            env=environment,
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=heed_interrupts,  # noqa: PLW1509 - it does nothing that a thread could hold up
        )
        processes.append(process)
        assert process.stdout.read(100)
        return process

    yield begin
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def heed_interrupts():
    """Where tests run in the background, Ctrl-C is ignored, and what they begin would ignore it, too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def group_of(process):
    """The processes of a group but its leader."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("there is no /proc to look for processes in")
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name of a program may hold blanks and parentheses.
            state, _, group = path.read_text().rpartition(")")[2].split()[:3]
            if int(group) == process.pid != int(path.parent.name) and state != "Z":
                found.append(int(path.parent.name))
    return found


def ends(process):
    """Whether no process of a group is left, after some time."""
    end = time.monotonic() + 30
    while group_of(process) and time.monotonic() < end:
        time.sleep(0.1)
    return not group_of(process)


@pytest.mark.parametrize("options", [[], ["--jobs", "2"], ["--format", "table"], ["--explain"]])
def test_a_disk_that_is_full_is_told(start, lines, options):
    with Path("/dev/full").open("wb") as full:
        result = start(GATEWAY, lines, *options, preexec_fn=lambda: os.dup2(full.fileno(), 1))
    assert result.returncode == 2
    assert result.stderr.decode() == "error: the events cannot be written: No space left on device\n"


def test_a_standard_output_that_is_closed_is_told(start, lines):
    result = start(GATEWAY, lines, preexec_fn=lambda: os.close(1))
    assert (result.returncode, result.stderr) == (2, b"error: standard output is closed\n")


def test_a_standard_error_that_is_closed_stops_nothing(start, lines):
    result = start(GATEWAY, lines, preexec_fn=lambda: os.close(2))
    assert (result.returncode, result.stdout.count(b"\n")) == (0, 4)


@pytest.mark.parametrize("options", [[], ["--jobs", "2"]])
def test_ctrl_c_ends_all_processes(begin, options):
    process = begin(GATEWAY, *options)
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=30) == 130
    assert process.stderr.read() == b"Interrupted: the events are not complete.\n"
    assert ends(process)


def test_a_process_that_is_killed_is_told(begin):
    process = begin(GATEWAY, "--jobs", "2")
    for each in group_of(process):
        os.kill(each, signal.SIGKILL)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "error: a process that parses was ended from outside, and the events are not complete" in errors.decode()
    assert "Traceback" not in errors.decode()


def test_no_process_outlives_the_command(begin):
    process = begin(GATEWAY, "--jobs", "2")
    process.kill()
    assert ends(process)


def test_a_long_json_array_is_the_same_for_several_processes(start):
    write("a.json", json.dumps([{"type": "block", "n": number, "t": "x" * 100} for number in range(20_000)]))
    alone, together = (start(GATEWAY, "a.json", "--jobs", jobs) for jobs in (1, 2))
    assert alone.stdout.count(b"\n") == 20_000
    assert (together.stdout, together.stderr) == (alone.stdout, alone.stderr)


def test_the_name_of_a_file_does_not_change_the_terminal(start):
    result = start(GATEWAY, "a\x1b[31m\u202e.log")
    assert result.stderr.decode().splitlines()[0] == "error: a�[31m�.log: No such file or directory"


def test_findings_of_other_types_are_not_told_with_type(parse):
    folder = Path(GATEWAY, "log_source_types")
    row = "{id: a, name: A, low_level_category: 8001, severity: 1}"
    address = r"ip=(\d{1,3}.\d{1,3}.\d{1,3}.\d{1,3})"
    other = f"name: Other\nparsing:\n  EventName: {{regex: '{address}'}}\nevents:\n  - {row}\n"
    write(str(folder / "other.yaml"), other)
    payloads = write("a.log", '{"type":"block"}\n')
    assert "other.yaml" in parse(GATEWAY, payloads, "--type", "other").stderr
    assert "other.yaml" not in parse(GATEWAY, payloads, "--type", "alerts").stderr


def test_a_time_far_from_the_receipt_is_a_warning_and_its_limits_can_be_set(parse):
    payloads = write("a.log", '{"type":"block","time":"2019-05-01T10:00:00 +0000"}\n')
    (event,) = events(parse(GATEWAY, payloads))
    assert event["warnings"] == ["DeviceTime: 2019-05-01T10:00:00.000Z is 1,827 days before the event is received"]
    (event,) = events(parse(GATEWAY, payloads, "--max-behind", "3000"))
    assert event["warnings"] == []


def test_expressions_are_ranked_by_their_time(parse):
    payloads = write("a.log", '{"type":"block"}\n{"type":"allow"}\n')
    for output in ((), ("--explain",), ("--format", "table")):
        result = parse(GATEWAY, payloads, "--profile-expressions", *output)
        assert result.exit_code == 0
        table = result.stderr.splitlines()
        heads = next(line for line in table if line.startswith("share"))
        assert heads.split() == ["share", "mean", "longest", "out", "of", "time", "expression", "kind", "place"]
        assert any("EventName 1" in line and "alerts.yaml:4:14" in line for line in table)
    assert parse(GATEWAY, payloads, "--profile-expressions", "--jobs", "2").exit_code == 2


def test_an_expression_that_is_switched_off_is_told_with_its_events(parse, monkeypatch):
    monkeypatch.setattr("qradar_builder.dsm.expressions.regex_monitor.SLOW_SECONDS", 0.01)
    monkeypatch.setattr("qradar_builder.dsm.expressions.regex_search.SECONDS_FOR_EVENT", 0.1)
    kind = Path(GATEWAY, "log_source_types", "alerts.yaml")
    text = kind.read_text(encoding="utf-8")
    kind.write_text(text.replace("parsing:\n", "parsing:\n  HostName: {regex: '(a+)+$'}\n", 1), encoding="utf-8")
    line = json.dumps({"type": "block", "x": "a" * 5000 + "!"})
    payloads = write("a.log", f"{line}\n" * 12)
    for output in ((), ("--format", "table")):
        result = parse(GATEWAY, payloads, *output)
        told = [each for each in result.stderr.splitlines() if each.startswith("Switched off")]
        assert told, result.stderr
        assert "HostName 1 at content/acme-gateway/log_source_types/alerts.yaml:4:13; not tried on " in told[0]
        assert int(told[0].split()[-2]) < 12
