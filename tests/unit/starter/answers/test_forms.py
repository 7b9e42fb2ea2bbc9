"""The same answer with the same events, and with others."""

from __future__ import annotations

import pytest

from qradar_builder.starter.answers.forms import TextForm, TextKind
from qradar_builder.starter.answers.reading import read_text

XML = (
    "<feed><more>true</more><total>7</total><next>/a?x=1&amp;y=2</next>\n"
    '<list>\n <e id="1"><t>09:00</t></e>\n <e id="2"><t>09:01</t></e>\n</list></feed>'
)
TEXTS = {
    "csv": 'id,time,note\n1,2026-01-05T09:00:00Z,"a\nb"\n2,2026-01-05T09:01:00Z,c\n',
    "xml": XML,
    "lines": '{"id":1,"t":"09:00"}\n{"id":2,"t":"09:01"}\n',
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_an_answer_with_the_same_events_reads_the_same(text):
    form, body, _ = read_text(text)
    again = read_text(form.content(body)[1].decode())
    assert again is not None
    assert again[1] == body


def test_an_answer_without_a_next_page_has_no_element_for_it():
    form, body, _ = read_text(XML)
    content = form.content({**body, "events": [], "next": None, "more": False})[1].decode()
    assert "next" not in content
    assert "<more>false</more>" in content


@pytest.mark.parametrize(
    ("pattern", "event", "time"),
    [
        ("<t>([^<]+)<", "<e><t>09:00</t></e>", "09:00"),
        ("<t>([^<]+)<", "<e/>", None),
        ("", "x", None),
        ("(x)", {}, None),
    ],
)
def test_the_time_in_the_text_of_an_event(pattern, event, time):
    assert TextForm(TextKind.XML, time_pattern=pattern).time_text(event) == time
