"""The three sheets of a guide as pages: nothing of a package gets out of its text, and no secret gets into one."""

from __future__ import annotations

import csv
import io
import re

import pytest
from lxml import html

from qradar_builder.model.log_source import LogSourceSpec
from qradar_builder.package.guide.install import install_guide

HOSTILE = "\"><script>alert(1)</script>'-->]]></code></details><img src=x onerror=alert(2)>"
SECRET = "Xk9-planted-secret-7f3a9c"


def page(files, name="INSTALL"):
    return html.fromstring(files[f"{name}.html"])


@pytest.fixture
def with_workflow(make, files_of):
    """The files of the guide of a package with a workflow, whose text is given, and whose parameters are these."""

    def with_workflow(*parameters, text="<Workflow/>\n", **given):
        workflow = make.workflow(parameters=parameters, **given)
        source = make.source(make.log_source_type(protocol="Universal Cloud REST API"), workflows=(workflow,))
        files = files_of(source) | {"workflows/gateway.xml": text.encode()}
        return install_guide(source, files).files

    return with_workflow


def test_hostile_names_stay_text_on_every_page(make, files_of):
    record = make.qid("q", HOSTILE)
    one = make.log_source_type(
        name=HOSTILE,
        protocol="Universal Cloud REST API",
        mappings=(make.mapping(HOSTILE, HOSTILE, record),),
        parsing={"EventName": [{"regex": HOSTILE}]},
    )
    workflow = make.workflow(
        name=HOSTILE, description=HOSTILE, parameters=(make.parameter("p", HOSTILE, description=HOSTILE, default="x"),)
    )
    source = make.source(
        one,
        extension={
            "name": HOSTILE,
            "description": HOSTILE,
            "author": {"name": HOSTILE, "email": f"a@b.example{HOSTILE}"},
        },
        properties=(make.property(HOSTILE, make.expression(json='/"a"'), description=HOSTILE),),
        workflows=(workflow,),
        log_sources={
            "s": LogSourceSpec(
                name=HOSTILE,
                type="gateway",
                protocol="Universal Cloud REST API",
                identifier=HOSTILE,
                workflow="gateway",
            )
        },
    )
    files = files_of(source) | {"workflows/gateway.xml": HOSTILE.encode()}
    guide = install_guide(source, files).files
    for name in ("INSTALL", "MAPPINGS"):
        tree = page(guide, name)
        assert len(tree.xpath("//script")) == 1
        assert tree.xpath("//img|//iframe|//object|//*[@style]|//*[starts-with(name(@*), 'on')]") == []
        assert [one for one in tree.xpath("//@href") if one.startswith("mailto:")] == []
        assert "<script>alert" not in guide[f"{name}.html"]
    assert page(guide).xpath("//code[@data-path='workflows/gateway.xml']/text()") == [HOSTILE]
    assert page(guide, "MAPPINGS").xpath("//table[@class='events']/@data-name") == [HOSTILE]


def test_every_page_lets_in_nothing_but_its_own_style_and_script(with_workflow):
    files = with_workflow()
    for name in ("INSTALL", "MAPPINGS"):
        [policy] = page(files, name).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
        assert "unsafe" not in policy


def test_the_text_of_a_workflow_is_on_the_page_byte_for_byte(with_workflow):
    text = '<Workflow name="a &amp; b">\n\n  <A b="${/c}"/>\n</Workflow>\n'
    files = with_workflow(text=text)
    tree = page(files)
    assert tree.xpath("//code[@data-path='workflows/gateway.xml']/text()") == [text]
    assert len(tree.xpath("//code[@data-text='workflows/gateway.xml']")) >= 2


@pytest.mark.parametrize(
    "text",
    [
        f'<Workflow><BasicAuthentication username="a" password="{SECRET}"/></Workflow>',
        f'<Workflow><RequestHeader name="Authorization" value="Bearer {SECRET}"/></Workflow>',
        f'<Workflow><GenerateHMAC algorithm="SHA256" secretKey="{SECRET}" message="${{/m}}"/></Workflow>',
    ],
)
def test_a_text_that_holds_a_secret_is_not_on_the_page(with_workflow, text):
    files = with_workflow(text=text)
    assert all(SECRET not in content for content in files.values())
    assert "workflows/gateway.xml" in files["INSTALL.html"]
    assert page(files).xpath("//code[@data-path='workflows/gateway.xml']") == []


