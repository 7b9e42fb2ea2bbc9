"""What the install guide takes from docs/guide.md and CHANGELOG.md, and what it says about them."""

from __future__ import annotations

import base64

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


def section(files, heading):
    text = files["INSTALL.md"].decode()
    return text.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def test_sections_go_to_the_fitting_places_and_others_stay_sections(folder):
    guide = (
        "# Acme\n\nAn intro.\n\n## Prerequisites\n\nA licence.\n\n## Network\n\nPort 1.\n\n"
        "## Accounts\n\nAn account.\n\n"
        "## Limits of it\n\nTen.\n\n## Notes\n\n### Sub\n\nA note.\n\n## troubleshooting\n\n- Turn it off and on.\n"
    )
    files, found = build(folder, guide)
    assert found == []
    text = files["INSTALL.md"].decode()
    assert "# Acme\n" not in text
    assert "An intro." in text.split("**In short:**")[0]
    assert "### For Acme\n\nA licence." in section(files, "Prerequisites")
    assert "Port 1." in section(files, "Network")
    assert "An account." in section(files, "Accounts")
    assert section(files, "Limits of it").strip() == "Ten."
    assert section(files, "Notes").strip() == "### Sub\n\nA note."
    assert section(files, "Troubleshooting").index("Turn it off") < section(files, "Troubleshooting").index(
        "On any console"
    )
    order = [text.index(f"\n## {name}\n") for name in ("Prerequisites", "Network", "Accounts", "Limits of it", "Notes")]
    assert order == sorted(order)


def test_a_heading_inside_code_begins_no_section(folder):
    files, _ = build(folder, "## Notes\n\n```\n## Network\n```\n")
    text = files["INSTALL.md"].decode()
    assert "## Notes\n\n```\n## Network\n```\n" in text
    assert "## Network\n\nWhat sends the events" in text


def test_sections_of_one_name_are_put_together(folder):
    files, _ = build(folder, "## Notes\n\nOne.\n\n## Other\n\n## Notes\n\nTwo.\n")
    assert section(files, "Notes").strip() == "One.\n\nTwo."


def test_a_heading_without_text_begins_no_section(folder):
    files, _ = build(folder, "## Notes\n\nOne.\n\n##\n\nTwo.\n")
    assert section(files, "Notes").strip() == "One.\n\nTwo."


def test_many_sections_do_not_take_long(folder):
    _, found = build(folder, "## Notes\n\n[a](#notes)\n\n" * 5000)
    assert found == []


def test_a_package_without_documents_has_a_guide_all_the_same(folder):
    files, found = build(folder)
    assert found == []
    assert "What changed" not in files["INSTALL.md"].decode()
    assert "INSTALL.html" in files


def test_the_change_log_is_taken_in_with_its_newest_versions(folder):
    versions = "".join(f"## 1.{minor}.0\n\n### Added\n\n- Thing {minor}.\n\n" for minor in range(12, 0, -1))
    files, _ = build(folder, changes=f"# Acme\n\nAll of it.\n\n{versions}")
    changed = section(files, "What changed")
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
    page = files["INSTALL.html"].decode()
    assert page.count("<script") == 1
    for bad in ("<img", 'javascript:alert(3)"', 'href="data:', 'href="javascript', 'href="//', 'href="vb', "<b>"):
        assert bad not in page.lower()
    markdown = files["INSTALL.md"].decode()
    assert "\\<script>alert(1)\\</script>" in markdown
    assert "](javascript" not in markdown
    rules = [rule for rule, *_ in found]
    assert rules.count("guide/scheme") == 5
    assert rules.count("guide/image") == 1
    assert rules.count("guide/html") == 3


def test_an_unclosed_fence_does_not_swallow_the_guide(folder):
    files, _ = build(folder, "## Notes\n\n```\nno end\n")
    assert section(files, "Notes").strip() == "```\nno end\n```"
    assert "## Upgrading" in files["INSTALL.md"].decode()


def test_files_below_docs_are_copied_and_images_are_inlined_too(folder):
    (folder / "docs" / "images").mkdir()
    (folder / "docs" / "images" / "a b.png").write_bytes(PIXEL)
    (folder / "docs" / "x.conf").write_text("x", encoding="utf-8")
    files, found = build(folder, "## Notes\n\n![A dot](images/a%20b.png) [x](x.conf) [again](./x.conf#part)\n")
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
        ("[a](gone.md)", "guide/link", "the link `gone.md` leads nowhere, and is left out"),
        ("[a](../extension.yaml)", "guide/link", "the link `../extension.yaml` leads out of docs/, and is left out"),
        ("[a](../../../etc/passwd)", "guide/link", "leads out of docs/"),
        ("[a](/etc/passwd)", "guide/link", "leads out of docs/"),
        ("[a](%2e%2e/extension.yaml)", "guide/link", "leads out of docs/"),
        ("[a](outside.txt)", "guide/link", "leads nowhere"),
        ("[a](folder)", "guide/link", "leads nowhere"),
        ("[a](#nope)", "guide/link", "the guide has no heading `#nope`"),
        ("[a](guide.md#nope)", "guide/link", "the guide has no heading `#nope`"),
        ("[a](ftp://a.example/b)", "guide/scheme", "the link `ftp://a.example/b` is left out"),
        ("![a](http://a.example/b.png)", "guide/image", "is not in the package"),
        ("![a](x.txt)", "guide/image", "is no image"),
        ("![a](gone.png)", "guide/link", "leads nowhere"),
        ("a <br> b", "guide/html", "`<br>` is shown as text"),
        ("[a](%00)", "guide/link", "leads out of docs/"),
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
    guide = "## Notes\n\n[c](../CHANGELOG.md) [n](#network) [m](guide.md#notes)\n"
    files, found = build(folder, guide, "## 1.0.0\n\n[g](docs/guide.md) [i](docs/guide.md#notes)\n")
    assert found == []
    assert "[c](#what-changed) [n](#network) [m](#notes)" in section(files, "Notes")
    assert "[g](#) [i](#notes)" in section(files, "What changed")


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
    assert documents.guide.intro.markdown == "Just this."
    assert documents.guide.sections == ()


def test_two_builds_give_the_same_bytes(folder):
    (folder / "docs" / "i.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    guide = "Intro\n\n## Notes\n\n![a](i.svg)\n"
    assert build(folder, guide)[0] == build(folder, guide)[0]
