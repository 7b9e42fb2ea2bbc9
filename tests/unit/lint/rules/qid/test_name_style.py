"""Which names of events are not in one style, and which ones only look so."""

from __future__ import annotations

import pytest

from qradar_builder.findings import Findings
from qradar_builder.lint.engine import read_subjects
from qradar_builder.lint.rules.qid.name_style import RULE

EXTENSION = "id: acme\nname: Acme\nversion: 1.0.0\nauthor: {name: A}\nqradar: {minimum: 7.5.0}\n"
GOOD = ["Acme: user logged in", "Acme: user logged out", "Acme: rule changed"]


@pytest.fixture
def messages(tmp_path):
    """The messages about QID records of these names; the event id of each is `id-` and its number, or as given."""

    def messages(names, ids=None):
        ids = ids or [f"id-{number}" for number, _ in enumerate(names)]
        quoted = [name.replace("'", "''") for name in names]
        text = "name: Acme Log\nprotocol: Syslog\nparsing:\n  EventName: {json: '/\"id\"'}\nevents:\n"
        text += "".join(f"  - {{id: '{one}', qid: q{number}}}\n" for number, one in enumerate(ids))
        text += "qids:\n"
        text += "".join(
            f"  q{number}: {{name: '{name}', category: General Audit Event, severity: 1}}\n"
            for number, name in enumerate(quoted)
        )
        (tmp_path / "log_source_types").mkdir()
        (tmp_path / "extension.yaml").write_text(EXTENSION, encoding="utf-8")
        (tmp_path / "log_source_types" / "log.yaml").write_text(text, encoding="utf-8")
        findings = Findings()
        subjects = [one for one in read_subjects([tmp_path], findings) if type(one) is RULE.subject]
        assert not findings.errors
        return [problem.message for subject in subjects for problem in RULE.check(subject)]

    return messages


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Acme: User Logged In", "has a capital letter at every word"),
        ("Acme: Change of the Rule", "has a capital letter at every word"),
        ("Acme: rule deleted.", "ends with a period"),
        ("rule deleted", "does not begin with the product and a colon"),
        ("Acme:rule deleted", "does not begin with the product and a colon"),
        ("4711", "is an event id"),
        ("id-3", "is an event id"),
        ("acme - Rule changed", "differs from another name only in case or punctuation"),
    ],
)
def test_a_name_in_another_style_is_a_note(messages, name, why):
    names = [*GOOD, name]
    [message] = messages([*names, "Acme: last", "Acme: more"] if "differs" not in why else [*names[2:], "x"])
    assert message.startswith(f"`{name}` {why}")


@pytest.mark.parametrize(
    "name",
    [
        "Acme: Jump Item used",
        "Acme: API key created",
        "Acme Cloud IAM: MFA required",
        "Acme: S3 export changed",
        "Acme: user's default rights used",
        "Acme: 3 logins failed",
        "Acme: é",
    ],
)
def test_names_with_names_in_them_are_good(messages, name):
    assert messages([*GOOD, name]) == []


@pytest.mark.parametrize("names", [["XSense Alert"], ["login", "logout"], ["Rule changed", "User added", "User gone"]])
def test_a_log_source_type_without_a_habit_has_none_to_break(messages, names):
    assert messages(names) == []
