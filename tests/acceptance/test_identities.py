"""What a build says of items that were renamed or left out."""

from __future__ import annotations

import re

import pytest

EXTENSION = """\
id: acme
name: Acme
version: 1.0.0
author: {name: Example Corp, email: siem@example.com}
qradar: {minimum: 7.5.0}
"""
TYPE = """\
name: Acme Audit
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
properties:
  - {name: Rule Label, expressions: [{json: '/"rule"'}, {regex: 'rule=(\\w+)'}]}
events:
  - {id: login, qid: logged-in}
  - {id: logout, qid: logged-in}
qids:
  logged-in: {name: Acme login, category: User Login Success, severity: 1}
"""


@pytest.fixture
def acme(workspace):
    """A package; `change` replaces a text in the file of its type."""
    folder = workspace / "content" / "acme"
    (folder / "log_source_types").mkdir(parents=True)
    (folder / "extension.yaml").write_text(EXTENSION, encoding="utf-8")
    path = folder / "log_source_types" / "audit.yaml"
    path.write_text(TYPE, encoding="utf-8")

    def change(old, new):
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    change.lock = folder / "identity.lock.yaml"
    return change


class TestRenamedProperty:
    """A custom property is protected as a QID record is."""

    def test_it_is_refused_with_the_ways_out(self, run, acme):
        assert run("build", "acme").exit_code == 0
        acme("Rule Label", "Rule Title")
        result = run("build", "acme")
        assert result.exit_code == 1
        assert "error[identity/key-changed]: the property `Rule Label` was built before" in result.stderr
        assert "put the name `Rule Label` back, or keep the identity under the new name with `id: " in result.stderr
        assert "Nothing was written." in result.stderr

    def test_the_first_way_keeps_every_identity(self, run, acme):
        run("build", "acme")
        before = acme.lock.read_text(encoding="utf-8")
        acme("Rule Label", "Rule Title")
        kept = re.search(r"with `id: ([0-9a-f-]+)`", run("build", "acme").stderr)[1]
        acme("{name: Rule Title,", f"{{name: Rule Title, id: {kept},")
        result = run("build", "acme")
        assert result.exit_code == 0
        assert "no longer there" not in result.stderr
        after = acme.lock.read_text(encoding="utf-8")
        rows = r'"(?:property|expression)/[^"]*": (?:\{row: )?(\d+)'
        assert sorted(re.findall(rows, after)) == sorted(re.findall(rows, before))
        assert run("build", "acme", "--locked").exit_code == 0

    def test_the_other_way_makes_another_property_and_tells_what_the_console_keeps(self, run, acme):
        run("build", "acme")
        acme("Rule Label", "Rule Title")
        fresh = re.search(r"pin `id: ([0-9a-f-]+)`", run("build", "acme").stderr)[1]
        acme("{name: Rule Title,", f"{{name: Rule Title, id: {fresh},")
        result = run("build", "acme")
        assert result.exit_code == 0
        assert "1 custom property is no longer there; the console keeps it: `Rule Label`" in result.stderr

    def test_a_property_with_expressions_of_its_own_is_another_one(self, run, acme):
        run("build", "acme")
        acme(
            """{name: Rule Label, expressions: [{json: '/"rule"'}, {regex: 'rule=(\\w+)'}]}""",
            """{name: Verdict, expressions: {json: '/"verdict"'}}""",
        )
        assert run("build", "acme").exit_code == 0


def test_what_is_left_out_is_listed_at_the_build(run, acme):
    assert "no longer there" not in run("build", "acme").stderr
    acme("  - {id: login, qid: logged-in}\n", "")
    result = run("build", "acme")
    assert result.exit_code == 0
    assert "note: acme: 1 mapping is no longer there; the console keeps it: `@login|unknown`" in result.stderr
    # It is said once: the lock has the mark.
    assert "no longer there" not in run("build", "acme").stderr
    assert run("build", "acme", "-q").stderr == ""


def test_what_lint_calls_an_error_stops_the_build_cases_included(run, acme, workspace):  # noqa: ARG001 - the package
    case = workspace / "content/acme/tests/events/first.yaml"
    case.parent.mkdir(parents=True)
    case.write_text("log_source_type: adit\nsamples: []\n", encoding="utf-8")
    assert run("lint", "acme").exit_code == 1
    result = run("build", "acme")
    assert (result.exit_code, "error[" in result.stderr) == (1, True)
    assert not (workspace / "dist").exists()
    assert run("build", "acme", "--no-cases").exit_code == 0
