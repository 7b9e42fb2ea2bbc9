"""The manual as a site, and its links on GitHub."""

import re
import shutil
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from lxml import html

from tools.followed_pages import ROOT
from tools.markdown import anchor
from tools.site.build import CONFIG, THEME, ManualError, build

DOCS = ROOT / "docs"
PAGES = sorted(f"docs/{page.relative_to(DOCS)}" for page in DOCS.rglob("*.md"))
READ_ON_GITHUB = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", *PAGES]
LOADED = "//script/@src | //link[@rel!='canonical']/@href | //img/@src | //iframe/@src | //object/@data"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site") / "manual"
    build(folder)
    return folder


@pytest.fixture
def small(tmp_path):
    """A manual of two pages."""
    shutil.copytree(ROOT / THEME, tmp_path / THEME)
    settings = (ROOT / CONFIG).read_text(encoding="utf-8").partition("\nnav:")[0]
    (tmp_path / CONFIG).write_text(f"{settings}\nnav: [{{Home: index.md}}, {{B: b.md}}]\n", encoding="utf-8")
    pages = {"index.md": "# A\n\nSee [b](b.md#two).\n", "b.md": "# B\n\n## Two\n\n`a-key` `a/file.txt` `two words`\n"}
    for name, text in pages.items():
        (tmp_path / "docs").mkdir(exist_ok=True)
        (tmp_path / "docs" / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_short_code_is_kept_whole(small):
    assert build(small / "site", small) == (2, 3)
    text = (small / "site" / "b.html").read_text(encoding="utf-8")
    assert re.findall("<code.*?</code>", text) == [
        '<code class="whole">a-key</code>',
        "<code>a/file.txt</code>",
        "<code>two words</code>",
    ]


@pytest.mark.parametrize(
    ("link", "told"), [("c.md", "page does not exist"), ("b.md#none", "anchor does not exist")], ids=["page", "anchor"]
)
def test_a_link_that_leads_nowhere_is_told_and_the_old_site_stays(small, link, told):
    (small / "site").mkdir()
    (small / "site" / "old.html").write_text("old", encoding="utf-8")
    (small / "docs" / "index.md").write_text(f"# A\n\n[x]({link})\n", encoding="utf-8")
    with pytest.raises(ManualError, match=told) as raised:
        build(small / "site", small)
    assert "index.md:3" in str(raised.value)
    assert "Traceback" not in str(raised.value)
    assert [path.name for path in (small / "site").iterdir()] == ["old.html"]


def test_every_page_is_in_the_navigation():
    settings = yaml.safe_load((ROOT / CONFIG).read_text(encoding="utf-8"))

    def named(entries):
        for entry in entries:
            (value,) = entry.values()
            yield from named(value) if isinstance(value, list) else [value]

    assert sorted(f"docs/{name}" for name in named(settings["nav"])) == PAGES


def test_the_site_loads_nothing_from_elsewhere(site):
    pages = list(site.rglob("*.html"))
    assert len(pages) > len(list(DOCS.rglob("*.md")))  # There is a page for what is not found, too.
    for page in pages:
        loaded = html.fromstring(page.read_bytes()).xpath(LOADED)
        assert [str(each) for each in loaded if urlsplit(each).netloc] == [], page.name
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(\s*['\"]?(https?:)?//", sheet.read_text(encoding="utf-8")), sheet.name


def test_every_link_between_pages_of_the_site_leads_to_its_anchor(site):
    ids = {page: set(html.fromstring(page.read_bytes()).xpath("//@id")) for page in site.rglob("*.html")}
    for page in ids:
        if page.name == "404.html":
            continue
        for link in html.fromstring(page.read_bytes()).xpath("//main//a/@href | //article//a/@href"):
            parts = urlsplit(str(link))
            if parts.scheme:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            assert target.exists(), f"{page.name}: {link}"
            if parts.fragment and target in ids:
                assert unquote(parts.fragment) in ids[target], f"{page.name}: {link}"


def headings(text):
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^#+ (.+)$", prose, re.MULTILINE)


@pytest.mark.parametrize("name", READ_ON_GITHUB)
def test_every_link_leads_somewhere_on_github(name):
    page = ROOT / name
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text)):
        parts = urlsplit(link)
        if parts.scheme:
            continue
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        assert target.exists(), link
        assert ROOT in target.parents, link
        if parts.fragment and target.suffix == ".md":  # that of a picture says in which colors it is shown
            anchors = [anchor(heading) for heading in headings(target.read_text(encoding="utf-8"))]
            anchors += re.findall(r'<a id="([^"]+)">', target.read_text(encoding="utf-8"))
            assert unquote(parts.fragment) in anchors, link


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_manual_has_one_title_and_no_two_headings_alike(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    anchors = [anchor(heading) for heading in headings(text)]
    assert len(anchors) == len(set(anchors))
    assert len(re.findall(r"^# ", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)) == 1
