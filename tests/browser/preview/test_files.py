"""The editor of the preview: files that are saved, changed by another program, broken, and open in two tabs."""

from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TYPE = Path("log_source_types/acme.yaml")


def test_a_change_on_the_page_is_written_and_the_rest_is_kept(acme, show):
    shown = show(acme)
    page = shown.page
    writing = shown.editor
    writing.replace("severity: 3", "severity: 5")
    expect(page.locator(".editor .unsaved")).to_have_text("● not saved")
    expect(page).to_have_title("● Acme Gateway - preview")
    before = (acme / TYPE).read_text()
    writing.save()
    assert (acme / TYPE).read_text() == before.replace("severity: 3", "severity: 5")
    expect(page).to_have_title("Acme Gateway - preview")


def test_a_change_by_another_program_is_shown(acme, show):
    shown = show(acme)
    page = shown.page
    expect(shown.editor.content).to_contain_text("what was done")
    text = (acme / TYPE).read_text()
    (acme / TYPE).write_text(text.replace("what was done", "written elsewhere"))
    expect(shown.editor.content).to_contain_text("written elsewhere")
    expect(page.locator(".editor .unsaved")).to_have_count(0)


@pytest.mark.parametrize("choice", ["Keep mine", "Take the text on disk"])
def test_a_file_that_changes_under_an_edit_leaves_both_and_offers_the_choice(acme, show, choice):
    shown = show(acme)
    page = shown.page
    writing = shown.editor
    writing.replace("what was done", "mine")
    (acme / TYPE).write_text((acme / TYPE).read_text().replace("what was done", "theirs"))
    conflict = page.locator(".conflict")
    expect(conflict.get_by_label("Your text")).to_contain_text("mine")
    expect(conflict.get_by_label("The text on disk")).to_contain_text("theirs")
    assert "theirs" in (acme / TYPE).read_text()
    page.get_by_role("button", name=choice).click()
    expect(conflict).to_have_count(0)
    expect(writing.content).to_contain_text("mine" if choice == "Keep mine" else "theirs")
    if choice == "Keep mine":
        assert "theirs" in (acme / TYPE).read_text()
        writing.save()
        assert "mine" in (acme / TYPE).read_text()
    else:
        expect(page.locator(".editor .unsaved")).to_have_count(0)


@pytest.mark.parametrize("choice", ["Keep mine", "Leave the file deleted"])
def test_a_file_that_is_deleted_under_an_edit_keeps_the_text_and_offers_the_choice(acme, show, choice):
    shown = show(acme, refused=[404])
    page = shown.page
    writing = shown.editor
    writing.replace("what was done", "mine")
    (acme / TYPE).unlink()
    conflict = page.locator(".conflict")
    expect(conflict).to_contain_text("Another program has deleted this file")
    page.get_by_role("button", name=choice).click()
    expect(conflict).to_have_count(0)
    if choice == "Keep mine":
        writing.content.focus()
        writing.save()
        assert "# mine" in (acme / TYPE).read_text()
    else:
        expect(writing.unsaved).to_have_count(0)
        assert not (acme / TYPE).exists()
        (acme / TYPE).write_text("name: Acme Gateway\n# back again\n")
        expect(writing.content).to_contain_text("back again")


def test_a_save_never_writes_over_what_the_page_has_not_seen(acme, show):
    shown = show(acme, refused=[409])
    page = shown.page
    writing = shown.editor
    writing.replace("what was done", "mine")
    # The page does not hear of the change before it saves.
    page.evaluate("() => dispatchEvent(new Event('offline'))")
    (acme / TYPE).write_text((acme / TYPE).read_text().replace("what was done", "theirs"))
    page.keyboard.press("Control+s")
    expect(page.locator(".conflict")).to_be_visible()
    assert "theirs" in (acme / TYPE).read_text()


