"""The package as the page sees it: its files and types, edited on both sides."""

from hashlib import sha256

import pytest

TYPE = "log_source_types/alerts.yaml"


def described(asked):
    return asked.get("api/package").json()


def test_it_is_described(asked):
    found = described(asked)
    assert (found["id"], found["name"], found["version"]) == ("acme-gateway", "Acme Gateway", "1.2.0")
    assert (found["folder_name"], found["stale"], found["findings"]) == ("acme-gateway", False, [])
    assert found["types"][0]["key"] == "alerts"
    assert found["workflows"] == [
        {
            "key": "alerts",
            "name": "Alerts",
            "file": "workflows/alerts.yaml",
            "cases": [{"name": "one", "file": "tests/workflows/one.yaml"}],
        }
    ]
    kinds = {each["path"]: (each["kind"], each["editable"]) for each in found["files"]}
    assert kinds == {
        "README.md": ("markdown", True),
        "extension.yaml": ("extension", True),
        TYPE: ("log-source-type", True),
        "tests/events/alerts.yaml": ("event-case", True),
        "tests/workflows/one.yaml": ("workflow-case", True),
        "workflows/alerts.yaml": ("workflow", True),
    }


def test_a_broken_file_keeps_the_last_good_state(asked, folder):
    good = described(asked)
    (folder / TYPE).write_text("name: [\n", encoding="utf-8")
    broken = described(asked)
    assert broken["revision"] > good["revision"]
    assert (broken["stale"], broken["types"]) == (True, good["types"])
    assert (broken["findings"][0]["rule"], broken["findings"][0]["file"]) == ("yaml/syntax", TYPE)
    (folder / TYPE).write_text("name: X\nparsing: {EventName: {json: '/\"t\"'}}\n", encoding="utf-8")
    again = described(asked)
    assert (again["stale"], again["types"][0]["name"]) == (False, "X")


def test_a_package_that_was_never_good_is_described_all_the_same(asked, folder):
    (folder / "extension.yaml").write_text("id: [", encoding="utf-8")
    found = described(asked)
    assert (found["stale"], found["types"], found["id"], found["name"]) == (True, [], "", "acme-gateway")
    assert found["findings"]


def test_a_file_is_read_and_written(asked, folder):
    read = asked.get(f"api/files/{TYPE}").json()
    assert read["text"].startswith("name: Acme")
    assert read["hash"] == sha256((folder / TYPE).read_bytes()).hexdigest()
    text = read["text"].replace("Acme Gateway Alerts", "Änderung")
    written = asked.put(f"api/files/{TYPE}", {"text": text, "base_hash": read["hash"]})
    assert written.status_code == 200
    assert (folder / TYPE).read_text(encoding="utf-8") == text
    assert written.json()["hash"] == sha256(text.encode()).hexdigest()
    assert described(asked)["types"][0]["name"] == "Änderung"


def test_a_change_of_another_program_is_a_conflict(asked, folder):
    read = asked.get(f"api/files/{TYPE}").json()
    (folder / TYPE).write_text("name: other\n", encoding="utf-8")
    response = asked.put(f"api/files/{TYPE}", {"text": "name: mine\n", "base_hash": read["hash"]})
    assert response.status_code == 409
    assert response.json()["error"]["rule"] == "preview/conflict"
    assert response.json()["disk"] == {"text": "name: other\n", "hash": sha256(b"name: other\n").hexdigest()}
    assert (folder / TYPE).read_text(encoding="utf-8") == "name: other\n"
    answer = asked.put(f"api/files/{TYPE}", {"text": "name: mine\n", "base_hash": response.json()["disk"]["hash"]})
    assert answer.status_code == 200


@pytest.mark.parametrize("path", [TYPE, "extension.yaml", "README.md"])
def test_a_file_that_another_program_deletes_is_a_conflict_and_can_be_made_again(asked, folder, path):
    read = asked.get(f"api/files/{path}").json()
    (folder / path).unlink()
    response = asked.put(f"api/files/{path}", {"text": read["text"], "base_hash": read["hash"]})
    assert (response.status_code, response.json()["disk"]) == (409, {"text": "", "hash": ""})
    assert response.json()["error"]["message"] == f"another program has deleted {path}"
    assert not (folder / path).exists()
    assert asked.put(f"api/files/{path}", {"text": read["text"], "base_hash": ""}).status_code == 200
    assert (folder / path).read_text(encoding="utf-8") == read["text"]


