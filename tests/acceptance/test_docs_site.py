"""The manual as a site, and its links on GitHub."""

import os
import re
import subprocess
import sys
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from tools.followed_pages import ROOT
from tools.markdown import anchor

DOCS = ROOT / "docs"
PAGES = sorted(f"docs/{page.relative_to(DOCS)}" for page in DOCS.rglob("*.md"))
READ_ON_GITHUB = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", *PAGES]
LOADED = "//script/@src | //link[@rel!='canonical']/@href | //img/@src | //iframe/@src | //object/@data"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


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
        if parts.fragment:
            anchors = [anchor(heading) for heading in headings(target.read_text(encoding="utf-8"))]
            assert parts.fragment in anchors, link


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_manual_has_one_title_and_no_two_headings_alike(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    anchors = [anchor(heading) for heading in headings(text)]
    assert len(anchors) == len(set(anchors))
    assert len(re.findall(r"^# ", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)) == 1
