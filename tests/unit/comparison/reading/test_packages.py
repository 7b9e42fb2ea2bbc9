"""Any two packages: a comparison leaves nothing out, and finds something exactly where they say something else."""

import copy
import json

from hypothesis import HealthCheck, given, settings, strategies as st

from qradar_builder.comparison.compare import compare
from qradar_builder.comparison.reading.side import read_side
from qradar_builder.comparison.scope import common, within
from qradar_builder.findings import Findings
from tests.unit.comparison.conftest import write_package

EXPRESSIONS = st.lists(
    st.sampled_from(
        [
            {"json": '/"a"'},
            {"json": '/"b"'},
            {"regex": r"a=(\w+)"},
            {"regex": r"(a)=(\w+)", "capture": r"\2"},
            {"regex": r"A=(\w+)", "case_insensitive": True},
            {"leef": "a"},
            {"nvp": "a", "pair_delimiter": ";", "value_delimiter": "="},
            {"list": "$1", "delimiter": "|"},
        ]
    ),
    min_size=1,
    max_size=3,
)
MODIFIERS = st.lists(
    st.sampled_from([{"event": "1", "severity": 2}, {"event": "1", "severity": 3}, {"regex": "x.*", "category": "c"}]),
    max_size=2,
)
PROPERTY_EXPRESSIONS = st.lists(
    st.sampled_from(
        [
            {"json": '/"p"'},
            {"json": '/"p"', "enabled": False},
            {"regex": r"p=(\w+)"},
            {"regex": r"(p)=(\w+)", "capture_group": 2},
            {"regex": r"(p)=(\w+)", "format": "$1 $2"},
            {"cef": "p"},
            {"json": '/"p"', "category": "User Login Success"},
            {"json": '/"p"', "sample": "{}"},
        ]
    ),
    min_size=1,
    max_size=3,
)
RECORDS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Acme one", "Acme two", "Acme three"]),
        "category": st.sampled_from(["User Login Success", "User Login Failure"]),
        "severity": st.integers(1, 3),
    },
    optional={"description": st.sampled_from(["a", "b"])},
)
ACTIONS = st.recursive(
    st.sampled_from(
        [
            {"Set": {"path": "/a", "value": "1"}},
            {"Set": {"path": "/a", "value": "${/b}"}},
            {"Initialize": {"path": "/b", "value": "0"}},
            {"Set": {"path": "/b", "value": "${/b + 1}"}},
            {"PostEvent": {"path": "/a", "source": "s"}},
            {"CallEndpoint": {"url": "https://${/host}/", "method": "GET", "savePath": "/a"}},
        ]
    ),
    lambda inner: st.builds(
        lambda condition, actions: {"If": condition, "then": actions},
        st.sampled_from(["/a = 1", "/b = 1"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


@st.composite
def packages(draw):
    """A package as documents by path."""
    files = {
        "extension.yaml": {
            "id": "acme",
            "name": draw(st.sampled_from(["Acme", "Acme logs"])),
            "version": "1.0.0",
            "author": {"name": "Acme"},
            "qradar": {"minimum": draw(st.sampled_from(["7.4.2", "7.5.0"]))},
        }
    }
    details = {name: {"name": name, "optimize": draw(st.booleans())} for name in ("Acme P", "Acme Q")}
    for key in draw(st.lists(st.sampled_from(["alpha", "beta"]), unique=True)):
        qids = draw(st.dictionaries(st.sampled_from(["one", "two", "three"]), RECORDS, max_size=3))
        ids = draw(st.lists(st.sampled_from(["a", "b", "a|b"]), unique=True)) if qids else []
        files[f"log_source_types/{key}.yaml"] = {
            "name": f"Acme {key} {draw(st.sampled_from(['x', 'y']))}",
            "parsing": {
                "EventName": {"json": '/"id"'},
                **draw(st.dictionaries(st.sampled_from(["UserName", "SourceIp"]), EXPRESSIONS, max_size=2)),
            },
            "modifiers": draw(MODIFIERS),
            "properties": [
                {**details[name], "expressions": draw(PROPERTY_EXPRESSIONS)}
                for name in draw(st.lists(st.sampled_from(sorted(details)), unique=True))
            ],
            "qids": qids,
            "events": [{"id": each, "qid": draw(st.sampled_from(sorted(qids)))} for each in ids],
        }
    files["workflows/poll.yaml"] = {
        "name": "Poll",
        "version": "1",
        "schema": "V2",
        "parameters": [
            {"name": name, "label": name, "required": draw(st.booleans())}
            for name in ["host", *draw(st.lists(st.sampled_from(["p", "q"]), unique=True))]
        ],
        "actions": draw(st.lists(ACTIONS, min_size=1, max_size=5)),
    }
    return files


def meaning(files):
    """What a package says, without the order of what has none."""
    said = copy.deepcopy(files)
    for path, document in said.items():
        if path.startswith("log_source_types/"):
            document["properties"].sort(key=lambda each: each["name"])
            document["events"].sort(key=lambda each: each["id"])
    return json.dumps(said, sort_keys=True)


def read(folder, files):
    findings = Findings()
    reading = read_side(write_package(folder, files), "package", findings)
    assert reading is not None, list(findings)
    return reading


@st.composite
def near_pairs(draw):
    """Two packages that say mostly the same: one key of one file is another one."""
    old, other = draw(packages()), draw(packages())
    new = copy.deepcopy(old)
    path = draw(st.sampled_from(sorted(set(old) & set(other))))
    key = draw(st.sampled_from(sorted(set(old[path]) & set(other[path]) - {"events", "qids", "properties"})))
    new[path][key] = other[path][key]
    return old, new


@given(st.one_of(near_pairs(), st.tuples(packages(), packages())))
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_the_changes_turn_any_package_into_any_other(tmp_path_factory, pair):
    old, new = pair
    folder = tmp_path_factory.mktemp("packages")
    one, other = read(folder / "old/acme", old), read(folder / "new/acme", new)
    comparison = compare(one, other)
    subjects = common(one, other)
    assert comparison.apply(within(one, other, subjects)) == within(other, one, subjects)
    assert bool(comparison.changes) == (meaning(old) != meaning(new))
    assert all(each.verdict.effect and "{" not in each.verdict.effect.replace("${", "") for each in comparison.changes)
