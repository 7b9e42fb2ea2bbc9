"""What the install guide takes from docs/guide.md and CHANGELOG.md, and what it says about them."""

from __future__ import annotations

import base64
import re

import pytest

from qradar_builder.findings import Findings
from qradar_builder.package.build import build_package
from qradar_builder.package.guide.documents import read_documents

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A package with a log source type, in the working directory."""
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "extension.yaml": "id: acme\nname: Acme\nversion: 1.0.0\nauthor: {name: A}\nqradar: {minimum: 7.5.0}\n",
        "log_source_types/log.yaml": "name: Acme Log\nprotocol: Syslog\nparsing:\n  EventName: {json: '/\"id\"'}\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    return tmp_path


def build(folder, guide=None, changes=None):
    if guide is not None:
        (folder / "docs" / "guide.md").write_text(guide, encoding="utf-8")
    if changes is not None:
        (folder / "CHANGELOG.md").write_text(changes, encoding="utf-8")
    findings = Findings()
    built = build_package(folder, findings)
    files = {} if built is None else built.files
    return files, [(found.rule, str(found.location), found.message) for found in findings]


def notes(files):
    """What the author's notes come to, with what follows them."""
    return files["NOTES.md"].decode().split("\nAuthor: A\n")[1].strip()


def section(files, heading, name="INSTALL.md"):
    text = files[name].decode()
    return text.split(f"\n## {heading}\n")[1].split("\n## ")[0]


SLOTS = {
    "Prerequisites": "Prerequisites",
    "Network": "Network",
    "Accounts": "Accounts",
    "Before import": "1. Prepare the source of the events",
    "After import": "2. Add the extension",
    "Parameters": "3. Fill in the workflow parameter values",
    "Log source": "4. Create the log source",
    "After deploy": "5. Deploy the changes",
    "Troubleshooting": "Troubleshooting",
}
WORKFLOW = (
    'name: W\nversion: "1.0"\nschema: V2_1\nparameters:\n  - {name: host, label: Host, required: true}\n'
    "actions:\n  - CallEndpoint: {url: 'https://${/host}/', method: GET, savePath: /r}\n"
    "  - PostEvents: {path: /r/body}\n"
)


def test_every_slot_goes_into_the_step_that_it_is_for(folder):
    (folder / "workflows").mkdir()
    (folder / "workflows" / "w.yaml").write_text(WORKFLOW, encoding="utf-8")
    guide = "# Acme\n\nAn intro.\n\n" + "".join(
        f"## {slot.upper()}\n\n### Part of {slot}\n\nText of {slot}.\n\n" for slot in reversed(SLOTS)
    )
    files, found = build(folder, guide)
    assert [one for one in found if one[0].startswith("guide")] == []
    text = files["INSTALL.md"].decode()
    assert "# Acme\n" not in text
    assert "An intro." in text.split("**In short:**")[0]
    for slot, heading in SLOTS.items():
        assert f"### Part of {slot}\n\nText of {slot}." in section(files, heading)
        assert text.count(f"Text of {slot}.") == 1
    places = [text.index(f"Text of {slot}.") for slot in SLOTS]
    assert places == sorted(places)
    assert re.findall(r"^## (\d)\.", text, re.MULTILINE) == ["1", "2", "3", "4", "5"]
    assert "NOTES.md" not in files


def test_headings_of_the_slots_around_import_and_deployment_are_items_of_the_summary(folder):
    guide = "## Before import\n\n### Create `a topic`\n\n#### More\n\nx\n\n### Copy\n\n## After deploy\n\n### Look\n"
    files, found = build(folder, guide)
    assert found == []
    short = files["INSTALL.md"].decode().split("**In short:**")[1].split("Contents of")[0]
    assert re.findall(r"^(\d\. .{4})", short, re.MULTILINE) == [
        "1. Crea",
        "2. Copy",
        "3. Add ",
        "4. Crea",
        "5. Choo",
        "6. Look",
    ]
    assert "1. Create `a topic`.\n" in short


