import re
from itertools import pairwise

import pytest
from lxml import html

from qradar_builder.package.guide.body import make_body
from qradar_builder.package.guide.install import install_guide


def page(markdown, **files):
    body = make_body(markdown, files, lambda name, key: f'<p data-table="{name} {key}"></p>')
    return html.fromstring(f"<main>{body.html}</main>"), body


def test_headings_have_ids_as_on_github_and_each_has_its_own():
    tree, body = page("# A\n\n## 1. Add the *extension*\n\n### B_c - d!\n\n### B_c - d!\n\n## Contents\n\n## ???\n")
    ids = [one.get("id") for one in tree.xpath("//h1|//h2|//h3")]
    assert ids == ["a", "1-add-the-extension", "b_c---d", "b_c---d-1", "contents-1", "section"]
    assert [(one.id, one.text, len(one.below)) for one in body.contents] == [
        ("1-add-the-extension", "1. Add the extension", 2),
        ("contents-1", "Contents", 0),
        ("section", "???", 0),
    ]
    assert tree.xpath("string(//h2[1])") == "1. Add the extension"
    assert tree.xpath("//h2[1]/span[@class='step']/text()") == ["1."]


def test_tables_have_captions_names_and_scopes():
    tree, _ = page(
        "## S\n\nThe *things*:\n\n| a | b |\n|---|--:|\n| 1 | x |\n| 2 |  |\n\n"
        "| | c |\n|---|---|\n| 1 | x |\n| 1 | y |\n"
    )
    first, second = tree.xpath("//table")
    assert first.xpath("string(caption)") == "The things"
    assert second.xpath("string(caption)") == "S"
    assert first.xpath("//p") == []
    assert first.xpath("thead//th/@scope") == ["col", "col"]
    assert first.xpath("tbody//th/@scope") == ["row", "row"]
    assert second.xpath("caption/@class") == ["hidden"]
    assert [one.tag for one in second.xpath("thead/tr/*")] == ["td", "th"]
    assert second.xpath("tbody//th") == []
    assert tree.xpath("//*[@style]") == []
    assert first.xpath("tbody/tr[1]/td/@class") == ["right"]


def test_a_table_without_a_heading_has_a_name():
    tree, _ = page("| a |\n|---|\n| b |\n")
    assert tree.xpath("string(//caption)") == "Table"


def test_a_fence_holds_the_place_of_a_table_of_ours():
    tree, _ = page("### T\n\n```events log-1\n```\n\n```events\nlog\n```\n")
    assert tree.xpath("//p/@data-table") == ["events log-1"]
    assert len(tree.xpath("//pre")) == 1


def test_warnings_stand_out_and_links_to_the_web_say_nothing_of_the_page():
    tree, _ = page("> **Careful:** x\n\n> y\n\n[a](https://a.example) <https://b.example> [c](#d)")
    assert tree.xpath("//blockquote/@class") == ["careful"]
    assert tree.xpath("//a/@rel") == ["noreferrer", "noreferrer"]
    assert tree.xpath("//a[@class='bare']/@href") == ["https://b.example"]


def test_an_empty_quotation_or_table_at_the_end_is_no_trouble():
    tree, _ = page("| a |\n|---|\n\n>")
    assert len(tree.xpath("//table")) == 1


def test_many_headings_and_tables_of_one_name_do_not_take_long():
    tree, body = page("### a\n\n| b |\n|---|\n\n" * 3000)
    assert len(set(tree.xpath("//h3/@id"))) == 3000
    assert len(body.ids) == 3002


@pytest.fixture
def guide(make):
    record = make.qid("q", "An <event>")
    many = tuple(make.mapping(f"id-{number}", "x", record) for number in range(230))
    type_ = make.log_source_type(
        mappings=many, parsing={"EventName": [{"regex": "a|<b>"}, {"json": '/"c"'}]}, protocol="Syslog"
    )
    prop = make.property("P", make.expression(json='/"p"'), description="With `co<de>` in it", optimize=True)
    return install_guide(make.source(type_, properties=(prop,)), {}).files


def test_the_page_lists_more_events_than_the_markdown(guide):
    tree = html.fromstring(guide["MAPPINGS.html"])
    assert len(tree.xpath("//table[@class='events']/tbody/tr")) == 230
    assert guide["MAPPINGS.md"].count("`id-") == 200
    assert "These are the first 200 of 230 mappings" in guide["MAPPINGS.md"]


def test_the_page_has_landmarks_a_skip_link_and_a_language(guide):
    tree = html.fromstring(guide["MAPPINGS.html"])
    assert guide["MAPPINGS.html"].startswith("<!doctype html>")
    assert tree.get("lang") == "en"
    assert [len(tree.xpath(f"//{name}")) for name in ("header", "nav", "main", "footer", "h1", "title")] == [1] * 6
    assert tree.xpath("//body/a[1]/@href") == ["#content"]
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for target in tree.xpath("//a[starts-with(@href, '#')]/@href"):
        assert target.removeprefix("#") in ids
    levels = [int(one.tag[1]) for one in tree.xpath("//h1|//h2|//h3|//h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_page_lets_in_nothing_but_its_own_style_and_script(guide):
    tree = html.fromstring(guide["MAPPINGS.html"])
    [policy] = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "unsafe" not in policy
    assert tree.xpath("//link|//*[@style]|//*[@src]|//*[starts-with(name(@*), 'on')]") == []
    assert not re.search(r"url\(|@import", guide["MAPPINGS.html"])


def test_text_of_a_package_is_escaped_in_tables_of_the_page(guide):
    assert "An &lt;event&gt;" in guide["MAPPINGS.html"]
    assert "<code>a|&lt;b&gt;</code>" in guide["MAPPINGS.html"]
    assert "With <code>co&lt;de&gt;</code> in it" in guide["MAPPINGS.html"]


def test_the_text_of_a_page_stays_the_same(guide, file_regression):
    main = re.search(r"<main.*</main>", guide["MAPPINGS.html"], re.DOTALL)[0]
    shown = re.sub(r'(<tr><th scope="row"><code>id-[1-9].*\n)+', "…\n", main)
    file_regression.check(shown, extension=".html", encoding="utf-8")
