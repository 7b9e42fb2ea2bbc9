import pytest
from hypothesis import given, settings, strategies as st
from markdown_it import MarkdownIt

from qradar_builder.package.guide.markdown import cell_code, page_cell_code
from qradar_builder.package.guide.writer import write_blocks

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
PIECES = st.sampled_from(
    [
        *[
            "a",
            "b c",
            " ",
            "\n",
            "\n\n",
            "\n    ",
            "# ",
            "## ",
            "- ",
            "1. ",
            "> ",
            "| a | b |\n|---|:-:|\n| `c\\|d` | e |\n",
        ],
        *[
            "*",
            "**",
            "_",
            "~~",
            "`",
            "``",
            "```\n",
            "~~~",
            "\\",
            "[",
            "](",
            ")",
            "![",
            "](x.png)",
            "[r]",
            "\n\n[r]: /url 'title'\n\n",
        ],
        *[
            "<",
            ">",
            "<b>",
            "</b>",
            "<script>",
            "<!-- c -->",
            "<!--",
            "-->",
            "<http://a.example/(b)>",
            "&lt;",
            "&amp;lt;",
            "&#10;",
        ],
        *[
            "<div>\n",
            "<?php ",
            "<![CDATA[",
            "---\n",
            "===\n",
            "|",
            "\t",
            "\u2028",
            "javascript:alert(1)",
            "http://a.example",
        ],
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)


class Everything:
    """Lets every link and image through, and remembers the HTML."""

    def __init__(self):
        self.seen = []

    def link(self, href, line):  # noqa: ARG002 - the protocol's signature
        return href

    def image(self, src, line):  # noqa: ARG002 - as above
        return src

    def html(self, text, line):
        self.seen.append((text.strip(), line))


def written(text, reader=None, code=cell_code, top=1):
    return write_blocks(READER.parse(text), reader or Everything(), code, top=top)


def types(text):
    tokens = READER.parse(text)
    return {one.type for token in tokens for one in (token, *(token.children or ()))}


@settings(max_examples=600, deadline=None)
@given(TEXTS, st.sampled_from([cell_code, page_cell_code]))
def test_no_html_gets_through_and_every_block_is_closed(text, code):
    once = written(text, code=code)
    assert not {"html_block", "html_inline"} & types(once)
    after = READER.parse(f"{once}\n\n# The end\n")
    assert [token.content for token in after if token.type == "inline"][-1] == "The end"
    assert after[-1].level == 0
    assert after[-1].type == "heading_close"


@pytest.mark.parametrize(
    "text",
    [
        "# A *b* `c`\n\ntext with **bold**, _em_, ~~gone~~ and `co|de`\nand a second line  \nafter a break",
        "- a\n- b\n  - c\n\n    d\n- e\n\n\n* other\n\n1. x\n2. y\n\n3) z",
        "> quoted\n>\n> - list\n>   ```sh\n>   a\n>\n>\n>   b\n>   ```",
        "| a | b |\n|:--|--:|\n| `x\\|y` | z \\| *w* |\n|  | q |",
        "[a](http://a.example/?b=c&copy=1 'ti\"tle') <http://a.example/x> [r][] ![i](b(c).png)\n\n[r]: <d e>",
        "    indented ``` code\n\n````\n``` fenced\n````",
        "a\n\n---\n\n1986\\. A year \\* \\_ \\< \\[ &amp;amp; # + -",
    ],
)
def test_what_is_written_reads_as_before(text):
    plain = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    assert plain.render(written(text)) == plain.render(text)


def test_html_is_shown_as_text_and_comments_are_dropped():
    reader = Everything()
    text = "a <b>c</b>\nd <!-- no --> e\n\n<!-- nothing\n\nof this -->\n\n<script>\nalert(1)\n</script>"
    assert written(text, reader) == "a \\<b>c\\</b>\nd  e\n\n\\<script>\nalert(1)\n\\</script>"
    assert reader.seen == [("<b>", 1), ("</b>", 1), ("<script>\nalert(1)\n</script>", 8)]


def test_a_dropped_comment_does_not_join_two_code_spans():
    assert types(written("`a`<!-- --> ``<b>``")) == {
        "paragraph_open",
        "inline",
        "code_inline",
        "text",
        "paragraph_close",
    }


@pytest.mark.parametrize("text", ["~~<!-- c -->~~", "<!-- c -->~~~~a~~~~", "**<!-- c -->** b", "b ~~~~<!-- c -->~~a~~"])
def test_a_dropped_comment_leaves_no_marks_that_begin_a_block(text):
    assert types(written(f"{text} x")) <= {"paragraph_open", "paragraph_close", "inline", "text", "s_open", "s_close"}


def test_a_link_that_leads_nowhere_leaves_its_text():
    reader = Everything()
    reader.link = lambda href, _: None if href == "x" else href
    reader.image = lambda *_: None
    assert written("[a *b*](x) [c](y) ![d](z)", reader) == "a *b* [c](y) d"


@pytest.mark.parametrize("address", ["http://a.example/%3Cscript%3E", "http://a.example/a%7Cb", "http://a.example/(b)"])
def test_an_address_is_not_decoded(address):
    once = written(f"| a |\n|---|\n| <{address}> |\n")
    assert not {"html_block", "html_inline"} & types(once)
    links = [child for token in READER.parse(once) for child in token.children or () if child.type == "link_open"]
    assert [link.attrs["href"] for link in links] == [address]


def test_a_heading_keeps_its_number_signs_and_an_empty_one_is_dropped():
    assert written("# C\\#\n\n##\n\na") == "# C\\#\n\na"


def test_headings_are_moved_and_none_is_skipped():
    assert written("# a\n\n#### b\n\n## c\n\nd\n---", top=3) == "### a\n\n#### b\n\n#### c\n\n#### d"


def test_code_with_a_pipe_stays_code_on_our_own_page():
    page = MarkdownIt("commonmark").enable("table")
    text = "| a |\n|---|\n| `(\\\\|b\\|c)` |"
    assert "<code>(\\|b|c)</code>" in page.render(written(text, code=page_cell_code))


@pytest.mark.parametrize(
    "piece", ["[", "*a ", "> ", "- ", "`a ", "<a ", "~~a ", "![", "_a*", "- a\n1. b\n", "### a\n", "[a](#b)"]
)
def test_a_long_text_is_written_soon_and_without_deep_recursion(piece):
    assert isinstance(written(piece * 6_000), str)
