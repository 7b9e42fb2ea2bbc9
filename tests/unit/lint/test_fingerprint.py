import pytest

from qradar_builder.findings import Finding, Location, Severity
from qradar_builder.lint.fingerprint import fingerprints, outer_file


def finding(message="m", file="a.yaml", line=1, rule="r/r"):
    return Finding(rule, Severity.NOTE, message, Location(file, line))


def words(*findings):
    return [word for _, word in fingerprints(findings)]


def test_a_fingerprint_stays_when_lines_move_and_changes_with_all_else():
    first = words(finding())
    assert words(finding(line=9)) == first
    for other in (finding(message="n"), finding(file="b.yaml"), finding(rule="r/s")):
        assert words(other) != first


def test_findings_that_say_the_same_have_fingerprints_of_their_own():
    assert len(set(words(finding(), finding(line=2), finding(line=3)))) == 3


def test_the_separators_of_a_path_play_no_part():
    assert words(finding(file="a\\b.yaml")) == words(finding(file="a/b.yaml"))


@pytest.mark.parametrize(
    ("file", "outer"),
    [("a/b.yaml", "a/b.yaml"), ("dist/a.zip!b.xml", "dist/a.zip"), ("a.zip!META-INF/b.xml", "a.zip"), ("!a", "")],
)
def test_a_file_in_an_archive_has_the_archive_around_it(file, outer):
    assert outer_file(file) == (outer or ".")
