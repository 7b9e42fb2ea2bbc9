"""The change log of a package has an entry of each version."""

import pytest

from qradar_builder.comparison.release.changelog import check_entry, entries, read_changelog
from qradar_builder.findings import Findings

TEXT = """\
# Acme

## Unreleased

## [2.0.0] - 2024-05-01

### Added

- Something.

## v1.1.0 (old)

<!-- nothing yet -->

```
## 9.9.9
- in code
```

## 1.0.1

### Added

## 1.0.0
- First.

# Notes
- Not of 1.0.0.
"""


def test_an_entry_goes_up_to_the_next_heading_of_its_level():
    found = entries(TEXT)
    assert list(found) == ["2.0.0", "1.1.0", "1.0.1", "1.0.0"]
    assert found["2.0.0"].line == 5
    assert "- Something." in found["2.0.0"].text
    assert found["1.0.0"].text == "- First.\n"


@pytest.mark.parametrize(("version", "empty"), [("2.0.0", False), ("1.1.0", False), ("1.0.1", True), ("1.0.0", False)])
def test_headings_alone_say_nothing(version, empty):
    assert entries(TEXT)[version].is_empty is empty


def test_a_comment_alone_says_nothing():
    assert entries("## 1.0.0\n<!--\n- a\n-->\n")["1.0.0"].is_empty
    assert entries("## 1.0.0\n<!-- - a\n")["1.0.0"].is_empty


def test_the_first_entry_of_a_version_counts():
    assert entries("## 1.0.0\na\n## 1.0.0\nb\n")["1.0.0"].text == "a"


def check(folder, version="1.0.0"):
    findings = Findings()
    check_entry(folder, version, findings)
    return [(each.rule, each.location.line, each.message) for each in findings]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, [("release/changelog", 1, "there is no CHANGELOG.md")]),
        ("", [("release/changelog", 1, "has no entry of the version 1.0.0")]),
        ("## 1.0.01\n- a\n## 11.0.0\n- b\n", [("release/changelog", 1, "has no entry of the version 1.0.0")]),
        ("\n## 1.0.0\n", [("release/changelog", 2, "the entry of 1.0.0 says nothing")]),
        ("## 1.0.0: first\n- a\n", []),
        ("\ufeff## 1.0.0\r\n\r\n- a\r\n", []),
    ],
)
def test_what_is_missing_is_a_finding(tmp_path, text, said):
    if text is not None:
        (tmp_path / "CHANGELOG.md").write_text(text, encoding="utf-8", newline="")
    assert check(tmp_path) == said


def test_a_change_log_that_cannot_be_read_is_a_finding(tmp_path):
    (tmp_path / "CHANGELOG.md").write_bytes(b"## 1.0.0\n\xff")
    assert [rule for rule, *_ in check(tmp_path)] == ["file/not-utf-8"]
    (tmp_path / "CHANGELOG.md").write_bytes(b"#" * (2 * 1024 * 1024))
    assert [rule for rule, *_ in check(tmp_path)] == ["file/too-large"]
    (tmp_path / "CHANGELOG.md").unlink()
    (tmp_path / "CHANGELOG.md").symlink_to("/etc/passwd")
    assert read_changelog(tmp_path, Findings()) is None
