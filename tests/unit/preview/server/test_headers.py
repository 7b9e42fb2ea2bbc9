"""No answer is kept, framed, sniffed or given anything from elsewhere."""

import re

import pytest

from tests.unit.preview.conftest import HOST


@pytest.mark.parametrize("path", ["", "api/package", "api/nothing", "assets/nothing.js", "api/files/none"])
def test_each_answer_has_them(asked, path):
    headers = asked.get(path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert re.fullmatch(
        r"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[\w-]{22}'; connect-src 'self'; "
        r"img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        headers["content-security-policy"],
    )


def test_a_refused_request_has_them(asked):
    response = asked.client.get(f"http://{HOST}/wrong/")
    assert response.status_code == 403
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_each_page_has_its_own_nonce(asked):
    assert len({asked.get("").headers["content-security-policy"] for _ in range(3)}) == 3
