"""Whatever stands in the files of a package: findings, and never a traceback."""

from __future__ import annotations

import copy
import json
import tempfile
from pathlib import Path

from hypothesis import given, settings, strategies as st

from qradar_builder.findings import Findings
from qradar_builder.package.build import build_package
from qradar_builder.source.yaml.document import read_document
from qradar_builder.source.yaml.scalars import plain

ACCEPTANCE = Path(__file__).parents[2] / "acceptance" / "packages"
MORE = {
    "qids.yaml": {"shared": {"name": "Shared", "category": 1002, "severity": 3}},
    "log_source_groups.yaml": {"a": {"name": "A"}, "b": {"name": "B", "parent": "a", "description": "x"}},
    "reference_data.yaml": {"a": {"name": "A", "kind": "set", "time_to_live": "1 day", "elements": ["x"]}},
    "log_source_types/more.yaml": {
        "name": "More",
        "protocols": ["Syslog", 0],
        "type_id": 7000,
        "modifiers": [{"event": "a", "severity": 3}, {"regex": "(a)", "capture_group": 1}],
        "parsing": {"EventName": [{"nvp": "a", "pair_delimiter": "|", "value_delimiter": "="}, {"cef": "$id$"}]},
        "properties": [
            {"name": "Size", "type": "numeric", "expressions": [{"regex": "(a)", "qid": "own", "sample": "x"}]},
            {
                "name": "Sum",
                "type": "numeric",
                "expressions": {"calculated": {"first": "Size", "operator": "ADD", "second": 2}},
            },
            {"name": "When", "type": "time", "datetime_format": "yyyy", "locale": "en", "expressions": {"xml": '/"a"'}},
        ],
        "events": [
            {"id": "a", "qid": "own"},
            {"id": "b", "name": "B", "low_level_category": 1002, "severity": 3, "description": "x"},
            {"id": "c", "category": "x", "qid": "shared"},
        ],
        "qids": {"own": {"name": "Own", "category": "Host Login Succeeded", "severity": 3, "description": "x"}},
    },
}
ODD = st.one_of(
    st.sampled_from([None, True, False, 0, -1, 10**30, 1.5]),
    st.sampled_from(["", " ", "x", "\n", "\u2028", "😀", "(", "\\", "{}", "${/", "$(x)", "1e400", "12", "syslog"]),
    st.sampled_from(["unknown", "Stored", "a" * 5000, "/", "..", "@a|b", "overrides", "%", "&x", "*x", "0" * 50]),
    st.sampled_from(
        [[], {}, [None], [[]], {"": ""}, {"regex": "(a+)+$"}, {"json": 5}, [{"use": "get"}], [{"If": "a"}]]
    ),
)


def _package():
    """The files of a package that has everything, as data."""
    folder = ACCEPTANCE / "acme-gateway"
    files = {
        str(path.relative_to(folder)): plain(read_document(path, path.name, Findings()).root)
        for path in sorted(folder.rglob("*.yaml"))
    }
    return files | copy.deepcopy(MORE)


FILES = _package()


def _places(data, path=()):
    yield path
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, item in items:
        yield from _places(item, (*path, step))


PLACES = list(_places(FILES))[1:]


def _change(files, place, odd, rename):
    *parents, last = place
    data = files
    for step in parents:
        if isinstance(data, list) and not (isinstance(step, int) and step < len(data)):
            return
        if isinstance(data, dict) and step not in data:
            return
        if not isinstance(data, dict | list):
            return
        data = data[step]
    if isinstance(data, dict) and last in data:
        if rename and parents:
            data[str(odd)[:50]] = data.pop(last)
        else:
            data[last] = odd
    elif isinstance(data, list) and isinstance(last, int) and last < len(data):
        data[last] = odd


@settings(max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(PLACES), ODD, st.booleans()), max_size=4))
def test_no_value_in_no_place_makes_a_build_raise(changes):
    files = copy.deepcopy(FILES)
    for place, odd, rename in changes:
        _change(files, place, copy.deepcopy(odd), rename)
    with tempfile.TemporaryDirectory() as root:
        for name, data in files.items():
            path = Path(root, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        findings = Findings()
        built = build_package(Path(root), findings)
    assert (built is None) == bool(findings.errors)
    for found in findings:
        assert found.message
        assert found.location.line >= 1


def test_the_package_is_good_as_it_is(tmp_path):
    for name, data in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    findings = Findings()
    assert build_package(tmp_path, findings) is not None
    # Without the event table, which is no YAML, nothing is mapped to one of the records but a property is for it.
    assert {found.rule for found in findings} == {"property/not-in-zip"}
