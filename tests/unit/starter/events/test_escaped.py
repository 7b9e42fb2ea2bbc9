"""Names with values inside the texts of JSON."""

from __future__ import annotations

import json

from qradar_builder.starter.events.escaped import escaped_columns


def columns(*texts):
    payloads = [json.dumps({"level": "INFO", "message": text}) for text in texts]
    return {path[-1]: values for _, path, _, values in escaped_columns(payloads, payloads)}


def test_json_in_a_text_has_its_values():
    inner = [
        json.dumps({"type": kind, "user": {"name": name}}) for kind, name in (("audit", "alee"), ("error", "bkim"))
    ]
    assert columns(*inner) == {"type": ("audit", "error"), "name": ("alee", "bkim")}


def test_pairs_between_quotes_have_theirs():
    assert columns('a="x", ipAddress="192.0.2.1"', 'ipAddress="192.0.2.2"') == {
        "a": ("x", None),
        "ipAddress": ("192.0.2.1", "192.0.2.2"),
    }


def test_a_text_without_quotes_has_none():
    assert columns("nothing = here", "user=alee") == {}
