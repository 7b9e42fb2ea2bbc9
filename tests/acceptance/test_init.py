"""`qradar-builder init`: whatever it starts lints clean, builds and passes its tests."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from qradar_builder.cli.main import main

SAMPLES = Path(__file__).parent / "starter"
HAR = SAMPLES / "acme-gateway.har"
DOCUMENT = SAMPLES / "acme-gateway.openapi.yaml"
AUTHS = (
    "none",
    "basic",
    "bearer",
    "api-key",
    "api-key-query",
    "oauth-client-credentials",
    "digest",
    "hawk",
    "akamai-edgegrid",
)
FORMATS = ("json", "leef", "cef", "nvp", "syslog")
ENDINGS = {"json": "jsonl"}

REST = {
    **{f"rest-{auth}": ("--auth", auth) for auth in AUTHS},
    **{f"rest-{form}": ("--event-format", form, "--auth", "basic") for form in FORMATS},
    "from-har": ("--from-har", HAR),
    "from-har-with-key": ("--from-har", HAR, "--auth", "api-key"),
    "from-openapi": ("--from-openapi", DOCUMENT),
    "from-har-and-samples": ("--from-har", HAR, "--from-samples", SAMPLES / "acme-gateway.jsonl"),
    "from-openapi-and-samples": ("--from-openapi", DOCUMENT, "--from-samples", SAMPLES / "acme-gateway.jsonl"),
    "from-har-and-other-samples": ("--from-har", HAR, "--from-samples", SAMPLES / "acme-gateway.leef"),
    "rest-from-samples": ("--protocol", "rest", "--from-samples", SAMPLES / "acme-gateway.jsonl"),
}
SENT = {
    **{f"syslog-{form}": ("--protocol", "syslog", "--event-format", form) for form in FORMATS},
    "kafka-json": ("--protocol", "kafka"),
    "rabbit-text": ("--protocol", "Rabbit MQ", "--event-format", "text"),
    **{f"from-{form}": ("--from-samples", SAMPLES / f"acme-gateway.{ENDINGS.get(form, form)}") for form in FORMATS},
    "odd-names": ("--protocol", "80", "--name", 'Ünï "q" {x}: #1', "--author", "O'Neil <a@example.com>"),
}
PACKAGES = {**REST, **SENT}


def call(folder, *arguments):
    """Run a command in a folder, in this process."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    finally:
        os.chdir(before)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """A folder with a package for each way of starting one, and what was said of each."""
    folder = tmp_path_factory.mktemp("init")
    said = {name: call(folder, "init", name, *options) for name, options in PACKAGES.items()}
    return folder, said


@pytest.fixture(scope="module")
def tested(started, commands):
    """What `test` says of each package."""
    return commands.run("test", "content", cwd=started[0])


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_is_started(started, name):
    folder, said = started
    assert said[name].exit_code == 0, said[name].stderr
    assert f"content/{name}/extension.yaml" in {
        str(path.relative_to(folder)) for path in (folder / "content" / name).iterdir()
    }


def test_all_of_them_lint_without_errors_and_warn_of_their_placeholders_only(started):
    result = call(started[0], "lint", "content", "--format", "json")
    assert result.exit_code == 0
    found = [each for each in json.loads(result.stdout)["findings"] if each["severity"] != "note"]
    assert {each["rule"] for each in found} == {"guide/placeholder"}
    files = {f"content/{name}/{path}" for name in PACKAGES for path in ("CHANGELOG.md", "docs/guide.md")}
    assert {each["file"] for each in found} == files


def test_all_of_them_build(started):
    result = call(started[0], "build", "content", "-o", "dist")
    assert result.exit_code == 0, result.stderr
    assert {path.name for path in (started[0] / "dist").glob("*.zip")} == {f"{name}-1.0.0.zip" for name in PACKAGES}
    # No administrator sees a placeholder.
    pages = [*(started[0] / "dist").glob("*/*.html"), *(started[0] / "dist").glob("*/*.md")]
    assert len(pages) > 2 * len(PACKAGES)
    assert not [path for path in pages if "TODO" in path.read_text(encoding="utf-8")]