def test_a_key_that_only_makes_marks_is_no_secret(with_workflow):
    files = with_workflow(
        text='<Workflow><GenerateHMAC algorithm="SHA256" secretKey="record" message="${/m}"/></Workflow>'
    )
    assert len(page(files).xpath("//code[@data-path='workflows/gateway.xml']")) == 1


def test_defaults_and_examples_of_secrets_are_shown_nowhere(make, with_workflow, files_of):
    marked = make.parameter("key", "Key", secret=True, default=SECRET)
    by_name = make.parameter("password", "Password", default=SECRET)
    files = with_workflow(marked, by_name, text=f'<Parameter name="key" secret="true" default="{SECRET}"/>')
    assert all(SECRET not in content for content in files.values())
    spec = LogSourceSpec.model_validate(
        {
            "name": "x",
            "type": "gateway",
            "protocol": "Syslog",
            "identifier": "x",
            "parameters": [{"name": "Token", "secret": True, "example": SECRET}],
        }
    )
    source = make.source(make.log_source_type(), log_sources={"s": spec})
    assert all(SECRET not in content for content in install_guide(source, files_of(source)).files.values())


def test_the_table_has_every_mapping_and_no_formula(make):
    names = ["=cmd|' /C calc'!A0", "+1", "-1", "@a", 'plain, with "quotes"\nand lines']
    mappings = tuple(make.mapping(name, "x", make.qid(f"q{place}", name)) for place, name in enumerate(names))
    many = tuple(make.mapping(f"id-{number}", "x", mappings[-1].qid) for number in range(6000))
    files = install_guide(make.source(make.log_source_type(mappings=mappings + many)), {}).files
    head, *rows = csv.reader(io.StringIO(files["MAPPINGS.csv"], newline=""))
    assert head[1:4] == ["Event id", "Event category", "QID name"]
    assert len(rows) == 6005
    assert [row[1] for row in rows[:5]] == ["'=cmd|' /C calc'!A0", "'+1", "'-1", "'@a", names[-1]]
    assert "These are the first 5000 of 6005 mappings" in files["MAPPINGS.html"]


@pytest.mark.parametrize(
    ("email", "link"),
    [
        ("siem@example.com", "mailto:siem@example.com"),
        ("a b@example.com", None),
        ("javascript:alert(1)", None),
        ("a@b.example?cc=c@d.example", None),
        ("", None),
    ],
)
def test_an_author_has_a_mail_link_where_the_address_is_one(make, email, link):
    source = make.source(make.log_source_type(), extension={"author": {"name": "Acme Corp", "email": email}})
    files = install_guide(source, {}).files
    links = [href for href in page(files).xpath("//@href") if href.startswith("mailto:")]
    assert set(links) == ({link} if link else set())
    assert (f"Acme Corp (<{email}>)" in files["INSTALL.md"]) == bool(link)


def test_code_of_columns_with_values_is_to_be_pasted_but_templates_are_not(make, files_of):
    workflow = make.workflow(
        parameters=(make.parameter("host", "Host", required=True),),
        actions=(
            make.element("CallEndpoint", url="https://${/host}/a", method="GET", savePath="/r"),
            make.element("CallEndpoint", url="https://login.example.com/a", method="GET", savePath="/r"),
        ),
    )
    source = make.source(make.log_source_type(protocol="Universal Cloud REST API"), workflows=(workflow,))
    tree = page(install_guide(source, files_of(source)).files)
    copied = tree.xpath("//code[@class='copy']/text()")
    assert "login.example.com" in copied
    assert "443" in copied
    assert "Acme Gateway" in copied
    assert not [text for text in copied if re.search(r"\$\{", text)]
