"""Links from findings to the manual."""

import io
import tomllib
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from qradar_builder.findings import RULES, Finding, Location, Severity
from qradar_builder.report import rule_link
from qradar_builder.report.rule_link import linked, rule_page, shows_links
from qradar_builder.report.text_report import TextReport

ROOT = Path(__file__).parents[3]
FOUND = Finding("yaml/wrong-type", Severity.ERROR, "is wrong", Location("a.yaml"))
LINK = "\x1b]8;;https://manual.example/rules.html#yaml/wrong-type\x1b\\yaml/wrong-type\x1b]8;;\x1b\\"


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    # Not `sys` itself: pytest takes the streams again before each phase of a test.
    monkeypatch.setattr(rule_link, "sys", SimpleNamespace(stdout=Terminal(), stderr=Terminal()))


@pytest.fixture
def manual(monkeypatch):
    monkeypatch.setattr(rule_link, "_manual", lambda: "https://manual.example/")


@pytest.fixture
def project_urls(monkeypatch):
    rule_link._manual.cache_clear()

    def project_urls(*lines):
        text = "".join(f"Project-URL: {line}\n" for line in lines)
        monkeypatch.setattr(metadata, "metadata", lambda _: metadata.email.message_from_string(f"{text}\n"))

    yield project_urls
    rule_link._manual.cache_clear()


def test_the_address_is_that_of_the_project(project_urls):
    urls = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]
    project_urls(*(f"{name}, {url}" for name, url in urls.items()))
    for rule in RULES:
        assert rule_page(rule) == f"{urls['Documentation']}rules.html#{rule}"


@pytest.mark.parametrize("url", ["https://a.example/b", "https://a.example/b/"])
def test_the_address_of_the_manual_may_end_with_a_slash(project_urls, url):
    project_urls("Homepage, https://h.example", f"Documentation, {url}")
    assert rule_page("a/b") == "https://a.example/b/rules.html#a/b"


def test_a_project_without_a_manual_has_no_address(project_urls):
    project_urls("Homepage, https://h.example")
    assert rule_page("a/b") == ""


def test_a_tool_that_is_not_installed_has_no_address(monkeypatch):
    def missing(name):
        raise metadata.PackageNotFoundError(name)

    rule_link._manual.cache_clear()
    monkeypatch.setattr(metadata, "metadata", missing)
    assert rule_page("a/b") == ""
    rule_link._manual.cache_clear()


@pytest.mark.usefixtures("manual", "terminal")
def test_a_terminal_shows_the_id_of_a_rule_as_a_link():
    assert f"error[{LINK}]" in TextReport().render([FOUND])


@pytest.mark.usefixtures("manual", "terminal")
def test_a_report_may_be_without_links():
    assert "\x1b]8" not in TextReport(links=False).render([FOUND])


def test_without_an_address_there_is_no_link():
    assert linked("x", "") == "x"


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    ("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb"), ("TERM", "linux"), ("TERM", "")], ids=str
)
def test_the_environment_may_forbid_links(monkeypatch, name, value):
    assert shows_links()
    monkeypatch.setattr(rule_link.os, "name", "posix")
    monkeypatch.setenv(name, value)
    assert not shows_links()


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("name", ["stdout", "stderr"])
@pytest.mark.parametrize("stream", [io.StringIO(), None], ids=["pipe", "closed"])
def test_what_is_not_a_terminal_gets_no_links(monkeypatch, name, stream):
    monkeypatch.setattr(rule_link.sys, name, stream)
    assert not shows_links()


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(("color", "expected"), [(None, True), (True, True), (False, False)])
def test_a_command_that_writes_no_colors_writes_no_links(color, expected):
    context = click.Context(click.Command("x"))
    context.color = color
    with context:
        assert shows_links() is expected
