import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.dsm.values.times.patterns import advice, check_date_pattern, pattern_parts, traps
from qradar_builder.findings import Findings, Location
from qradar_builder.javalang.dates.errors import JavaDateError


def check(pattern):
    findings = Findings()
    check_date_pattern(pattern, Location("a.yaml"), findings)
    return list(findings)


@pytest.mark.parametrize(
    ("pattern", "message", "advised"),
    [
        ("ssssssssss", "`ssssssssss` is not an epoch time", "remove DeviceTime"),
        ("yyyy-MM-dd'T'HH:mm:ss.SSZ", "`SS` is a part of a second", "`SSS`"),
        ("yyyy-MM-dd HH:mm:ss.S", "`S` is a part of a second", "`SSS`"),
        ("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSZ", "a fraction of 9 digits", "capture three digits"),
        ("dd/MMM/YYYY:HH:mm:ss", "`YYYY` is the year of the week", "write `yyyy`"),
        ("d.M.y HH:mm", "`y` reads two digits as a year of the first century", "`yy` for two digits"),
        ("yyyy-MMM-dd hh:mm:ss", "`hh` is for 12-hour clocks, but the pattern has", "write `HH`"),
        ("yyyy-MMM-dd KK:mm:ss", "`KK` is for 12-hour clocks, but the pattern has", "write `HH`"),
        ("dd/MMM/yyyy:kk:mm:ss", "Joda-Time does not read the hour 00", "write `HH`"),
        ("MMM dd HH:mm:ss", "padded with a space", "remove the date pattern: QRadar reads"),
        ("yyyy-MM-dd'T'HH:mm:ss'Z'", "the quoted `Z` is literal text", r"`\1 +0000`"),
        ("yyyy-MM-dd HH:mm:ss 'UTC'", "the quoted `UTC` is literal text", r"`\1 +0000`"),
        ("yyyy-MM-dd'T'HH:mm:ssXXX", "Joda-Time refuses", "a quoted 'Z' is not an offset"),
        ("yyyy-LL-dd", "Joda-Time refuses", "write `MM`"),
        ("u yyyy-MM-dd", "Joda-Time refuses", "remove the weekday:"),
        ("e yyyy-MM-dd", "SimpleDateFormat refuses", "remove the weekday:"),
        ("CC yyyy-MM-dd", "SimpleDateFormat refuses", "write `yyyy`"),
        ("xxxx-MM-dd", "SimpleDateFormat refuses", "`yyyy`, `MM` and `dd`"),
        (
            "yyyy-MM-dd'T",
            "SimpleDateFormat refuses the date pattern `yyyy-MM-dd'T`: Unterminated quote",
            "both classes",
        ),
        ("", "Joda-Time refuses", "both classes"),
        ("yyyy-'W'ww", "counts weeks from Monday", "`dd`"),
        ("yyyy-MM-DD", "`DD` is the day of the year", "write `dd`"),
        ("yyyy-mm-dd", "`mm` are minutes, and there is no hour", "months are `MM`"),
        ("yyyy-mm-dd HH:mm", "`mm` appears twice", "months are `MM`"),
        ("yyyy-MM-ddd", "`ddd` has more than two digits", "write `dd`"),
        ("HH:mm", "has no date", "capture the whole date"),
        ("yyyy-MM-dd HH:mm z", "`z` reads names of zones", r"`\1 +0000`"),
        ("yyyy-MM-dd HH:mm ZZZ", "`ZZZ` is a zone such as Europe/Berlin", r"`\1 +0000`"),
    ],
)
def test_a_trap_is_a_warning_that_says_what_to_write(pattern, message, advised):
    (found,) = [one for one in check(pattern) if message in one.message]
    assert (found.rule, found.severity) == ("parsing/date-trap", "warning")
    assert advised in found.help


@pytest.mark.parametrize(
    "pattern",
    [
        "yyyy-MM-dd'T'HH:mm:ss.SSS Z",
        "yyyy-MM-dd'T'HH:mm:ssZZ",
        "yyyy-MM-dd HH:mm:ss",
        "dd/MMM/yyyy:HH:mm:ss Z",
        "MM/dd/yyyy hh:mm:ss a",
        "MMM dd yyyy HH:mm:ss",
        "MMM dd, HH:mm",
        "EEE, d MMMM yy H:m:s",
        "yyyy-DDD HH:mm",
        "yyyyMMdd",
        "yyyy",
        "yyyy-MM-dd'Zulu'",
    ],
)
def test_a_pattern_that_both_classes_read_alike_is_fine(pattern):
    assert check(pattern) == []


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("yyyy-MM-ddTHH:mm:ss.ffffffZ", "Illegal pattern component: T"),
        ("yyyy-MM-ddTHH:mm:ss.ffffffZ", "Illegal pattern character 'T'"),
        ("yyyy-MM-dd''T''HH", "Illegal pattern component: T"),
        ("'", "Unterminated quote"),
        ("y" * 3000, "more than 2000 characters"),
    ],
)
def test_what_neither_class_takes_is_an_error(pattern, reason):
    (found,) = check(pattern)
    assert (found.rule, found.severity) == ("parsing/date-pattern", "error")
    assert reason in found.message
    assert len(found.message) < 400


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("yyyy-MM", [("y", "yyyy"), ("", "-"), ("M", "MM")]),
        ("yyyyMM", [("y", "yyyy"), ("M", "MM")]),
        ("H 'o''clock'", [("H", "H"), ("", " "), ("", "o'clock")]),
        ("''H", [("", "'"), ("H", "H")]),
        ("'T", [("", "T")]),
        ("é2", [("", "é2")]),
        ("", []),
    ],
)
def test_a_pattern_is_taken_apart(pattern, parts):
    assert [(part.letter, part.text) for part in pattern_parts(pattern)] == parts


@pytest.mark.parametrize(
    ("pattern", "text", "said"),
    [
        ("yyyy-MM-dd HH:mm:ss.SSS", "2024-01-01 00:00:00.5", "capture three digits"),
        ("yyyy-MM-dd HH:mm:ssZ", "2024-01-01 00:00:00Z", "offset of four digits"),
        ("yyyy-MM-dd HH:mm:ssZ", "2024-01-01 00:00:00+01:00", "offset of four digits"),
        ("MMM dd yyyy", "Mar  5 2024", "without the second space, with"),
        ("dd/MMM/YYYY", "05/Mar/2024", "write `yyyy`"),
    ],
)
def test_what_would_mend_a_text_is_told_once(pattern, text, said):
    found = advice(pattern, text)
    assert [each for each in found if said in each] == [found[0]]
    assert len(found) == len(set(found))


def test_there_is_no_advice_without_need():
    assert advice("yyyy-MM-dd HH:mm:ss.SSSZ", "2024-01-01 00:00:00.123+0100") == ()


@settings(deadline=None)
@given(st.text(alphabet="yMdHhkKmsSaEZzXDwYxCeLFuWTf'-:/. é", max_size=40))
def test_every_pattern_is_checked(pattern):
    try:
        found = traps(pattern)
    except JavaDateError:
        assert [one.rule for one in check(pattern)] == ["parsing/date-pattern"]
    else:
        assert {trap.message for trap in found} == {one.message for one in check(pattern)}
    assert "".join(part.text for part in pattern_parts(pattern)).replace("'", "") == pattern.replace("'", "")
