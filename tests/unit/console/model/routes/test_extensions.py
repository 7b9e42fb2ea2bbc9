"""Extensions are uploaded, previewed, installed and removed, each by a task, and the documented refusals come."""

import pytest

from qradar_builder.package.extension.archive import write_zip
from tests.unit.console.model.conftest import (
    EXTENSIONS,
    TASKS,
    acted,
    changed,
    content_xml,
    extension,
    installed,
    manifest,
)

TYPES = "/config/event_sources/log_source_management/log_source_types"
DEPLOY = "/staged_config/deploy_status"


def test_an_upload_shows_what_is_in_it(model):
    made = model.post(EXTENSIONS, extension())
    assert (made["name"], made["version"], made["author"], made["status"]) == ("Acme", "1.0.0", "Example", "UPLOADED")
    assert {each["content_type_name"] for each in made["contents"]} >= {"sensordevicetype", "qidmap", "custom_rule"}
    assert model.get(EXTENSIONS) == [made]
    assert len(model.get(EXTENSIONS, content_limit="2")[0]["contents"]) == 2
    assert model.get(f"{EXTENSIONS}/{made['id']}", content_limit="0")["contents"] == []
    assert model.call("GET", EXTENSIONS, 422, content_limit="-1")["code"] == 22608


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"no zip", 22607),
        (b"PK\x03\x04broken", 22607),
        (b"\x1f\x8bbroken", 22607),
        (write_zip({"manifest.txt": manifest()}, 0), 22607),
        (write_zip({"a.xml": content_xml(changed()), "b.xml": content_xml(changed())}, 0), 22607),
        (write_zip({"a.xml": b"<content><open></content>"}, 0), 22607),
        (extension(written=b"{"), 22616),
        (extension(written=b"[]"), 22616),
        (extension(written=b'{"_id": "a"}'), 22616),
        (extension(written=manifest(version="")), 22616),
        (extension(written=manifest(locale={})), 22616),
        (extension(written=b"{" * 100_000), 22616),
    ],
)
def test_a_file_that_is_not_valid_is_refused(model, file, code):
    assert model.call("POST", EXTENSIONS, 422, body=file)["code"] == code
    assert model.get(EXTENSIONS) == []


def test_the_same_id_and_version_is_refused_and_another_version_is_not(model):
    model.post(EXTENSIONS, extension())
    assert model.call("POST", EXTENSIONS, 409, body=extension())["code"] == 22613
    model.post(EXTENSIONS, extension(version="1.0.1"))
    model.post(EXTENSIONS, extension(hub_id="Other:Acme"))


def test_a_content_xml_alone_and_a_form_are_taken(model):
    made = model.post(EXTENSIONS, content_xml(changed()), content="application/xml")
    assert (made["version"], made["author"]) == ("2021.6.0.20210101000000", "admin")
    form = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="my.zip"\r\n'
        b"Content-Type: application/zip\r\n\r\n" + extension() + b"\r\n--x--\r\n"
    )
    made = model.post(EXTENSIONS, form, content="multipart/form-data; boundary=x")
    assert made["name"] == "Acme"
    assert made["file_location"].endswith("my.zip")
    model.call("POST", EXTENSIONS, 422, body=b"--x--\r\n", content="multipart/form-data; boundary=x")
    model.call("POST", EXTENSIONS, 415, body=b"PK", content="text/plain")


def test_a_preview_changes_nothing_and_foretells_the_installation(model):
    number = model.post(EXTENSIONS, extension())["id"]
    foretold = acted(model, number, "PREVIEW")
    assert model.get(TYPES, filter="id>4000") == []
    assert model.get(f"{EXTENSIONS}/{number}")["status"] == "UPLOADED"
    assert acted(model, number) == foretold
    assert {each["action"] for each in foretold} == {"ADD"}
    assert model.get(f"{EXTENSIONS}/{number}")["status"] == "INSTALLED"
    assert [each["content_type_id"] for each in foretold if each["content_type_name"] == "qidmap"] == [27] * 3


