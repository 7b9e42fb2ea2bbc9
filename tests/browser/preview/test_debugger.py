"""The debugger of the preview goes through recorded cases of our own workflows."""

import base64
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CASE = "client-events-two-polls"
SECRET = "hunter2-Kx9"


@pytest.fixture
def page(epm, show):
    """The first step of a case of EPM, which was recorded with a secret that looks like one."""
    case = epm / f"tests/workflows/{CASE}.yaml"
    text = case.read_text().replace("not-a-real-secret", SECRET)
    signed_in = base64.b64encode(f"qradar:{SECRET}".encode()).decode()
    case.write_text(re.sub("Basic \\w+", f"Basic {signed_in}", text))
    opened = show(epm, place=f"#workflows?workflow=client-events&case={CASE}").page
    expect(opened.get_by_text(re.compile(r"Step 1 of \d+"))).to_be_visible()
    return opened


def at(page):
    """The number of the step."""
    return int(re.search(r"Step (\d+) of", page.locator(".scrubber").inner_text())[1])


def step(page):
    """Go a step forward, and wait until it is shown."""
    before = at(page)
    page.keyboard.press("j")
    expect(page.locator(".scrubber")).to_contain_text(f"Step {before + 1} of")


def test_steps_go_forward_and_back_and_mark_the_action_and_the_line(page):
    node = page.locator(".flow .current")
    line = page.locator(".editor .code .cm-line.current")
    expect(node).to_have_count(1)
    expect(line).to_have_count(1)
    first = node.get_attribute("data-node")
    page.get_by_role("button", name="Step", exact=True).click()
    page.keyboard.press("j")
    expect(page.get_by_text("Step 3 of")).to_be_visible()
    expect(node).not_to_have_attribute("data-node", first)
    page.keyboard.press("k")
    page.get_by_role("button", name="Step back").click()
    expect(page.get_by_text("Step 1 of")).to_be_visible()
    expect(node).to_have_attribute("data-node", first)
    page.keyboard.press("G")
    expect(page.get_by_role("button", name="Step", exact=True)).to_be_disabled()
    page.keyboard.press("g")
    expect(page.get_by_role("button", name="Step back")).to_be_disabled()


def test_a_request_its_response_and_what_it_changes_are_shown_without_secrets(page):
    call = page.locator(".panel-inside", has_text="Request and response")
    while call.count() == 0:
        step(page)
    expect(call).to_contain_text("POST")
    expect(call).to_contain_text("200")
    expect(call.get_by_role("table", name="What the step changes in the State")).to_be_visible()
    page.get_by_role("tab", name="State").click()
    expect(page.locator(".tree .touched").first).to_be_visible()
    expect(page.locator(".tree li", has_text="client_secret")).to_contain_text("[secret]")
    assert SECRET not in page.content()


def test_a_condition_has_the_values_of_its_parts(page):
    condition = page.locator(".panel-inside section", has_text="Condition")
    while condition.count() == 0:
        step(page)
    expect(condition).to_contain_text(re.compile("holds|does not hold"))
    expect(condition.get_by_role("row")).not_to_have_count(1)


def test_events_that_are_posted_are_counted_up_to_the_step(page):
    page.get_by_role("tab", name="Events", exact=True).last.click()
    panel = page.locator(".panel-inside")
    expect(panel).to_contain_text("No event is posted up to this step")
    page.keyboard.press("G")
    expect(panel).to_contain_text(re.compile(r"\d+ posted so far"))
    panel.get_by_role("button", name=re.compile("step ")).first.click()
    expect(panel).to_contain_text("5 posted so far")


def test_it_runs_to_a_line_and_evaluates_on_the_state_there(page):
    place = page.locator(".step-title button")
    first = place.inner_text().rsplit(":", 1)
    there = first
    while there[0] != first[0] or there == first:
        step(page)
        there = place.inner_text().rsplit(":", 1)
    reached = at(page)
    page.keyboard.press("g")
    expect(page.get_by_text("Step 1 of")).to_be_visible()
    page.get_by_label("Line", exact=True).fill(there[1])
    page.get_by_role("button", name="Run to line").click()
    expect(page.locator(".scrubber")).to_contain_text(f"Step {reached} of")
    expect(place).to_have_text(":".join(there))
    page.keyboard.press("G")
    page.get_by_role("tab", name="Evaluate").click()
    for kind, text, result in (
        ("Condition", "1 = 1", "true"),
        ("Template", "a ${1 + 1} b", "a 2 b"),
        ("Date pattern", "yyyy", "2"),
    ):
        page.locator(".evaluate select").select_option(label=kind)
        page.locator("#evaluate").fill(text)
        page.locator(".evaluate button").click()
        expect(page.locator(".evaluate .result")).to_contain_text(result)


def test_an_error_in_a_workflow_is_marked_in_place_while_one_writes(epm, show):
    shown = show(epm, place="#workflows?workflow=client-events&case=")
    expect(shown.editor.content).to_be_visible()
    before = (epm / "workflows/client-events.yaml").read_text()
    shown.editor.replace("actions:", "action s:")
    expect(shown.page.locator(".editor .code .cm-lint-marker-error")).not_to_have_count(0)
    expect(shown.page.locator(".editor .under")).to_contain_text("must contain at least one action")
    assert (epm / "workflows/client-events.yaml").read_text() == before


def test_on_a_narrow_page_a_step_leaves_the_buttons_where_they_are(epm, show):
    page = show(epm, width="narrow", place=f"#workflows?workflow=client-events&case={CASE}").page
    step = page.get_by_role("button", name="Step", exact=True)
    expect(page.get_by_text("Step 1 of")).to_be_visible()
    expect(page.locator(".editor .code .cm-line.current")).to_have_count(1)
    step.scroll_into_view_if_needed()
    top = page.evaluate("() => document.scrollingElement.scrollTop")
    for number in (2, 3, 4):
        step.click()
        expect(page.get_by_text(f"Step {number} of")).to_be_visible()
        expect(page.locator(".editor .code .cm-line.current")).to_have_count(1)
    assert page.evaluate("() => document.scrollingElement.scrollTop") == top
