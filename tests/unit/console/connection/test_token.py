"""The token: where it comes from, and what is refused."""

import os
import sys
from types import SimpleNamespace

import pytest

from qradar_builder.console.connection.profile import Profile
from qradar_builder.console.connection.token import read_token
from qradar_builder.findings import Findings


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)


def token(profile, environment=()):
    findings = Findings()
    return read_token(profile, dict(environment), findings), [(each.rule, each.message) for each in findings]


def in_file(tmp_path, text, mode=0o600):
    path = tmp_path / "token"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return Profile("lab", "h", token_file=path)


def test_the_environment_comes_first(tmp_path):
    assert token(in_file(tmp_path, "other"), {"QRADAR_TOKEN": " abc\n"}) == ("abc", [])


def test_a_file_that_only_its_owner_can_read_is_taken(tmp_path):
    assert token(in_file(tmp_path, "abc\n")) == ("abc", [])


@pytest.mark.skipif(os.name != "posix", reason="other systems have no modes")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660, 0o601])
def test_a_file_that_others_can_read_is_refused(tmp_path, mode):
    found, told = token(in_file(tmp_path, "abc", mode))
    assert found is None
    assert told == [("console/token-file", f"the token file has the mode {mode:04o}, and others can read it")]


def test_a_file_that_is_not_there_is_told(tmp_path):
    found, told = token(Profile("lab", "h", token_file=tmp_path / "none"))
    assert (found, told[0][0]) == (None, "console/token")


@pytest.mark.parametrize("text", ["", "  ", "a b", "a\tb", "\xe9clair", "x" * 2000, "a\x00b"])
def test_what_is_no_token_is_refused_and_not_shown(text):
    found, told = token(Profile("lab", "h"), {"QRADAR_TOKEN": text})
    assert found is None
    assert told[0][0] == "console/token"
    assert not text.strip() or text.strip() not in told[0][1]


def test_the_keyring_is_asked_last(monkeypatch):
    kept = {("qradar-builder", "h"): "from-the-keyring"}
    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=lambda *key: kept.get(key)))
    assert token(Profile("lab", "h")) == ("from-the-keyring", [])
    assert token(Profile("lab", "other"))[0] is None


def test_a_keyring_that_fails_is_none(monkeypatch):
    def fail(*_):
        raise RuntimeError("no backend")

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=fail))
    found, ((rule, message),) = token(Profile("lab", "h"))
    assert (found, rule) == (None, "console/token")
    assert message == "QRADAR_TOKEN is not set, and there is no other token"
