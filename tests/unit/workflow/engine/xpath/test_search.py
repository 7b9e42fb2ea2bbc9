"""XPath is searched at once where that is sure to be quick, and else by a process that can be stopped."""

import pytest

from qradar_builder.workflow.engine.limits import LimitReached, Limits
from qradar_builder.workflow.engine.xpath.search import XPathFailed, is_quick, search
from qradar_builder.workflow.engine.xpath.worker import compiled

LARGE = f"<r>{'<a>1</a>' * 50_000}</r>"
SMALL = "<r><a n='1'>x</a><a n='2'>y<b>z</b></a></r>"


@pytest.mark.parametrize(
    "query",
    [
        "//a",
        "/r/a/text()",
        "/r/a[2]/@n",
        "//a[@n='1']/text()",
        "//*[local-name() = 'a' and @n]/b[contains(., 'x')]",
        "//x:a[last()]",
        "string(/r/a[1])",
        "count(//a)",
    ],
)
def test_simple_paths_are_quick_in_long_texts(query):
    assert is_quick(query, LARGE)


@pytest.mark.parametrize(
    "query",
    [
        "//a[count(preceding::a) mod 2 = 0]",
        "//a//b",
        "//a | //b",
        "//a[//b]",
        "//a/../b",
        "//a[../b]",
        "//a[. = /r/a]",
        "//a[a[a]]",
        "/r/a[following-sibling::a]",
        "string(//a/../b)",
        "concat(//a, //b)",
    ],
)
def test_others_are_quick_in_short_texts_only(query):
    assert not is_quick(query, LARGE)
    assert is_quick(query, "<r><a/></r>")


def test_a_simple_path_that_is_endless_to_read_is_read_at_once():
    assert not is_quick(f"//a[{' and '.join(['1'] * 300)} ,]", LARGE)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("//a/text()", ("texts", ["x", "y"])),
        ("//a", ("nodes", ["x", "yz"])),
        ("count(//a)", ("value", ["2"])),
        ("//a/@n = '1'", ("value", ["true"])),
        ("//c", ("texts", [])),
        ("//a[preceding-sibling::a]/b/text()", ("texts", ["z"])),
    ],
)
def test_a_process_of_its_own_gives_the_same(monkeypatch, query, found):
    assert search(SMALL, compiled(query), Limits()) == found
    monkeypatch.setattr("qradar_builder.workflow.engine.xpath.search.is_quick", lambda *_: False)
    assert search(SMALL, compiled(query), Limits()) == found


@pytest.mark.parametrize("quick", [True, False])
@pytest.mark.parametrize(("xml", "query", "kind"), [("<r>", "//a", "xml"), ("<r/>", "$v", "xpath")])
def test_what_is_wrong_is_told_apart(monkeypatch, quick, xml, query, kind):
    monkeypatch.setattr("qradar_builder.workflow.engine.xpath.search.is_quick", lambda *_: quick)
    with pytest.raises(XPathFailed) as caught:
        search(xml, compiled(query), Limits())
    assert caught.value.kind == kind


def test_an_xpath_that_would_take_minutes_is_stopped():
    with pytest.raises(LimitReached, match="takes more than 1 second on a text of 400,007 characters"):
        search(LARGE, compiled("//a[count(preceding::a) mod 2 = 0]"), Limits(xpath=1))


@pytest.mark.parametrize("quick", [True, False])
def test_what_it_finds_is_bounded(monkeypatch, quick):
    monkeypatch.setattr("qradar_builder.workflow.engine.xpath.search.is_quick", lambda *_: quick)
    with pytest.raises(LimitReached, match="finds more than 100 characters"):
        search(LARGE, compiled("//*"), Limits(state=100))
