"""The preview of a package in a real browser: each test has a package, a server and tabs of its own."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from qradar_builder.preview.running import Preview
from tests.own_packages import CONTENT

WIDTHS = {"wide": 1280, "narrow": 390}
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
"""Waits until what the page is about to draw is drawn, and what comes after it is done."""
TYPE = "log_source_types/acme.yaml"

EXTENSION = """\
id: acme
name: Acme Gateway
version: 1.0.0
qradar: {minimum: 7.4.2}
author: {name: Example Corp, email: siem@example.com}
description: Events of the Acme gateway.
"""
SOURCE = """\
name: Acme Gateway
protocol: Syslog

parsing:
  EventName: {json: '/"action"'}  # what was done
  UserName: {json: '/"user"'}

events:
  - {id: login, qid: login}
qids:
  login: {name: Acme login, severity: 3, category: User Login Success}
"""
CASE = """\
log_source_type: acme
samples:
  - name: a login
    payload: '{"action":"login","user":"anna","from":"192.0.2.7"}'
    expect: {qid: Acme login, fields: {UserName: anna}}
  - name: a logout
    payload: '{"action":"logout","user":"bert","from":"192.0.2.8"}'
    expect: {outcome: unknown}
"""


@pytest.fixture
def acme(tmp_path):
    """The folder of a small package: one type, one mapping, and two samples, of which the second has no mapping."""
    folder = tmp_path / "acme"
    for name, text in (("extension.yaml", EXTENSION), (TYPE, SOURCE), ("tests/events/acme.yaml", CASE)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def epm(tmp_path):
    """The folder of a copy of one of our own packages, with workflows and their recorded cases."""
    return Path(shutil.copytree(CONTENT / "beyondtrust-epm", tmp_path / "beyondtrust-epm"))


class Editor:
    """The editor on a page, as one who writes sees it."""

    def __init__(self, page):
        self._page = page
        self.content = page.locator(".editor .code .cm-content")
        self.unsaved = page.locator(".editor .unsaved")

    def replace(self, old, new):
        """Select a text by searching for it, and type another one over it."""
        self.content.click()
        self._page.keyboard.press("Control+f")
        searched = self._page.locator(".editor .code .cm-search input[name=search]")
        searched.fill(old)
        searched.press("End")
        searched.press("Enter")
        expect(self.content.locator(".cm-searchMatch-selected").first).to_have_text(old)
        searched.press("Escape")
        expect(searched).to_have_count(0)
        expect(self.content).to_be_focused()
        self._page.keyboard.type(new)

    def save(self):
        """Save, and wait until the file is written."""
        self._page.keyboard.press("Control+s")
        expect(self.unsaved).to_have_count(0)


@dataclass(frozen=True)
class Shown:
    """A tab with the preview of a package."""

    page: Any
    running: Preview
    listbox: Any = field(init=False)
    """The list of events."""
    rows: Any = field(init=False)
    """The rows of the list of events that are in the page."""
    selected: Any = field(init=False)
    editor: Editor = field(init=False)

    def __post_init__(self):
        listed = self.page.get_by_role("listbox", name="Events")
        object.__setattr__(self, "listbox", listed)
        object.__setattr__(self, "rows", listed.get_by_role("option"))
        object.__setattr__(self, "selected", listed.get_by_role("option", selected=True))
        object.__setattr__(self, "editor", Editor(self.page))


@pytest.fixture
def serve():
    """Starts the preview of a folder. A fault inside of the server fails the test."""
    running = []

    def serve(folder):
        started = Preview(folder)
        started.start()
        running.append(started)
        return started

    yield serve
    faults = []
    for each in running:
        each.stop()
        faults += each.application.errors
    assert faults == []


@pytest.fixture
def show(browser, serve):
    """Opens a tab with the preview of a folder, or of one that is running, at a width and in a color scheme.

    An error in the page, a request to elsewhere, or an answer with a status from 400 on fails the test. Allowed are
    those in `refused`, and 429, which an older request of the page gets when a newer one has come.
    """
    contexts, faults = [], []

    def show(what, *, width="wide", scheme="light", refused=(), place=""):
        running = what if isinstance(what, Preview) else serve(what)
        origin = f"http://127.0.0.1:{running.port}/"
        context = browser.new_context(
            viewport={"width": WIDTHS[width], "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        context.route(lambda url: not url.startswith(origin), lambda route: (faults.append(route), route.abort()))
        page = context.new_page()

        def listen(message):
            # Chromium itself styles what is typed over a colored word, until the editor draws it. No script does that.
            by_typing = "Applying inline style" in message.text and not message.location["url"].endswith(".js")
            if message.type == "error" and "Failed to load resource" not in message.text and not by_typing:
                faults.append(message.text)

        def answered(answer):
            if answer.status >= 400 and answer.status not in {429, *refused}:
                faults.append(f"{answer.status} {answer.url}")

        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", listen)
        page.on("response", answered)
        page.goto(running.url + place)
        # Keys are bound after the page is drawn for the first time.
        expect(page.get_by_role("tab", name="Package")).to_be_visible()
        page.evaluate(DRAWN)
        return Shown(page, running)

    yield show
    for context in contexts:
        context.close()
    assert [str(fault) for fault in faults] == []
