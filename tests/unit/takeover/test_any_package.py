"""Any package: its build is imported, the import builds the same ZIP, and the two packages say the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from qradar_builder.comparison.compare import compare
from qradar_builder.comparison.reading.side import read_side
from qradar_builder.findings import Findings, Severity
from qradar_builder.package.build import build_package
from qradar_builder.package.extension.zip_reader import read_archive
from qradar_builder.source.xml.canonical import same_document
from qradar_builder.takeover.content.bulk import records, store
from qradar_builder.takeover.content.package import write_folder
from qradar_builder.takeover.importing import import_files
from tests.unit.comparison.conftest import write_package
from tests.unit.takeover.conftest import rows_of

WORDS = st.sampled_from(["Login", "Door opened", "Übung", "a: b", "#x", "- y", "yes", "1.10", "null", "a'b\"c", "{z}"])
CATEGORIES = st.sampled_from(["User Login Success", "User Login Failure", "File Deleted", 3001, 8053])
COMMON = [
    {"json": '/"a"'},
    {"json": '/"a b"/"c"[0]'},
    {"leef": "usrName"},
    {"leef": "$eventid$"},
    {"cef": "suser"},
    {"cef": "$id$"},
    {"xml": '/"Event"/"User"'},
    {"xml": '/"Event"/"User".name'},
    {"nvp": "user", "pair_delimiter": ";", "value_delimiter": "="},
    {"nvp": "u", "pair_delimiter": "\t", "value_delimiter": ":"},
    {"list": "$2", "delimiter": "|"},
]
FIELD = st.sampled_from(
    [
        *COMMON,
        {"regex": r"user=(\w+)"},
        {"regex": r"(a)=(\w+)", "capture": r"\2"},
        {"regex": r"(\w+)@(\w+)", "capture": r"\2-\1"},
        {"regex": r"U=(\w+)", "case_insensitive": True},
        {"regex": r"u = (\w+)", "trim": True},
        {"regex": "x", "capture": "constant"},
        {"regex": r"<b>(&amp;|\d{1,3})</b>"},
    ]
)
FIELDS = st.lists(FIELD, min_size=1, max_size=3)
NAMES = st.sampled_from(["UserName", "SourceIp", "EventCategory", "Protocol"])
TIME = st.sampled_from(
    [
        {"regex": r"at=(\S+)", "format": "yyyy-MM-dd'T'HH:mm:ss"},
        {"json": '/"time"', "format": "yyyy-MM-dd HH:mm:ss.SSS"},
        {"json": '/"time"'},
    ]
)
MODIFIERS = st.lists(
    st.sampled_from(
        [
            {"event": "login", "severity": 2},
            {"event": "login", "severity": 3, "category": "auth", "send_identity": "OverrideAndNeverSend"},
            {"regex": "x.*", "category": "c"},
            {"regex": "x(.*)", "capture_group": 1, "look_up_qid": False},
        ]
    ),
    max_size=2,
)
PROPERTY = st.sampled_from(
    [
        *COMMON,
        {"json": '/"p"', "enabled": False},
        {"json": '/"p"', "category": "User Login Success"},
        {"json": '/"p"', "sample": '{"p": "grün"}'},
        {"regex": r"p=(\w+)"},
        {"regex": r"(p)=(\w+)", "capture_group": 2},
        {"regex": r"p=\w+", "capture_group": 0},
        {"regex": r"(p)=(\w+)", "format": "$1 $2"},
        {"aql": "CONCAT(username, 'x')"},
        {"calculated": {"first": "Acme Number", "operator": "MULTIPLY", "second": 2}},
    ]
)
EXPRESSIONS = st.lists(PROPERTY, min_size=1, max_size=3)
RECORDS = st.fixed_dictionaries(
    {"name": WORDS, "category": CATEGORIES, "severity": st.integers(0, 10)},
    optional={"description": WORDS},
)
EVENTS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "1", "007", "a|b", "ü", "x\\y"]), st.sampled_from([None, "auth", "c|d"])),
    unique=True,
    max_size=5,
)
ACTIONS = st.sampled_from(
    [
        {"Set": {"path": "/a", "value": "1"}},
        {"Set": {"path": "/a", "value": "${/host}"}},
        {"Initialize": {"path": "/b", "value": "${time() - 3600000}"}},
        {"PostEvent": {"path": "/a", "source": "s"}},
        {"CallEndpoint": {"url": "https://${/host}/", "method": "GET", "savePath": "/r"}},
        {"If": "/r/status_code != 200", "then": [{"Abort": {"reason": "status ${/r/status_code}"}}]},
        {"ForEach": {"item": "/e", "items": "/r/body"}, "do": [{"PostEvent": {"path": "/e", "source": "${/host}"}}]},
    ]
)
PARAMETER = st.fixed_dictionaries(
    {"required": st.booleans()},
    optional={"secret": st.booleans(), "default": st.sampled_from(["1", "a b"]), "description": WORDS},
)


@st.composite
def types(draw, key):
    """The file of a log source type: a custom one, or an override."""
    built_in = draw(st.sampled_from([None, None, "Linux OS", "Microsoft Windows Security Event Log"]))
    written = {"overrides": built_in} if built_in else {"name": f"Acme {key} {draw(WORDS)}"}
    if built_in is None:
        written |= draw(st.fixed_dictionaries({}, optional={"credibility": st.integers(0, 10)}))
    written["protocol"] = draw(st.sampled_from(["Syslog", "Universal Cloud REST API", "TLS Syslog"]))
    fields = draw(
        st.dictionaries(st.sampled_from(["UserName", "SourceIp", "EventCategory", "Protocol"]), FIELDS, max_size=3)
    )
    written["parsing"] = {"EventName": draw(FIELDS)} | fields
    if draw(st.booleans()):
        written["parsing"]["DeviceTime"] = [draw(TIME)]
    written["modifiers"] = draw(MODIFIERS)
    number = {"name": "Acme Number", "type": "numeric", "expressions": [{"json": '/"n"'}]}
    written["properties"] = [number] + [
        {
            "name": name,
            "type": kind,
            "optimize": name == "Acme P",
            "expressions": draw(st.lists(PROPERTY, min_size=1, max_size=3)),
        }
        for name, kind in draw(st.lists(st.sampled_from([("Acme P", "string"), ("Acme IP", "ip")]), unique=True))
    ]
    written["qids"] = draw(st.dictionaries(st.sampled_from(["one", "two", "three"]), RECORDS, max_size=3))
    pairs = draw(EVENTS) if written["qids"] else []
    written["events"] = [
        {
            "id": event,
            **({} if category is None else {"category": category}),
            "qid": draw(st.sampled_from(sorted(written["qids"]))),
        }
        for event, category in pairs
    ]
    return written


@st.composite
def packages(draw):
    """A package as documents by path."""
    files = {
        "extension.yaml": {
            "id": "acme",
            "name": draw(WORDS),
            "version": draw(st.sampled_from(["1.0.0", "2.10.3"])),
            "author": {"name": draw(WORDS), "email": "a@example.com"},
            "qradar": {"minimum": draw(st.sampled_from(["7.4.2", "7.5.0", "7.5.0 UP10"]))},
            "description": draw(WORDS),
        }
    }
    seen = set()
    for key in draw(st.lists(st.sampled_from(["alpha", "beta", "gamma"]), unique=True, min_size=1)):
        one = draw(types(key))
        if one.get("overrides", key) not in seen:
            seen.add(one.get("overrides", key))
            files[f"log_source_types/{key}.yaml"] = one
    if draw(st.booleans()):
        files["qids.yaml"] = draw(st.dictionaries(st.sampled_from(["shared-a", "shared-b"]), RECORDS, min_size=1))
    if draw(st.booleans()):
        files["reference_data.yaml"] = {
            "tenants": {"name": "Acme tenants", "element_type": "ALN", "time_to_live": "30 days"}
        }
        files["log_source_groups.yaml"] = {"top": {"name": "Acme"}, "in": {"name": draw(WORDS), "parent": "top"}}
    if draw(st.booleans()):
        files["workflows/poll.yaml"] = {
            "name": draw(WORDS),
            "version": "1",
            "schema": draw(st.sampled_from(["V2", "V2_1"])),
            "parameters": [
                {"name": name, "label": name, **draw(PARAMETER)}
                for name in ["host", *draw(st.lists(st.sampled_from(["p", "q"]), unique=True))]
            ],
            "actions": draw(st.lists(ACTIONS, min_size=1, max_size=5)),
        }
    return files


def built(folder):
    findings = Findings()
    result = build_package(folder, findings, locked=False)
    errors = [f"{each.location} {each.rule} {each.message}" for each in findings if each.severity is Severity.ERROR]
    return result, errors


def parts_of(result):
    """The rows in any order, and the other files of a ZIP."""
    entries = dict(read_archive(result.zip, "built.zip", Findings()).entries)
    return rows_of(entries.pop(f"{result.stem}.xml")), entries


def imported(folder, paths):
    findings = Findings()
    found = import_files(paths, findings)
    assert found is not None, [each.message for each in findings]
    write_folder(folder, found.files)
    return folder


@given(packages(), st.sampled_from([1, 10_000]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_build_of_the_import_of_any_build_is_the_same(tmp_path_factory, files, held):
    root = tmp_path_factory.mktemp("any")
    first, errors = built(write_package(root / "first/acme", files))
    if first is None:
        pytest.fail(f"the strategy makes what does not build: {errors}")
    archive = root / f"{first.stem}.zip"
    archive.write_bytes(first.zip)
    with pytest.MonkeyPatch.context() as patch:
        # With one, all other mappings and records go through the database on disk.
        patch.setattr(store, "MOST_HELD", held)
        patch.setattr(records, "MOST_HELD", held)
        again, errors = built(imported(root / "again/acme", [archive]))
    assert errors == []
    assert parts_of(again) == parts_of(first)
    # Rows are in the order of keys, which no ZIP tells; and a property without expressions is only kept, at the end.
    if len(list((root / "first/acme/log_source_types").iterdir())) == 1 and not (root / "again/acme/extra").exists():
        assert again.zip == first.zip
    documents = {name: content for name, content in first.files.items() if name.startswith("workflows/")}
    if documents:
        for name, content in documents.items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_bytes(content)
        third, errors = built(imported(root / "flow/acme", [root / "workflows"]))
        assert errors == []
        flows = {name: content for name, content in third.files.items() if name.startswith("workflows/")}
        (one,) = (content for name, content in documents.items() if not name.endswith("-parameter-values.xml"))
        (other,) = (content for name, content in flows.items() if not name.endswith("-parameter-values.xml"))
        assert same_document(one, other)
    findings = Findings()
    sides = [read_side(path, "side", findings) for path in (root / "first/acme", root / "again/acme", archive)]
    assert None not in sides, [each.message for each in findings]
    assert compare(sides[1], sides[2]).changes == ()
    assert [each.verdict.effect for each in compare(sides[0], sides[2]).changes] == []
