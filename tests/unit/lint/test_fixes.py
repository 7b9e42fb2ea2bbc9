from dataclasses import replace

import pytest

from qradar_builder.findings import Edit, Finding, Location, Severity
from qradar_builder.lint import fixes
from qradar_builder.lint.registry import lint_rules
from qradar_builder.lint.rule import Fix

RULE = lint_rules()["workflow/no-tests"]


@pytest.fixture
def rules(monkeypatch):
    known = {f"workflow/{fix}": replace(RULE, id=f"workflow/{fix}", fix=fix) for fix in Fix}
    monkeypatch.setattr(fixes, "lint_rules", lambda: known)


def finding(path, span, old, new, *, fix=Fix.SAFE):
    line, column, end, *last = span
    place = Location(str(path), line, column, *(last or [line]), end)
    return Finding(f"workflow/{fix}", Severity.WARNING, "x", place, edits=(Edit(place, old, new),))


def fixed(path, *findings, **options):
    result = fixes.fixed(findings, **options)
    return result.after.get(path), len(result.done), len(result.left)


@pytest.mark.usefixtures("rules")
def test_edits_are_made_where_they_are_meant_with_line_ends_and_marks_kept(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes("\ufeffa: YYYY # YYYY\r\nb: 'YYYY-dd'\r\n".encode())
    first = finding(path, (1, 4, 8), "YYYY", "yyyy")
    second = finding(path, (2, 4, 13), "YYYY", "yyyy")
    assert fixed(path, first, second) == ("\ufeffa: yyyy # YYYY\r\nb: 'yyyy-dd'\r\n", 2, 0)


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("b", "c", "it occurs twice"),
        ("z", "c", "it does not occur"),
        ("", "c", "there is nothing to replace"),
        ("a", "a: c", "the colon would mean something in YAML"),
        ("a", "a&c", "the sign would mean something in XML"),
    ],
)
def test_what_is_not_certain_is_left(old, new, why, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("k: a b b\n", encoding="utf-8")
    assert fixed(path, finding(path, (1, 4, 9), old, new)) == (None, 0, 1), why


@pytest.mark.usefixtures("rules")
def test_unsafe_edits_are_made_only_where_asked(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("k: a\n", encoding="utf-8")
    found = finding(path, (1, 4, 5), "a", "b", fix=Fix.UNSAFE)
    assert fixed(path, found) == (None, 0, 0)
    assert fixed(path, found, unsafe=True) == ("k: b\n", 1, 0)


@pytest.mark.usefixtures("rules")
def test_of_edits_that_overlap_the_first_is_made_and_the_same_one_twice_is_one(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("k: abc\nl: d\n", encoding="utf-8")
    one, same = (finding(path, (1, 4, 7), "ab", "x") for _ in range(2))
    other = finding(path, (1, 4, 7), "bc", "y")
    assert fixed(path, one, same, other) == ("k: xc\nl: d\n", 2, 1)


@pytest.mark.usefixtures("rules")
def test_edits_over_several_lines_and_to_the_end_of_a_line(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("k: |\n  one\n  two\nl: one\n", encoding="utf-8")
    inside = finding(path, (2, 3, 6, 3), "two", "three")
    whole_line = replace(inside, edits=(Edit(Location(str(path), 4), "one", "four"),))
    assert fixed(path, inside, whole_line)[0] == "k: |\n  one\n  three\nl: four\n"


@pytest.mark.usefixtures("rules")
def test_a_file_that_cannot_be_read_stays_as_it_is(tmp_path):
    (tmp_path / "real.yaml").write_text("k: a\n", encoding="utf-8")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "real.yaml")
    (tmp_path / "binary.yaml").write_bytes(b"k: \xff\n")
    for name in ("none.yaml", "link.yaml", "binary.yaml", "x.zip!a.xml"):
        path = tmp_path / name
        assert fixed(path, finding(path, (1, 4, 5), "a", "b")) == (None, 0, 1)
