"""The pages of `test --html`, `diff --html` and `survey` in a real browser, opened from the disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import WIDTHS
from tools.followed_pages import ROOT

pytestmark = pytest.mark.browser

PACKAGE = ROOT / "tests/acceptance/packages/acme-proxy"
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="session")
def reports(tmp_path_factory):
    """The folder with the pages: a package of which a case fails, and what is different between two versions of it."""
    folder = tmp_path_factory.mktemp("reports")
    for name in ("old", "new"):
        shutil.copytree(PACKAGE, folder / name)
    case = folder / "new/tests/events/requests.yaml"
    text = case.read_text(encoding="utf-8")
    case.write_text(text.replace("UserName: alice", f'UserName: "{HOSTILE}"'), encoding="utf-8")
    definition = folder / "new/log_source_types/requests.yaml"
    text = definition.read_text(encoding="utf-8")
    definition.write_text(text.replace("severity: 4", "severity: 9"), encoding="utf-8")
    (folder / "events.log").write_text('{"action": "refuse", "user": {"name": "<b>anna"}}\n', encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    for arguments in (("test", "new", "--html", "test.html"), ("diff", "old", "new", "--events", "events.log")):
        pages = () if "--html" in arguments else ("--html", "diff.html")
        command = [sys.executable, "-m", "qradar_builder.cli", *arguments, *pages]
        subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    survey = [sys.executable, "-m", "qradar_builder.cli", "survey", "old", "events.log", "-o", "survey.html"]
    subprocess.run(survey, cwd=folder, env=environment, capture_output=True, check=False)
    return folder


@pytest.fixture
def opened(browser, reports):
    """Opens a page without a script of its own. What it loads, or gets wrong, fails the test."""
    contexts, faults = [], []

    def opened(name, width="wide", scheme="light", **options):
        context = browser.new_context(
            viewport={"width": WIDTHS[width], "height": 900}, color_scheme=scheme, reduced_motion="reduce", **options
        )
        contexts.append(context)
        address = (reports / name).as_uri()
        context.on("request", lambda request: request.url.split("#")[0] == address or faults.append(request.url))
        tab = context.new_page()
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        tab.on("console", lambda message: message.type == "error" and faults.append(message.text))
        tab.goto(address)
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["test.html", "diff.html", "survey.html"])
def test_the_audit_of_axe_finds_nothing_and_nothing_is_wider_than_the_screen(opened, picture, *, name, width, scheme):
    tab = opened(name, width, scheme, bypass_csp=True)
    tab.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert tab.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width]
    found = Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()
    picture(tab, f"report-{name.removesuffix('.html')}-{width}-{scheme}")


def test_without_javascript_everything_is_there_and_hostile_text_is_text(opened):
    tab = opened("test.html", java_script_enabled=False)
    assert tab.locator("img, script").count() == 0
    assert tab.get_by_role("cell", name=HOSTILE).first.is_visible()
    tab.get_by_role("listitem").get_by_role("link", name="a request is refused").click()
    assert tab.locator(":target").get_by_text("the event is not as expected").count() == 1
    timeline = tab.locator("details", has_text="1 poll")
    timeline.locator("summary").click()
    assert timeline.get_by_text("3 events posted").is_visible()


def test_a_printed_page_has_what_is_folded_on_the_screen(opened):
    tab = opened("test.html")
    tab.emulate_media(media="print")
    assert tab.get_by_text("3 events posted").is_visible()