def test_a_file_that_is_broken_keeps_the_last_good_state_and_says_where(acme, show):
    shown = show(acme)
    page = shown.page
    expect(shown.rows).to_have_count(2)
    (acme / TYPE).write_text("name: [broken\n")
    banner = page.locator(".banners .poor")
    expect(banner).to_contain_text("The files have errors")
    expect(banner.get_by_role("button")).to_contain_text("log_source_types/acme.yaml:")
    expect(shown.rows).to_have_count(2)
    expect(page.locator(".editor .code .cm-lint-marker-error")).not_to_have_count(0)


def test_two_tabs_show_what_either_of_them_writes(acme, show):
    one = show(acme)
    other = show(one.running)
    expect(other.editor.content).to_contain_text("what was done")
    one.editor.replace("what was done", "from one tab")
    one.editor.save()
    expect(other.editor.content).to_contain_text("from one tab")


HIDE = """hidden => {
  Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
  document.dispatchEvent(new Event('visibilitychange'));
}"""


def test_a_tab_that_is_not_seen_leaves_the_connection_to_others_and_catches_up(acme, show):
    shown = show(acme)
    expect(shown.editor.content).to_contain_text("what was done")
    shown.page.evaluate(HIDE, arg=True)
    text = (acme / TYPE).read_text()
    (acme / TYPE).write_text(text.replace("what was done", "done meanwhile"))
    expect(shown.page.locator(".banners")).to_have_text("")
    shown.page.evaluate(HIDE, arg=False)
    expect(shown.editor.content).to_contain_text("done meanwhile")


def test_a_server_that_is_gone_is_said_and_nothing_is_lost(acme, show):
    shown = show(acme)
    page = shown.page
    shown.editor.replace("what was done", "not yet saved")
    shown.running.stop()
    expect(page.locator(".banners")).to_contain_text("The server of the preview is gone")
    expect(shown.editor.content).to_contain_text("not yet saved")


def explain(page, word, **where):
    """Hold the mouse over a word until it is explained: what is shown is taken away when the editor draws anew."""
    shown = page.locator(".explained")
    for _ in range(12):
        word.hover(**where)
        with suppress(AssertionError):
            expect(shown).to_be_visible(timeout=5_000)
            break
        page.mouse.move(0, 0)
    return shown


def test_the_editor_completes_and_explains_by_the_schema(acme, show):
    shown = show(acme)
    page = shown.page
    writing = shown.editor
    writing.content.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("cred")
    page.keyboard.press("Control+Space")
    page.locator(".cm-tooltip-autocomplete li[aria-selected]", has_text="credibility").click()
    expect(writing.content).to_contain_text("credibility:")
    page.keyboard.press("Control+z")
    shown = explain(page, writing.content.get_by_text("protocol", exact=True).first)
    expect(shown).to_contain_text("protocol:")


STAYS = """async ([scroller, left]) => {
  scroller.scrollLeft = left;
  for (const _ of [1, 2, 3]) await new Promise(requestAnimationFrame);
  return scroller.scrollLeft === left;
}"""


def test_hints_are_in_view_where_the_start_of_their_word_was_not(acme, show):
    shown = show(acme)
    page = shown.page
    writing = shown.editor
    listed = page.locator(".cm-tooltip-autocomplete li[aria-selected]", has_text="credibility")
    scrolled = writing.content.locator("xpath=..")
    expect(scrolled).to_have_class("cm-scroller")
    writing.content.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("cred")
    expect(listed).to_be_attached()
    page.keyboard.press("Escape")
    expect(listed).to_have_count(0)
    # From the end of a long line, which is scrolled to, down to the end of the word.
    page.keyboard.press("ArrowUp")
    page.keyboard.press("End")
    page.wait_for_function("scroller => scroller.scrollLeft > 60", arg=scrolled.element_handle())
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+Space")
    listed.click()
    expect(writing.content).to_contain_text("credibility:")

    word = writing.content.get_by_text("protocol", exact=True).first
    # The editor may still scroll to what was chosen.
    page.wait_for_function(STAYS, arg=[scrolled.element_handle(), 30])
    shown = explain(page, word, position={"x": word.bounding_box()["width"] - 4, "y": 8})
    expect(shown).to_be_in_viewport()
    assert scrolled.evaluate("scroller => scroller.scrollLeft") == 30
