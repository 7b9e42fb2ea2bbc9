"""The search of the manual: what people type, and the place that must come first."""

import pytest

pytestmark = pytest.mark.browser

QUERIES = {
    "rename a key": "identities.html#renaming-a-key",
    "renaming keys": "identities.html#renaming-a-key",
    "qid/no-severity": "rules.html#qid/no-severity",
    "qid no severity": "rules.html#qid/no-severity",
    "workflow/undeclared-parameter": "rules.html#workflow/undeclared-parameter",
    "--cobertura": "reference/commands.html#test--cobertura",
    "--theme": "reference/commands.html#docs--theme",
    "--from-har": "reference/commands.html#init--from-har",
    "--locked": "reference/commands.html#build--locked",
    "parse --explain": "reference/commands.html#parse--explain",
    "DeviceTime": "reference/fields.html#field-DeviceTime",
    "EventCategory": "reference/fields.html#field-EventCategory",
    "CallEndpoint": "reference/workflow.html#callendpoint",
    "call endpoint": "reference/workflow.html#callendpoint",
    "ForEach": "reference/workflow.html#foreach",
    "time_to_live": "reference/reference-data.html#key-time_to_live",
    "low-level categories": "reference/categories.html",
    "installing guides": "install-guides.html",
    "exit code": "reference/commands.html#exit-codes",
    "golden file": "testing-events.html#golden-files",
    "visual studio code": "editors.html#visual-studio-code",
    "github actions": "ci.html#github-actions",
    "gitlab": "ci.html#gitlab-ci",
    "custom property": "properties.html",
    "overriding a built-in type": "overrides.html",
    "several packages": "several-packages.html",
    "record a live poll": "recording.html",
    "identity.lock.yaml": "formats.html#identitylockyaml",
    "add a rule": "architecture.html#add-a-rule",
    "troubleshoot": "troubleshooting.html",
}
"""Titles in other forms of their words, rule ids, keys, fields, actions, options, and what people call a thing."""


@pytest.fixture
def ask(page, address):
    tab = page()
    tab.goto(f"{address}index.html")
    tab.keyboard.press("/")

    def ask(text):
        tab.fill("#manual-search-query", text)
        tab.wait_for_function(
            "text => document.getElementById('manual-search-results').dataset.answers === text", arg=text
        )
        links = tab.locator("#manual-search-results a").all()
        return links[0].get_attribute("href").removeprefix(address) if links else tab.inner_text("#manual-search-count")

    ask.tab = tab
    return ask


def test_the_first_hit_is_the_place_that_was_meant(ask, picture):
    found = {text: ask(text) for text in QUERIES}
    picture(ask.tab, "search-wide-light")
    assert found == QUERIES
    assert len(QUERIES) == 30


def test_the_keyboard_is_enough(ask, address):
    ask("rename a key")
    ask.tab.keyboard.press("ArrowDown")
    assert ask.tab.evaluate("document.activeElement.href") == f"{address}{QUERIES['rename a key']}"
    ask.tab.keyboard.press("ArrowUp")
    ask.tab.keyboard.press("Enter")
    ask.tab.wait_for_url(f"{address}{QUERIES['rename a key']}")


def test_what_is_nowhere_is_told_and_the_search_can_be_closed(ask):
    assert ask("~~~") == "Nothing has “~~~”."
    ask.tab.keyboard.press("Escape")
    ask.tab.wait_for_function("() => !document.getElementById('manual-search').open")


def test_markup_in_a_query_is_text(ask):
    ask("<img src=x onerror=alert(1)>")
    assert ask.tab.locator("#manual-search img").count() == 0
