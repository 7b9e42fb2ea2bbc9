import json
import re
import threading
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from qradar_builder.model.reference_data import ReferenceDataSpec
from qradar_builder.package.rest_plan import Step, left_out, rest_plan, write_rest_plan
from qradar_builder.reference.custom_properties import custom_property

CUSTOM = "/api/config/event_sources/custom_properties"
MANUAL = Path(__file__).parents[4] / "docs" / "rest-plan.md"


def plan_of(make, *expressions, types=None, name="Session ID", **given):
    source = make.source(
        *(types or (make.log_source_type(),)), properties=(make.property(name, *expressions, **given),)
    )
    return source, rest_plan(source)


def step(plan, step_id) -> Step:
    return next(step for step in plan.steps if step.id == step_id)


def test_a_package_that_fits_into_the_zip_has_no_plan(make):
    _, plan = plan_of(make, make.expression(json='/"a"'), make.expression(regex="a=(.)", rank=2))
    assert plan is None


def test_expressions_that_the_zip_holds_are_not_in_the_plan(make):
    source, plan = plan_of(make, make.expression(json='/"a"'), make.expression(cef="suser", rank=2))
    assert [expression.spec.text for _, expression in left_out(source.content)] == ["suser"]
    assert [step.id for step in plan.steps] == ["find-type-1", "find-expression-1", "create-expression-1"]


@pytest.mark.parametrize(
    ("given", "resource", "fields"),
    [
        ({"leef": "usrName"}, "property_leef_expressions", {"expression": "usrName"}),
        ({"cef": "suser"}, "property_cef_expressions", {"expression": "suser"}),
        ({"xml": '/"a"/"b"'}, "property_xml_expressions", {"expression": '/"a"/"b"'}),
        ({"aql": "LONG(x)"}, "property_aql_expressions", {"expression": "LONG(x)"}),
        (
            {"nvp": "user", "pair_delimiter": ";", "value_delimiter": "="},
            "property_nvp_expressions",
            {"expression": "user", "delimiter_pair": ";", "delimiter_name_value": "="},
        ),
        (
            {"list": "$2", "delimiter": "|"},
            "property_genericlist_expressions",
            {"expression": "$2", "delimiter": "|"},
        ),
        (
            {"regex": "(a)(b)", "format": "$2-$1"},
            "property_expressions",
            {"regex": "(a)(b)", "format_string": "$2-$1"},
        ),
    ],
)
def test_each_kind_has_its_own_resource_and_fields(make, given, resource, fields):
    source, plan = plan_of(make, make.expression(**given, sample="payload"), id="a-pinned-id")
    create = step(plan, "create-expression-1")
    assert (create.method, create.path) == ("POST", f"{CUSTOM}/{resource}")
    assert create.body == {
        "regex_property_identifier": source.numbered.properties["Session ID"].uuid,
        "log_source_type_id": {"saved": "type-1"},
        "enabled": True,
        "payload": "payload",
        **fields,
    }


def test_a_calculation_names_numbers_and_properties_as_operands(make):
    calculation = make.expression(calculated={"first": "Bytes", "operator": "DIVIDE", "second": 1024})
    _, plan = plan_of(make, calculation, name="Kilobytes", type="numeric")
    assert step(plan, "create-expression-1").body == {
        "regex_property_identifier": {"saved": "property-1"},
        "log_source_type_id": {"saved": "type-1"},
        "first_operand": {"type": "PROPERTY", "property_name": "Bytes"},
        "operator": "DIVIDE",
        "second_operand": {"type": "STATIC", "numeric_value": 1024},
        "enabled": True,
    }


def test_a_property_without_an_expression_on_the_payload_is_looked_up_and_created(make):
    _, plan = plan_of(
        make, make.expression(aql="x"), type="time", datetime_format="yyyy", locale="en-US", optimize=True
    )
    create = step(plan, "create-property-1")
    assert create.skip_if == "property-1"
    assert create.save == step(plan, "find-property-1").save == {"property-1": "identifier"}
    assert create.body == {
        "name": "Session ID",
        "description": "",
        "property_type": "time",
        "use_for_rule_engine": True,
        "datetime_format": "yyyy",
        "locale": "en-US",
    }