def test_all_of_their_cases_pass(tested):
    assert tested.returncode == 0, tested.stdout[-3000:]


def test_the_workflows_reach_level_3_and_every_action(tested):
    levels = re.findall(r": level (\d),[^;]*; (\d+) of (\d+) actions reached", tested.stdout)
    assert len(levels) == len(REST)
    assert {level for level, _, _ in levels} == {"3"}
    # Only what bounds the memory of a run with thousands of events is not reached.
    missed = [line for line in tested.stdout.splitlines() if line.startswith("    content/") and " never ran" in line]
    assert all("bound-marks.yaml" in line or "count(/work/events) >= 5000" in line for line in missed), missed
    assert all(int(count) - int(reached) < 40 for _, reached, count in levels)


def test_every_expression_and_mapping_is_proven(tested):
    lines = [line for line in tested.stdout.splitlines() if " proven by " in line]
    assert len(lines) == len(PACKAGES)
    for line in lines:
        assert all(proven == count for proven, count in re.findall(r"(\d+) of (\d+)", line)), line


def test_no_secret_of_a_recording_is_written(started):
    for path in (started[0] / "content" / "from-har").rglob("*"):
        if path.is_file():
            content = path.read_text(encoding="utf-8")
            assert "example-secret" not in content, path
            assert "example-access-token" not in content, path
            assert "example-client" not in content, path


def test_the_recorded_calls_are_asked_for_as_they_were(started):
    case = (started[0] / "content/from-har/tests/workflows/events-three-polls.yaml").read_text(encoding="utf-8")
    assert 'query: {since: "2026-01-05T09:00:00.000Z", limit: "10"}' in case
    assert 'query: {since: "2026-01-05T09:00:00.000Z", limit: "10", cursor: c2VxOjIw}' in case
    assert re.search(r"events: 30,?\n? ", case)


def test_every_file_names_its_schema(started):
    folder = started[0] / "content" / "rest-basic"
    files = [path for path in folder.rglob("*.yaml") if path.name != "identity.lock.yaml"]
    assert len(files) > 5
    for path in files:
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        schema = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert schema is not None, path
        assert (path.parent / schema[1]).is_file(), path


def test_the_same_call_writes_the_same_bytes(started, tmp_path):
    call(tmp_path, "init", "from-har", "--from-har", HAR)
    first, second = (folder / "content" / "from-har" for folder in (started[0], tmp_path))
    again = {path.relative_to(second): path.read_bytes() for path in second.rglob("*") if path.is_file()}
    assert {name: (first / name).read_bytes() for name in again} == again


@pytest.fixture
def workspace(tmp_path):
    """An empty folder."""
    return tmp_path


def test_a_folder_that_is_not_empty_is_left_alone(workspace):
    taken = workspace / "content" / "acme"
    taken.mkdir(parents=True)
    (taken / "notes.txt").write_text("mine", encoding="utf-8")
    result = call(workspace, "init", "acme")
    assert result.exit_code == 2
    assert "content/acme already exists and is not an empty folder: nothing was written" in result.stderr
    assert [path.name for path in taken.iterdir()] == ["notes.txt"]


def test_an_empty_folder_is_taken(workspace):
    (workspace / "packages" / "acme").mkdir(parents=True)
    assert call(workspace, "init", "acme", "-o", "packages").exit_code == 0
    assert (workspace / "packages" / "acme" / "extension.yaml").is_file()
    assert [path.name for path in (workspace / "packages").iterdir()] == ["acme"]


@pytest.mark.parametrize("name", ["Acme", "acme/audit", "../acme", "acme_audit", "", "a" * 101])
def test_a_name_that_is_no_key_is_wrong_usage(workspace, name):
    result = call(workspace, "init", name)
    assert result.exit_code == 2
    assert "cannot be the id of a package" in result.stderr
    assert not list(workspace.iterdir())