def test_a_slot_without_headings_is_one_item_of_the_summary(folder):
    files, _ = build(folder, "## Before import\n\nDo it.\n")
    assert "1. Prepare the source of the events.\n" in files["INSTALL.md"].decode()


@pytest.mark.parametrize(
    ("heading", "nearest"),
    [("Log sources", '"Log source"'), ("Pre-requisites", '"Prerequisites"'), ("Before the import", '"Before import"')],
)
def test_a_heading_that_names_no_slot_is_a_finding_with_the_nearest_name(folder, heading, nearest):
    (folder / "docs" / "guide.md").write_text(f"## {heading}\n\nTen.\n", encoding="utf-8")
    findings = Findings()
    files = build_package(folder, findings).files
    [found] = findings
    assert (found.rule, str(found.location)) == ("guide/slot", "docs/guide.md:1:4")
    assert f"did you mean {nearest}" in found.help
    assert "`After deploy`" in found.help
    assert section(files, heading, "NOTES.md").strip() == "Ten."
    assert "Ten." not in files["INSTALL.md"].decode()


def test_parameters_of_a_package_without_workflows_go_to_the_log_source_with_a_finding(folder):
    files, found = build(folder, "## Parameters\n\nOf it.\n")
    assert [(rule, place) for rule, place, _ in found] == [("guide/slot", "docs/guide.md:1:4")]
    assert "Of it." in section(files, "2. Create the log source")


@pytest.mark.parametrize("number", ["Step 4: ", "4. ", "4) ", "STEP 4 - ", "step 4 "])
def test_a_number_before_a_heading_is_left_out_with_a_finding(folder, number):
    files, found = build(folder, f"## Before import\n\n### {number}Do *it*\n\n## Notes\n\n### 7. Kept\n")
    assert [(rule, place) for rule, place, _ in found] == [("guide/numbering", "docs/guide.md:3:5")]
    assert "\n### Do *it*\n" in files["INSTALL.md"].decode()
    assert "## 7\\. Kept" in files["NOTES.md"].decode()


@pytest.mark.parametrize("heading", ["7.5.0 and later", "2 accounts", "Steps 1 and 2", "Stepwise 1: x"])
def test_other_numbers_in_headings_stay(folder, heading):
    files, found = build(folder, f"## Before import\n\n### {heading}\n")
    assert found == []
    assert f"### {heading}" in files["INSTALL.md"].decode()


def test_notes_are_a_page_of_their_own_without_a_step(folder):
    files, found = build(folder, "## Notes\n\n### Known gap\n\nA gap.\n", "## 1.0.0\n\n- First.\n")
    assert found == []
    assert "A gap." not in files["INSTALL.md"].decode()
    assert notes(files) == "## Known gap\n\nA gap.\n\n## What changed\n\n### 1.0.0\n\n- First."
    assert "[NOTES.md](NOTES.md)" in files["INSTALL.md"].decode()
    assert 'href="NOTES.html#what-changed"' in files["INSTALL.html"].decode()


def test_links_lead_to_the_page_that_has_the_heading(folder):
    guide = "## Network\n\n[a](#gap) [b](#network)\n\n## Notes\n\n### Gap\n\n[c](#network) [e](#gap) [f](guide.md)\n"
    files, found = build(folder, guide)
    assert found == []
    assert "[a](NOTES.md#gap) [b](#network)" in files["INSTALL.md"].decode()
    assert 'href="NOTES.html#gap"' in files["INSTALL.html"].decode()
    assert "[c](INSTALL.md#network) [e](#gap) [f](INSTALL.md)" in files["NOTES.md"].decode()
    assert 'href="INSTALL.html#network"' in files["NOTES.html"].decode()


def test_a_heading_inside_code_begins_no_section(folder):
    files, _ = build(folder, "## Notes\n\n```\n## Network\n```\n")
    assert notes(files) == "```\n## Network\n```"
    assert "## Network\n\nThe sender of the events" in files["INSTALL.md"].decode()


