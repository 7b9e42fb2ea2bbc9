"""The guides of the packages in a real browser, opened from the disk as an administrator opens them."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from qradar_builder.findings import Findings
from qradar_builder.package.build import build_package
from tests.browser.conftest import PICTURES, WIDTHS
from tools.followed_pages import ROOT

pytestmark = pytest.mark.browser

PACKAGES = sorted(path.parent.name for path in (ROOT / "content").glob("*/extension.yaml"))
SHEETS = ("INSTALL", "MAPPINGS", "NOTES")
SHOWN = ("ibm-cloud-activity-tracker", "beyondtrust-pra")
"""The packages whose guides are kept as pictures."""
BEFORE = {
    "beyondtrust-epm": 24,
    "beyondtrust-pra": 25,
    "beyondtrust-remote-support": 23,
    "defender-for-iot": 13,
    "ibm-cloud-activity-tracker": 325,
}
"""The pages that the guides had on paper while they held the mappings and the notes."""
MOST_PAGES = 11
"""A guide has fewer than 12 pages on paper."""
PAGE_OF_PDF = re.compile(rb"/Type\s*/Page(?!s)")

BOXES = """() => [...document.querySelectorAll('body *')].filter(each => {
  const style = getComputedStyle(each), box = each.getBoundingClientRect();
  const scrolls = ['auto', 'scroll'].some(way => [style.overflowX, style.overflowY].includes(way));
  const hidden = style.clipPath !== 'none' || each.closest('.skip, thead, details:not([open])');
  return scrolls || (!hidden && box.width > 0 && (box.right > innerWidth + 1 || box.left < -1));
}).map(each => each.outerHTML.slice(0, 120))"""
COLUMNS = """() => [...document.querySelectorAll('th, td')].filter(each => each.scrollWidth > each.clientWidth + 1)
  .filter(each => getComputedStyle(each).clipPath === 'none' && !each.closest('thead') && each.clientWidth > 0)
  .map(each => each.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="session")
def guides(tmp_path_factory):
    """The folder in which each package has a folder of what its build writes."""
    folder = tmp_path_factory.mktemp("guides")
    for package in PACKAGES:
        built = build_package(ROOT / "content" / package, Findings())
        for name, content in built.files.items():
            path = folder / package / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return folder


@pytest.fixture
def opened(browser, guides):
    """Opens a sheet of a package. What a page loads, or gets wrong, fails the test."""
    contexts, faults = [], []

    def opened(package, sheet="INSTALL", width="wide", scheme="light", **options):
        context = browser.new_context(
            viewport={"width": WIDTHS[width], "height": 900}, color_scheme=scheme, reduced_motion="reduce", **options
        )
        contexts.append(context)
        address = (guides / package / f"{sheet}.html").as_uri()
        context.on("request", lambda request: request.url.split("#")[0] == address or faults.append(request.url))
        tab = context.new_page()
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on("console", lambda message: message.type == "error" and faults.append(message.text))
        tab.goto(address)
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert [fault for fault in faults if not fault.startswith("blob:")] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("package", PACKAGES)
def test_nothing_scrolls_by_itself_and_no_column_is_cut(opened, package, width):
    for sheet in SHEETS:
        tab = opened(package, sheet, width)
        assert tab.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width], sheet
        assert tab.evaluate(BOXES) == [], sheet
        assert tab.evaluate(COLUMNS) == [], sheet
        if package in SHOWN:
            PICTURES.mkdir(parents=True, exist_ok=True)
            for scheme in ("light", "dark"):
                tab.emulate_media(color_scheme=scheme)
                name = f"guide-{package}-{sheet.lower()}-{width}-{scheme}.png"
                tab.screenshot(path=PICTURES / name, full_page=sheet == "INSTALL")