def test_a_task_takes_its_time_and_only_one_runs(model):
    first = model.post(EXTENSIONS, extension())["id"]
    second = model.post(EXTENSIONS, extension(version="2.0.0"))["id"]
    started = model.post(f"{EXTENSIONS}/{first}", action_type="INSTALL")
    assert started["status_location"] == f"{TASKS}/{started['status_id']}"
    assert model.get(f"{EXTENSIONS}/{first}")["status"] == "INSTALLING"
    assert model.call("POST", f"{EXTENSIONS}/{first}", 409, action_type="INSTALL")["code"] == 22611
    assert model.call("POST", f"{EXTENSIONS}/{second}", 409, action_type="PREVIEW")["code"] == 22618
    assert model.call("DELETE", f"{EXTENSIONS}/{second}", 409)["code"] == 22618
    states = []
    for _ in range(6):
        task = model.get(started["status_location"])
        states.append((task["status"], task["progress"]))
        model.clock.now += 200
    assert states == [
        ("QUEUED", 0),
        ("QUEUED", 0),
        ("PROCESSING", 40),
        ("PROCESSING", 60),
        ("PROCESSING", 80),
        ("COMPLETED", 100),
    ]
    assert model.call("POST", f"{EXTENSIONS}/{first}", 409, action_type="INSTALL")["code"] == 22612
    assert model.call("POST", f"{EXTENSIONS}/{first}", 422, action_type="RUN")["code"] == 22605
    model.call("GET", f"{TASKS}/999", 404)
    model.call("POST", f"{EXTENSIONS}/999", 404, action_type="INSTALL")


def test_a_task_may_never_end(model):
    model.console.tasks.never_end = True
    started = model.post(f"{EXTENSIONS}/{model.post(EXTENSIONS, extension())['id']}", action_type="INSTALL")
    model.clock.now += 10**9
    assert model.get(started["status_location"])["status"] == "PROCESSING"
    model.call("GET", f"{started['status_location']}/results", 404)


def test_a_newer_version_replaces_the_installed_one(model):
    installed(model)
    results = installed(model, extension(version="2.0.0"))
    assert {each["action"] for each in results} == {"SKIP"}
    assert [each["version"] for each in model.get(EXTENSIONS)] == ["2.0.0"]


def test_content_for_a_newer_console_is_not_installed(model):
    number = model.post(EXTENSIONS, extension(min_qradar_version="2099.1.0.20990101000000"))["id"]
    assert "needs QRadar 2099" in acted(model, number, status="EXCEPTION")
    assert model.get(f"{EXTENSIONS}/{number}")["status"] == "INSTALL_FAILED"
    other = write_zip({"a.xml": content_xml(changed(), build="2099.1.0.20990101000000")}, 0)
    assert "was exported from" in acted(model, model.post(EXTENSIONS, other)["id"], "PREVIEW", "EXCEPTION")
    assert model.get(TYPES, filter="id>4000") == []


def test_a_property_of_a_name_that_something_else_has_blocks_the_installation(model):
    path = "/config/event_sources/custom_properties/regex_properties"
    model.post(path, {"name": "Acme user", "property_type": "string"})
    number = model.post(EXTENSIONS, extension())["id"]
    assert "the custom property 'Acme user' is on the console with the id" in acted(model, number, status="EXCEPTION")
    assert model.get(TYPES, filter="id>4000") == []
    assert "Acme user" in model.get(f"{EXTENSIONS}/{number}")["content_operation_error"]
    model.call("DELETE", f"{path}/{model.get(path, filter='name=' + chr(34) + 'Acme user' + chr(34))[0]['id']}")
    model.clock.now += 5000
    acted(model, number)
    assert model.get(f"{EXTENSIONS}/{number}")["content_operation_error"] is None


def test_an_extension_is_removed_and_its_content_stays(model):
    installed(model)
    [record] = model.get(EXTENSIONS)
    model.call("DELETE", f"{EXTENSIONS}/{record['id']}")
    assert model.get(f"{EXTENSIONS}/{record['id']}")["status"] == "UNINSTALLING"
    model.clock.now += 5000
    assert model.get(EXTENSIONS) == []
    assert len(model.get(TYPES, filter="id>4000")) == 1
    model.post(EXTENSIONS, extension())


def test_an_installation_is_staged_and_deployed(model):
    assert model.get(DEPLOY)["status"] == "COMPLETE"
    assert model.call("POST", DEPLOY, 409, body={"type": "INCREMENTAL"})["code"] == 1003
    installed(model)
    assert model.post(DEPLOY, {"type": "INCREMENTAL"})["status"] == "INITIALIZING"
    assert model.call("POST", DEPLOY, 409, body={"type": "FULL"})["code"] == 1002
    model.clock.now += 500
    assert model.get(DEPLOY)["hosts"][0]["status"] == "IN_PROGRESS"
    model.clock.now += 600
    assert model.get(DEPLOY)["percent_complete"] == 100
    model.call("POST", DEPLOY, 409, body={"type": "INCREMENTAL"})
    model.post(DEPLOY, {"type": "FULL"})
