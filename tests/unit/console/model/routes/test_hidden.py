"""What IBM does not document answers only to those who allow it."""

from tests.unit.console.model.conftest import LSX, installed

PATH = "/config/event_sources/log_source_extensions"
HIDDEN = [("Allow-Hidden", "true")]


def form(name, content):
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    return {"body": head + content + b"\r\n--x--\r\n", "content": "multipart/form-data; boundary=x", "headers": HIDDEN}


def test_without_the_header_there_is_no_such_path(model):
    model.call("GET", PATH, 404)
    model.call("GET", PATH, 404, headers=[("Allow-Hidden", "false")])
    model.call("GET", f"{PATH}/1", 404)
    model.call("PUT", PATH, 404, headers=HIDDEN)


def test_extensions_are_read_with_their_documents(model):
    installed(model)
    [one] = model.get(PATH, headers=HIDDEN)
    assert (one["name"], one["enabled"], one["use_condition"]) == ("AcmeCustom_ext", True, 0)
    assert model.get(f"{PATH}/{one['id']}", headers=HIDDEN)["xml"] == LSX.decode()
    assert model.get(PATH, headers=[*HIDDEN, ("Range", "items=0-0")], fields="id") == [{"id": one["id"]}]
    model.call("DELETE", f"{PATH}/{one['id']}", 409, headers=HIDDEN)


def test_an_extension_is_added_and_deleted(model):
    made = model.call("POST", PATH, **form("mine.xml", LSX))
    assert (made["name"], made["xml"]) == ("mine", LSX.decode())
    model.call("POST", PATH, 409, **form("mine.xml", LSX))
    model.call("POST", PATH, 422, **form("other.xml", b"<a/>"))
    model.call("POST", PATH, 422, **form("x" * 300, LSX))
    model.call("DELETE", f"{PATH}/{made['id']}", headers=HIDDEN)
    model.call("GET", f"{PATH}/{made['id']}", 404, headers=HIDDEN)
    model.call("GET", f"{PATH}/no", 422, headers=HIDDEN)