def test_a_shipped_property_is_looked_up_by_the_name_that_qradar_gives_it(make):
    shipped = custom_property("Filename")
    _, plan = plan_of(make, make.expression(aql="x"), name="filename", shipped=shipped)
    assert step(plan, "find-property-1").find == {"name": shipped.name}


def test_the_number_of_a_built_in_type_is_not_looked_up(make):
    linux = make.log_source_type(overrides=11)
    _, plan = plan_of(make, make.expression(cef="suser"), types=(linux,))
    assert step(plan, "create-expression-1").body["log_source_type_id"] == 11
    assert "find-type-1" not in {step.id for step in plan.steps}


def test_selectivity_is_looked_up_by_the_identity_of_the_qid_record(make):
    record = make.qid("login", "Login")
    type_ = make.log_source_type(mappings=(make.mapping("1", "x", record),))
    expressions = (
        make.expression(cef="suser", record=record, qid="login"),
        make.expression(cef="duser", record=record, qid="login", rank=2),
        make.expression(cef="act", category=3046, rank=3, enabled=False),
    )
    source, plan = plan_of(make, *expressions, types=(type_,))
    uuid = source.numbered.qid_of(record).uuid
    assert [step.query.get("filter") for step in plan.steps if step.id.startswith("find-qid")] == [f'uuid="{uuid}"']
    bodies = [step.body for step in plan.steps if step.id.startswith("create")]
    assert [body.get("qid") for body in bodies] == [{"saved": "qid-1"}, {"saved": "qid-1"}, None]
    assert [body.get("low_level_category_id") for body in bodies] == [None, None, 3046]
    assert [body["enabled"] for body in bodies] == [True, True, False]


def test_the_place_among_several_expressions_is_a_note(make):
    _, plan = plan_of(make, make.expression(json='/"a"'), make.expression(cef="suser", rank=2))
    assert "number 2 of 2" in step(plan, "create-expression-1").note


def test_elements_of_a_set_are_added_in_parts_and_each_once(make):
    elements = [str(number) for number in range(1500)]
    spec = ReferenceDataSpec(name="Known hosts", elements=[*elements, "0"])
    plan = rest_plan(make.source(make.log_source_type(), reference_data={"hosts": spec}))
    assert [(step.method, step.id) for step in plan.steps] == [
        ("GET", "find-set-1"),
        ("PATCH", "fill-set-1-1"),
        ("PATCH", "fill-set-1-2"),
    ]
    entries = [entry for step in plan.steps[1:] for entry in step.body]
    assert [entry["value"] for entry in entries] == elements
    assert entries[0] == {"collection_id": {"saved": "set-1"}, "value": "0"}


def test_every_value_that_a_step_uses_was_saved_before(make):
    plan = rest_plan(everything(make))
    saved: set[str] = set()
    for one in plan.steps:
        used = set(re.findall(r'{"saved": "([^"]+)"}', json.dumps([one.body, one.find])))
        assert used <= saved, one.id
        assert one.skip_if is None or one.skip_if in saved, one.id
        saved |= set(one.save)


def test_the_plan_is_written_as_json_that_stays_the_same(make, file_regression):
    written = write_rest_plan(rest_plan(everything(make)))
    assert written == write_rest_plan(rest_plan(everything(make)))
    file_regression.check(written.decode(), extension=".json", encoding="utf-8")


