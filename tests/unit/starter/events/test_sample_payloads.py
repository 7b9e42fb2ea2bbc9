"""How events are in files: on several lines, laid out for people, compressed."""

from __future__ import annotations

import pytest

from qradar_builder.findings import Findings
from qradar_builder.starter.events.sample_files import read_samples

TRACES = """2026-01-05 09:00:00,123 ERROR com.example.Auth - Login failed for user alice
java.lang.RuntimeException: bad password
\tat com.example.Auth.login(Auth.java:10)
Caused by: java.io.IOException: closed
\t... 3 more
2026-01-05 09:00:01,124 INFO com.example.Auth - Login succeeded for user bob
"""
PYTHON = """Jan  5 09:00:00 host app[1]: refused
Traceback (most recent call last):
  File "app.py", line 1, in <module>
ValueError: no
Jan  5 09:00:01 host app[1]: accepted
"""
MARKED = """2026-01-05 09:00:00 started
  an indented line that has a time of its own: 09:00:01
a line without a time
2026-01-05 09:00:02 stopped
"""


def read(tmp_path, text, name="events.log"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_samples([path], None, Findings())


@pytest.mark.parametrize("text", [TRACES, PYTHON])
def test_lines_that_continue_an_event_belong_to_it(tmp_path, text):
    samples = read(tmp_path, text)
    assert len(samples.payloads) == 2
    assert "\n".join(samples.payloads) == text.rstrip("\n")
    assert any("multiline protocol" in note for note in samples.notes)


def test_where_lines_begin_in_other_ways_each_is_an_event(tmp_path):
    assert len(read(tmp_path, MARKED).payloads) == 4


def test_json_that_is_laid_out_for_people_is_read(tmp_path):
    text = '{\n  "type": "login",\n  "time": "2026-01-05T09:00:00Z"\n}\n{\n  "type": "logout"\n}\n'
    assert read(tmp_path, text).payloads == (
        '{"type":"login","time":"2026-01-05T09:00:00Z"}',
        '{"type":"logout"}',
    )
