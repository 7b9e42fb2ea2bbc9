"""The page has the files that are built, and no others."""

import pytest

from qradar_builder.preview.server.assets import Assets


def test_the_page_is_html(asked):
    response = asked.get("")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.text.lower().startswith("<!doctype html>")
    assert "__NONCE__" not in response.text


@pytest.mark.parametrize(
    "name", ["../assets.py", "%2e%2e/app.py", "protocol.ts", "index.html", "..%2f..%2fapp.py", "a\\b"]
)
def test_other_files_are_not_there(asked, name):
    assert asked.get(f"assets/{name}").status_code in {400, 404}


def test_every_file_that_is_there_has_a_content_type(asked):
    assets = Assets()
    for name, asset in assets._files.items():
        response = asked.get(f"assets/{name}")
        assert (response.status_code, response.headers["content-type"]) == (200, asset.kind)
        assert response.content == asset.content