# The contrast of colors depends on the scheme alone, all else on the width.
@pytest.mark.parametrize(("width", "scheme"), [("wide", "light"), ("narrow", "dark")])
def test_the_audit_of_axe_finds_nothing(opened, width, scheme):
    for package, sheet in [
        ("beyondtrust-pra", "INSTALL"),
        ("beyondtrust-epm", "MAPPINGS"),
        ("defender-for-iot", "NOTES"),
    ]:
        found = Axe().run(opened(package, sheet, width, scheme, bypass_csp=True))
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("package", PACKAGES)
def test_a_guide_has_fewer_than_twelve_pages_on_paper(opened, package):
    pages = len(PAGE_OF_PDF.findall(opened(package).pdf(format="A4", prefer_css_page_size=True)))
    PICTURES.mkdir(parents=True, exist_ok=True)
    text = f"{pages} pages; with the mappings and the notes in it: {BEFORE.get(package, 'not known')}\n"
    (PICTURES / f"guide-{package}-pages.txt").write_text(text, encoding="utf-8")
    assert 2 <= pages <= MOST_PAGES


@pytest.mark.parametrize("permissions", [[], ["clipboard-read", "clipboard-write"]], ids=["no clipboard", "clipboard"])
def test_texts_and_values_are_copied_as_they_are(opened, guides, permissions):
    tab = opened("beyondtrust-pra", permissions=permissions)
    tab.evaluate("""() => {
      window.copied = [];
      document.addEventListener('copy', () => window.copied.push(document.activeElement.value));
      const write = navigator.clipboard.writeText.bind(navigator.clipboard);
      navigator.clipboard.writeText = text => write(text).then(() => { window.copied.push(text); });
    }""")
    tab.get_by_role("button", name="Copy text of workflows/access-sessions.xml").first.click()
    expect(tab.locator(".copied")).to_contain_text("Copied: text of workflows/")
    workflow = (guides / "beyondtrust-pra" / "workflows" / "access-sessions.xml").read_text(encoding="utf-8")
    assert tab.evaluate("window.copied") == [workflow]
    tab.get_by_role("button", name="Copy BeyondTrust PRA - Access Sessions", exact=True).click()
    expect(tab.locator(".copied")).to_contain_text("Access Sessions")
    assert tab.evaluate("window.copied.at(-1)") == "BeyondTrust PRA - Access Sessions"


def test_a_default_that_stands_for_a_parameter_has_no_button(opened):
    tab = opened("beyondtrust-pra")
    labels = tab.evaluate("[...document.querySelectorAll('.copy-button')].map(each => each.ariaLabel)")
    assert "Copy 443" in labels
    assert not [label for label in labels if "${" in label]


def test_the_mappings_are_filtered_and_saved_as_csv(opened):
    tab = opened("ibm-cloud-activity-tracker", "MAPPINGS")
    rows = tab.locator("table.events tbody tr")
    assert rows.count() == 4058
    tab.get_by_label("Show only rows with").fill("accountsettings.update denied")
    expect(tab.get_by_role("status")).to_have_text("1 of 4058")
    expect(tab.locator("table.events tbody tr:visible")).to_have_count(1)
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Download as CSV").click()
    assert download.value.suggested_filename == "MAPPINGS-IBM-Cloud-Activity-Tracker-Events.csv"
    head, row = csv.reader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8")))
    assert head[:4] == ["Log source type", "Event id", "Event category", "QID name"]
    assert row[:3] == ["IBM Cloud Activity Tracker Events", "iam-identity.accountsettings.update", "denied"]


def test_the_saved_table_is_that_of_the_build(opened, guides):
    tab = opened("beyondtrust-remote-support", "MAPPINGS")
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Download as CSV").click()
    written = (guides / "beyondtrust-remote-support" / "MAPPINGS.csv").read_bytes()
    assert Path(download.value.path()).read_bytes() == written


def test_without_javascript_everything_is_there_but_the_buttons(opened):
    tab = opened("beyondtrust-pra", java_script_enabled=False)
    assert tab.locator("button").count() == 0
    tab.get_by_text("Show the text of workflows/access-sessions.xml").click()
    assert tab.locator("code[data-path='workflows/access-sessions.xml']").is_visible()
    mappings = opened("ibm-cloud-activity-tracker", "MAPPINGS", java_script_enabled=False)
    assert mappings.locator("table.events tbody tr:visible").count() == 4058


def test_the_author_has_an_address(opened):
    for sheet in SHEETS:
        links = opened("beyondtrust-epm", sheet).locator("a[href^='mailto:qradar-content@']")
        assert links.count() >= 1
