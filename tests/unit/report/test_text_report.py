from __future__ import annotations

import click
import pytest
from hypothesis import given, strategies as st

from qradar_builder.findings import Finding, Location, Related, Severity
from qradar_builder.report.formats import REPORTS
from qradar_builder.report.text_report import TextReport


def _finding(place, *, severity=Severity.ERROR, message="is wrong", **given):
    return Finding("yaml/wrong-type", severity, message, place, **given)


@pytest.fixture
def source(tmp_path, monkeypatch):
    """Writes a source file and gives a place in it: line, columns."""
    monkeypatch.chdir(tmp_path)

    def write(text, line=1, column=1, end=None, end_line=None):
        (tmp_path / "a.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
        if end is None:
            return Location("a.yaml", line, column)
        return Location("a.yaml", line, column, end_line or line, end)

    return write


def _report(*findings):
    return click.unstyle(TextReport().render(findings))


def _carets(*findings):
    """The source line and the line of carets under it."""
    lines = _report(*findings).splitlines()
    index = next(number for number, line in enumerate(lines) if line.lstrip(" |").startswith("^"))
    return lines[index - 1].split("| ", 1)[1], lines[index].split("| ", 1)[1]


def test_no_findings_are_no_text():
    assert TextReport().render([]) == ""


def test_findings_that_are_only_counted_are_in_the_sum(source):
    rest = _finding(source("a: 1\n", 1, 1), unlisted=1_200)
    warning = _finding(source("a: 1\n", 1, 1), severity=Severity.WARNING)
    assert _report(_finding(source("a: 1\n", 1, 1)), rest, warning).endswith("\n1,201 errors, 1 warning\n")


def test_a_finding_is_a_headline_a_place_a_picture_and_advice(source):
    place = source("events:\n  - PostEvent: {path: /event}\n", 2, 5, 14)
    assert (
        _report(_finding(place, help="add it", label="no `source`"))
        == """\
error[yaml/wrong-type]: is wrong
 --> a.yaml:2:5
  |
2 |   - PostEvent: {path: /event}
  |     ^^^^^^^^^ no `source`
  = help: add it

1 error
"""
    )


def test_other_places_of_the_finding_have_pictures_too(source):
    place = source("a: 1\n" * 11 + "b: 2\n", 12, 1, 2)
    related = (Related(Location("a.yaml", 1, 1, 1, 2), "first here"),)
    assert (
        _report(_finding(place, related=related))
        == """\
error[yaml/wrong-type]: is wrong
  --> a.yaml:12:1
   |
12 | b: 2
   | ^
  ::: a.yaml:1:1
   |
 1 | a: 1
   | ^ first here

1 error
"""
    )


def test_the_findings_are_counted_by_severity():
    place = Location("none.yaml")
    findings = [_finding(place, severity=one) for one in ("error", "warning", "warning", "note")]
    found = [Finding(one.rule, Severity(one.severity), one.message, one.location) for one in findings]
    assert _report(*found).splitlines()[-1] == "1 error, 2 warnings, 1 note"


@pytest.mark.parametrize(
    ("text", "column", "end", "shown"),
    [
        ("key: value", 6, 11, ("key: value", "     ^^^^^")),
        ("\tkey: value", 7, 12, (" key: value", "      ^^^^^")),
        ("漢字: value", 5, 10, ("漢字: value", "      ^^^^^")),
        ("a: 漢字", 4, 6, ("a: 漢字", "   ^^^^")),
        ("e\u0301: value", 5, 10, ("e\u0301: value", "   ^^^^^")),
        ("a: x\u200by", 4, 7, ("a: x\ufffdy", "   ^^^")),
        ("a: \x1b[31mred", 4, 12, ("a: \ufffd[31mred", "   ^^^^^^^^")),
        ("a: value   ", 4, 12, ("a: value   ", "   ^^^^^")),
        ("a:", 3, 3, ("a:", "  ^")),
    ],
)
def test_carets_stand_under_what_they_mean(source, text, column, end, shown):
    assert _carets(_finding(source(text, 1, column, end))) == shown


def test_a_finding_without_an_end_is_underlined_to_the_end_of_its_line(source):
    assert _carets(_finding(source("a: value\n", 1, 4))) == ("a: value", "   ^^^^^")


def test_a_finding_over_several_lines_is_underlined_to_the_end_of_the_first(source):
    assert _carets(_finding(source("a: [1,\n 2]\n", 1, 4, 4, 2))) == ("a: [1,", "   ^^^")


@pytest.mark.parametrize("column", [1, 80, 91, 200, 990, 1000])
def test_of_a_long_line_the_part_around_the_finding_is_shown(source, column):
    text = "".join(chr(ord("a") + index % 26) for index in range(1000))
    line, carets = _carets(_finding(source(text, 1, column, column + 1)))
    assert len(line) <= 110
    assert line in text
    assert line[carets.index("^")] == text[column - 1]


def test_carets_never_run_past_what_is_shown(source):
    line, carets = _carets(_finding(source("x" * 1000, 1, 50, 1000)))
    assert len(carets) <= len(line) == 110


@pytest.mark.parametrize("text", ["", "\n\n\n", "a: 1\n   \n"])
@pytest.mark.parametrize("line", [2, 99])
def test_an_empty_line_or_one_that_is_not_there_has_no_picture(source, text, line):
    assert _report(_finding(source(text, line), label="here")) == (
        f"error[yaml/wrong-type]: is wrong\n{' ' * len(str(line))}--> a.yaml:{line}:1\n"
        f"{' ' * len(str(line))} = here\n\n1 error\n"
    )


@pytest.mark.parametrize("name", ["none.yaml", "folder", "a.zip!content.xml", "", "\0"])
def test_a_file_that_cannot_be_read_has_no_picture(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    assert "|" not in _report(_finding(Location(name, 3, 1)))


def test_line_ends_of_windows_and_a_byte_order_mark_do_not_show(source):
    place = source(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", 1, 4, 5)
    assert _carets(_finding(place)) == ("a: 1", "   ^")


def test_bytes_that_are_no_utf_8_are_shown_as_replaced(source):
    assert _carets(_finding(source(b"a: \xff\xff\n", 1, 4, 5))) == ("a: \ufffd\ufffd", "   ^")


@pytest.mark.parametrize("rule", ["console/token", "console/token-file"])
def test_a_file_of_a_token_has_no_picture(source, rule):
    place = source("6ihPvFtswy8LO26JC6gvjlY61J68yz3TYHX\n")
    assert "6ihPvF" not in _report(Finding(rule, Severity.ERROR, "has the mode 0644", place))


def test_a_file_of_logs_has_no_picture(source):
    place = source("a line of a log\n")
    assert "a line" not in _report(Finding("survey/damaged-file", Severity.ERROR, "damage at byte 3", place))


def test_an_archive_has_no_picture(source):
    assert _report(_finding(source(b"PK\x03\x04\x14\0more\n"))) == (
        "error[yaml/wrong-type]: is wrong\n --> a.yaml:1:1\n\n1 error\n"
    )


def test_a_message_stays_on_its_line_and_leaves_the_terminal_alone():
    report = _report(_finding(Location("a\x1b.yaml"), message="two\nlines\x1b[0m", help="do\nit\u2028"))
    assert report == (
        "error[yaml/wrong-type]: two lines\ufffd[0m\n --> a\ufffd.yaml:1:1\n  = help: do it\ufffd\n\n1 error\n"
    )


def test_the_formats_have_names():
    assert list(REPORTS) == ["text", "json", "sarif", "junit", "github", "gitlab"]


@given(st.text(max_size=200), st.integers(1, 300), st.integers(0, 300), st.integers(1, 12))
def test_no_source_and_no_place_makes_a_report_fail(tmp_path_factory, text, column, width, line):
    path = tmp_path_factory.mktemp("report") / "a.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    place = Location(str(path), line, column, line, column + width)
    lines = _report(_finding(place, label="here")).splitlines()
    assert lines[0] == "error[yaml/wrong-type]: is wrong"
    assert lines[-1] == "1 error"
