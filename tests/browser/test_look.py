"""How the pages of the manual look: at two widths and in both color schemes."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

WIDTHS = ("wide", "narrow")
SCHEMES = ("light", "dark")
SAMPLES = ("index.html", "tutorial.html", "reference/commands.html", "reference/workflow.html", "identities.html")
"""One page of each kind: the picture on top, consoles and files, wide tables, deep headings, changes of files."""

CUT = """() => [...document.querySelectorAll('article code.whole')].filter(code => {
  const lines = new Set([...code.getClientRects()].map(box => Math.round(box.top)));
  return lines.size > 1;
}).map(code => code.textContent)"""
SCHEME = "document.body.dataset.mdColorScheme"
TOO_WIDE = (
    "() => { scrollTo(9999, 0); const moved = document.scrollingElement.scrollLeft; scrollTo(0, 0); return moved; }"
)
EMPTY_COLUMNS = """() => [...document.querySelectorAll('article table')].filter(table => {
  const rows = [...table.querySelectorAll('tbody tr')].map(row => [...row.cells].map(cell => cell.textContent.trim()));
  return rows.length && rows[0].some((_, column) => rows.every(row => !row[column]));
}).map(table => table.textContent.slice(0, 80))"""
UNDER_BUTTON = """() => [...document.querySelectorAll('article pre')].filter(pre => {
  const button = pre.querySelector('.md-code__nav'), code = pre.querySelector('code');
  if (!button) return false;
  const [one, other] = [button.getBoundingClientRect(), code.getBoundingClientRect()];
  return one.width && other.right > one.left + 1 && other.left < one.right - 1;
}).map(pre => pre.textContent.slice(0, 80))"""


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways_and_no_id_is_broken(page, names, address, width):
    tab = page(width)
    seen = {}
    for name in names if width == "narrow" else SAMPLES:
        tab.goto(address + name, wait_until="load")
        found = {
            "sideways": tab.evaluate(TOO_WIDE),
            "broken": tab.evaluate(CUT),
            "empty columns": tab.evaluate(EMPTY_COLUMNS),
            "text under a button": tab.evaluate(UNDER_BUTTON),
        }
        if any(found.values()):
            seen[name] = {what: value for what, value in found.items() if value}
    assert seen == {}


def test_a_wide_table_scrolls_on_its_own(page, address):
    tab = page("narrow")
    tab.goto(f"{address}rules.html")
    table = tab.locator("article table").first
    moved = table.evaluate(
        """table => {
          let box = table;
          while (box.scrollWidth <= box.clientWidth + 1) box = box.parentElement;
          box.scrollLeft = 50;
          return [box.scrollLeft, box.tagName];
        }"""
    )
    assert moved[0] == 50
    assert moved[1] != "HTML"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_audit_of_axe_finds_nothing(page, address, picture, width, scheme):
    tab = page(width, scheme)
    found = {}
    # The contrast of colors depends on the scheme alone: the first page is enough for the others.
    names = SAMPLES if (width, scheme) in {("wide", "light"), ("narrow", "dark")} else SAMPLES[:1]
    for name in names:
        tab.goto(address + name, wait_until="load")
        picture(tab, f"{name.removesuffix('.html').replace('/', '-')}-{width}-{scheme}")
        response = Axe().run(tab).response
        if response["violations"]:
            found[name] = [
                (rule["id"], [node["html"][:150] for node in rule["nodes"][:3]]) for rule in response["violations"]
            ]
    assert found == {}


def test_the_schemes_differ_and_the_button_changes_them(page, address):
    ground = "() => getComputedStyle(document.body).backgroundColor"
    tabs = [page(scheme=scheme) for scheme in SCHEMES]
    for tab in tabs:
        tab.goto(f"{address}index.html")
    light, dark = (tab.evaluate(ground) for tab in tabs)
    assert light != dark
    for tab, other in zip(tabs, (dark, light), strict=True):
        tab.locator("form[data-md-component=palette] label:not([hidden])").click()
        # The color may change in steps.
        tab.wait_for_function(f"color => ({ground})() === color", arg=other)


@pytest.mark.parametrize(
    ("name", "count"), [("index", 1), ("architecture", 1), ("parsing", 1), ("testing-workflows", 1)]
)
def test_a_picture_is_shown_and_fits(page, address, name, count):
    tab = page("narrow")
    tab.goto(f"{address}{name}.html")
    pictures = tab.locator("article img[src$='.svg']")
    assert pictures.count() == count
    for image in pictures.all():
        assert image.get_attribute("alt")
        assert image.evaluate("image => image.naturalWidth") == 360
        assert image.evaluate("image => image.getBoundingClientRect().right") <= 390


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_picture_follows_the_scheme_of_its_page(page, address, scheme):
    tab = page(scheme=scheme)
    tab.goto(f"{address}index.html")
    image = tab.locator("article img[src$='.svg']")
    shot = image.screenshot()
    before = tab.evaluate(SCHEME)
    tab.locator("form[data-md-component=palette] label:not([hidden])").click()
    tab.wait_for_function(f"before => {SCHEME} !== before", arg=before)
    assert image.screenshot() != shot


def test_the_copy_button_gives_the_whole_block(page, address):
    tab = page("narrow")
    tab.goto(f"{address}tutorial.html")
    block = tab.locator("article pre").first
    block.locator("button[data-md-type=copy], .md-clipboard, button").first.click()
    tab.wait_for_function("() => navigator.clipboard.readText().then(text => text.length > 0)")
    assert tab.evaluate("() => navigator.clipboard.readText()").strip() == block.locator("code").inner_text().strip()


def test_the_manual_has_a_look_of_its_own(page, address):
    tab = page()
    tab.goto(f"{address}index.html")
    assert tab.locator(".md-header .md-logo img").evaluate("image => image.naturalWidth") > 0
    assert tab.locator("link[rel=icon]").get_attribute("href") == "./assets/manual/favicon.svg"
    band = tab.locator(".md-header").evaluate("header => getComputedStyle(header).backgroundColor")
    assert band == "rgb(18, 50, 107)"


@pytest.mark.parametrize("rule", ["qid/no-severity", "case/workflow"])
def test_the_address_of_a_rule_shows_its_row(page, address, rule):
    tab = page()
    tab.goto(f"{address}rules.html#{rule}")
    row = tab.locator("tr:has(:target)")
    assert row.locator("code").first.inner_text() == rule
    assert row.evaluate("row => row.getBoundingClientRect().top >= 40 && row.getBoundingClientRect().bottom <= 900")
