"""How the views of the preview look, at two widths and in both color schemes. The manual has its pictures from here."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tools.preview_pictures import PICTURES

pytestmark = pytest.mark.browser

WIDTHS = ("wide", "narrow")
SCHEMES = ("light", "dark")
SIDEWAYS = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


def audit(page):
    """What axe finds, by rule, with the elements."""
    violations = Axe().run(page).response["violations"]
    return {rule["id"]: [node["html"][:200] for node in rule["nodes"][:3]] for rule in violations}


def events(page):
    page.get_by_role("listbox", name="Events").get_by_role("option").nth(2).click()
    expect(page.locator(".event-column .outcome")).to_contain_text("event 3")
    expect(page.locator(".payload .captured").first).to_be_visible()


def workflows(page):
    page.get_by_role("tab", name="Workflows").click()
    page.get_by_role("button", name="client-events-two-polls", exact=True).click()
    expect(page.get_by_text("Step 1 of")).to_be_visible()
    for _ in range(3):
        page.get_by_role("button", name="Step", exact=True).click()


def package(page):
    page.get_by_role("tab", name="Package").click()
    for title in ("What the ZIP will hold", "Findings", "Install guide", "Against the last build"):
        section = page.locator("section", has=page.get_by_role("heading", name=title))
        expect(section).to_have_attribute("aria-busy", "false")


VIEWS = {"events": events, "workflows": workflows, "package": package}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_nothing_is_too_wide(epm, show, width, scheme):
    shown = show(epm, width=width, scheme=scheme)
    page = shown.page
    found = {}
    for name, open_view in VIEWS.items():
        open_view(page)
        page.mouse.move(0, 0)
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"preview-{name}-{width}-{scheme}.png", animations="disabled", caret="hide")
        found |= {f"{name}: {rule}": where for rule, where in audit(page).items()}
        if too_wide := page.evaluate(SIDEWAYS):
            found[f"{name}: too wide by"] = too_wide
    assert found == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_what_opens(acme, show, scheme):
    shown = show(acme, scheme=scheme)
    page = shown.page
    found = {}
    shown.rows.first.click()
    page.get_by_placeholder("Find, then propose").fill("anna")
    page.get_by_placeholder("Find, then propose").press("Enter")
    expect(page.locator(".proposals input[type=radio]").first).to_be_visible()
    for name in ("Unmapped", "Coverage", "Changes", "Why not", "Look-up and time"):
        page.get_by_role("tab", name=name).click()
        found |= {f"{name}: {rule}": where for rule, where in audit(page).items()}
    shown.editor.replace("what was done", "mine")
    path = acme / "log_source_types/acme.yaml"
    path.write_text(path.read_text().replace("what was done", "theirs"))
    expect(page.locator(".conflict")).to_be_visible()
    found |= {f"conflict: {rule}": where for rule, where in audit(page).items()}
    page.get_by_role("button", name="Keys").click()
    found |= {f"keys: {rule}": where for rule, where in audit(page).items()}
    assert found == {}


def test_the_scheme_follows_the_system_until_the_reader_chooses(acme, serve, show):
    ground = "() => getComputedStyle(document.body).backgroundColor"
    running = serve(acme)
    light, dark = (show(running, scheme=scheme).page for scheme in SCHEMES)
    expect(light.get_by_role("button", name="Colors: auto")).to_be_visible()
    expect(dark.get_by_role("button", name="Colors: auto")).to_be_visible()
    by_system = light.evaluate(ground), dark.evaluate(ground)
    assert by_system[0] != by_system[1]
    light.keyboard.press("d")
    light.keyboard.press("d")
    expect(light.get_by_role("button", name="Colors: dark")).to_be_visible()
    light.wait_for_function(f"color => ({ground})() === color", arg=by_system[1])
    light.reload()
    expect(light.get_by_role("button", name="Colors: dark")).to_be_visible()


def test_the_place_of_the_reader_is_in_the_address(epm, show):
    shown = show(epm)
    page = shown.page
    page.get_by_label("Log source type").select_option("client-events")
    shown.rows.nth(4).click()
    page.get_by_role("tab", name="Why not").click()
    page.get_by_placeholder("Search in the events").fill("108")
    page.wait_for_function("() => location.hash.includes('search=108')")
    address = page.url
    assert "type=client-events" in address
    assert "row=4" in address
    assert "search=108" in address
    again = show(shown.running, place=address.removeprefix(shown.running.url)).page
    expect(again.get_by_label("Log source type")).to_have_value("client-events")
    expect(again.get_by_placeholder("Search in the events")).to_have_value("108")
    expect(again.locator(".event-column .outcome")).to_contain_text("event 5")


def test_links_in_what_the_server_renders_leave_the_view_where_it_is(epm, show):
    page = show(epm).page
    package(page)
    guide = page.get_by_role("group", name="Install guide")
    inside = guide.locator("a[href^='#']").first
    target = inside.get_attribute("href").removeprefix("#")
    inside.click()
    expect(guide.locator(f"[id='{target}']")).to_be_in_viewport()
    expect(page.get_by_role("tab", name="Package")).to_have_attribute("aria-selected", "true")
    assert page.url.endswith("#package")


@pytest.mark.parametrize("key", ["1", "2", "3"])
def test_a_narrow_page_opens_at_its_top(epm, show, key):
    shown = show(epm, width="narrow")
    page = shown.page
    expect(shown.editor.content).to_contain_text("parsing:")
    page.keyboard.press(key)
    # The editor scrolls in the next frame.
    page.evaluate("() => new Promise(done => setTimeout(done, 50))")
    assert page.evaluate("() => scrollY") == 0
