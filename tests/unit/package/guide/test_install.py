import re

import pytest
from markdown_it import MarkdownIt

from qradar_builder.model.log_source import LogSourceSpec
from qradar_builder.model.log_source_groups import LogSourceGroupSpec
from qradar_builder.model.reference_data import ReferenceDataSpec
from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.package.guide import install as guides

AWKWARD = "a|b `c` <script>\n\n# *d* \\| _e_ [f](g) &amp; ~~h~~"


def install_guide(source, files, name="INSTALL.md"):
    return guides.install_guide(source, files).files[name]


def mappings(source, files):
    return install_guide(source, files, "MAPPINGS.md")


def rendered(guide: str) -> str:
    """The text of the guide as a reader sees it."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(guide)
    inline = [
        child.content for token in tokens for child in token.children or () if child.type in {"text", "code_inline"}
    ]
    return "\n".join(inline)


def tables(guide: str) -> list[list[list[str]]]:
    """The tables of the guide, as the texts of their cells by row."""
    found: list[list[list[str]]] = []
    inside = False
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(guide):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type in {"th_open", "th_close", "td_open", "td_close"}:
            inside = token.nesting == 1
        elif token.type == "inline" and inside:
            found[-1][-1].append("".join(child.content for child in token.children))
    return found


def table(guide: str, first_column: str) -> list[list[str]]:
    """The rows below the head of the first table whose first column has that name."""
    return next(rows[1:] for rows in tables(guide) if rows[0][0] == first_column)


@pytest.fixture
def full(make):
    """A package with something of everything."""
    login = make.qid("login", "Login succeeded")
    login_failed = make.qid("login-failed", "Login failed", category=3026, severity=6)
    gateway = make.log_source_type(
        protocol="Universal Cloud REST API",
        mappings=(make.mapping("login", "auth", login), make.mapping("login-failed", "auth", login_failed)),
        parsing={
            "EventName": [
                {"json": '/"event"/"code"'},
                {"regex": "code=(a|b)", "capture": "\\1", "case_insensitive": True},
            ],
            "DeviceTime": [{"json": '/"@timestamp"', "format": "yyyy-MM-dd'T'HH:mm:ssX"}],
            "UserName": [{"nvp": "user", "pair_delimiter": "|", "value_delimiter": "="}],
        },
    )
    sudo = make.qid("sudo", "Sudo", category=4031, scope="linux")
    linux = make.log_source_type("linux", overrides=11, mappings=(make.mapping("sudo", "unknown", sudo),))
    workflow = make.workflow(
        schema=SchemaVersion.V2_1,
        minimum_recurrence="60",
        description="Fetches audit events.",
        parameters=(
            make.parameter("hostname", "Host", description="Without https://", required=True),
            make.parameter("api_key", "API key", secret=True, required=True, default="never show me"),
            make.parameter("page_size", "Page size", default="100"),
        ),
        actions=(
            make.element("CallEndpoint", url="https://${/hostname}:8443/events", method="GET", savePath="/r"),
            make.element("CallEndpoint", url="${/r/body/next}", method="GET", savePath="/r"),
        ),
        tests=(
            make.element("DNSResolutionTest", host="${/hostname}"),
            make.element("TCPConnectionTest", host="https://login.example.com"),
        ),
    )
    source = LogSourceSpec(
        name="Acme Gateway Production",
        type="gateway",
        protocol="Universal Cloud REST API",
        identifier="acme-gateway",
        description="One for each tenant.",
        workflow="gateway",
        credibility=7,
        recurrence="10M",
        groups=["Acme", "Cloud"],
        parameters=[
            {"name": "Token", "secret": True, "required": True},
            {"name": "EPS Throttle", "value": "5000", "description": "Events a second"},
            {"name": "Enable Advanced Options", "value": True},
        ],
        notes=["A certificate lies in the folder *trusted*."],
    )
    return make.source(
        gateway,
        linux,
        extension={"author": {"name": "Acme Corp", "email": "siem@example.com"}, "description": "First.\n\nSecond."},
        properties=(
            make.property(
                "Session ID",
                make.expression(json='/"session"'),
                make.expression(cef="cs1", rank=2, record=login, qid="login"),
                description="The session",
                optimize=True,
            ),
            make.property(
                "Kilobytes",
                make.expression(calculated={"first": "Bytes", "operator": "DIVIDE", "second": 1024}, enabled=False),
                type="numeric",
            ),
        ),
        groups={
            "acme": LogSourceGroupSpec(name="Acme"),
            "cloud": LogSourceGroupSpec(name="Cloud", description="In the cloud", parent="acme"),
        },
        reference_data={
            "hosts": ReferenceDataSpec(name="Known hosts", elements=["a", "b"], time_to_live="30 days"),
        },
        workflows=(workflow,),
        log_sources={"production": source},
    )


@pytest.fixture
def awkward(make):
    """A package whose texts are full of characters that mean something in Markdown."""
    record = make.qid("q", AWKWARD)
    one_line = " ".join(AWKWARD.split())
    type_ = make.log_source_type(
        name=one_line,
        protocol="Universal Cloud REST API",
        mappings=(make.mapping(AWKWARD, AWKWARD, record),),
        parsing={"EventName": [{"regex": AWKWARD}, {"nvp": AWKWARD, "pair_delimiter": "|", "value_delimiter": "`"}]},
    )
    parameter = make.parameter(AWKWARD, AWKWARD, description=AWKWARD, default=AWKWARD)
    test = make.element("DNSResolutionTest", host="a|b`c")
    return make.source(
        type_,
        extension={"name": one_line, "description": AWKWARD, "author": {"name": one_line}},
        properties=(make.property(AWKWARD, make.expression(xml=AWKWARD, record=record), description=AWKWARD),),
        groups={"g": LogSourceGroupSpec(name=AWKWARD, description=AWKWARD)},
        reference_data={"r": ReferenceDataSpec(name=AWKWARD, elements=["x"])},
        workflows=(make.workflow(name=AWKWARD, description=AWKWARD, parameters=(parameter,), tests=(test,)),),
        log_sources={
            "s": LogSourceSpec(
                name=AWKWARD,
                type="gateway",
                protocol="Syslog",
                identifier=AWKWARD,
                description=AWKWARD,
                groups=[AWKWARD],
                parameters=[{"name": AWKWARD, "value": AWKWARD, "example": AWKWARD, "description": AWKWARD}],
                notes=[AWKWARD],
            )
        },
    )


def test_a_guide_stays_the_same(full, files_of, file_regression):
    files = {**files_of(full), "rest-plan.json": b"{}"}
    guide = install_guide(full, files) + mappings(full, files)
    assert guide == install_guide(full, files) + mappings(full, files)
    file_regression.check(guide, extension=".md", encoding="utf-8")


@pytest.mark.parametrize("name", ["INSTALL.md", "MAPPINGS.md"])
@pytest.mark.parametrize("package", ["full", "awkward"])
def test_the_markdown_is_tidy(package, name, files_of, request):
    source = request.getfixturevalue(package)
    guide = install_guide(source, files_of(source), name)
    lines = guide.split("\n")
    assert guide.endswith("\n")
    assert not guide.endswith("\n\n")
    assert [line for line in lines if line != line.rstrip()] == []
    assert "\n\n\n" not in guide
    for index, line in enumerate(lines):
        if line.startswith(("#", "|---")):
            assert lines[index - 1 if line.startswith("#") else index - 2] == "" or index == 0, line
        if line.startswith("#"):
            assert lines[index + 1] == "", line


@pytest.mark.parametrize("package", ["full", "awkward"])
def test_every_row_of_a_table_has_as_many_cells_as_its_head(package, files_of, request):
    source = request.getfixturevalue(package)
    guide = install_guide(source, files_of(source)) + mappings(source, files_of(source))
    written = re.findall(r"^\|(?:-+\|)+$", guide, re.MULTILINE)
    assert len(tables(guide)) == len(written) >= 9
    for rows in re.findall(r"(?:^\|.*\n)+", guide, re.MULTILINE):
        cells = [len(re.findall(r"(?<!\\)\|", row)) for row in rows.splitlines()]
        assert len(set(cells)) == 1, rows
    for rows in tables(guide):
        assert len({len(row) for row in rows}) == 1, rows


def test_awkward_text_comes_out_as_it_is(awkward, files_of):
    guide = install_guide(awkward, files_of(awkward))
    on_one_line = "a|b `c` <script> # *d* \\| _e_ [f](g) &amp; ~~h~~"
    in_code = AWKWARD.replace("\n", "↵")
    event_id, category, name, *_ = table(mappings(awkward, files_of(awkward)), "Event id")[0]
    assert (event_id, category, name) == (in_code, in_code, on_one_line)
    assert table(guide, "Workflow")[0][1] == "a|b`c"
    with_code_span = on_one_line.replace("`c`", "c")
    assert table(guide, "Parameter")[0][1::4] == [with_code_span, with_code_span]
    kinds = {token.type for token in MarkdownIt("commonmark").enable("table").parse(guide)}
    assert "html_block" not in kinds
    assert "<script>" in rendered(guide)


def test_the_beginning_tells_all_steps(full, files_of):
    start = install_guide(full, files_of(full)).split("\n## ")[0]
    for word in ("acme-gateway-1.2.3.zip", "Extensions Management", "Log Sources", "Deploy Changes", "rest-plan.json"):
        assert word in start


def test_sections_are_numbered_without_gaps(full, make, files_of):
    for source in (full, make.source(make.log_source_type())):
        guide = install_guide(source, files_of(source))
        numbers = [int(number) for number in re.findall(r"^## (\d+)\.", guide, re.MULTILINE)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= 3


def test_hosts_come_from_tests_and_calls(full, files_of):
    rows = table(install_guide(full, files_of(full)), "Workflow")
    assert [row[1:] for row in rows] == [["login.example.com", "443"], ["${/hostname}", "8443"]]


def test_the_default_of_a_secret_parameter_is_not_shown(full, files_of):
    guide = install_guide(full, files_of(full))
    assert "never show me" not in guide
    assert table(guide, "Parameter")[1] == ["api_key", "API key", "yes", "yes", "", ""]


def test_a_log_source_has_its_recommended_settings(full, files_of):
    fields = dict(table(install_guide(full, files_of(full)), "Field"))
    assert fields["Log Source Type"] == "Acme Gateway"
    assert fields["Protocol Type"] == "Universal Cloud REST API"
    assert fields["Extension"] == "AcmeGatewayCustom_ext"
    assert fields["Workflow"] == "the text of workflows/gateway.xml"
    assert fields["Recurrence"] == "10M (10 minutes)"
    assert fields["Coalescing Events"] == "off"


def test_a_type_without_recommended_settings_has_a_log_source_all_the_same(make, files_of):
    source = make.source(make.log_source_type(protocol="Universal Cloud REST API"), workflows=(make.workflow(),))
    fields = dict(table(install_guide(source, files_of(source)), "Field"))
    assert fields["Protocol Type"] == "Universal Cloud REST API"
    assert fields["Workflow Parameter Values"] == "the text of workflows/gateway-parameter-values.xml, filled in"


def test_a_package_of_workflows_only_says_where_to_paste_them(make, files_of):
    source = make.source(workflows=(make.workflow(),))
    guide = install_guide(source, files_of(source))
    assert "has no log source type" in guide
    assert "It has no parameters" in guide


def test_what_is_not_in_the_zip_is_listed_for_the_hand(full, files_of):
    rows = next(rows for rows in tables(install_guide(full, files_of(full))) if "Place" in rows[0])
    login = full.content.types[0].qids[0]
    number = full.numbered.qid_of(login).number
    assert rows[1:] == [
        ["Acme Gateway", "Session ID", "string", "CEF cs1", f"QID {number}, Login succeeded", "2 of 2", "yes"],
        ["Acme Gateway", "Kilobytes", "numeric", "Calculated Bytes / 1024", "all events", "1 of 1", "no"],
    ]


def test_a_package_that_fits_into_the_zip_has_nothing_to_add(make, files_of):
    source = make.source(make.log_source_type())
    guide = install_guide(source, files_of(source))
    assert "rest-plan.json" not in guide
    assert "qidmap" not in guide


def test_records_of_built_in_types_have_their_command(full, files_of):
    assert "/opt/qradar/bin/qidmap_cli.sh -i -f qidmap.csv" in install_guide(full, files_of(full))


def test_long_tables_of_events_are_cut_and_counted(make, files_of):
    record = make.qid("q", "An event")
    type_ = make.log_source_type(mappings=tuple(make.mapping(str(number), "x", record) for number in range(201)))
    source = make.source(type_)
    guide = mappings(source, files_of(source))
    assert len(table(guide, "Event id")) == 200
    assert "the first 200 of 201 mappings" in guide


def test_a_category_that_is_not_known_by_name_is_shown_by_number(make, files_of):
    record = make.qid("q", "An event", category=3999)
    source = make.source(make.log_source_type(mappings=(make.mapping("1", "x", record),)))
    assert table(mappings(source, files_of(source)), "Event id")[0][-1] == "3999"
