import pytest

from qradar_builder.findings import Location
from qradar_builder.lint import run
from qradar_builder.lint.run import check_places
from qradar_builder.lint.selection import Selection

EXTENSION = "id: {id}\nname: Acme\nversion: 1.0.0\nauthor: {{name: Example Corp}}\nqradar: {{minimum: 7.5.0}}\n"
WORKFLOW = """\
name: Example
version: 1.0.0
parameters:
  - {name: site, label: Site}
  - {name: host, label: Host}
actions:
  - Log: {type: INFO, message: "${/host}"}
"""


@pytest.fixture
def packages(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        folder = tmp_path / "content" / name
        (folder / "workflows").mkdir(parents=True)
        (folder / "extension.yaml").write_text(EXTENSION.format(id="acme"), encoding="utf-8")
        (folder / "workflows" / "w.yaml").write_text(WORKFLOW, encoding="utf-8")
    return tmp_path / "content"


def found(findings):
    return [(each.rule, each.location.file) for each in findings]


ALL = [
    ("workflow/unused-parameter", "content/a/workflows/w.yaml"),
    ("extension/duplicate", "content/b/extension.yaml"),
    ("workflow/unused-parameter", "content/b/workflows/w.yaml"),
]


@pytest.mark.parametrize("keep", [False, True])
def test_packages_are_checked_one_by_one_and_together(packages, keep):
    findings, readable = check_places([packages], keep=keep)
    assert (found(findings), readable) == (ALL, True)


def test_what_is_kept_is_not_looked_for_again(packages, monkeypatch):
    first = list(check_places([packages], keep=True)[0])
    asked = []
    real = run._check
    monkeypatch.setattr(run, "_check", lambda unit, selection: asked.append(unit) or real(unit, selection))
    assert list(check_places([packages], keep=True)[0]) == first
    assert asked == []
    (packages / "b" / "workflows" / "w.yaml").write_text(WORKFLOW.replace("site", "sites"), encoding="utf-8")
    again = check_places([packages], keep=True)[0]
    assert asked == [[packages / "b"]]
    assert found(again) == ALL


def test_a_selection_leaves_other_warnings_out_but_no_error(packages):
    findings, _ = check_places([packages], Selection(select=frozenset({"regex"})))
    assert found(findings) == [("extension/duplicate", "content/b/extension.yaml")]


def test_a_comment_with_a_reason_leaves_a_lint_finding_out(packages):
    path = packages / "a" / "workflows" / "w.yaml"
    path.write_text(
        WORKFLOW.replace("label: Site}", "label: Site}  # lint: ignore[workflow/unused-parameter] old log sources"),
        encoding="utf-8",
    )
    findings, _ = check_places([packages / "a"])
    assert found(findings) == []
    path.write_text(WORKFLOW.replace("label: Site}", "label: Site}  # lint: ignore[workflow/unused-parameter]"))
    assert found(check_places([packages / "a"])[0]) == [
        ("workflow/unused-parameter", "content/a/workflows/w.yaml"),
        ("lint/ignore-reason", "content/a/workflows/w.yaml"),
    ]


def test_a_place_that_cannot_be_checked_is_told(packages):
    findings, readable = check_places([packages / "a", packages / "none"])
    assert not readable
    assert ("file/missing", "content/none") in found(findings)
    assert all(isinstance(each.location, Location) for each in findings)