def test_sections_of_one_name_are_put_together(folder):
    files, _ = build(folder, "## Network\n\nOne.\n\n## Accounts\n\n## Network\n\nTwo.\n")
    assert "One.\n\nTwo." in section(files, "Network")


def test_a_heading_without_text_begins_no_section(folder):
    files, _ = build(folder, "## Notes\n\nOne.\n\n##\n\nTwo.\n")
    assert notes(files) == "One.\n\nTwo."


def test_many_sections_do_not_take_long(folder):
    _, found = build(folder, "## Notes\n\n[a](#notes)\n\n" * 5000)
    assert found == []


def test_a_package_without_documents_has_a_guide_all_the_same(folder):
    files, found = build(folder)
    assert found == []
    assert "what-changed" not in files["INSTALL.md"].decode()
    assert "NOTES.md" not in files
    assert "INSTALL.html" in files


def test_the_change_log_is_taken_in_with_its_newest_versions(folder):
    versions = "".join(f"## 1.{minor}.0\n\n### Added\n\n- Thing {minor}.\n\n" for minor in range(12, 0, -1))
    files, _ = build(folder, changes=f"# Acme\n\nAll of it.\n\n{versions}")
    changed = section(files, "What changed", "NOTES.md")
    assert "All of it.\n\n### 1.12.0\n\n#### Added\n\n- Thing 12." in changed
    assert "Thing 3." in changed
    assert "Thing 2." not in changed
    assert "has the older versions" in changed


def test_hostile_markdown_does_no_harm(folder):
    hostile = (
        "## Notes\n\n<script>alert(1)</script>\n\nx <img src=x onerror=alert(2)> [j](javascript:alert(3)) "
        "[d](data:text/html,x) [v](VBScript:x) <javascript:alert(4)> ![i](javascript:x) [p](//evil.example/x)\n\n"
        "| a |\n|---|\n| <b>&lt;script&gt; |\n\n```html\n<script>in code</script>\n\n```events log\n"
    )
    files, found = build(folder, hostile)
    page = files["NOTES.html"].decode()
    assert page.count("<script") == 1
    for bad in ("<img", 'javascript:alert(3)"', 'href="data:', 'href="javascript', 'href="//', 'href="vb', "<b>"):
        assert bad not in page.lower()
    markdown = files["NOTES.md"].decode()
    assert "\\<script>alert(1)\\</script>" in markdown
    assert "](javascript" not in markdown
    rules = [rule for rule, *_ in found]
    assert rules.count("guide/scheme") == 5
    assert rules.count("guide/image") == 1
    assert rules.count("guide/html") == 3


def test_an_unclosed_fence_does_not_swallow_the_guide(folder):
    files, _ = build(folder, "## Network\n\n```\nno end\n")
    assert "```\nno end\n```" in section(files, "Network")
    assert "## Upgrading" in files["INSTALL.md"].decode()


def test_files_below_docs_are_copied_and_images_are_inlined_too(folder):
    (folder / "docs" / "images").mkdir()
    (folder / "docs" / "images" / "a b.png").write_bytes(PIXEL)
    (folder / "docs" / "x.conf").write_text("x", encoding="utf-8")
    files, found = build(folder, "## Network\n\n![A dot](images/a%20b.png) [x](x.conf) [again](./x.conf#part)\n")
    assert found == []
    assert files["docs/images/a b.png"] == PIXEL
    assert files["docs/x.conf"] == b"x"
    assert "![A dot](docs/images/a%20b.png) [x](docs/x.conf) [again](docs/x.conf)" in files["INSTALL.md"].decode()
    page = files["INSTALL.html"].decode()
    assert f'src="data:image/png;base64,{base64.b64encode(PIXEL).decode()}" alt="A dot"' in page
    assert 'href="docs/x.conf"' in page
    assert b"  docs/x.conf\n" in files["SHA256SUMS"]
    assert "| `docs/x.conf` |" in files["INSTALL.md"].decode()


