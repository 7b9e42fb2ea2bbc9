import base64
import hashlib
import os
import re

import pytest

from qradar_builder.package.guide.install import install_guide
from qradar_builder.package.guide.theme import Templates, ThemeError


@pytest.fixture
def themed(make, tmp_path, monkeypatch):
    """The guide of a small package with a theme of some files."""
    monkeypatch.chdir(tmp_path)

    def themed(**files):
        for name, text in files.items():
            path = tmp_path / "theme" / name.replace("__", "/").replace("_css", ".css").replace("_j2", ".j2")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        source = make.source(make.log_source_type(), extension={"name": "A & <b>"})
        return install_guide(source, {}, templates=Templates(tmp_path / "theme"))

    return themed


def test_a_theme_adds_its_own_rules_behind_ours(themed):
    page = themed(theme_css="body { color: #123456 }").files["INSTALL.html"]
    assert page.index("color-scheme: light dark") < page.index("#123456")


def test_a_style_sheet_cannot_end_its_element_and_its_hash_is_that_of_what_stands_there(themed):
    page = themed(theme_css="/* </style><script>alert(1)</script> <!-- */").files["INSTALL.html"]
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    assert "alert(1)" in style
    assert "<!--" not in style
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page
    assert page.count("<script") == page.count("</script") + style.count("<script") == 2


def test_a_theme_extends_our_page_and_replaces_single_parts(themed):
    guide = themed(
        **{
            "page.html_j2": '{% extends "default/page.html.j2" %}'
            "{% block banner %}<p>{{ extension.name }}</p>{% endblock %}",
            "install__start.md_j2": "# Mine: {{ extension.name | plain }}\n",
        }
    )
    assert "<p>A &amp; &lt;b&gt;</p>" in guide.files["INSTALL.html"]
    assert guide.files["INSTALL.md"].startswith("# Mine: A & \\<b>\n")
    assert "## Prerequisites" in guide.files["INSTALL.md"]


@pytest.mark.parametrize(
    ("name", "text", "place", "message"),
    [
        ("page.html_j2", "a\n{% if %}", "theme/page.html.j2:2:1", "Expected an expression"),
        ("page.html_j2", "a\nb\n{{ nothing.at_all }}", "theme/page.html.j2:3:1", "'nothing' is undefined"),
        ("page.html_j2", "\n{{ 1 / 0 }}", "theme/page.html.j2:2:1", "ZeroDivisionError"),
        ("page.html_j2", "{% include 'gone' %}", "theme/page.html.j2:1:1", "there is no template `gone`"),
        ("page.html_j2", "{% include 'page.html.j2' %}", "theme/page.html.j2:1:1", "includes or extends itself"),
        ("page.html_j2", "{{ ''.__class__.__mro__ }}", "theme/page.html.j2:1:1", "unsafe"),
        ("page.html_j2", "{{ range(10000000) }}", "theme/page.html.j2:1:1", "Range too big"),
        ("install__start.md_j2", "{{ extension.nam }}", "theme/install/start.md.j2:1:1", "no attribute 'nam'"),
        ("events.html_j2", "\n{{ x }}", "", ""),
    ],
)
def test_a_mistake_in_a_theme_has_its_place(themed, name, text, place, message):
    if not place:  # a part that this package does not need
        assert themed(**{name: text}).files["INSTALL.html"]
        return
    with pytest.raises(ThemeError, match=re.escape(message)) as caught:
        themed(**{name: text})
    assert str(caught.value.location) == place


def test_a_style_sheet_that_is_no_text_is_a_mistake(themed, tmp_path):
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "guide.css").write_bytes(b"\xff")
    with pytest.raises(ThemeError, match="is not UTF-8"):
        themed()


def test_a_folder_without_anything_of_a_theme_is_a_mistake(themed):
    with pytest.raises(ThemeError, match="no template or style sheet"):
        themed(page_css="x")


@pytest.mark.parametrize("kind", ["link", "pipe"])
@pytest.mark.parametrize("name", ["theme.css", "page.html.j2"])
def test_what_leads_out_of_a_theme_or_is_no_file_is_not_read(themed, tmp_path, name, kind):
    (tmp_path / "secret").write_text("the-secret-of-somebody-else", encoding="utf-8")
    folder = tmp_path / "theme"
    folder.mkdir(exist_ok=True)
    (folder / "filter.js").write_text("", encoding="utf-8")
    if kind == "link":
        (folder / name).symlink_to(tmp_path / "secret")
    else:
        os.mkfifo(folder / name)
    with pytest.raises(ThemeError, match="points outside the theme" if kind == "link" else "is not a readable file"):
        themed()
