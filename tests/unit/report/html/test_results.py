"""Results as HTML: bounded, without secrets, and with everything from outside escaped."""

from __future__ import annotations

import pytest
from lxml import html

from qradar_builder.findings import Findings
from qradar_builder.report.html import results as results_module, source_lines, timelines
from qradar_builder.report.html.results import results_fragment, results_page
from qradar_builder.testing.results import Result
from qradar_builder.testing.tested_package import load_tested

SECRET = "correct-horse-battery-staple"
HOSTILE = "<script>alert(1)</script>\u202e\x1b[31m\"'&"
FILES = {
    "extension.yaml": "id: p\nname: P\nversion: 1.0.0\nauthor: {name: A}\nqradar: {minimum: 7.4.2}\ndescription: D\n",
    "workflows/poll.yaml": """
name: n
version: "1"
parameters: [{name: key, label: Key, required: true, secret: true}]
actions:
  - Initialize: {path: /since, value: "0"}
  - CallEndpoint:
      url: "https://h/events?since=${/since}&key=${/key}"
      method: GET
      savePath: /r
  - If: /r/status_code != 200
    then: [Abort: {reason: "failed with ${/key}"}]
  - Log: {type: INFO, message: "the key is ${/key}, the text ${/r/body[0]/t}"}
  - Sleep: {duration: 1500}
  - PostEvents: {path: /r/body}
  - Set: {path: /since, value: "${/since + 1}"}
  - Delete: {path: /r}
""",
    "tests/workflows/two.yaml": f"""
workflow: poll
parameters: {{key: {SECRET}}}
clock: 2026-01-05T09:00:00Z
runs:
  - exchanges:
      - request: {{method: GET, url: "https://h/events?since=0&key={SECRET}"}}
        response: {{status: 200, json: [{{t: "<b>{SECRET}</b>"}}, {{t: 2}}]}}
    expect: {{events: 3, state: {{/since: 7}}}}
  - exchanges:
      - request: {{method: GET, url: "https://h/events?since=1&key={SECRET}"}}
        response: {{status: 503}}
    expect: {{status: aborted}}
""",
}


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        path = tmp_path / "p" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    findings = Findings()
    package = load_tested((tmp_path / "p").relative_to(tmp_path), findings)
    assert list(findings) == []
    return package


def failed(message="m", file="p/tests/workflows/two.yaml", name="two"):
    return Result(file, name, "failed", message, 0.1)


def text_of(markup):
    return " ".join(" ".join(html.fromstring(f"<div>{markup}</div>").itertext()).split())


def test_a_failure_has_what_was_expected_and_what_was_found(package):
    text = text_of(results_fragment([package], [failed()]))
    assert "1 failed in p" in text
    assert "Workflow poll none of its cases passed, so nothing is proven" in text
    assert "run 1: events 3 events 2 events" in text
    assert 'run 1: /since 7 "1"' in text


def test_a_timeline_has_calls_waits_events_and_what_is_kept(package):
    text = text_of(results_fragment([package], [failed()]))
    assert "Poll 1 ok Began at 2026-01-05T09:00:00.000Z: 1 request, 2 events, 1.5 s waited." in text
    assert "request GET https://h/events?since=0&key=[secret] → 200 OK, " in text
    assert "wait 1.5 s" in text
    assert "2 events posted, the first:" in text
    assert '/since bookmark nothing "1"' in text
    assert "Poll 2 aborted" in text
    assert "end Abort: failed with [secret]" in text


def test_a_workflow_has_a_diagram_of_where_its_cases_went(package):
    page = results_fragment([package], [failed()])
    text = text_of(page)
    assert "p/workflows/poll.yaml 9 of 9 actions reached" in text
    assert 'id="w1-node-3-1"' in page


def test_coverage_stands_beside_the_source(package):
    for file in package.files:
        file.run.records()
    text = text_of(results_fragment([package], [failed()]))
    assert "p/workflows/poll.yaml 9 of 9 lines tested" in text
    assert '6 2\N{MULTIPLICATION SIGN} - Initialize: {path: /since, value: "0"}' in text


def test_nothing_from_outside_is_markup_and_no_secret_is_there(package):
    message = f"- {HOSTILE}\n+ Authorization: Bearer abcdef0123456789abcdef\n" + HOSTILE
    page = results_page([package], [failed(message), failed("x", f"p/{HOSTILE}.yaml", HOSTILE)])
    assert SECRET not in page
    assert "abcdef0123456789" not in page
    assert "\u202e" not in page
    assert "\x1b" not in page
    tree = html.fromstring(page)
    assert tree.xpath("//script | //b | //img | //link | //iframe | //@onclick | //@src") == []
    assert "<script>alert(1)</script>⟨U+202E⟩␛[31m" in tree.text_content()
    assert tree.xpath("count(//del)") > 0


def test_a_credential_that_stands_in_a_workflow_is_not_shown(package):
    path = package.folder / "workflows/poll.yaml"
    text = path.read_text(encoding="utf-8")
    default = text.replace("secret: true}", "secret: true, default: 0ther-Horse-9}")
    constant = default.replace(
        "      savePath: /r", "      savePath: /r\n      BearerAuthentication: {token: pl41n-T0ken}"
    )
    path.write_text(constant, encoding="utf-8")
    again = load_tested(package.folder, Findings())
    page = results_page([again], [failed()])
    assert "BearerAuthentication" in page
    assert "0ther-Horse" not in page
    assert "pl41n-T0ken" not in page


def test_the_size_is_bounded_with_a_word(package, monkeypatch):
    monkeypatch.setattr(results_module, "MOST_FAILURES", 2)
    monkeypatch.setattr(results_module, "MOST_TESTS", 3)
    monkeypatch.setattr(results_module, "MOST_TIMELINES", 0)
    monkeypatch.setattr(timelines, "MOST_ENTRIES", 1)
    monkeypatch.setattr(timelines, "MOST_POLLS", 1)
    text = text_of(results_fragment([package], [failed("z" * 50_000)] * 5))
    assert "… and 3 more failures, left out here." in text
    assert "… and 2 more tests, left out here." in text
    assert "z" * 20_001 not in text
    monkeypatch.setattr(results_module, "MOST_TIMELINES", 5)
    monkeypatch.setattr(source_lines, "MOST_LINES", 5)
    text = text_of(results_fragment([package], [failed(name="n" * 5000)]))
    assert "more entries, left out here." in text
    assert "… and 1 more poll, left out here." in text
    assert "n" * 301 not in text
    assert "lines of this file left out here." in text


def test_a_full_page_leaves_timelines_out_with_a_word(package, monkeypatch):
    monkeypatch.setattr(results_module, "_MOST_ROWS_OF_ALL", 1)
    text = text_of(results_fragment([package], [failed(), failed()]))
    assert "1 more workflow case without a timeline here." in text


def test_without_results_the_page_says_so():
    assert "no test was run" in results_page([], [])
