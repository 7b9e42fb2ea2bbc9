"""Differences as HTML: bounded, and with everything from outside escaped."""

from __future__ import annotations

import pytest
from lxml import html

from qradar_builder.api import diff
from qradar_builder.report.html import comparison as comparison_module
from qradar_builder.report.html.comparison import comparison_fragment, comparison_page

EXTENSION = "id: p\nname: P\nversion: 1.0.0\nauthor: {name: A}\nqradar: {minimum: 7.4.2}\ndescription: D\n"
TYPE = """
name: T
protocol: Syslog
parsing:
  EventName: {json: '/"id"'}
  UserName: {json: '/"USER"'}
events:
  - {id: "1", qid: one}
qids:
  one: {name: "NAME", severity: 3, category: User Login Success}
"""
HOSTILE = "N <script>alert(1)</script> &"


@pytest.fixture
def compared(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for side, user, name in (("old", "user", "Login"), ("new", "usr", HOSTILE)):
        folder = tmp_path / side / "log_source_types"
        folder.mkdir(parents=True)
        (tmp_path / side / "extension.yaml").write_text(EXTENSION, encoding="utf-8")
        text = TYPE.replace("USER", user).replace("NAME", name)
        (folder / "t.yaml").write_text(text, encoding="utf-8")
    events = tmp_path / "events.log"
    events.write_text('{"id": "1", "user": "<b>\u202eanna"}\n' * 30, encoding="utf-8")
    return diff("old", "new", events=[events])


def test_changes_have_what_was_and_what_is(compared):
    fragment = comparison_fragment(compared.comparison, compared.events)
    tree = html.fromstring(f"<div>{fragment}</div>")
    text = " ".join(tree.text_content().split())
    assert "Breaking changes 1" in text
    assert '/"user"' in " ".join(each.text_content() for each in tree.xpath("//del"))
    assert '/"usr"' in " ".join(each.text_content() for each in tree.xpath("//ins"))
    assert "Events: 30 of 30 payloads changed" in text
    assert "and 10 more changed payloads, left out here." in text


def test_nothing_from_outside_is_markup(compared):
    page = comparison_page(compared.comparison, compared.events)
    tree = html.fromstring(page)
    assert tree.xpath("//script | //b | //img | //link | //@src") == []
    assert HOSTILE in tree.text_content()
    assert "\u202e" not in page


def test_many_changes_are_cut_with_a_word(compared, monkeypatch):
    monkeypatch.setattr(comparison_module, "MOST_CHANGES", 0)
    assert "more change of this class, left out here" in comparison_fragment(compared.comparison)