@pytest.mark.parametrize(
    "options",
    [
        ("--protocol", "carrier pigeon"),
        ("--minimum", "6.0"),
        ("--author", "<>"),
        ("--name", " "),
        ("--auth", "basic", "--protocol", "syslog"),
        ("--operation", "listEvents"),
        ("--from-har", HAR, "--from-openapi", DOCUMENT),
        ("--from-har", HAR, "--protocol", "kafka"),
        ("--event-format", "xml"),
    ],
    ids=lambda options: " ".join(map(str, options[:1])),
)
def test_options_that_cannot_be_are_wrong_usage(workspace, options):
    assert call(workspace, "init", "acme", *options).exit_code == 2
    assert not list(workspace.iterdir())


BAD = {
    "export.zip": ("--from-samples", b"PK\x03\x04 and so on", "starter/foreign-file", "it is a ZIP file"),
    "content.xml": (
        "--from-samples",
        "<?xml version='1.0'?>\n<content></content>",
        "starter/foreign-file",
        "content export",
    ),
    "extension.xml": ("--from-samples", "<device-extension/>", "starter/foreign-file", "log source extension"),
    "flow.xml": ("--from-samples", '<Workflow name="x"/>', "starter/foreign-file", "qradar-builder run"),
    "calls.har": ("--from-samples", '{"log": {"version": "1.2"}}', "starter/foreign-file", "--from-har"),
    "api.json": ("--from-samples", '{"openapi": "3.1.0"}', "starter/foreign-file", "--from-openapi"),
    "binary.log": ("--from-samples", b"abc\x00\x01def", "starter/foreign-file", "it is no text"),
    "two.log": (
        "--from-samples",
        "CEF:0|Example|Shield|1|1|a|1|src=192.0.2.1\nLEEF:1.0|Acme|Gate|1|2|src=192.0.2.2\n",
        "starter/mixed-samples",
        "Acme (two.log, event 2 and 0 more); Example (two.log, event 1 and 0 more)",
    ),
    "empty.log": ("--from-samples", "", "starter/no-samples", "there is no event in it"),
    "wide.log": ("--from-samples", "\ufeffabc".encode("utf-16"), "starter/no-samples", "UTF-16"),
    "latin.log": ("--from-samples", b"caf\xe9\n", "file/not-utf-8", "byte 4"),
    "none.har": ("--from-har", '{"log": {"entries": []}}', "starter/no-call", "none of the 0 exchanges"),
    "broken.har": ("--from-har", '{"log":\n  {"entries": [}}', "starter/har", "broken.har:2:16"),
    "other.har": ("--from-har", "[1]", "starter/har", "does not contain log.entries"),
    "broken.json": ("--from-openapi", '{"openapi": "3.0.0",\n}', "starter/api-document", "broken.json:2:1"),
    "broken.yaml": ("--from-openapi", "openapi: 3.0.0\npaths: {a: [}\n", "yaml/syntax", "broken.yaml:2:"),
    "old.yaml": ("--from-openapi", "swagger: '1.2'\npaths: {}\n", "starter/api-document", "its version is `1.2`"),
    "nothing.yaml": ("--from-openapi", "openapi: 3.1.0\npaths: {}\n", "starter/operation", "no operation"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_used_is_a_finding_and_nothing_is_written(workspace, name):
    option, content, rule, words = BAD[name]
    (workspace / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    result = call(workspace, "init", "acme", option, name)
    assert result.exit_code == 1
    assert f"error[{rule}]" in result.stderr
    assert words in result.stderr
    assert [path.name for path in workspace.iterdir()] == [name]


def test_a_reference_that_leads_nowhere_is_found_where_it_stands(workspace):
    reference = "'#/components/schemas/Missing'"
    document = (
        "openapi: 3.1.0\npaths:\n  /events:\n    get:\n      responses:\n        '200':\n          content:\n"
        f"            application/json: {{schema: {{$ref: {reference}}}}}\n"
    )
    (workspace / "api.yaml").write_text(document, encoding="utf-8")
    result = call(workspace, "init", "acme", "--from-openapi", "api.yaml")
    assert result.exit_code == 1
    assert "GET /events refers to `#/components/schemas/Missing`, which is not in the document" in result.stderr
    assert "api.yaml:8:" in result.stderr


def test_an_operation_that_is_not_there_is_answered_with_those_that_are(workspace):
    result = call(workspace, "init", "acme", "--from-openapi", DOCUMENT, "--operation", "putPolicy")
    assert result.exit_code == 1
    assert "GET /events (listEvents), GET /gateways (listGateways)" in result.stderr


def test_an_operation_may_be_chosen_by_its_path(workspace):
    assert call(workspace, "init", "acme", "--from-openapi", DOCUMENT, "--operation", "get /gateways").exit_code == 0
    fragment = (workspace / "content/acme/fragments/get-events.yaml").read_text(encoding="utf-8")
    assert "url: https://${/host}/api/v2/gateways" in fragment


def test_mixed_samples_become_one_type_and_a_format_chooses(workspace):
    lines = [(SAMPLES / f"acme-gateway.{ending}").read_text(encoding="utf-8") for ending in ("leef", "syslog")]
    (workspace / "mixed.log").write_text("".join(lines), encoding="utf-8")
    both = call(workspace, "init", "both", "--from-samples", "mixed.log")
    assert both.exit_code == 0
    assert "the samples have several formats, and the package has expressions for each: 30 LEEF, 30 text" in both.stderr
    chosen = call(workspace, "init", "acme", "--from-samples", "mixed.log", "--event-format", "leef")
    assert chosen.exit_code == 0
    assert "30 samples of other formats are skipped:" in chosen.stderr


@pytest.mark.parametrize("name", ["okta", "suricata", "linux-os", "crowdstrike-falcon"])
def test_a_name_that_qradar_ships_is_a_finding_with_a_way_out(workspace, name):
    result = call(workspace, "init", name, "--protocol", "syslog")
    assert result.exit_code == 1
    assert "error[starter/shipped-name]: QRadar ships a log source type with the name" in result.stderr
    assert "--override" in result.stderr
    assert not list(workspace.iterdir())


def test_a_built_in_type_may_be_overridden(workspace):
    result = call(
        workspace, "init", "linux", "--override", "Linux OS", "--from-samples", SAMPLES / "acme-gateway.syslog"
    )
    assert result.exit_code == 0, result.stderr
    text = (workspace / "content/linux/log_source_types/events.yaml").read_text(encoding="utf-8")
    assert "\noverrides: Linux OS\n" in text
    assert "\nname:" not in text
    assert call(workspace, "init", "other", "--override", "Linux OZ").exit_code == 1


def test_exactly_as_many_events_as_are_read_are_all_read(workspace):
    lines = [f"<13>Jan  5 09:00:00 gw app: job {number} started\n" for number in range(2001)]
    (workspace / "most.log").write_text("".join(lines[:2000]), encoding="utf-8")
    (workspace / "more.log").write_text("".join(lines), encoding="utf-8")
    assert "only the first" not in call(workspace, "init", "most", "--from-samples", "most.log").stderr
    assert (
        "only the first 2,000 events are read" in call(workspace, "init", "more", "--from-samples", "more.log").stderr
    )


def test_another_event_id_may_be_chosen_and_what_was_left_is_told(workspace):
    samples = SAMPLES / "acme-gateway.jsonl"
    result = call(workspace, "init", "acme", "--from-samples", samples, "--event-id", "event.name", "-v")
    assert result.exit_code == 0, result.stderr
    assert "left: " in result.stderr
    text = (workspace / "content/acme/log_source_types/events.yaml").read_text(encoding="utf-8")
    assert """EventName: {json: '/"event"/"name"'}""" in text
    assert "# Other candidates, with the kinds of events that each distinguishes; choose one with --event-id:" in text
    wrong = call(workspace, "init", "wrong", "--from-samples", samples, "--event-id", "nothing")
    assert wrong.exit_code == 1
    assert "error[starter/event-id]: no sample has the key `nothing`" in wrong.stderr


def test_a_folder_of_files_is_read_each_as_one_event(workspace):
    for number, kind in enumerate(("Created", "Deleted")):
        (workspace / f"in-{number}.txt").write_text(f"2026-01-05 09:00:0{number} report\n{kind} report by user: x\n")
    (workspace / "in").mkdir()
    for path in workspace.glob("in-*.txt"):
        path.rename(workspace / "in" / path.name)
    result = call(workspace, "init", "acme", "--from-samples", "in", "--input", "whole")
    assert result.exit_code == 0, result.stderr
    text = (workspace / "content/acme/tests/events/events.yaml").read_text(encoding="utf-8")
    assert text.count("payload:") == 2


def test_the_payloads_of_an_export_are_the_events(workspace):
    header = '"Event Name","Time","Payload"\n'
    rows = [
        f'"x","1","<13>Jan  5 09:00:0{n} gw sshd[7]: Failed password for root from 192.0.2.{n} port 1 ssh2"\n'
        for n in (1, 2)
    ]
    (workspace / "export.csv").write_text(header + "".join(rows), encoding="utf-8")
    result = call(workspace, "init", "acme", "--from-samples", "export.csv")
    assert result.exit_code == 0, result.stderr
    text = (workspace / "content/acme/log_source_types/events.yaml").read_text(encoding="utf-8")
    assert "category: User Login Failure" in text


def test_of_a_very_large_file_only_the_start_is_read(workspace):
    lines = (SAMPLES / "acme-gateway.syslog").read_bytes()
    (workspace / "large.log").write_bytes(lines * 3000)
    result = call(workspace, "init", "acme", "--from-samples", "large.log")
    assert result.exit_code == 0
    assert "large.log: only the first" in result.stderr


@pytest.fixture
def terminal(monkeypatch):
    """Somebody to ask."""
    monkeypatch.setattr("qradar_builder.cli.init_questions.asks", lambda: True)


def answer(folder, answers, *arguments):
    before = Path.cwd()
    os.chdir(folder)
    try:
        return CliRunner().invoke(
            main, [str(each) for each in arguments], input="".join(f"{each}\n" for each in answers)
        )
    finally:
        os.chdir(before)


@pytest.mark.usefixtures("terminal")
def test_on_a_terminal_it_asks_for_what_is_not_given(workspace):
    result = answer(workspace, ["", "", "json", "basic", "Acme Cloud", "Me <me@example.com>", ""], "init", "acme")
    assert result.exit_code == 0, result.output
    written = (workspace / "content/acme/extension.yaml").read_text(encoding="utf-8")
    assert "name: Acme Cloud" in written
    assert 'author: {name: Me, email: "me@example.com"}' in written
    assert "minimum: 7.5.0" in written
    assert "BasicAuthentication" in (workspace / "content/acme/fragments/get-events.yaml").read_text(encoding="utf-8")


@pytest.mark.usefixtures("terminal")
def test_what_is_given_is_not_asked_for(workspace):
    options = ("--name", "A", "--author", "B", "--minimum", "7.5.0", "--protocol", "syslog", "--event-format", "cef")
    assert answer(workspace, [], "init", "acme", *options).exit_code == 0


@pytest.mark.usefixtures("terminal")
def test_on_a_terminal_it_asks_which_operation_gives_the_events(workspace):
    result = answer(workspace, ["", "", "", "2"], "init", "acme", "--from-openapi", DOCUMENT)
    assert result.exit_code == 0, result.output
    assert "1  GET /events (listEvents)" in result.stderr
    fragment = (workspace / "content/acme/fragments/get-events.yaml").read_text(encoding="utf-8")
    assert "/api/v2/gateways" in fragment


@pytest.mark.usefixtures("terminal")
def test_on_a_terminal_a_mistyped_answer_is_asked_for_again(workspace):
    answers = ["", "sysylog", "syslog", "cef", "", "", "9.9", "7.5.0"]
    result = answer(workspace, answers, "init", "acme")
    assert result.exit_code == 0, result.output
    assert 'Error: unknown QRadar version "9.9"' in result.output
    assert 'Error: unknown protocol "sysylog"; did you mean "Syslog"' in result.output
    assert "protocol: Syslog" in (workspace / "content/acme/log_source_types/events.yaml").read_text(encoding="utf-8")


def test_where_nobody_is_asked_it_tells_which_operation_was_taken(workspace):
    result = call(workspace, "init", "acme", "--from-openapi", DOCUMENT)
    assert "operations this was taken: GET /events (listEvents); --operation takes another one" in result.stderr
