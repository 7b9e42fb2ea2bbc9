"""Parsing on the page: from a dropped file to a green package, and what an edit changes."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LONG = 120_000
"""Milliseconds for what starts another process."""

DROP = """([name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name));
  for (const kind of ['dragover', 'drop']) {
    document.body.dispatchEvent(new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true}));
  }
}"""


TYPE = """\
name: Acme Gateway
protocol: Syslog

parsing:
  DeviceTime: {json: '/"at"', format: "yyyy-MM-dd'T'HH:mm:ssX"}  # kept as it is
"""
LOG = [
    {"at": "2026-03-01T10:00:00Z", "action": "login", "user": "anna", "from": "192.0.2.7"},
    {"at": "2026-03-01T10:00:05Z", "action": "logout", "user": "bert", "from": "192.0.2.8"},
    {"at": "2026-03-01T10:00:09Z", "action": "login", "user": "carl", "from": "192.0.2.9"},
]


def propose(page, text, field, *, is_property=False):
    """Find a text in the payload, and take the first expression that is proposed for it."""
    page.get_by_placeholder("Find, then propose").fill(text)
    page.get_by_placeholder("Find, then propose").press("Enter")
    box = page.locator(".proposals")
    expect(box.locator("input[type=radio]").first).to_be_visible()
    expect(box).to_contain_text(f"“{text}”")
    box.get_by_label("For the field").fill(field)
    if is_property:
        box.get_by_label("a custom property").check()
    box.get_by_role("button", name="Add to the YAML").click()
    expect(box).to_have_count(0)


def test_the_way_from_a_dropped_log_to_a_green_package(acme, show):
    source = acme / "log_source_types/acme.yaml"
    source.write_text(TYPE)
    (acme / "tests/events/acme.yaml").unlink()
    shown = show(acme)
    page = shown.page
    expect(shown.editor.content).to_contain_text("kept as it is")
    page.evaluate(DROP, ["gateway.log", "".join(f"{json.dumps(line)}\n" for line in LOG)])
    listed = shown.rows
    expect(listed).to_have_count(3)
    expect(shown.rows.filter(has_text="parsed")).to_have_count(0)

    listed.first.click()
    propose(page, "login", "EventName")
    expect(listed.filter(has_text="unknown")).to_have_count(3)
    propose(page, "anna", "UserName")
    expect(page.locator("table.values tr").filter(has_text="UserName")).to_contain_text("anna")

    page.get_by_role("tab", name="Unmapped").click()
    for action in ("login", "logout"):
        page.get_by_role("button", name=f"Map {action}", exact=False).first.click()
        expect(page.locator(".beside tr").filter(has_text=action)).to_have_count(0)
    expect(listed.filter(has_text="✓ parsed")).to_have_count(3)
    expect(page.locator(".coverage")).to_contain_text("Parsed 3/3")
    text = source.read_text()
    assert "# kept as it is" in text
    assert "EventName" in text
    assert "UserName" in text

    page.get_by_role("tab", name="Package").click()
    page.get_by_role("button", name="Build").click()
    build = page.get_by_role("group", name="Build", exact=True)
    expect(build).to_contain_text("✓ passed", timeout=LONG)
    page.get_by_role("button", name="Test").click()
    test = page.get_by_role("group", name="Test", exact=True)
    expect(test).to_contain_text("✓ passed", timeout=LONG)


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


def test_typing_over_colored_text_keeps_to_the_security_policy(acme, show):
    shown = show(acme)
    for old in ("parsing:", "login, qid", "severity: 3", "# what was done"):
        shown.editor.replace(old, "x: [")
    expect(shown.page.locator(".panel-beside .findings")).to_contain_text("log_source_types/acme.yaml:")


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


def test_what_is_chosen_of_dropped_events_stays_when_the_answer_comes_after_them(acme, show):
    shown = show(acme)
    page = shown.page
    expect(shown.rows).to_have_count(2)
    held = []
    page.route("**/dropped", lambda route: held.append((route, route.fetch())))
    page.evaluate(DROP, ["x.log", '{"action": "login"}\n'])
    # The server tells all tabs of the events.
    expect(shown.rows).to_have_count(3)
    shown.listbox.press("End")
    expect(shown.selected).to_have_attribute("aria-posinset", "3")
    ((route, answer),) = held
    route.fulfill(response=answer)
    expect(page.locator(".unseen[role=status]")).to_contain_text("x.log: 1 payload")
    expect(shown.selected).to_have_attribute("aria-posinset", "3")


def test_ten_thousand_events_are_listed_by_the_rows_that_are_seen(acme, show):
    shown = show(acme)
    page = shown.page
    expect(shown.rows).to_have_count(2)
    line = json.dumps({"action": "login", "user": "anna"})
    page.evaluate(DROP, ["many.log", f"{line}\n" * 9_998])
    expect(page.get_by_text("10000 of 10000 events are listed")).to_be_visible()
    shown.listbox.press("End")
    expect(shown.selected).to_have_attribute("aria-posinset", "10000")
    assert shown.rows.count() < 60
    page.get_by_placeholder("Search in the events").fill("logout")
    expect(shown.rows).to_have_count(1)


def test_a_mapping_that_is_only_guessed_is_marked_for_a_review(acme, show):
    case = acme / "tests/events/acme.yaml"
    case.write_text(case.read_text().replace('"logout"', '"frobnicate"'))
    shown = show(acme)
    shown.page.get_by_role("tab", name="Unmapped").click()
    shown.page.get_by_role("button", name="Map frobnicate").click()
    expect(shown.rows.filter(has_text="✓ parsed")).to_have_count(2)
    assert "# Review: nothing in the event says what it is" in (acme / "log_source_types/acme.yaml").read_text()


def test_a_pair_is_mapped_to_a_record_that_is_chosen(acme, show):
    shown = show(acme)
    page = shown.page
    page.get_by_role("tab", name="Unmapped").click()
    chosen = page.get_by_label("Existing QID record for logout")
    chosen.fill("nowhere")
    page.get_by_role("button", name="Map logout").click()
    expect(page.locator(".panel-beside [role=alert]")).to_contain_text("has no QID record nowhere")
    chosen.fill("Acme login")
    page.get_by_role("button", name="Map logout").click()
    expect(shown.rows.filter(has_text="✓ parsed")).to_have_count(2)
    assert "{id: logout, category: unknown, qid: login}" in (acme / "log_source_types/acme.yaml").read_text()


def test_a_regex_that_runs_away_is_told_before_and_after_it_is_saved(acme, show):
    case = acme / "tests/events/acme.yaml"
    case.write_text(case.read_text().replace("anna", "a" * 3000 + "!"))
    shown = show(acme)
    page = shown.page
    shown.editor.replace("""{json: '/"user"'}""", "{regex: '(a+)+$'}")
    told = "UserName: the regular expression takes too long"
    expect(page.locator(".panel-beside")).to_contain_text(told, timeout=LONG)
    shown.editor.save()
    expect(page.locator(".samples-column .findings")).to_contain_text(told, timeout=LONG)
    expect(page.locator(".editor .code .cm-lint-marker-warning")).not_to_have_count(0)


def test_files_are_taken_in_each_view_and_shown_in_each_tab(acme, show):
    one = show(acme)
    other = show(one.running)
    expect(other.rows).to_have_count(2)
    one.page.keyboard.press("3")
    expect(one.page.get_by_role("button", name="Build")).to_be_visible()
    one.page.evaluate(DROP, ["x.log", '{"action": "login"}\n'])
    for shown in (one, other):
        expect(shown.rows).to_have_count(3)
    other.page.get_by_role("button", name="Forget x.log").click()
    for shown in (one, other):
        expect(shown.rows).to_have_count(2)


def test_outcomes_filter_the_list(acme, show):
    shown = show(acme)
    page = shown.page
    expect(shown.rows).to_have_count(2)
    page.get_by_role("button", name="? unknown 1").click()
    expect(shown.rows).to_have_count(1)
    expect(shown.rows).to_contain_text("logout")
