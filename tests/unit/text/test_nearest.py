"""Suggestions for a name that is not known."""

import pytest

from qradar_builder.text.nearest import LONGEST, MOST_COMPARED, UnknownName, alternatives, closest, nearest


def plain(*names):
    return {name: name for name in names}


def test_the_nearest_name_comes_first():
    assert nearest("Sysog", plain("TLS Syslog", "Syslog", "JDBC"))[0] == "Syslog"


def test_case_blanks_and_punctuation_do_not_count():
    assert nearest("source-ip", plain("SourcePort", "SourceIp"))[0] == "SourceIp"


def test_a_long_name_that_holds_the_wanted_one_is_near():
    assert nearest("windows", plain("Microsoft Windows Security Event Log", "Cisco IOS"))[0].startswith("Microsoft")


def test_an_alias_suggests_what_it_stands_for_and_only_once():
    assert nearest("Log Source Tim", {"DeviceTime": "DeviceTime", "Log Source Time": "DeviceTime"}) == ("DeviceTime",)


def test_nothing_is_suggested_for_a_name_like_no_other():
    assert nearest("qqqq", plain("Syslog", "JDBC")) == ()
    assert nearest("", plain("Syslog", "JDBC")) == ()


def test_no_more_are_suggested_than_the_limit():
    assert len(nearest("name", plain(*(f"name {n}" for n in range(9))), limit=3)) == 3


def test_equally_near_names_come_in_one_order_whatever_the_order_of_the_table():
    assert nearest("abc", plain("abc1", "abc2")) == nearest("abc", plain("abc2", "abc1")) == ("abc1", "abc2")


def test_a_very_long_name_is_cut_in_the_message():
    assert len(str(UnknownName("protocol", "x" * 10**6))) < LONGEST + 100


def test_the_message_names_what_was_looked_for_and_what_may_be_meant():
    assert str(UnknownName("protocol", "Sysog", ["Syslog"])) == 'unknown protocol "Sysog"; did you mean "Syslog"?'
    assert str(UnknownName("protocol", "qqqq")) == 'unknown protocol "qqqq"'


@pytest.mark.parametrize(
    ("names", "text"),
    [(("a",), '"a"'), (("a", "b"), '"a" or "b"'), (("a", "b", "c"), '"a", "b" or "c"')],
)
def test_alternatives_read_as_a_sentence(names, text):
    assert alternatives(names) == text


def test_the_closest_word_is_looked_for_among_so_many_only():
    words = [f"word{number}" for number in range(MOST_COMPARED)]
    assert closest("wrd12", words) == "word12"
    assert closest("wrd12", [*words, "one more"]) is None
    assert closest("entirely other", words) is None
    assert closest("x" * 1_000_000, words) is None
