"""An update compares the events of both versions in the form that the team writes them in."""

from pathlib import Path

import pytest

from qradar_builder.findings import Findings
from qradar_builder.package.build import build_package
from qradar_builder.takeover.update.package import update_package

HEADER = "id: acme\nname: Acme\nversion: {}\nauthor: {{name: A, email: a@example.com}}\nqradar: {{minimum: 7.5.0}}\n"
TYPE = "name: Acme Audit\nprotocol: Syslog\nparsing:\n  EventName: {json: '/\"code\"'}\n"
TYPE_FILE, TABLE_FILE = "log_source_types/audit.yaml", "log_source_types/audit.events.csv"
CATEGORY = "User Login Success"
QIDS = "qids:\n  in: {{name: Acme in, category: User Login Success, severity: {}}}\n"
QIDS += "  out: {{name: Acme out, category: User Login Success, severity: 1}}\n"

KEYED_TABLE = ({TYPE_FILE: TYPE + QIDS.format(1), TABLE_FILE: "id,qid\nlogin,in\nlogout,out\n"}, "x,in\n")
TITLED_TABLE = (
    {
        TYPE_FILE: TYPE + QIDS.format(1),
        TABLE_FILE: "\ufeffQID,Id,Category\r\nin,login,unknown\r\nout,logout,unknown\r\n",
    },
    "in,x,unknown\r\n",
)
DESCRIBED_TABLE = (
    {
        TYPE_FILE: TYPE,
        TABLE_FILE: f"id,name,severity,low-level category\nlogin,Acme in,1,{CATEGORY}\nlogout,Acme out,1,{CATEGORY}\n",
    },
    f"x,Acme in,5,{CATEGORY}\n",
)
LISTED = (
    {TYPE_FILE: TYPE + "events:\n  - {id: login, qid: in}  # first\n  - {id: logout, qid: out}\n" + QIDS.format(1)},
    "  - {id: x, qid: in}\n",
)
DESCRIBED = (
    {
        TYPE_FILE: TYPE
        + f"events:\n  - {{id: login, name: Acme in, severity: 1, low_level_category: {CATEGORY}}}\n"
        + f"  - {{id: logout, name: Acme out, severity: 1, low_level_category: {CATEGORY}}}\n"
    },
    "name: Acme in, severity: 5",
)


def package(folder, version, files):
    for name, text in {"extension.yaml": HEADER.format(version), **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    findings = Findings()
    built = build_package(folder, findings)
    assert built is not None, [each.message for each in findings]
    (folder / "identity.lock.yaml").write_bytes(built.lock)
    (folder.parent / f"{folder.name}.zip").write_bytes(built.zip)
    return folder


def changed(files):
    """The files with a new event, where records have keys, and with another severity of a record."""
    text = files[TYPE_FILE].replace(
        "Acme in, category: User Login Success, severity: 1", "Acme in, category: User Login Success, severity: 5"
    )
    text = text.replace("name: Acme in, severity: 1", "name: Acme in, severity: 5")
    text = text.replace("qid: out}\n", "qid: out}\n  - {id: x, qid: in}\n")
    table = files.get(TABLE_FILE, "").replace("Acme in,1", "Acme in,5")
    if table.startswith("\ufeff"):
        table += "in,x,unknown\r\n"
    elif table:
        table += f"x,Acme in,5,{CATEGORY}\n" if "Acme" in table else "x,in\n"
    return {TYPE_FILE: text} | ({TABLE_FILE: table} if table else {})


@pytest.mark.parametrize(
    ("files", "new"),
    [KEYED_TABLE, TITLED_TABLE, DESCRIBED_TABLE, LISTED, DESCRIBED],
    ids=["table", "table with titles", "table of records", "list", "list of records"],
)
def test_what_upstream_changes_is_taken_in_the_form_of_the_team(tmp_path, files, new):
    mine = package(tmp_path / "base/acme", "1.0.0", files)
    lock = (mine / "identity.lock.yaml").read_bytes()
    upstream = tmp_path / "new/acme"
    upstream.mkdir(parents=True)
    (upstream / "identity.lock.yaml").write_bytes(lock)
    package(upstream, "1.1.0", changed(files))
    findings = Findings()
    updated = update_package(mine, tmp_path / "base/acme.zip", tmp_path / "new/acme.zip", findings)
    assert updated is not None, [each.message for each in findings]
    assert updated.conflicts == []
    found = {name: (mine / name).read_bytes().decode() for name in files}
    found |= {name: content.decode() for name, content in updated.files.items() if name in files}
    assert new in found.get(TABLE_FILE, "") + found[TYPE_FILE]
    assert found.keys() == files.keys()
    head = [text.splitlines()[0] for text in files.values()]
    assert [found[name].splitlines()[0] for name in files] == head
    for name, content in updated.files.items():
        (mine / name).write_bytes(content)
    assert build_package(mine, findings) is not None, [each.message for each in findings]


def test_many_events_of_a_list_stay_a_list(tmp_path):
    events = "".join(f"  - {{id: e{number}, qid: in}}\n" for number in range(40))
    files = {TYPE_FILE: TYPE + "events:\n  - {id: logout, qid: out}\n" + events + QIDS.format(1)}
    mine = package(tmp_path / "base/acme", "1.0.0", files)
    changes = {TYPE_FILE: files[TYPE_FILE].replace("e7, qid: in", "e7, qid: out").replace("e39,", "e40,")}
    package(tmp_path / "new/acme", "1.1.0", changes)
    updated = update_package(mine, tmp_path / "base/acme.zip", tmp_path / "new/acme.zip", Findings())
    assert updated.conflicts == []
    assert updated.files[TYPE_FILE].decode() == changes[TYPE_FILE]
    assert Path(TABLE_FILE).name not in str([*updated.files])
