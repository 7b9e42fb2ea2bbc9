"""`qradar-builder test` on log source types: samples, goldens, tests made from the definitions, coverage."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

PACKAGE = Path(__file__).parent / "packages" / "acme-proxy"
TYPE = Path("content/acme-proxy/log_source_types/requests.yaml")
EVENTS = Path("content/acme-proxy/tests/events")
SUMMARY = "7 of 7 field expressions, 4 of 4 property expressions, 2 of 2 mappings, 2 of 2 QIDs proven by 11 samples"


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """The working directory of a test, with the package under content/."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(PACKAGE, tmp_path / "content" / "acme-proxy")
    return tmp_path


@pytest.fixture
def run(workspace, commands):
    """Runs the command; it runs pytest, so it has a process of its own."""
    return lambda *arguments: commands.run("test", *arguments, cwd=workspace)


def change(path, old, new):
    """Change a file. What is changed must be there once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_package_passes_and_its_goldens_are_up_to_date(run, workspace):
    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    result = run("--update", "--junit", "report.xml", "--", "-q")
    assert result.returncode == 0, result.stdout
    assert f"\nrequests: {SUMMARY}\n" in result.stdout
    assert "  skipped: only a console can show the result:\n" in result.stdout
    cases = ET.parse(workspace / "report.xml").iter("testcase")
    names = [(each.get("classname"), each.get("name")) for each in cases]
    assert ("content.acme-proxy.tests.events.requests.yaml", "a request is refused") in names
    assert ("content.acme-proxy.tests.events.requests.yaml", "sample 3") in names
    assert ("content.acme-proxy.log_source_types.requests.yaml", "UserName 2") in names
    (workspace / "report.xml").unlink()
    assert {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()} == before


def test_what_is_not_as_expected_is_told_with_the_way_to_it(run):
    change(EVENTS / "requests.yaml", "UserName: alice", "UserName: alicia")
    result = run()
    assert result.returncode == 1
    told = result.stdout
    assert f"{EVENTS}/requests.yaml::a request is refused FAILED" in told
    assert '  UserName: expected "alicia", found "alice"\n' in told
    assert 'UserName = "alice"\n  + 1 json: /"user"/"name"' in told
    assert "SourceIp =" not in told


def test_of_a_file_the_lines_are_told(run):
    change(EVENTS / "requests.yaml", r"SourceIp: /192\.0\.2\.\d+/", "SourceIp: 192.0.2.4")
    told = run().stdout
    assert "1 of 2 payloads are not as expected. The first:" in told
    assert 'samples/requests.log:1: the event is not as expected:\n  SourceIp: expected "192.0.2.4"' in told


def test_an_event_that_is_not_mapped_fails_unless_it_is_expected(run):
    change(EVENTS / "requests.yaml", "outcome: unknown, ", "")
    told = run().stdout
    assert "outcome: expected parsed, found unknown" in told
    assert "if this is correct, add `expect: {outcome: unknown}`" in told
    assert "there is no mapping of (`restart`, `Proxy`)" in told


def test_a_hyphen_is_no_value(run):
    change(EVENTS / "requests.yaml", "path: /admin, bytes", "path: '-', bytes")
    assert "Acme URL Path: captured an empty value or '-'" in run().stdout


def test_events_are_compared_with_the_golden_file(run):
    change(EVENTS / "accepted.yaml", "erin", "eric")
    result = run()
    assert result.returncode == 1
    assert '-      "UserName": "erin"\n+      "UserName": "eric"' in result.stdout
    assert "the events of `let through` differ from accepted.parsed.json" in result.stdout
    assert "2 failed" in result.stdout
    assert run("--update").returncode == 0
    assert run().returncode == 0


def test_a_sample_of_which_nothing_says_what_is_expected_fails(run):
    (EVENTS / "accepted.parsed.json").unlink()
    result = run()
    assert result.returncode == 1
    assert (
        "there is neither `expect` nor accepted.parsed.json; to accept it, run `qradar-builder test --update`"
        in result.stdout
    )
    assert not (EVENTS / "accepted.parsed.json").exists()


def test_samples_that_come_and_go_are_told(run):
    change(EVENTS / "accepted.yaml", "name: let through", "name: let in")
    told = run().stdout
    assert "accepted.parsed.json does not contain an event of this sample" in told
    assert "the events of `let in`, `let through` differ from accepted.parsed.json" in told


def test_a_golden_file_may_have_the_line_ends_of_windows(run):
    golden = EVENTS / "accepted.parsed.json"
    golden.write_bytes(golden.read_bytes().replace(b"\n", b"\r\n"))
    result = run()
    assert result.returncode == 0, result.stdout


def test_a_golden_file_that_cannot_be_written_is_told(run):
    golden = EVENTS / "accepted.parsed.json"
    golden.unlink()
    golden.mkdir()
    result = run("--update", "--", "-k", "parsed")
    assert result.returncode == 1
    assert "cannot write or compare accepted.parsed.json: Is a directory\n" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr
    assert ".py:" not in result.stdout


@pytest.mark.parametrize("place", ["file/report.xml", "content"])
def test_a_junit_report_that_cannot_be_written_is_told_before_the_tests_run(run, workspace, place):
    (workspace / "file").touch()
    result = run("--junit", place)
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr


def test_a_golden_file_that_is_none_is_told(run):
    (EVENTS / "accepted.parsed.json").write_text("{", encoding="utf-8")
    assert "cannot read accepted.parsed.json: it is not JSON" in run().stdout


def test_an_expression_that_no_sample_matches_fails(run):
    change(TYPE, "user=(", "usr=(")
    change(EVENTS / "requests.yaml", "fields: {UserName: bob}", "fields: {UserName: null}")
    result = run()
    assert result.returncode == 1
    assert f"{TYPE}::UserName 2 FAILED" in result.stdout
    expected = f"{TYPE}:9: UserName 2: regex usr=(\\w+)\n  none of 11 samples has a value for the expression"
    assert expected in result.stdout
    assert f"  not proven:\n    {TYPE}:9: UserName 2" in result.stdout


def test_an_expression_that_never_wins_is_a_note(run):
    change(TYPE, "user=(", '"name":\\s*"(')
    change(EVENTS / "requests.yaml", "fields: {UserName: bob}", "fields: {UserName: null}")
    result = run()
    assert result.returncode == 0
    assert f"  never wins: one before it always has a value, too:\n    {TYPE}:9: UserName 2" in result.stdout


def test_a_mapping_that_no_sample_hits_fails(run):
    table = TYPE.with_name("requests.events.csv")
    table.write_text(table.read_text(encoding="utf-8") + "open,Proxy,refused,,,\n", encoding="utf-8")
    told = run().stdout
    assert f"{TYPE}::event mappings FAILED" in told
    assert f"no sample hits 1 of 3 event mappings:\n  {table}:4: event id `open`, category `Proxy`" in told
    assert "2 of 3 mappings, 2 of 2 QIDs" in told


def test_tests_that_are_chosen_alone_read_all_samples(run):
    result = run("--", "-k", "UserName")
    assert result.returncode == 0
    assert "2 passed" in result.stdout
    assert SUMMARY in result.stdout


def test_events_of_a_workflow_are_parsed(run):
    case = Path("content/acme-proxy/tests/workflows/requests.yaml")
    change(case, "parsed: {parsed: 2, unknown: 1}", "parsed: {parsed: 3}")
    change(case, "- {outcome: unknown}", "- {}")
    told = run().stdout
    assert "run 1: 2 of 3 events are parsed, expected: 3" in told
    assert "run 1: event 3 is unknown: event id `reload`, event category `Proxy`" in told
    assert "there is no mapping of (`reload`, `Proxy`)" in told


def test_coverage_is_written(run, workspace):
    result = run("--coverage")
    assert result.returncode == 0
    first = (workspace / "coverage.xml").read_bytes()
    assert b'filename="content/acme-proxy/log_source_types/requests.events.csv"' in first
    assert str(workspace).encode() not in first
    run("--cobertura", "out/cobertura.xml")
    assert (workspace / "out/cobertura.xml").read_bytes() == first
    (workspace / "coverage.xml").unlink()
    run()
    assert not (workspace / "coverage.xml").exists()


def test_coverage_that_cannot_be_written_ends_with_2(run, workspace):
    (workspace / "out").write_text("", encoding="utf-8")
    result = run("--cobertura", "out/cobertura.xml")
    assert result.returncode == 2
    assert "error: cannot write to out" in result.stderr
    (workspace / "coverage.xml").mkdir()
    assert "error: cannot write to coverage.xml: it is a folder" in run("--coverage").stderr
    assert (workspace / "coverage.xml").is_dir()


def test_all_that_is_not_proven_is_listed_where_it_is_asked_for(run):
    table = TYPE.with_name("requests.events.csv")
    rows = "".join(f"a{number},Proxy,refused,,,\n" for number in range(9))
    table.write_text(table.read_text(encoding="utf-8") + rows, encoding="utf-8")
    assert "… and 4 more; --coverage lists them" in run().stdout
    assert f"    {table}:12: event id `a8`" in run("--coverage").stdout


def test_a_type_without_a_sample_is_told(run):
    shutil.rmtree(EVENTS)
    shutil.rmtree(EVENTS.with_name("workflows"))
    result = run()
    assert result.returncode == 0
    assert "requests: no sample" in result.stdout
    assert "tests/events/<case>.yaml" in result.stderr


def test_a_case_that_does_not_hold_fails_with_its_findings(run):
    (EVENTS / "bad.yaml").write_text("log_source_type: request\nsamples: [{payload: x}]\n", encoding="utf-8")
    told = run().stdout
    assert f"{EVENTS}/bad.yaml::bad FAILED" in told
    assert "error[case/log-source-type]: there is no log source type `request`" in told
    assert "did you mean `requests`?" in told


def test_a_package_with_errors_is_not_tested(run):
    change(TYPE, "qid: refused}", "qid: refusd}")
    result = run()
    assert result.returncode == 1
    assert "error[event/unknown-qid]" in result.stderr
    assert "the package has errors: the log source type `requests` cannot be tested" in result.stdout


def test_a_golden_file_without_its_case_is_told(run):
    (EVENTS / "old.parsed.json").write_text("[]", encoding="utf-8")
    assert "warning[case/unexpected]: there is no case old.yaml" in run().stderr


def test_lint_checks_the_cases(workspace, commands):
    change(EVENTS / "requests.yaml", "Acme Reason: null", "Acme Raeson: null")
    result = commands.run("lint", "content", cwd=workspace)
    assert result.returncode == 1
    assert "error[case/property]: the log source type does not fill a property `Acme Raeson`" in result.stdout
    assert "did you mean `Acme Reason`?" in result.stdout


OVERRIDE = {
    "extension.yaml": """\