@pytest.mark.parametrize(
    ("text", "rule", "message"),
    [
        ("[a](gone.md)", "guide/link", "the link `gone.md` has no target, and is removed"),
        ("[a](../extension.yaml)", "guide/link", "the link `../extension.yaml` points outside docs/, and is removed"),
        ("[a](../../../etc/passwd)", "guide/link", "points outside docs/"),
        ("[a](/etc/passwd)", "guide/link", "points outside docs/"),
        ("[a](%2e%2e/extension.yaml)", "guide/link", "points outside docs/"),
        ("[a](outside.txt)", "guide/link", "has no target"),
        ("[a](folder)", "guide/link", "has no target"),
        ("[a](#nope)", "guide/link", "the guide has no heading `#nope`"),
        ("[a](guide.md#nope)", "guide/link", "the guide has no heading `#nope`"),
        ("[a](ftp://a.example/b)", "guide/scheme", "the link `ftp://a.example/b` is removed"),
        ("![a](http://a.example/b.png)", "guide/image", "is not in the package"),
        ("![a](x.txt)", "guide/image", "`x.txt` is not an image that every browser shows, and is removed"),
        ("![a](gone.png)", "guide/link", "has no target"),
        ("a <br> b", "guide/html", "`<br>` is shown as text"),
        ("[a](%00)", "guide/link", "points outside docs/"),
    ],
)
def test_what_cannot_stay_is_a_finding_with_its_place(folder, text, rule, message):
    (folder / "docs" / "folder").mkdir()
    (folder / "docs" / "outside.txt").symlink_to(folder / "extension.yaml")
    (folder / "docs" / "x.txt").write_text("x", encoding="utf-8")
    files, found = build(folder, f"## Notes\n\nfirst line\n{text}\n")
    assert files
    [(found_rule, place, said)] = found
    assert found_rule == rule
    assert message in said
    assert place.startswith("docs/guide.md:4:")


def test_links_between_the_documents_stay_inside_the_guide(folder):
    guide = (
        "## Network\n\n[c](../CHANGELOG.md) [n](#accounts) [m](guide.md#gap) [o](#notes)\n\n"
        "## Accounts\n\nx\n\n## Notes\n\n### Gap\n"
    )
    files, found = build(folder, guide, "## 1.0.0\n\n[g](docs/guide.md) [i](docs/guide.md#gap)\n")
    assert found == []
    assert "[c](NOTES.md#what-changed) [n](#accounts) [m](NOTES.md#gap) [o](NOTES.md)" in section(files, "Network")
    assert "[g](INSTALL.md) [i](#gap)" in section(files, "What changed", "NOTES.md")


@pytest.mark.parametrize(
    ("content", "rule"),
    [(b"\xff", "file/not-utf-8"), (b"a" * (1024 * 1024 + 1), "file/too-large")],
)
def test_a_document_that_cannot_be_read_is_a_finding(folder, content, rule):
    (folder / "docs" / "guide.md").write_bytes(content)
    _, found = build(folder)
    assert [one for one, *_ in found] == [rule]


def test_a_broken_link_in_place_of_a_document_is_a_finding(folder):
    (folder / "docs" / "guide.md").symlink_to(folder / "gone")
    _, found = build(folder)
    assert [one for one, *_ in found] == ["file/missing"]


def test_a_document_without_headings_is_an_intro(folder):
    (folder / "docs" / "guide.md").write_text("Just this.\n", encoding="utf-8")
    documents = read_documents(folder, Findings())
    assert documents.guide.intro.written(for_page=False) == "Just this."
    assert documents.guide.slots == {}


def test_two_builds_give_the_same_bytes(folder):
    (folder / "docs" / "i.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    guide = "Intro\n\n## Notes\n\n![a](i.svg)\n"
    assert build(folder, guide)[0] == build(folder, guide)[0]
