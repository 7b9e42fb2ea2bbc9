"""What the search of the manual finds: sections, and rows that have an anchor."""

from tools.site.records import Record, records

PAGE = """<!doctype html><html><body><nav>Not this</nav><article>
<h1 id="title">Rules &amp; more<a class="headerlink" href="#title">¶</a></h1><p>First <b>words</b>.</p>
<!-- no text --><h2 id="one">One</h2><p>Before.</p>
<table><tr><th>rule</th><th>help</th></tr>
<tr><td><a id="a/b"></a><code>a/b</code></td><td>Do <i>it</i>.</td><td></td></tr>
<tr><td>plain</td><td>row</td></tr></table><p>Behind.</p>
<h3 id="deep">Deep</h3>
</article></body></html>"""


def test_a_page_is_cut_at_its_headings_and_at_rows_with_an_anchor(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    assert list(records(path, "x/page.html")) == [
        Record("page", "x/page.html", "Rules & more", "", "First words ."),
        Record("section", "x/page.html#one", "One", "Rules & more", "Before. rule help plain row Behind."),
        Record("row", "x/page.html#a/b", "a/b", "Rules & more: One", "Do it . "),
        Record("section", "x/page.html#deep", "Deep", "Rules & more", ""),
    ]


def test_a_record_says_what_it_is_and_hides_no_markup():
    text = Record("row", "a.html#'x", "<b>", "a & b", "c < d").html()
    assert "data-pagefind-meta='kind:row'" in text
    assert "place:a.html#&#x27;x'" in text
    assert "<h1 data-pagefind-weight='4'>&lt;b&gt;</h1>" in text
    assert "a &amp; b" in text
    assert "c &lt; d" in text
