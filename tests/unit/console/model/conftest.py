"""A model in this process, with a clock of its own, and a short way to call it."""

import base64
import json
from urllib.parse import urlencode

import pytest

from qradar_builder.console.model.access import Caller
from qradar_builder.console.model.console import Console, Settings
from qradar_builder.package.extension.archive import write_zip
from qradar_builder.package.extension.content_xml import write_content_xml
from qradar_builder.package.extension.rows.row import Row
from qradar_builder.serving.messages import Request

ADMIN = Caller("admin", "t0ken-of-the-model")


class Clock:
    """Time in epoch milliseconds, which passes when it is told to."""

    def __init__(self):
        self.now = 1_764_500_000_000

    def __call__(self):
        return self.now


class Model:
    """A console, and calls to it. What is not JSON is given as bytes."""

    def __init__(self, **named):
        self.clock = Clock()
        self.settings = Settings(named.pop("callers", (ADMIN,)), now=self.clock, **named)
        self.console = Console(self.settings)

    def raw(self, method, path, *, body=None, token=ADMIN.token, version=None, headers=(), content="", **query):
        sent = [*headers]
        if token is not None:
            sent.append(("SEC", token))
        if version is not None:
            sent.append(("Version", version))
        if body is not None:
            sent.append(
                ("Content-Type", content or ("application/zip" if isinstance(body, bytes) else "application/json"))
            )
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.console.handle(Request(method, f"/api{path}", urlencode(query), tuple(sent), data, is_secure=True))

    def call(self, method, path, status=None, **named):
        answer = self.raw(method, path, **named)
        found = json.loads(answer.body) if answer.body else None
        if status is None:
            assert answer.status < 300, found
        else:
            assert answer.status == status, found
        return found

    def get(self, path, **named):
        return self.call("GET", path, **named)

    def post(self, path, body=None, **named):
        return self.call("POST", path, body=body, **named)


@pytest.fixture
def make_model():
    """Make models with settings of their own."""
    made = []

    def make(**named):
        made.append(Model(**named))
        return made[-1]

    yield make
    for each in made:
        each.console.close()


@pytest.fixture
def model(make_model):
    return make_model()


ROWS = {
    "sensordevicetype": [
        {"id": "4003", "uuid": "type-1", "devicetypename": "AcmeCustom", "devicetypedescription": "Acme",
         "extension_id": "3", "devicetypeoverride": "4000", "devicecategoryid": "5", "devicetypecredibility": "6"},
    ],
    "sensordeviceprotocols": [
        {"id": "1", "sensordevicetypeid": "4003", "sensorprotocolid": "0"},
        {"id": "2", "sensordevicetypeid": "4003", "sensorprotocolid": "12"},
        {"id": "3", "sensordevicetypeid": "4003", "sensorprotocolid": "9876"},
    ],
    "device_ext": [{"id": "3", "uuid": "lsx-1", "name": "AcmeCustom_ext", "description": "", "enabled": "true"}],
    "qidmap": [
        {"id": "10", "qid": "1002750000", "uuid": "qid-0", "qname": "Acme Message", "severity": "3",
         "lowlevelcategory": "10009"},
        {"id": "11", "qid": "1002750001", "uuid": "qid-1", "qname": "Unknown", "severity": "3",
         "lowlevelcategory": "10001"},
        {"id": "12", "qid": "1002750002", "uuid": "qid-2", "qname": "Acme login", "severity": "4",
         "lowlevelcategory": "3046", "catpipename": "Echo", "ratethreshold": "7"},
    ],
    "dsmevent": [
        {"id": "20", "uuid": "map-0", "devicetypeid": "4003", "deviceeventid": "unknown",
         "deviceeventcategory": "Stored", "qidmapid": "10", "customevent": "false"},
        {"id": "21", "uuid": "map-2", "devicetypeid": "4003", "deviceeventid": "login", "deviceeventcategory": "auth",
         "qidmapid": "12", "customevent": "true"},
    ],
    "ariel_regex_property": [
        {"id": "prop-1", "sequenceid": "5", "propertyname": "Acme user", "propertytype": "string",
         "forceparse": "true", "username": "admin"},
    ],
    "ariel_property_expression": [
        {"id": "expr-1", "sequenceid": "6", "ap_id": "prop-1", "regex": "user=(\\w+)", "capturegroup": "1",
         "devicetypeid": "4003", "qid": "1002750002", "category": "-1", "enabled": "true", "rank": "2"},
    ],
    "custom_rule": [{"id": "7", "uuid": "rule-1", "rule_data": "PHJ1bGUvPg=="}],
    "reference_data": [{"id": "8", "name": "Acme users", "collection_type": "0", "element_type": "4"}],
}  # fmt: skip
LSX = b"""<?xml version="1.0" encoding="UTF-8"?>
<device-extension xmlns="event_parsing/device_extension">
<pattern id="id">id=(\\w+)</pattern><pattern id="cat">cat=(\\w+)</pattern><pattern id="all"><![CDATA[(.*)]]></pattern>
<match-group order="1" device-type-id-override="4003">
<matcher field="EventName" order="1" pattern-id="id" capture-group="1"/>
<matcher field="EventCategory" order="1" pattern-id="cat" capture-group="1"/>
<event-match-multiple pattern-id="all" capture-group-index="1" send-identity="UseDSMResults"
 force-qidmap-lookup-on-fixup="true"/>
</match-group>
</device-extension>
"""


def changed(table=None, number=0, **columns):
    """The rows, with other columns in one of them."""
    rows = {name: [dict(each) for each in some] for name, some in ROWS.items()}
    for each in rows["device_ext"]:
        each["xml"] = base64.b64encode(LSX).decode()
    if table is not None:
        rows[table][number] |= columns
    return rows


def content_xml(rows, build="2021.6.0.20210101000000"):
    return write_content_xml(build, (Row(table, each) for table, some in rows.items() for each in some))


def manifest(version="1.0.0", hub_id="Example:Acme", **fields):
    inner = {
        "version": version,
        "extension_name": "extension.name",
        "locale": {"en-US": {"extension.name": "Acme"}},
        "authored_by": "Example",
        "supported_language_set": ["en-US"],
        **fields,
    }
    return json.dumps({"_id": hub_id, "doc": {"extension_manifest": inner}}).encode()


def extension(rows=None, written=None, **fields):
    """A ZIP of rows, with a manifest."""
    content = content_xml(changed() if rows is None else rows)
    return write_zip({"acme.xml": content, "manifest.txt": manifest(**fields) if written is None else written}, 0)


EXTENSIONS = "/config/extension_management/extensions"
TASKS = "/config/extension_management/extensions_task_status"


def acted(model, number, action="INSTALL", status="COMPLETED", **query):
    """Install or preview an extension, wait for the task, and give its results, or its message where it fails."""
    started = model.post(f"{EXTENSIONS}/{number}", action_type=action, **query)
    model.clock.now += 5000
    task = model.get(f"{TASKS}/{started['status_id']}")
    assert task["status"] == status, task["message"]
    if status != "COMPLETED":
        model.call("GET", f"{TASKS}/{started['status_id']}/results", 404)
        return task["message"]
    return model.get(f"{TASKS}/{started['status_id']}/results")["content"]


def installed(model, file=None, **query):
    """Upload and install an extension."""
    number = model.post(EXTENSIONS, extension() if file is None else file)["id"]
    return acted(model, number, **query)


@pytest.fixture
def acme_zip():
    return extension