def test_the_script_of_the_manual_carries_a_plan_out_once(make, console):
    script: dict = {"__name__": "manual"}
    exec(re.search(r"```python\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)[1], script)
    source = everything(make)
    plan = json.loads(write_rest_plan(rest_plan(source)))
    console.lists["versions"] = [{"version": "9.1"}, {"version": "26.0"}, {"version": "27.0", "removed": True}]
    console.lists["log_source_types"] = [{"id": 1, "name": "Other"}, {"id": 4007, "name": "Acme Gateway"}]
    uuid = next(one.find["uuid"] for one in rest_plan(source).steps if one.id == "find-qid-1")
    console.lists["qid_records"] = [{"uuid": uuid, "qid": 1002750002}]
    console.lists["sets"] = [{"id": 9, "name": "Known hosts"}]
    script["run"](plan, console.base, "a token")
    assert len(console.writes) == sum(1 for one in plan["steps"] if one["method"] != "GET")
    cef = console.lists["property_cef_expressions"]
    assert [(one["log_source_type_id"], one.get("qid")) for one in cef] == [(4007, 1002750002), (4007, None)]
    zone = next(one for one in console.lists["regex_properties"] if one["name"] == "Zone")
    assert console.lists["property_aql_expressions"][0]["regex_property_identifier"] == zone["identifier"]
    assert console.headers["SEC"] == "a token"
    assert console.headers["Version"] == "26.0"

    console.writes.clear()
    script["run"](plan, console.base, "a token")
    assert console.writes == ["PATCH set_entries"]

    console.lists["versions"] = [{"version": "24.0"}]
    with pytest.raises(SystemExit, match=r"API version 24\.0, and the plan needs 26\.0"):
        script["run"](plan, console.base, "a token")


@pytest.mark.parametrize(
    ("given", "version"),
    [
        ({"cef": "suser"}, "14.0"),
        ({"aql": "x"}, "17.0"),
        ({"regex": "(a)", "format": "$1"}, "26.0"),
    ],
)
def test_the_plan_names_the_oldest_version_that_has_its_calls(make, given, version):
    _, plan = plan_of(make, make.expression(**given))
    assert json.loads(write_rest_plan(plan))["oldest_api_version"] == version


def everything(make):
    record = make.qid("login", 'Login "ok"')
    mapped = make.log_source_type(mappings=(make.mapping("1", "x", record),))
    linux = make.log_source_type("linux", overrides=11)
    return make.source(
        mapped,
        linux,
        properties=(
            make.property(
                "Kilobytes",
                make.expression(calculated={"first": "Bytes", "operator": "DIVIDE", "second": 1024.5}),
                type="numeric",
            ),
            make.property(
                "Session ID",
                make.expression(json='/"session"'),
                make.expression(cef="cs1", rank=2, record=record, qid="login"),
                make.expression(cef="cs1", rank=3, category=3046),
                make.expression(regex='"s":"(\\w+)" (\\d+)', format="$1 at $2", type_key="linux"),
            ),
            make.property("Zone", make.expression(aql="CONCAT(sourceip, 'ä')", sample="a payload")),
        ),
        reference_data={
            "empty": ReferenceDataSpec(name="Empty"),
            "hosts": ReferenceDataSpec(name="Known hosts", elements=["a", "b"]),
        },
    )


class Console:
    """Answers as a console does: lists by resource, and POST adds to them."""

    def __init__(self) -> None:
        self.lists: dict[str, list] = {}
        self.writes: list[str] = []
        self.headers = Message()
        self.base = ""

    def answer(self, method: str, target: str, body) -> object:
        resource = urlsplit(target).path.rsplit("/", 1)[1]
        items = self.lists.setdefault(resource, [])
        if method == "GET":
            restrictions = parse_qs(urlsplit(target).query).get("filter", [])
            wanted = [re.fullmatch(r'(\w+)="([^"]*)"', text).groups() for text in restrictions]
            return [item for item in items if all(item[name] == value for name, value in wanted)]
        self.writes.append(f"{method} {resource}")
        if method == "PATCH":
            return {"id": 1, "status": "QUEUED"}
        items.append(body | {"id": len(items) + 1, "identifier": f"new-{len(items) + 1}"})
        return items[-1]


@pytest.fixture
def console():
    console = Console()

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(size)) if size else None
            console.headers = self.headers
            answer = json.dumps(console.answer(self.command, self.path, body)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PATCH = handle_any  # noqa: N815 - the names that the base class calls

        def log_message(self, *_args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        console.base = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield console
        server.shutdown()
        thread.join()
