"""The preview without a mouse."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def expect_focus(page, kind, name):
    """Wait until what has a role, or is of a kind, and has an ID, has the focus."""
    page.wait_for_function(
        """([kind, id]) => {
          const one = document.activeElement;
          return (one.getAttribute('role') ?? one.tagName) === kind && one.id === id;
        }""",
        arg=[kind, name],
    )


def test_the_sheet_lists_the_keys_and_each_of_the_views_opens(epm, show):
    shown = show(epm)
    page = shown.page
    expect(shown.rows.first).to_be_visible()
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_be_visible()
    for key in ("1", "2", "3", "/", "j", "k", "n", "e", "p", "?", "Ctrl+s"):
        expect(sheet.locator("kbd", has_text=key).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    for key, name in (("2", "Workflows"), ("3", "Package"), ("1", "Events")):
        page.keyboard.press(key)
        expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")


def test_the_list_moves_by_keys_and_the_rows_far_below_are_reached(epm, show):
    shown = show(epm)
    page = shown.page
    expect(shown.rows.first).to_be_visible()
    count = int(shown.rows.first.get_attribute("aria-setsize"))
    page.keyboard.press("l")
    expect(shown.listbox).to_be_focused()
    page.keyboard.press("End")
    expect(shown.selected).to_have_attribute("aria-posinset", str(count))
    assert shown.rows.count() < 60
    page.keyboard.press("ArrowUp")
    expect(shown.selected).to_have_attribute("aria-posinset", str(count - 1))
    page.keyboard.press("Home")
    expect(shown.selected).to_have_attribute("aria-posinset", "1")
    page.keyboard.press("j")
    expect(shown.selected).to_have_attribute("aria-posinset", "2")


def test_tabs_move_by_arrows(acme, show):
    shown = show(acme)
    page = shown.page
    page.get_by_role("tab", name="Events", exact=True).press("ArrowRight")
    expect_focus(page, "tab", "view-tab-workflows")
    page.keyboard.press("End")
    expect_focus(page, "tab", "view-tab-package")
    page.keyboard.press("ArrowRight")
    expect_focus(page, "tab", "view-tab-events")


def test_the_tab_key_leaves_the_editor_and_letters_in_it_are_text(acme, show):
    shown = show(acme)
    page = shown.page
    writing = shown.editor
    expect(writing.content).to_be_visible()
    page.keyboard.press("e")
    page.keyboard.type("123?jkd")
    expect(writing.content).to_contain_text("123?jkd")
    expect(page.get_by_role("tab", name="Events", exact=True)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect_focus(page, "SELECT", "file-choice")


def test_marks_in_a_payload_are_reached_and_tell_their_field(acme, show):
    shown = show(acme)
    page = shown.page
    shown.rows.first.click()
    mark = page.get_by_role("button", name="UserName: anna")
    mark.focus()
    expect(page.locator(".payload .told")).to_contain_text("UserName ←")
    expect(page.locator(".payload .told")).to_contain_text("log_source_types/acme.yaml:6")
