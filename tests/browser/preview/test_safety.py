"""What the preview does with pages of others and with payloads that are meant to harm."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

HOSTILE = [
    '<script>window.harmed = 1</script><img src=x onerror="window.harmed = 1">',
    "\x1b]0;title\x07\x1b[31mred\x1b[0m \x00 nul \x08\x08",
    "\u202egnp.exe\u202c \u2066hidden\u2069",
    "javascript:window.harmed=1 ${7*7} {{7*7}} %n%n",
]
RIGHT_TO_LEFT = "תחנה 10.0.0.1 נכשלה"


@pytest.fixture
def hostile(acme):
    """The package with a sample of each hostile text, and of one that is only written from the right."""
    payloads = [json.dumps({"action": text, "user": text}, ensure_ascii=False) for text in (*HOSTILE, RIGHT_TO_LEFT)]
    samples = [{"name": f"text {number}", "payload": payload} for number, payload in enumerate(payloads)]
    case = {"log_source_type": "acme", "samples": samples}
    (acme / "tests/events/hostile.yaml").write_text(json.dumps(case))
    raw = "".join(f"{text}\n" for text in HOSTILE)
    dropped = acme.parent / "dropped.log"
    dropped.write_bytes(raw.encode())
    return acme, dropped


def test_a_hostile_payload_is_only_text(hostile, show):
    folder, dropped = hostile
    shown = show(folder)
    page = shown.page
    page.get_by_label("Files with payloads").set_input_files(dropped)
    listed = shown.rows
    expect(listed).to_have_count(2 + len(HOSTILE) + 1 + len(HOSTILE))
    for at in range(listed.count()):
        listed.nth(at).click()
        expect(listed.nth(at)).to_have_attribute("aria-selected", "true")
        expect(page.locator(".event-column .outcome")).to_contain_text(f"event {at + 1}")
        for name in ("Why not", "Look-up and time", "Fields"):
            page.get_by_role("tab", name=name).click()
    assert page.evaluate("() => window.harmed") is None
    assert page.locator(".event-column script, .event-column img, .list img").count() == 0


def test_control_characters_are_shown_by_their_names(hostile, show):
    folder, dropped = hostile
    shown = show(folder)
    page = shown.page
    page.get_by_label("Files with payloads").set_input_files(dropped)
    expect(shown.rows).to_have_count(2 + len(HOSTILE) + 1 + len(HOSTILE))
    shown.rows.filter(has_text=" nul ").first.click()
    names = page.locator(".payload .text .control")
    expect(names.first).to_be_visible()
    assert {"ESC", "BEL", "NUL", "BS"} <= set(names.evaluate_all("all => all.map(one => one.dataset.name)"))
    text = page.locator(".payload .text").inner_text()
    assert "\x1b" not in text
    shown.rows.filter(has_text="hidden").first.click()
    expect(page.locator(".payload .text .control[data-name='U+202E']").first).to_be_visible()


def test_a_payload_from_right_to_left_is_apart_from_its_marks(hostile, show):
    folder, _ = hostile
    shown = show(folder)
    page = shown.page
    shown.rows.filter(has_text="תחנה").click()
    piece = page.locator(".payload .piece").first
    expect(piece).to_have_attribute("dir", "auto")
    assert piece.evaluate("piece => getComputedStyle(piece).unicodeBidi") == "isolate"
    value = page.locator("table.values tr").filter(has_text="UserName").locator("bdi").first
    expect(value).to_have_text(RIGHT_TO_LEFT)


def test_a_file_that_is_too_large_is_refused_and_the_page_goes_on(acme, show):
    shown = show(acme)
    page = shown.page
    expect(shown.rows).to_have_count(2)
    page.evaluate(
        """() => {
          const carried = new DataTransfer();
          carried.items.add(new File([new Uint8Array(33 << 20).fill(120)], 'huge.log'));
          carried.items.add(new File(['{"action":"login"}'], 'small.log'));
          document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: carried, bubbles: true, cancelable: true}));
        }"""
    )
    expect(page.get_by_role("alert")).to_contain_text("huge.log is too large")
    expect(shown.rows).to_have_count(3)


def test_a_regular_expression_that_runs_away_is_a_finding(acme, show):
    (acme / "tests/events/acme.yaml").write_text(
        json.dumps({"log_source_type": "acme", "samples": [{"name": "long", "payload": "a" * 40 + "!"}]})
    )
    shown = show(acme)
    expect(shown.rows).to_have_count(1)
    shown.editor.replace("""json: '/"user"'""", "regex: '((a|aa)+)+$'")
    expect(shown.page.locator(".panel-beside .findings")).to_contain_text("preview/slow")
    expect(shown.rows).to_have_count(1)


FOREIGN = """async url => {
  const seen = [];
  const asked = [
    ["GET", "api/package", "cors"],
    ["GET", "api/package", "no-cors"],
    ["POST", "api/package/build", "cors"],
    ["POST", "api/package/build", "no-cors"],
    ["PUT", "api/files/extension.yaml", "cors"],
  ];
  for (const [method, path, mode] of asked) {
    const body = method === "GET" ? undefined : "{}";
    try {
      const answer = await fetch(url + path, {method, mode, body});
      seen.push([answer.type, answer.status]);
    } catch (error) {
      seen.push(["refused", 0]);
    }
  }
  return seen;
}"""


def test_a_page_of_another_origin_learns_and_changes_nothing(acme, serve, browser, address):
    running = serve(acme)
    before = {path: path.read_bytes() for path in Path(acme).rglob("*") if path.is_file()}
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    seen = page.evaluate(FOREIGN, running.url)
    # Without CORS a page sees neither the status nor the body of an answer.
    assert {tuple(each) for each in seen} <= {("refused", 0), ("opaque", 0)}
    frame = page.evaluate(
        """url => new Promise(done => {
          const frame = document.createElement('iframe');
          frame.onload = () => { try { done(frame.contentDocument?.title ?? 'blocked'); } catch { done('blocked'); } };
          frame.src = url;
          document.body.append(frame);
        })""",
        running.url,
    )
    assert frame == "blocked"
    context.close()
    assert {path: path.read_bytes() for path in Path(acme).rglob("*") if path.is_file()} == before
    assert running.application.errors == []