def test_a_second_page_with_an_old_text_is_a_conflict(asked):
    read = asked.get(f"api/files/{TYPE}").json()
    bodies = [{"text": read["text"] + f"# {name}\n", "base_hash": read["hash"]} for name in ("one", "two")]
    assert [asked.put(f"api/files/{TYPE}", body).status_code for body in bodies] == [200, 409]


def test_a_new_case_can_be_made_and_nothing_else(asked, folder):
    case = "log_source_type: alerts\nsamples: [{payload: x, expect: {outcome: stored}}]\n"
    made = asked.put("api/files/tests/events/more.yaml", {"text": case, "base_hash": ""})
    assert made.status_code == 200
    assert (folder / "tests/events/more.yaml").read_text() == case
    again = asked.put("api/files/tests/events/more.yaml", {"text": "x: 1\n", "base_hash": ""})
    assert again.status_code == 409
    for path in ("evil.sh", "tests/events/x.sh", "tests/events/../x.yaml", "new/x.yaml", "tests/events/Con.yaml"):
        response = asked.put(f"api/files/{path}", {"text": "", "base_hash": ""})
        assert response.status_code in {400, 403, 404}, path


@pytest.mark.parametrize(
    "path",
    [
        "../../../etc/passwd",
        "..%2f..%2fsecret.txt",
        "%2e%2e/secret.txt",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "log_source_types/../../secret.txt",
        "log_source_types/%2e/alerts.yaml",
        "log_source_types//alerts.yaml",
        "C:\\Windows\\win.ini",
        "..\\..\\secret.txt",
        "alerts.yaml%00.md",
        "link.md",
        "links/secret.md",
        ".git/config",
        ".hidden.yaml",
        "tests",
        "",
    ],
)
def test_nothing_outside_is_read_or_written(asked, folder, tmp_path, path):
    secret = tmp_path / "secret.md"
    secret.write_text("secret", encoding="utf-8")
    (folder / "link.md").symlink_to(secret)
    (folder / "links").symlink_to(tmp_path, target_is_directory=True)
    (folder / ".hidden.yaml").write_text("secret", encoding="utf-8")
    before = {each: each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()}
    answer = asked.get(f"api/files/{path}")
    assert answer.status_code in {400, 403, 404}
    assert "secret" not in answer.text.replace("secret.txt", "").replace("secret.md", "")
    for base in ("", sha256(b"secret").hexdigest()):
        answer = asked.put(f"api/files/{path}", {"text": "evil", "base_hash": base})
        assert answer.status_code in {400, 403, 404}
    assert {each: each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()} == before


def test_a_text_that_is_no_utf_8_is_not_opened(asked, folder):
    (folder / "tests/events/x.log").write_bytes(b"\xff\xfe")
    assert asked.get("api/files/tests/events/x.log").status_code == 403


def test_samples_and_the_lock_are_not_edited(asked, folder):
    (folder / "identity.lock.yaml").write_text("format: 1\n", encoding="utf-8")
    read = asked.get("api/files/identity.lock.yaml").json()
    answer = asked.put("api/files/identity.lock.yaml", {"text": "", "base_hash": read["hash"]})
    assert (answer.status_code, answer.json()["error"]["rule"]) == (403, "preview/file")


def test_half_a_surrogate_pair_cannot_be_written(asked):
    read = asked.get("api/files/README.md").json()
    body = '{"text": "\\ud800", "base_hash": "' + read["hash"] + '"}'
    answer = asked.request("PUT", "api/files/README.md", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400


def test_the_schema_of_each_kind_is_given(asked):
    assert asked.get("api/schemas/log-source-type").json()["$schema"].startswith("https://json-schema.org")
    assert asked.get("api/schemas/nothing").status_code == 404
