"""The manual in a real browser: Chromium of the system, driven by Playwright, against a server on this machine."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading

import pytest
from playwright.sync_api import expect, sync_playwright

from tools.followed_pages import ROOT
from tools.site.build import build

PICTURES = ROOT / ".build" / "pictures"
"""Where the tests leave pictures of what they have seen."""
WIDTHS = {"wide": 1280, "narrow": 390}
PATIENCE = 60_000
"""How long what must come is waited for, in milliseconds: a machine may be busy."""
expect.set_options(timeout=PATIENCE)


def chromium() -> str | None:
    """The browser: CHROMIUM, or the one on the path."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the built site."""
    folder = tmp_path_factory.mktemp("manual") / "site"
    build(folder)
    return folder


@pytest.fixture(scope="session")
def names(site):
    """The addresses of all pages, below that of the site."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html") if path.name != "404.html")


@pytest.fixture(scope="session")
def address(site):
    """The address of the site on this machine, which ends with a slash."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    class Patient(http.server.ThreadingHTTPServer):
        request_queue_size = 128
        """A page asks for many small files at once, and a connection that finds no place would be refused."""

    handler = functools.partial(Quiet, directory=site)
    with Patient(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Patient:
    """A browser whose tabs wait as long for what they are told to do as for what is expected."""

    def __init__(self, browser):
        self._browser = browser

    def new_context(self, **options):
        """Opens a context."""
        context = self._browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        return context


@pytest.fixture(scope="session")
def browser():
    path = chromium()
    assert path, "Chromium is missing: install it, such as by `apt-get install chromium`, or set CHROMIUM"
    with sync_playwright() as playwright:
        # Without its sandbox Chromium runs as root, too, as in containers. It shows only pages of our own.
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield Patient(started)
        started.close()


@pytest.fixture
def page(browser, address):
    """Opens a tab of a width and a color scheme. Whatever goes wrong in its pages fails the test."""
    contexts, faults = [], []

    def page(width="wide", scheme="light"):
        context = browser.new_context(
            viewport={"width": WIDTHS[width], "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        # The manual loads nothing from elsewhere.
        context.route(lambda url: not url.startswith(address), lambda route: (faults.append(route), route.abort()))
        tab = context.new_page()
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on("console", lambda message: message.type == "error" and faults.append(message.text))
        tab.on("response", lambda response: response.status >= 400 and faults.append(response.url))
        return tab

    yield page
    for context in contexts:
        context.close()
    assert [str(fault) for fault in faults] == []


@pytest.fixture
def picture():
    """Keeps a picture of a tab under a name."""

    def picture(tab, name):
        PICTURES.mkdir(parents=True, exist_ok=True)
        tab.screenshot(path=PICTURES / f"{name}.png")

    return picture
