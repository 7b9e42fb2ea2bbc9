"""Parsing on the page: from a dropped file to a green package, and what an edit changes."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

DROP = """([name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name));
  for (const kind of ['dragover', 'drop']) {
    document.body.dispatchEvent(new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true}));
  }
}"""


def test_an_edit_shows_what_it_changes_before_it_is_saved(acme, show):
    shown = show(acme)
    page = shown.page
    listed = shown.rows
    expect(listed.filter(has_text="✓ parsed")).to_have_count(1)
    before = (acme / "log_source_types/acme.yaml").read_text()
    writing = shown.editor
    writing.replace("id: login", "id: logout")
    changes = page.locator(".panel-beside")
    expect(changes).to_contain_text("1 won, 1 lost")
    expect(listed.first).to_contain_text("lost")
    expect(listed.nth(1)).to_contain_text("won")
    expect(listed.first).to_contain_text("? unknown")
    writing.replace("id: logout", "id: login")
    expect(listed.first).to_contain_text("✓ parsed")
    expect(listed.filter(has_text="won")).to_have_count(0)
    assert (acme / "log_source_types/acme.yaml").read_text() == before


def test_the_event_that_is_open_follows_the_edit(acme, show):
    shown = show(acme)
    page = shown.page
    shown.rows.first.click()
    expect(page.get_by_role("button", name="UserName: anna")).to_be_visible()
    shown.editor.replace('/"user"', '/"from"')
    expect(page.get_by_role("button", name="UserName: 192.0.2.7")).to_be_visible()


def test_a_text_with_errors_keeps_the_last_rows_and_says_where(acme, show):
    shown = show(acme)
    page = shown.page
    listed = shown.rows
    expect(listed).to_have_count(2)
    shown.editor.replace("UserName: {json", "UserName: {json: [")
    expect(page.locator(".panel-beside .findings")).to_contain_text("log_source_types/acme.yaml:")
    expect(page.locator(".editor .code .cm-lint-marker-error")).not_to_have_count(0)
    expect(listed.filter(has_text="✓ parsed")).to_have_count(1)


def test_spans_that_overlap_lie_in_lines_of_their_own(acme, show):
    source = acme / "log_source_types/acme.yaml"
    source.write_text(
        source.read_text().replace(
            "\nevents:", "\nproperties:\n  - name: Acme Pair\n    expressions: [{regex: '(login.*anna)'}]\nevents:"
        )
    )
    shown = show(acme)
    page = shown.page
    shown.rows.first.click()
    both = page.get_by_role("button", name="Acme Pair, UserName: anna")
    expect(both).to_be_visible()
    lines = both.evaluate("one => [...one.classList].filter(name => /^u\\d-/.test(name)).map(name => name.slice(0, 2))")
    assert sorted(lines) == ["u0", "u1"]
    legend = page.get_by_role("list", name="Fields in the payload")
    expect(legend).to_contain_text("Acme Pair")


def test_a_payload_of_a_mebibyte_is_shown_in_parts(acme, show):
    shown = show(acme)
    page = shown.page
    payload = json.dumps({"action": "login", "text": "x" * (1 << 20), "user": "last"})
    page.evaluate(DROP, ["big.log", payload])
    expect(shown.rows).to_have_count(3)
    shown.rows.first.click()
    text = page.locator(".payload .text")
    expect(text).to_contain_text("characters below")
    assert page.locator(".payload .piece").count() < 100
    page.get_by_role("list", name="Fields in the payload").get_by_role("button", name="UserName").click()
    expect(page.get_by_role("button", name="UserName: last")).to_be_in_viewport()


def test_ten_thousand_events_are_listed_by_the_rows_that_are_seen(acme, show):
    shown = show(acme)
    page = shown.page
    expect(shown.rows).to_have_count(2)
    line = json.dumps({"action": "login", "user": "anna"})
    page.evaluate(DROP, ["many.log", f"{line}\n" * 9_998])
    expect(page.get_by_text("10000 of 10000 events are listed")).to_be_visible()
    page.keyboard.press("l")
    page.keyboard.press("End")
    expect(shown.selected).to_have_attribute("aria-posinset", "10000")
    assert shown.rows.count() < 60
    page.get_by_placeholder("Search in the events").fill("logout")
    expect(shown.rows).to_have_count(1)


def test_outcomes_filter_the_list(acme, show):
    shown = show(acme)
    page = shown.page
    expect(shown.rows).to_have_count(2)
    page.get_by_role("button", name="? unknown 1").click()
    expect(shown.rows).to_have_count(1)
    expect(shown.rows).to_contain_text("logout")
