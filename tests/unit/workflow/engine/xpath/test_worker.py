"""What an XPath gives, in this process, and what a process of its own answers."""

import io
import json
from types import SimpleNamespace

import pytest

from qradar_builder.workflow.engine.xpath import worker
from qradar_builder.workflow.engine.xpath.worker import TooMuchError, compiled, evaluate

XML = b"<r xmlns:p='u'><a n='1'>x</a><p:b>y</p:b></r>"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("//a", ("nodes", ["x"])),
        ("//a/text() | //a/@n", ("texts", ["1", "x"])),
        ("count(//a)", ("value", ["1"])),
        ("1 div 2", ("value", ["0.5"])),
        ("//a = 'x'", ("value", ["true"])),
        ("//p:b", ("texts", [])),
        ("string('p:b')", ("value", ["p:b"])),
    ],
)
def test_an_xpath_gives_texts_nodes_or_a_value(query, found):
    assert evaluate(XML, compiled(query), 100) == found


def test_the_texts_are_bounded():
    assert evaluate(XML, compiled("//*"), 4) == ("nodes", ["xy", "x", "y"])
    with pytest.raises(TooMuchError):
        evaluate(XML, compiled("//*"), 3)


def test_entities_are_not_resolved(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret", encoding="utf-8")
    xml = f'<!DOCTYPE r [<!ENTITY e SYSTEM "{secret.as_uri()}">]><r>&e;</r>'.encode()
    assert "secret" not in evaluate(xml, compiled("string(/r)"), 100)[1]


def test_questions_are_answered_a_line_each(monkeypatch):
    asked = [("<r/>", "count(/r)"), ("<r>", "/r"), ("<r/>", "$v"), ("<r>long</r>", "/r")]
    lines = [json.dumps({"xml": xml, "query": query, "most": 3, "seconds": 5}) for xml, query in asked]
    out = io.StringIO()
    monkeypatch.setattr(worker, "_limit_memory", lambda: None)
    monkeypatch.setattr(worker, "_limit_time", lambda _: None)
    pipes = SimpleNamespace(stdin=SimpleNamespace(buffer=io.BytesIO("\n".join(lines).encode())), stdout=out)
    monkeypatch.setattr(worker, "sys", pipes)
    worker.main()
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert answers[0] == {"kind": "value", "texts": ["1"]}
    assert [each["kind"] for each in answers[1:]] == ["xml", "xpath", "memory"]
