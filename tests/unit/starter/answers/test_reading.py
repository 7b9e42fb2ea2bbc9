"""Events in the text of an answer: CSV, XML and lines; and the same answer with other events."""

from __future__ import annotations

import pytest

from qradar_builder.starter.answers.forms import TextKind
from qradar_builder.starter.answers.reading import read_text

CSV = 'id,time,note\n1,2026-01-05T09:00:00Z,"a\nb"\n2,2026-01-05T09:01:00Z,c\n'
XML = (
    '<?xml version="1.0"?>\n<feed><more>true</more><total>7</total><next>/a?x=1&amp;y=2</next>\n'
    '<list>\n <e id="1"><t>09:00</t></e>\n <e id="2"><t>09:01</t></e>\n</list></feed>'
)
ATTRIBUTES = '<list>\n<e id="1" t="09:00"/>\n<e id="2" t="09:01"/>\n</list>'
LINES = '{"id":1,"t":"09:00"}\n{"id":2,"t":"09:01"}\n'
PREFIXED = '<x:list xmlns:x="urn:x"><x:e id="1" t="1"><x:n>a</x:n></x:e><x:e id="2" t="2"><x:n>b</x:n></x:e></x:list>'

READ = {
    "csv": (CSV, TextKind.CSV, ['1,2026-01-05T09:00:00Z,"a\nb"', "2,2026-01-05T09:01:00Z,c"], {}),
    "xml": (
        XML,
        TextKind.XML,
        ['<e id="1"><t>09:00</t></e>', '<e id="2"><t>09:01</t></e>'],
        {"more": True, "total": 7, "next": "/a?x=1&y=2"},
    ),
    "attributes": (ATTRIBUTES, TextKind.XML, ['<e id="1" t="09:00"/>', '<e id="2" t="09:01"/>'], {}),
    "prefixes": (
        PREFIXED,
        TextKind.XML,
        ['<x:e id="1" t="1"><x:n>a</x:n></x:e>', '<x:e id="2" t="2"><x:n>b</x:n></x:e>'],
        {},
    ),
    "lines": (LINES, TextKind.LINES, [{"id": 1, "t": "09:00"}, {"id": 2, "t": "09:01"}], {}),
}


@pytest.mark.parametrize(("text", "kind", "events", "scalars"), READ.values(), ids=READ)
def test_events_and_what_stands_around_them(text, kind, events, scalars):
    form, body, rows = read_text(text)
    assert form.kind is kind
    assert body == {"events": events, **scalars}
    assert len(rows) == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "just a text\nof two lines",
        "<html><body><p a='1' b='2'>x</p><p a='1' b='2'>y</p></body></html>",
        "<a><b>1</b></a>",
        "<a><e i='1' j='2'><e i='3' j='4'/></e></a>",
        "<a",
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '{"one":"object"}',
        '{"a":1}\nno object',
        "a,b,c\n",
        '"' * 5000,
        "<" * 5000,
        "[1,2]",
    ],
)
def test_other_texts_have_no_events(text):
    assert read_text(text) is None


def test_entities_of_a_document_are_not_followed():
    text = '<!DOCTYPE a [<!ENTITY x "' + "y" * 100 + '">]><a><e i="1" j="2"><t>&x;</t></e></a>'
    found = read_text(text)
    assert found is None or "yyy" not in str(found[2])