id: acme-linux
name: Acme additions to Linux OS
version: 1.0.0
author: {name: Example Corp, email: siem@example.com}
qradar: {minimum: 7.5.0}
""",
    "log_source_types/linux.yaml": """\
overrides: Linux OS
parsing:
  EventName: {regex: 'acme-vault: (sealed|unsealed)'}
  EventCategory: {regex: 'acme-vault: ', capture: vault}
  UserName: {regex: 'publickey for (\\w+)'}
events:
  - {id: sealed, category: vault, name: Vault sealed, low_level_category: 8001, severity: 2}
  - {id: Accepted publickey, category: sshd, name: SSH login, low_level_category: SSH Login Succeeded, severity: 1}
""",
}
SSHD = "<38>May  1 10:00:00 gate1 sshd[7]: Accepted publickey for bob from 192.0.2.7 port 4711 ssh2"


def override(workspace, samples, case=""):
    folder = workspace / "content" / "acme-linux"
    files = OVERRIDE | {"tests/events/linux.yaml": f"log_source_type: linux\n{case}samples:\n{samples}"}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return "content/acme-linux"


def test_what_the_built_in_dsm_decides_is_not_to_be_pinned_as_stored(run, workspace):
    result = run(
        override(
            workspace, f"  - {{name: login, payload: '{SSHD}'}}\n  - {{name: other, payload: '{SSHD}', expect: {{}}}}\n"
        )
    )
    assert result.returncode == 1
    assert "outcome: expected parsed, found built-in" in result.stdout
    assert (
        "add the result of the built-in DSM, as a console shows it: `built_in: {event_id: …, category: …}`"
        in result.stdout
    )
    assert "outcome: stored" not in result.stdout


@pytest.mark.parametrize("where", ["sample", "case"])
def test_a_case_says_what_the_built_in_dsm_finds(run, workspace, where):
    said = "built_in: {event_id: Accepted publickey, category: sshd}"
    of_sample = f", {said}" if where == "sample" else ""
    expect = "expect: {qid: SSH login, event_id: Accepted publickey}"
    samples = f"  - {{payload: '{SSHD}'{of_sample}, {expect}}}\n"
    result = run(override(workspace, samples, f"{said}\n" if where == "case" else ""), "--", "-k", "linux.yaml")
    assert "outcome" not in result.stdout
    assert "sample 1" not in result.stdout.partition("short test summary")[2]
    assert "2 of 2 mappings" not in result.stdout
    assert "1 of 2 mappings" in result.stdout


def test_the_outcome_built_in_may_be_expected(run, workspace):
    result = run(override(workspace, f"  - {{payload: '{SSHD}', expect: {{outcome: built-in}}}}\n"))
    assert "outcome" not in result.stdout


@pytest.mark.parametrize("said", ["", "built_in: {event_id: x}, "])
def test_a_pair_that_only_qradar_maps_is_no_unknown_event(run, workspace, said):
    line = "acme-vault: unsealed"
    result = run(override(workspace, f"  - {{payload: '{line}', {said}expect: {{outcome: unknown}}}}\n"))
    assert result.returncode == 1
    assert "outcome: expected unknown, found built-in" in result.stdout


def test_a_custom_type_has_no_built_in_dsm(run):
    change(
        EVENTS / "requests.yaml", "log_source_type: requests\n", "log_source_type: requests\nbuilt_in: {event_id: x}\n"
    )
    result = run()
    assert result.returncode == 1
    assert "is a custom type, which has no built-in DSM" in result.stdout


def test_expressions_are_ranked_by_their_time(run):
    result = run("--profile-expressions")
    assert result.returncode == 0, result.stdout
    (heads,) = [line for line in result.stdout.splitlines() if line.startswith("share")]
    assert heads.split()[-2:] == ["kind", "place"]
    assert "UserName 2" in result.stdout.partition(heads)[2]
