"""Profiles of consoles: what is right is read, what is wrong is told with its place, and no secret is kept."""

import pytest

from qradar_builder.console.connection.profile import Profile, host_problem, read_profile
from qradar_builder.findings import Findings

GOOD = """\
default = "lab"

[profiles.lab]
host = "console.example.com:8443"
ca_file = "ca.pem"
api_version = "24.0"
proxy = "http://proxy.example.com:3128"
connect_timeout = 5
read_timeout = 30.5
task_timeout = 60
pace = 0.1

[profiles.prod]
host = "prod.example.com"
token_file = "/etc/qradar/token"
"""


def read(tmp_path, text, name=None):
    path = tmp_path / "console.toml"
    path.write_text(text, encoding="utf-8")
    findings = Findings()
    return read_profile(path, name, findings), list(findings)


def test_all_keys_are_read(tmp_path):
    profile, findings = read(tmp_path, GOOD)
    assert findings == []
    assert profile == Profile(
        "lab",
        "console.example.com:8443",
        ca_file=tmp_path / "ca.pem",
        api_version="24.0",
        proxy="http://proxy.example.com:3128",
        connect_timeout=5.0,
        read_timeout=30.5,
        task_timeout=60.0,
        pace=0.1,
    )
    assert profile.base == "https://console.example.com:8443/api"
    assert profile.network("secret").proxy.password == "secret"


def test_a_profile_is_chosen_by_name_or_alone(tmp_path):
    assert read(tmp_path, GOOD, "prod")[0].host == "prod.example.com"
    assert read(tmp_path, '[profiles.one]\nhost = "a"\n')[0].name == "one"


@pytest.mark.parametrize(
    ("text", "place", "rule", "words"),
    [
        ("default = \n", (1, 11), "profile", "is not TOML"),
        ("", (1, 1), "profile", "contains no profile"),
        ("[profiles]\n", (1, 1), "profile", "contains no profile"),
        ("colour = 1\n[profiles.a]\nhost = 'h'\n", (1, 1), "profile", "`colour` is not known here"),
        ("[profiles.a]\nhost = 'h'\nhots = 'h'\n", (3, 1), "profile", "`hots` is not known here"),
        ("[profiles.a]\n\n  host = 5\n", (3, 3), "profile", "`host` must be a text"),
        ("[profiles.a]\nhost = 'https://h/console'\n", (2, 1), "profile", "no URL"),
        ("[profiles.a]\nhost = 'h:99999'\n", (2, 1), "profile", "not a host name"),
        ("[profiles.a]\nhost = 'me:secret@h'\n", (2, 1), "secret", "user name or password"),
        ("[profiles.a]\nhost = 'h'\ntoken = 'x'\n", (3, 1), "secret", "must not contain a secret"),
        ("[profiles.a]\nhost = 'h'\nproxy = 'http://me:s3cr3t@p'\n", (3, 1), "secret", "QRADAR_PROXY_PASSWORD"),
        ("[profiles.a]\nhost = 'h'\nproxy = 'socks5://p'\n", (3, 1), "profile", "socks5 proxies"),
        ("[profiles.a]\nhost = 'h'\napi_version = 'new'\n", (3, 1), "profile", "the form 26.0"),
        ("[profiles.a]\nhost = 'h'\nread_timeout = 0\n", (3, 1), "profile", "number of seconds"),
        ("[profiles.a]\nhost = 'h'\nread_timeout = true\n", (3, 1), "profile", "number of seconds"),
        ("[profiles.a]\ntask_timeout = 5\n", (1, 1), "profile", "has no `host`"),
        ("[profiles]\na = 1\n", (2, 1), "profile", "must be a table"),
        ("default = 'b'\n[profiles.a]\nhost = 'h'\n", (1, 1), "profile", "the name of a profile"),
        ("[profiles.a]\nhost = 'h'\n[profiles.b]\nhost = 'i'\n", (1, 1), "profile", "several profiles"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path, text, place, rule, words):
    profile, findings = read(tmp_path, text)
    assert profile is None
    (finding,) = findings
    assert (finding.rule, (finding.location.line, finding.location.column)) == (f"console/{rule}", place)
    assert words in finding.message
    assert "s3cr3t" not in finding.message + finding.help


def test_all_mistakes_are_told_at_once(tmp_path):
    findings = read(tmp_path, "[profiles.a]\nhost = 1\nproxy = 2\n[profiles.b]\npace = 'x'\n")[1]
    assert [each.location.line for each in findings] == [2, 3, 4, 5]


def test_a_name_that_is_not_there_has_a_hint(tmp_path):
    (finding,) = read(tmp_path, GOOD, "labb")[1]
    assert finding.help == "did you mean `lab`?"


def test_a_file_that_is_not_there_is_told(tmp_path):
    findings = Findings()
    assert read_profile(tmp_path / "none.toml", None, findings) is None
    assert [each.rule for each in findings] == ["file/missing"]


@pytest.mark.parametrize(("host", "good"), [("h", True), ("10.0.0.1:8443", True), ("[::1]:1", True), ("h/", False)])
def test_a_host_is_checked(host, good):
    assert (host_problem(host) is None) is good
